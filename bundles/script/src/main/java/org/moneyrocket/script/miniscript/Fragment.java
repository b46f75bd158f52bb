// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

/** The kinds of miniscript expressions. */
public enum Fragment {
  /** Fails. */
  JUST_0("0"),
  /** Succeeds. */
  JUST_1("1"),
  PK_K("pk_k"),
  PK_H("pk_h"),
  OLDER("older"),
  AFTER("after"),
  SHA256("sha256"),
  HASH256("hash256"),
  RIPEMD160("ripemd160"),
  HASH160("hash160"),
  WRAP_A("a"),
  WRAP_S("s"),
  WRAP_C("c"),
  WRAP_D("d"),
  WRAP_V("v"),
  WRAP_J("j"),
  WRAP_N("n"),
  AND_V("and_v"),
  AND_B("and_b"),
  OR_B("or_b"),
  OR_C("or_c"),
  OR_D("or_d"),
  OR_I("or_i"),
  ANDOR("andor"),
  THRESH("thresh"),
  /** CHECKMULTISIG, in P2WSH. */
  MULTI("multi"),
  /** CHECKSIGADD, in tapscript. */
  MULTI_A("multi_a");

  private final String label;

  Fragment(String label) {
    this.label = label;
  }

  /** Returns the name in text; for wrappers the letter. */
  public String label() {
    return label;
  }

  boolean isWrapper() {
    return compareTo(WRAP_A) >= 0 && compareTo(WRAP_N) <= 0;
  }

  boolean isHash() {
    return compareTo(SHA256) >= 0 && compareTo(HASH160) <= 0;
  }
}
