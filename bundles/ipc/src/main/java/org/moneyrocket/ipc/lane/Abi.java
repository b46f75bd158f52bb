// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.lane;

import java.util.Locale;

/**
 * Numbers of the C interface that differ between systems. Linux values hold for x86-64 and arm64;
 * macOS values follow its headers and have not been run.
 */
record Abi(
    boolean linux,
    int solSocket,
    int soType,
    int msgDontwait,
    int msgNosignal,
    int msgCmsgCloexec,
    int msgCtrunc,
    int sockCloexec,
    int fDupfdCloexec,
    int eagain,
    int econnreset,
    int pathLimit) {
  static final int AF_UNIX = 1;
  static final int SOCK_STREAM = 1;
  static final int SCM_RIGHTS = 1;
  static final int SHUT_RDWR = 2;
  static final int POLLIN = 1;
  static final int POLLOUT = 4;
  static final int EINTR = 4;
  static final int EPIPE = 32;
  static final int F_SETFD = 2;
  static final int FD_CLOEXEC = 1;
  static final int O_RDWR = 2;

  /** Linux only: domain of a socket. */
  static final int SO_DOMAIN = 39;

  /** Linux only: process, user and group of the peer. */
  static final int SO_PEERCRED = 17;

  /** macOS only: no signal when the peer is gone. */
  static final int SO_NOSIGPIPE = 0x1022;

  private static final Abi LINUX =
      new Abi(true, 1, 3, 0x40, 0x4000, 0x4000_0000, 0x8, 0x80000, 1030, 11, 104, 108);
  private static final Abi MACOS =
      new Abi(false, 0xffff, 0x1008, 0x80, 0, 0, 0x20, 0, 67, 35, 54, 104);

  /** The system this program runs on. */
  static final Abi HERE = here(System.getProperty("os.name", ""), System.getProperty("os.arch"));

  static Abi here(String osName, String arch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean wide = arch == null || arch.contains("64");
    if (wide && os.startsWith("linux")) {
      return LINUX;
    }
    if (wide && os.startsWith("mac")) {
      return MACOS;
    }
    throw new UnsupportedOperationException(
        "lanes over Unix sockets are not available here (" + osName + ", " + arch + ")");
  }

  static String errorName(int errno) {
    if (errno == HERE.eagain) {
      return "would block";
    }
    if (errno == HERE.econnreset) {
      return "connection reset by peer";
    }
    return switch (errno) {
      case 1 -> "operation not permitted";
      case 2 -> "no such file or directory";
      case 9 -> "bad file descriptor";
      case 13 -> "permission denied";
      case 24 -> "too many open files";
      case EPIPE -> "peer has closed the connection";
      case 98, 48 -> "address already in use";
      case 111, 61 -> "connection refused";
      default -> "error " + errno;
    };
  }
}
