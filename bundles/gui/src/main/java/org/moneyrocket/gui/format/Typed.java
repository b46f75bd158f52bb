// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.format;

import java.util.Optional;

/** What a field holds that something is typed into. */
public sealed interface Typed<T> {
  /** Nothing yet. */
  record Blank<T>() implements Typed<T> {}

  /** Something that was understood. */
  record Understood<T>(T what) implements Typed<T> {}

  /**
   * Something that was not.
   *
   * @param reason sentence for the user
   */
  record Wrong<T>(String reason) implements Typed<T> {}

  /** Returns what was understood, empty if nothing. */
  default Optional<T> value() {
    return this instanceof Understood<T>(T what) ? Optional.of(what) : Optional.empty();
  }

  /** Returns why it was not understood; empty if it was, or if nothing was typed. */
  default String reason() {
    return this instanceof Wrong<T>(String reason) ? reason : "";
  }
}
