// SPDX-License-Identifier: MIT
package org.moneyrocket.cli;

/** The request cannot be made or was not answered; the message is for the user. */
class CliException extends Exception {
  private static final long serialVersionUID = 1L;

  CliException(String message) {
    super(message, null, false, false);
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /** There is no server, or it is not ready: waiting may help. */
  static final class NoServer extends CliException {
    private static final long serialVersionUID = 1L;

    NoServer(String message) {
      super(message);
    }
  }
}
