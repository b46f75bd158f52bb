// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

/** Kinds of address a wallet can make, with Bitcoin Core's names. */
public enum AddressType {
  LEGACY("legacy"),
  P2SH_SEGWIT("p2sh-segwit"),
  BECH32("bech32"),
  BECH32M("bech32m");

  private final String text;

  AddressType(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
