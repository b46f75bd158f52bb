// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.format;

import static org.moneyrocket.gui.text.Text.t;

import java.math.BigDecimal;
import java.util.Optional;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.FeeRate;

/** Amounts as people read and type them, the same in every language: a point, thin spaces. */
public final class AmountText {
  private static final int DECIMALS = 8;
  private static final int RATE_DECIMALS = 3;
  private static final BigDecimal MAX_RATE = BigDecimal.valueOf(10_000);

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

  /**
   * Reads an amount as it is typed into a field or pasted from elsewhere. What is understood is
   * what {@link #number} shows of it; whatever could mean something else is refused with the
   * reason.
   */
  public static Typed<Amount> read(String typed, Unit unit) {
    String text = NumberText.trimmed(typed);
    for (Unit named : Unit.values()) {
      String symbol = named.symbol();
      int end = text.length() - symbol.length();
      if (end > 0 && text.regionMatches(true, end, symbol, 0, symbol.length())) {
        if (named != unit) {
          return new Typed.Wrong<>(
              t("This is in %s, the window reckons in %s now.", symbol, unit.symbol()));
        }
        text = text.substring(0, end);
        break;
      }
    }
    Typed<BigDecimal> number = NumberText.read(text);
    return switch (number) {
      case Typed.Blank<BigDecimal>() -> new Typed.Blank<>();
      case Typed.Wrong<BigDecimal>(String reason) -> new Typed.Wrong<>(reason);
      case Typed.Understood<BigDecimal>(BigDecimal value) ->
          amount(value, unit, text.indexOf('.') >= 0);
    };
  }

  private static Typed<Amount> amount(BigDecimal number, Unit unit, boolean point) {
    if (unit == Unit.SAT && point) {
      // Not even 500.000: where points group thousands it is half a million.
      return new Typed.Wrong<>(t("A satoshi has no decimals: write it without a point."));
    }
    if (number.scale() > DECIMALS) {
      return new Typed.Wrong<>(t("A bitcoin has eight decimals, this has %d.", number.scale()));
    }
    BigDecimal sats = unit == Unit.SAT ? number : number.movePointRight(DECIMALS);
    if (sats.compareTo(BigDecimal.valueOf(Amount.MAX_MONEY)) > 0) {
      return new Typed.Wrong<>(t("There will never be more than 21 million bitcoin."));
    }
    return new Typed.Understood<>(new Amount(sats.longValueExact()));
  }

  /** Reads the amount of a payment link (BIP21): bitcoin, with nothing but digits and a point. */
  static Optional<Amount> ofLink(String plain) {
    return plain.matches("[0-9.]*") ? read(plain, Unit.BTC).value() : Optional.empty();
  }

  /** Reads a fee rate in satoshi per virtual byte, up to 10,000. */
  public static Typed<FeeRate> readRate(String typed) {
    Typed<BigDecimal> number = NumberText.read(typed);
    return switch (number) {
      case Typed.Blank<BigDecimal>() -> new Typed.Blank<>();
      case Typed.Wrong<BigDecimal>(String reason) -> new Typed.Wrong<>(reason);
      case Typed.Understood<BigDecimal>(BigDecimal value) -> rate(value);
    };
  }

  private static Typed<FeeRate> rate(BigDecimal perByte) {
    if (perByte.scale() > RATE_DECIMALS) {
      return new Typed.Wrong<>(t("A fee rate has at most three decimals."));
    }
    if (perByte.compareTo(MAX_RATE) > 0) {
      return new Typed.Wrong<>(t("A fee rate of more than 10 000 sat/vB is not accepted."));
    }
    long perKvb = perByte.movePointRight(RATE_DECIMALS).longValueExact();
    return new Typed.Understood<>(new FeeRate(perKvb));
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
