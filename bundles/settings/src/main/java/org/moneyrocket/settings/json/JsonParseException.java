// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.json;

/** The text is not JSON. The message says what was wrong and where. */
public final class JsonParseException extends Exception {
  private static final long serialVersionUID = 1L;

  JsonParseException(String message) {
    super(message);
  }

  JsonParseException(String what, int position) {
    super(what + " at character " + position);
  }
}
