// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.lane;

import java.io.IOException;

/** A system call failed. The message names the call and the error. */
public final class PosixException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  PosixException(String call, int errno) {
    super(call + ": " + Abi.errorName(errno));
    this.errno = errno;
  }

  /** Returns the error number of this system. */
  public int errno() {
    return errno;
  }
}
