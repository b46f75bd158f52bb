// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

/** Outcome of checking a header, a transaction or a block against the rules. */
public sealed interface Verdict {
  /** Nothing is wrong. */
  Verdict VALID = new Valid();

  /** Nothing is wrong. */
  record Valid() implements Verdict {
    @Override
    public String toString() {
      return "Valid";
    }
  }

  /**
   * A rule is broken.
   *
   * @param blame what to do with whoever sent it
   * @param reason short stable text shared with Bitcoin Core, for example {@code
   *     bad-txns-inputs-duplicate}
   * @param detail text for the log, may be empty
   */
  record Invalid(Blame blame, String reason, String detail) implements Verdict {
    /** Returns the reason, and the detail after a comma if there is one. */
    @Override
    public String toString() {
      return detail.isEmpty() ? reason : reason + ", " + detail;
    }
  }

  static Verdict invalid(Blame blame, String reason) {
    return new Invalid(blame, reason, "");
  }

  static Verdict invalid(Blame blame, String reason, String detail) {
    return new Invalid(blame, reason, detail);
  }

  default boolean isValid() {
    return this instanceof Valid;
  }

  /** Returns {@code Valid}, or the reason with its detail. */
  default String text() {
    return toString();
  }
}
