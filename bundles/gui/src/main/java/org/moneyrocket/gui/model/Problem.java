// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import org.moneyrocket.interfaces.RemoteCallException;

/**
 * Why a call failed.
 *
 * @param text one sentence for the user
 * @param lost whether the other process is gone or does not answer, so that the fate of the call is
 *     not known
 */
public record Problem(String text, boolean lost) {
  static Problem of(Throwable error) {
    if (error instanceof RemoteCallException) {
      return new Problem("The other process did not answer: " + message(error), true);
    }
    return new Problem(message(error), false);
  }

  private static String message(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
  }
}
