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
  /** Never listed. */
  HIDDEN
}
