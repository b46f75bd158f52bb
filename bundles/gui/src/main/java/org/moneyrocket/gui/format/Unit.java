// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.format;

/** Units that amounts are shown in. */
public enum Unit {
  BTC("BTC"),
  SAT("sat");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  public String symbol() {
    return symbol;
  }
}
