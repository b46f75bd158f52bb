// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.lane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * A socket at a path that accepts connections. The socket file gets mode 0600; the directory above
 * it is the caller's affair, and so is what lies at the path already.
 */
public final class UnixListener implements AutoCloseable {
  private static final int BACKLOG = 64;

  private final Descriptor socket;
  private final Path path;

  private UnixListener(Descriptor socket, Path path) {
    this.socket = socket;
    this.path = path;
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if the path is too long (107 bytes on Linux), taken or not writable
   */
  public static UnixListener listen(Path path) throws IOException {
    Descriptor socket = Descriptor.adopt(Posix.unixSocket());
    try {
      Posix.bind(socket.fd(), path.toString());
      Files.setPosixFilePermissions(
          path, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      Posix.listen(socket.fd(), BACKLOG);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
    return new UnixListener(socket, path);
  }

  /**
   * Connects to the socket at {@code path}.
   *
   * @throws IOException if nobody listens there
   */
  public static Descriptor connect(Path path) throws IOException {
    Descriptor socket = Descriptor.adopt(Posix.unixSocket());
    try {
      Posix.connect(socket.fd(), path.toString());
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  /**
   * Waits for the next connection. One thread at a time.
   *
   * @throws IOException when {@link #stop} was called
   */
  public Descriptor accept() throws IOException {
    return Descriptor.adopt(Posix.accept(socket.fd()));
  }

  public Path path() {
    return path;
  }

  /** Makes {@link #accept} fail, now and later. Any thread may call it. */
  public void stop() {
    socket.shutdown();
  }

  /** Closes the socket and leaves the file. Call {@link #stop} first if a thread accepts. */
  @Override
  public void close() {
    socket.close();
  }
}
