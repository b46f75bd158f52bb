// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

/** How a coin looks when it is spent; mixing kinds in one transaction tells observers something. */
public enum SpendType {
  LEGACY,
  P2SH_SEGWIT,
  BECH32,
  BECH32M,
  UNKNOWN
}
