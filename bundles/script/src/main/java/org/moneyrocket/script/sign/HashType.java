// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.Optional;
import org.moneyrocket.consensus.interpreter.SignatureHashes;

/** What a signature covers, as users may ask for it. */
public enum HashType {
  /** All, written without a byte in taproot; the same as ALL elsewhere. */
  DEFAULT(SignatureHashes.DEFAULT, "DEFAULT"),
  ALL(SignatureHashes.ALL, "ALL"),
  NONE(SignatureHashes.NONE, "NONE"),
  SINGLE(SignatureHashes.SINGLE, "SINGLE"),
  ALL_ANYONECANPAY(SignatureHashes.ALL | SignatureHashes.ANYONE_CAN_PAY, "ALL|ANYONECANPAY"),
  NONE_ANYONECANPAY(SignatureHashes.NONE | SignatureHashes.ANYONE_CAN_PAY, "NONE|ANYONECANPAY"),
  SINGLE_ANYONECANPAY(
      SignatureHashes.SINGLE | SignatureHashes.ANYONE_CAN_PAY, "SINGLE|ANYONECANPAY");

  private final int code;
  private final String label;

  HashType(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** Returns the byte in signatures. */
  public int code() {
    return code;
  }

  /** Returns the name in RPC. */
  public String label() {
    return label;
  }

  /** Returns the byte in ECDSA signatures, which always have one. */
  int ecdsaCode() {
    return this == DEFAULT ? ALL.code : code;
  }

  boolean isSingle() {
    return this == SINGLE || this == SINGLE_ANYONECANPAY;
  }

  public static Optional<HashType> byLabel(String label) {
    for (HashType type : values()) {
      if (type.label.equals(label)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  public static Optional<HashType> byCode(int code) {
    for (HashType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
