// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.lane;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * The system calls below a lane. Each returns what the call returned or throws {@link
 * PosixException}; interrupted calls are repeated. All descriptors made here are close-on-exec.
 */
public final class Posix {
  private static final Abi ABI = Abi.HERE;
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  /** Layout of the segment that receives errno. */
  static final MemoryLayout CAPTURE = Linker.Option.captureStateLayout();

  private static final VarHandle ERRNO_VALUE =
      CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  // Hot: blocking transfers between a native buffer and a socket.
  private static final MethodHandle SEND =
      call("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), ERRNO);
  private static final MethodHandle RECV =
      call("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), ERRNO);

  // Straight from and to the Java heap. Such a call holds up the collector, so it never blocks.
  private static final MethodHandle SEND_HEAP =
      call(
          "send",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
          ERRNO,
          Linker.Option.critical(true));
  private static final MethodHandle RECV_HEAP =
      call(
          "recv",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
          ERRNO,
          Linker.Option.critical(true));
  private static final MethodHandle POLL =
      call("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), ERRNO);

  private static final MethodHandle SOCKETPAIR =
      call(
          "socketpair",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS),
          ERRNO);
  private static final MethodHandle SENDMSG =
      call("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
  private static final MethodHandle RECVMSG =
      call("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
  private static final MethodHandle SHUTDOWN =
      call("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
  private static final MethodHandle CLOSE =
      call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), ERRNO);
  private static final MethodHandle DUP2 =
      call("dup2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
  private static final MethodHandle FCNTL =
      call(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          ERRNO,
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle OPEN =
      call(
          "open",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          ERRNO,
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SOCKET =
      call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
  private static final MethodHandle BIND =
      call("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
  private static final MethodHandle LISTEN =
      call("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
  private static final MethodHandle ACCEPT =
      call("accept", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), ERRNO);
  private static final MethodHandle CONNECT =
      call("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), ERRNO);
  private static final MethodHandle GETSOCKOPT =
      call(
          "getsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS),
          ERRNO);
  private static final MethodHandle SETSOCKOPT =
      call(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
          ERRNO);
  private static final MethodHandle GETSOCKNAME =
      call("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS), ERRNO);
  private static final MethodHandle GETEUID =
      call("geteuid", FunctionDescriptor.of(JAVA_INT), ERRNO);

  private Posix() {}

  private static MethodHandle call(String name, FunctionDescriptor type, Linker.Option... options) {
    MemorySegment symbol =
        LINKER
            .defaultLookup()
            .or(SymbolLookup.loaderLookup())
            .find(name)
            .orElseThrow(() -> new UnsupportedOperationException(name + " is not available here"));
    return LINKER.downcallHandle(symbol, type, options);
  }

  static int errno(MemorySegment capture) {
    return (int) ERRNO_VALUE.get(capture, 0L);
  }

  /** Returns the number of bytes sent, or minus errno. */
  static long send(MemorySegment capture, int fd, MemorySegment from, long length, int flags) {
    try {
      long n;
      do {
        n = (long) SEND.invokeExact(capture, fd, from, length, flags | ABI.msgNosignal());
      } while (n < 0 && errno(capture) == Abi.EINTR);
      return n < 0 ? -errno(capture) : n;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Returns the number of bytes received, 0 at the end of the stream, or minus errno. */
  static long recv(MemorySegment capture, int fd, MemorySegment into, long length, int flags) {
    try {
      long n;
      do {
        n = (long) RECV.invokeExact(capture, fd, into, length, flags);
      } while (n < 0 && errno(capture) == Abi.EINTR);
      return n < 0 ? -errno(capture) : n;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** As {@link #send} from the Java heap, without blocking. */
  static long sendHeap(MemorySegment capture, int fd, MemorySegment from, long length) {
    try {
      long n;
      do {
        n =
            (long)
                SEND_HEAP.invokeExact(
                    capture, fd, from, length, ABI.msgNosignal() | ABI.msgDontwait());
      } while (n < 0 && errno(capture) == Abi.EINTR);
      return n < 0 ? -errno(capture) : n;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** As {@link #recv} into the Java heap, without blocking. */
  static long recvHeap(MemorySegment capture, int fd, MemorySegment into, long length) {
    try {
      long n;
      do {
        n = (long) RECV_HEAP.invokeExact(capture, fd, into, length, ABI.msgDontwait());
      } while (n < 0 && errno(capture) == Abi.EINTR);
      return n < 0 ? -errno(capture) : n;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /**
   * Waits until {@code fd} is ready or its peer is gone.
   *
   * @param timeoutMillis -1 waits for ever
   * @return whether it became ready
   */
  static boolean poll(int fd, int events, int timeoutMillis) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      MemorySegment pollfd = arena.allocate(8, 4);
      pollfd.set(JAVA_INT, 0, fd);
      pollfd.set(JAVA_SHORT, 4, (short) events);
      long end = System.nanoTime() + timeoutMillis * 1_000_000L;
      int wait = timeoutMillis;
      while (true) {
        int n = (int) POLL.invokeExact(capture, pollfd, 1L, wait);
        if (n >= 0) {
          return n > 0;
        }
        if (errno(capture) != Abi.EINTR) {
          throw new PosixException("poll", errno(capture));
        }
        if (timeoutMillis >= 0) {
          wait = (int) Math.max(0, (end - System.nanoTime()) / 1_000_000);
        }
      }
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Returns the numbers of two connected stream sockets. */
  static int[] socketpair() throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pair = arena.allocate(8, 4);
      int type = Abi.SOCK_STREAM | ABI.sockCloexec();
      MemorySegment capture = arena.allocate(CAPTURE);
      check(
          "socketpair", (int) SOCKETPAIR.invokeExact(capture, Abi.AF_UNIX, type, 0, pair), capture);
      int[] fds = {pair.get(JAVA_INT, 0), pair.get(JAVA_INT, 4)};
      prepare(fds[0]);
      prepare(fds[1]);
      return fds;
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** What Linux does by flags at creation and macOS needs one by one. */
  private static void prepare(int fd) throws PosixException {
    if (ABI.linux()) {
      return;
    }
    fcntl(fd, Abi.F_SETFD, Abi.FD_CLOEXEC);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      MemorySegment one = arena.allocate(JAVA_INT);
      one.set(JAVA_INT, 0, 1);
      int rc = (int) SETSOCKOPT.invokeExact(capture, fd, ABI.solSocket(), Abi.SO_NOSIGPIPE, one, 4);
      check("setsockopt", rc, capture);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Ends both directions; a blocked reader returns at once. Errors are of no interest. */
  static void shutdown(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) SHUTDOWN.invokeExact(arena.allocate(CAPTURE), fd, Abi.SHUT_RDWR);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Closes a descriptor number. Not repeated when interrupted: on Linux it is closed by then. */
  static void close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      int ignored = (int) CLOSE.invokeExact(arena.allocate(CAPTURE), fd);
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Makes {@code target} another name of {@code fd}; the new name survives exec. */
  public static void dup2(int fd, int target) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      check("dup2", (int) DUP2.invokeExact(capture, fd, target), capture);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Returns another close-on-exec name of {@code fd}, 3 or higher. */
  public static int duplicate(int fd) throws PosixException {
    return fcntl(fd, ABI.fDupfdCloexec(), 3);
  }

  private static int fcntl(int fd, int command, int argument) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      int rc = (int) FCNTL.invokeExact(capture, fd, command, argument);
      check("fcntl", rc, capture);
      return rc;
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Puts the null device at descriptor {@code target}. */
  public static void nullDevice(int target) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      int fd = (int) OPEN.invokeExact(capture, arena.allocateFrom("/dev/null"), Abi.O_RDWR, 0);
      check("open /dev/null", fd, capture);
      dup2(fd, target);
      if (fd != target) {
        close(fd);
      }
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Returns the effective user of this process. */
  public static int effectiveUser() {
    try (Arena arena = Arena.ofConfined()) {
      return (int) GETEUID.invokeExact(arena.allocate(CAPTURE));
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int unixSocket() throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      int type = Abi.SOCK_STREAM | ABI.sockCloexec();
      int fd = (int) SOCKET.invokeExact(capture, Abi.AF_UNIX, type, 0);
      check("socket", fd, capture);
      prepare(fd);
      return fd;
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static void bind(int fd, String path) throws IOException {
    address("bind " + path, BIND, fd, path);
  }

  static void connect(int fd, String path) throws IOException {
    address("connect " + path, CONNECT, fd, path);
  }

  private static void address(String what, MethodHandle call, int fd, String path)
      throws IOException {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length >= ABI.pathLimit()) {
      throw new IOException(
          "socket path has %d bytes, at most %d are possible: %s"
              .formatted(bytes.length, ABI.pathLimit() - 1, path));
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      MemorySegment name = arena.allocate(2 + ABI.pathLimit(), 2);
      if (ABI.linux()) {
        name.set(JAVA_SHORT, 0, (short) Abi.AF_UNIX);
      } else {
        name.set(JAVA_BYTE, 0, (byte) (2 + bytes.length + 1));
        name.set(JAVA_BYTE, 1, (byte) Abi.AF_UNIX);
      }
      MemorySegment.copy(bytes, 0, name, JAVA_BYTE, 2, bytes.length);
      int rc;
      do {
        rc = (int) call.invokeExact(capture, fd, name, 2 + bytes.length + 1);
      } while (rc < 0 && errno(capture) == Abi.EINTR);
      check(what, rc, capture);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static void listen(int fd, int backlog) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      check("listen", (int) LISTEN.invokeExact(capture, fd, backlog), capture);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static int accept(int fd) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      int rc;
      do {
        rc = (int) ACCEPT.invokeExact(capture, fd, MemorySegment.NULL, MemorySegment.NULL);
      } while (rc < 0 && errno(capture) == Abi.EINTR);
      check("accept", rc, capture);
      fcntl(rc, Abi.F_SETFD, Abi.FD_CLOEXEC);
      prepare(rc);
      return rc;
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Returns {@code count} ints of a socket option of level SOL_SOCKET. */
  static int[] option(int fd, int option, int count) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      MemorySegment value = arena.allocate(4L * count, 4);
      MemorySegment length = arena.allocate(JAVA_INT);
      length.set(JAVA_INT, 0, 4 * count);
      int rc = (int) GETSOCKOPT.invokeExact(capture, fd, ABI.solSocket(), option, value, length);
      check("getsockopt", rc, capture);
      return value.toArray(JAVA_INT);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  /** Tells whether {@code fd} is a stream socket of the Unix family. */
  static boolean isUnixStream(int fd) {
    try {
      if (option(fd, ABI.soType(), 1)[0] != Abi.SOCK_STREAM) {
        return false;
      }
      return (ABI.linux() ? option(fd, Abi.SO_DOMAIN, 1)[0] : family(fd)) == Abi.AF_UNIX;
    } catch (PosixException e) {
      return false; // not a socket at all
    }
  }

  private static int family(int fd) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment capture = arena.allocate(CAPTURE);
      MemorySegment name = arena.allocate(128, 4);
      MemorySegment length = arena.allocate(JAVA_INT);
      length.set(JAVA_INT, 0, 128);
      check("getsockname", (int) GETSOCKNAME.invokeExact(capture, fd, name, length), capture);
      return name.get(JAVA_BYTE, 1);
    } catch (PosixException e) {
      throw e;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long sendmsg(MemorySegment capture, int fd, MemorySegment message, int flags) {
    try {
      long n;
      do {
        n = (long) SENDMSG.invokeExact(capture, fd, message, flags | ABI.msgNosignal());
      } while (n < 0 && errno(capture) == Abi.EINTR);
      return n < 0 ? -errno(capture) : n;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  static long recvmsg(MemorySegment capture, int fd, MemorySegment message, int flags) {
    try {
      long n;
      do {
        n = (long) RECVMSG.invokeExact(capture, fd, message, flags | ABI.msgCmsgCloexec());
      } while (n < 0 && errno(capture) == Abi.EINTR);
      return n < 0 ? -errno(capture) : n;
    } catch (Throwable t) {
      throw unexpected(t);
    }
  }

  private static void check(String call, int result, MemorySegment capture) throws PosixException {
    if (result < 0) {
      throw new PosixException(call, errno(capture));
    }
  }

  private static RuntimeException unexpected(Throwable t) {
    if (t instanceof RuntimeException e) {
      return e;
    }
    if (t instanceof Error e) {
      throw e;
    }
    return new IllegalStateException("system call could not be made", t);
  }
}
