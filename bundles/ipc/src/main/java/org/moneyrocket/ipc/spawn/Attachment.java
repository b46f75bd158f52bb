// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.connection.Authentication;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.connection.HandshakeException;
import org.moneyrocket.ipc.lane.Posix;
import org.moneyrocket.ipc.lane.UnixListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stays connected to a process that listens at a socket: connects again when it comes back. */
public final class Attachment implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("ipc");

  private static final long FIRST_WAIT_MILLIS = 100;
  private static final long LAST_WAIT_MILLIS = 2_000;
  private static final long HEALTHY_MILLIS = 10_000;

  private final Path path;
  private final Link link;
  private final Thread thread;
  private final Semaphore ended = new Semaphore(0);
  private volatile boolean closed;
  private volatile @Nullable Connection connection;

  private Attachment(Path path, Link link) {
    this.path = path;
    this.link = link;
    this.thread = new Thread(this::stay, "ipc-attach");
    thread.setDaemon(true);
  }

  /**
   * Connects for the first time.
   *
   * @throws IOException with one sentence if nobody listens there or the peer refuses; nothing goes
   *     on then
   */
  public static Attachment open(Path path, Link link) throws IOException {
    Attachment attachment = new Attachment(path, link);
    attachment.connect();
    attachment.thread.start();
    return attachment;
  }

  private void connect() throws IOException {
    connection =
        link.connect(
            UnixListener.connect(path),
            Authentication.sameUser(Posix.effectiveUser()),
            Link.Kind.ATTACHED,
            end -> ended.release());
  }

  private void stay() {
    BackOff backOff = new BackOff(FIRST_WAIT_MILLIS, LAST_WAIT_MILLIS, HEALTHY_MILLIS);
    try {
      while (!closed) {
        long began = System.nanoTime();
        ended.acquire();
        if (closed) {
          return;
        }
        log.info("The connection to {} is lost; connecting again when it is back", path);
        boolean connected = false;
        while (!closed && !connected) {
          long ran = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
          ended.tryAcquire(backOff.after(ran), TimeUnit.MILLISECONDS);
          began = System.nanoTime();
          connected = !closed && tryConnect();
        }
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
      log.debug("no longer attached to {}", path);
    }
  }

  private boolean tryConnect() {
    try {
      connect();
      log.info("Connected to {} again", path);
      return true;
    } catch (HandshakeException e) {
      log.warn("{}", e.getMessage());
      return false;
    } catch (IOException e) {
      log.debug("nobody at {} yet: {}", path, e.getMessage());
      return false;
    } catch (RuntimeException | Error e) {
      // Whatever it is, the peer may be back the next time.
      log.warn("Cannot connect to {}", path, e);
      return false;
    }
  }

  /** Ends the connection for good. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Connection open = connection;
    if (open != null) {
      open.close();
    }
  }
}
