// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

/** A text that is no JSON. Says nothing of what the text is: it may hold secrets. */
public final class JsonSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  JsonSyntaxException(String message) {
    super(message, null, false, false);
  }
}
