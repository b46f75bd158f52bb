// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.tool;

/** A command cannot be carried out; the message is what standard error shows. */
final class ToolException extends Exception {
  private static final long serialVersionUID = 1L;

  ToolException(String message) {
    super(message);
  }
}
