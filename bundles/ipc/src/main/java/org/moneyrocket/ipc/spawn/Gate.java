// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.moneyrocket.ipc.connection.HandshakeException;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.UnixListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket in the file system through which other processes of this user come in. */
public final class Gate implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("ipc");

  private static final long FIRST_WAIT_MILLIS = 50;
  private static final long LAST_WAIT_MILLIS = 2_000;
  private static final long HEALTHY_MILLIS = 5_000;

  /** Who has connected and not yet introduced itself; of more, the one that took longest goes. */
  private static final int MOST_VISITORS = 16;

  /** Introduces the two sides to each other; runs on a thread of its own. */
  public interface Visitor {
    /** Takes over a connected socket; an exception means the peer was refused. */
    void welcome(Descriptor socket) throws IOException;
  }

  /** Where connected sockets come from. */
  interface Source {
    Descriptor next() throws IOException;
  }

  private final UnixListener listener;
  private final Source source;
  private final Visitor visitor;
  private final Thread thread;
  private final CountDownLatch done = new CountDownLatch(1);

  /** Those being welcomed, oldest first. Guarded by itself. */
  private final Deque<Descriptor> visitors = new ArrayDeque<>();

  private volatile boolean closed;

  Gate(UnixListener listener, Source source, Visitor visitor) {
    this.listener = listener;
    this.source = source;
    this.visitor = visitor;
    this.thread = new Thread(this::accept, "ipc-accept");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Starts to listen. A socket that a dead process left at {@code path} is replaced; anything else
   * is refused.
   *
   * @throws IOException with one sentence for the user
   */
  public static Gate open(Path path, Visitor visitor) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException("Unable to bind to IPC address '" + path + "': it is no file");
    }
    SocketPath.prepareDirectory(directory);
    removeStale(path);
    try {
      UnixListener listener = UnixListener.listen(path);
      return new Gate(listener, listener::accept, visitor);
    } catch (IOException e) {
      throw new IOException("Unable to bind to IPC address '" + path + "': " + e.getMessage(), e);
    }
  }

  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    // Java has no name for sockets: neither file nor directory nor link.
    boolean isOther =
        (boolean) Files.getAttribute(path, "basic:isOther", LinkOption.NOFOLLOW_LINKS);
    if (!isOther) {
      throw new IOException(
          "Unable to bind to IPC address '" + path + "': a file that is no socket lies there");
    }
    try (Descriptor answered = UnixListener.connect(path)) {
      log.debug("somebody listens at {} ({})", path, answered);
    } catch (IOException nobody) {
      log.debug("removing the socket {} that nobody listens at", path);
      Files.deleteIfExists(path);
      return;
    }
    throw new IOException(
        "Unable to bind to IPC address '" + path + "': another process listens there");
  }

  /** Returns where the socket lies. */
  public Path path() {
    return listener.path();
  }

  // Whoever listens goes on listening: what is lacking now, descriptors or memory, comes back.
  private void accept() {
    BackOff backOff = new BackOff(FIRST_WAIT_MILLIS, LAST_WAIT_MILLIS, HEALTHY_MILLIS);
    long began = System.nanoTime();
    while (!closed) {
      try {
        acceptOne();
      } catch (IOException | RuntimeException | Error e) {
        if (closed) {
          return;
        }
        log.error("The IPC socket {} cannot take a connection: {}", path(), e.toString());
        long ran = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        if (!pause(backOff.after(ran))) {
          return;
        }
        began = System.nanoTime();
      }
    }
  }

  private void acceptOne() throws IOException {
    Descriptor socket = source.next();
    boolean started = false;
    admit(socket);
    try {
      Thread.ofPlatform().daemon().name("ipc-welcome").start(() -> welcome(socket));
      started = true;
    } finally {
      if (!started) {
        leave(socket);
        socket.close();
      }
    }
  }

  /** Waits; false if the gate was closed meanwhile. */
  private boolean pause(long millis) {
    try {
      return !done.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but a virtual machine that ends.
      return false;
    }
  }

  private void admit(Descriptor socket) {
    synchronized (visitors) {
      visitors.add(socket);
      if (visitors.size() > MOST_VISITORS) {
        // Its handshake ends with the stream; whoever is quick gets in whatever others do.
        visitors.remove().shutdown();
      }
    }
  }

  private void leave(Descriptor socket) {
    synchronized (visitors) {
      visitors.remove(socket);
    }
  }

  private void welcome(Descriptor socket) {
    try {
      visitor.welcome(socket);
    } catch (HandshakeException e) {
      if (e.isRefusal()) {
        log.warn("A process that connected to {} was refused: {}", path(), e.getMessage());
      } else {
        log.debug("Somebody connected to {} for nothing: {}", path(), e.getMessage());
      }
    } catch (IOException | RuntimeException | Error e) {
      // Nothing of what a visitor does, nor that it cannot be served now, is an event by itself.
      log.debug("A process that connected to {} could not be served", path(), e);
    } finally {
      leave(socket);
    }
  }

  /** Stops to listen and removes the socket. Connections that came in stay. */
  @Override
  public void close() {
    closed = true;
    done.countDown();
    try {
      Files.deleteIfExists(listener.path());
    } catch (IOException e) {
      log.warn("Cannot remove {}: {}", listener.path(), e.toString());
    }
    listener.stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    listener.close();
  }
}
