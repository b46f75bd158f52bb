// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

/** A request that cannot be understood or is too large. */
final class HttpProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  HttpProblem(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static HttpProblem malformed(String message) {
    return new HttpProblem(HttpReply.BAD_REQUEST, message);
  }

  int status() {
    return status;
  }
}
