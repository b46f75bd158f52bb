// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

import java.util.List;

/**
 * The program cannot start as asked. The message is the sentence for the user, without "Error: ";
 * {@link #details()} are further lines.
 */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> details;

  /** Makes an error with one sentence. */
  public StartException(String message) {
    this(message, List.of());
  }

  /** Makes an error with a sentence and more lines. */
  public StartException(String message, List<String> details) {
    super(message);
    this.details = List.copyOf(details);
  }

  /** Returns the lines that follow the sentence. */
  public List<String> details() {
    return details;
  }

  /** Returns the whole text as it is shown after "Error: ". */
  public String text() {
    if (details.isEmpty()) {
      return String.valueOf(getMessage());
    }
    StringBuilder text = new StringBuilder(String.valueOf(getMessage())).append(":\n");
    for (int i = 0; i < details.size(); i++) {
      text.append(i == 0 ? "- " : "\n- ").append(details.get(i));
    }
    return text.toString();
  }
}
