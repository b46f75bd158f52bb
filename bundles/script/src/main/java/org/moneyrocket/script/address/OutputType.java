// SPDX-License-Identifier: MIT
package org.moneyrocket.script.address;

import java.util.Optional;

/** Families of outputs a wallet makes addresses for, as options and RPC name them. */
public enum OutputType {
  LEGACY("legacy"),
  P2SH_SEGWIT("p2sh-segwit"),
  BECH32("bech32"),
  BECH32M("bech32m"),
  UNKNOWN("unknown");

  private final String label;

  OutputType(String label) {
    this.label = label;
  }

  /** Returns the name in options and RPC. */
  public String label() {
    return label;
  }

  /** Finds the type a user named; UNKNOWN cannot be named. */
  public static Optional<OutputType> byLabel(String label) {
    for (OutputType type : values()) {
      if (type != UNKNOWN && type.label.equals(label)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Returns the type of addresses for this destination; empty for none that a wallet makes. */
  public static Optional<OutputType> of(Destination destination) {
    return Optional.of(
        switch (destination) {
          case Destination.KeyHash _, Destination.ScriptHash _ -> LEGACY;
          case Destination.WitnessKeyHash _, Destination.WitnessScriptHash _ -> BECH32;
          case Destination.Taproot _, Destination.WitnessUnknown _ -> BECH32M;
        });
  }
}
