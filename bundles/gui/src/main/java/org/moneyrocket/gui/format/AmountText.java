// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.format;

import java.math.BigDecimal;
import java.util.Optional;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.FeeRate;

/** Amounts as people read and type them, the same in every language: a point, thin spaces. */
public final class AmountText {
  /** Longest text that is tried as an amount. */
  private static final int MAX_TYPED = 40;

  private AmountText() {}

  /** Returns the amount without its unit. */
  public static String number(Amount amount, Unit unit) {
    long sats = Math.abs(amount.sats());
    String sign = amount.sats() < 0 ? "\u2212" : "";
    if (unit == Unit.SAT) {
      return sign + grouped(sats);
    }
    return sign + grouped(sats / Amount.COIN) + "." + "%08d".formatted(sats % Amount.COIN);
  }

  /** Returns the amount with its unit. */
  public static String full(Amount amount, Unit unit) {
    return number(amount, unit) + " " + unit.symbol();
  }

  /** Returns the amount with its unit and a plus sign if it is one that came in. */
  public static String signed(Amount amount, Unit unit) {
    return (amount.sats() > 0 ? "+" : "") + full(amount, unit);
  }

  /** Returns a number of satoshis, for example for a fee. */
  public static String sats(Amount amount) {
    return grouped(amount.sats()) + " sat";
  }

  /** Returns a fee rate in satoshi per virtual byte. */
  public static String rate(FeeRate rate) {
    BigDecimal perByte = BigDecimal.valueOf(rate.satsPerKvb(), 3).stripTrailingZeros();
    return (perByte.scale() < 0 ? perByte.setScale(0) : perByte).toPlainString() + " sat/vB";
  }

  /** Reads what was typed; empty if it is no amount of money in this unit. */
  public static Optional<Amount> parse(String typed, Unit unit) {
    String plain = typed.strip().replaceAll("[\u2009\u202f ]", "").replace(',', '.');
    if (plain.length() > MAX_TYPED || !plain.matches("[0-9]+\\.?[0-9]*|\\.[0-9]+")) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(plain.endsWith(".") ? plain + "0" : plain);
    BigDecimal sats = unit == Unit.SAT ? number : number.movePointRight(8);
    if (sats.stripTrailingZeros().scale() > 0
        || sats.compareTo(BigDecimal.valueOf(Amount.MAX_MONEY)) > 0) {
      return Optional.empty();
    }
    return Optional.of(new Amount(sats.longValueExact()));
  }

  /** Reads a fee rate in satoshi per virtual byte; empty if it is none up to 10,000. */
  public static Optional<FeeRate> parseRate(String typed) {
    String plain = typed.strip().replace(',', '.');
    if (!plain.matches("[0-9]{1,5}(\\.[0-9]{1,3})?")) {
      return Optional.empty();
    }
    long perKvb = new BigDecimal(plain).movePointRight(3).longValueExact();
    return perKvb > 10_000_000 ? Optional.empty() : Optional.of(new FeeRate(perKvb));
  }

  private static String grouped(long number) {
    String digits = Long.toString(number);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        text.append('\u2009');
      }
      text.append(digits.charAt(i));
    }
    return text.toString();
  }
}
