// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

/** Properties of an option besides its type. */
public enum OptionFlag {
  /** Listed only by {@code -help-debug}. */
  DEBUG_ONLY,
  /** On other chains than main, a configuration file sets it only in that chain's section. */
  SECTION_ONLY,
  /** {@code -noname} is an error. */
  NO_NEGATION,
  /** {@code -name} without a value is an error. */
  NEEDS_VALUE,
  /** Its value is never written to the log. */
  SECRET,
  /** A number that may need more than 32 bits, such as a time. */
  WIDE,
  /** Never listed. */
  HIDDEN,
  /**
   * Bitcoin Core has it and this program does not yet, and who sets it relies on it: refused
   * wherever it stands, unless its value switches it off.
   */
  UNAVAILABLE,
  /**
   * Bitcoin Core has it and this program does not, and nobody is worse off for that: accepted, and
   * the log says that it has no effect.
   */
  WITHOUT_EFFECT
}
