// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

/** Text is no valid descriptor; the message is the one Bitcoin Core gives and may be empty. */
public final class DescriptorException extends Exception {
  private static final long serialVersionUID = 1L;

  DescriptorException(String message) {
    super(message);
  }

  /** Returns the same error with more said before it. */
  DescriptorException in(String where) {
    return new DescriptorException(where + getMessage());
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "" : message;
  }
}
