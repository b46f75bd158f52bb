// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.UnixListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket in the file system through which other processes of this user come in. */
public final class Gate implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("ipc");

  /** Introduces the two sides to each other; runs on a thread of its own. */
  public interface Visitor {
    /** Takes over a connected socket; an exception means the peer was refused. */
    void welcome(Descriptor socket) throws IOException;
  }

  private final UnixListener listener;
  private final Visitor visitor;
  private final Thread thread;
  private volatile boolean closed;

  private Gate(UnixListener listener, Visitor visitor) {
    this.listener = listener;
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
      return new Gate(UnixListener.listen(path), visitor);
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

  private void accept() {
    while (!closed) {
      Descriptor socket;
      try {
        socket = listener.accept();
      } catch (IOException e) {
        if (!closed) {
          log.error("The IPC socket {} does not work any more", listener.path(), e);
        }
        return;
      }
      Thread welcome = new Thread(() -> welcome(socket), "ipc-welcome");
      welcome.setDaemon(true);
      welcome.start();
    }
  }

  private void welcome(Descriptor socket) {
    try {
      visitor.welcome(socket);
    } catch (IOException e) {
      log.warn("A process that connected to {} was refused: {}", listener.path(), e.getMessage());
    }
  }

  /** Stops to listen and removes the socket. Connections that came in stay. */
  @Override
  public void close() {
    closed = true;
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
