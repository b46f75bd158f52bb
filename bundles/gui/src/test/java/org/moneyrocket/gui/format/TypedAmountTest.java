// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.FeeRate;

public class TypedAmountTest {
  private static final Amount HALF = new Amount(50_000_000);
  private static final String SPACES = " \u00a0\u2007\u2009\u202f";

  private static void understood(String typed, Unit unit, long sats) {
    assertThat(AmountText.read(typed, unit))
        .as(typed)
        .isEqualTo(new Typed.Understood<>(new Amount(sats)));
  }

  private static void refused(String typed, Unit unit, String reason) {
    assertThat(AmountText.read(typed, unit).value()).as(typed).isEmpty();
    assertThat(AmountText.read(typed, unit).reason()).as(typed).contains(reason);
  }

  @Test
  public void aCommaIsRefusedSinceItMayMeanTwoThings() {
    refused("500,000", Unit.SAT, "A comma may mean thousands or decimals");
    for (String typed : new String[] {"1,500", "1.500,00", "0,5", "1,500.00", ",5", "1 500,5"}) {
      refused(typed, Unit.BTC, "A comma may mean thousands or decimals");
    }
  }

  @Test
  public void groupsOfThreeAreUnderstoodWithEverySpaceThatTheWindowOrAnotherProgramWrites() {
    for (char space : SPACES.toCharArray()) {
      understood("1" + space + "000", Unit.BTC, 1_000 * Amount.COIN);
      understood("12" + space + "345" + space + "678", Unit.SAT, 12_345_678);
      understood("1" + space + "000.5", Unit.BTC, 100_050_000_000L);
      understood(space + "0.5" + space, Unit.BTC, 50_000_000);
    }
    for (String typed : new String[] {"1 00", "1 0000", "0 500", "1  000", "10 00 00", "1 . 5"}) {
      refused(typed, Unit.BTC, "groups of three");
    }
    assertThat(AmountText.read("1\u2009000 000", Unit.SAT).value()).as("two kinds").isEmpty();
  }

  @Test
  public void aPointInSatoshisIsRefusedSinceItGroupsThousandsElsewhere() {
    refused("500.000", Unit.SAT, "no decimals");
    refused("1.0", Unit.SAT, "no decimals");
    refused("5.", Unit.SAT, "no decimals");
  }

  @Test
  public void whatIsNoPlainNumberIsRefusedWithTheReason() {
    refused("\u0660.\u0665", Unit.BTC, "digits 0 to 9");
    refused("\u0661\u066b\u0665", Unit.BTC, "digits 0 to 9");
    refused("\uff11", Unit.BTC, "digits 0 to 9");
    refused("1e3", Unit.BTC, "not a number");
    refused("0x1", Unit.BTC, "not a number");
    refused("1'500", Unit.BTC, "not a number");
    refused("1.2.3", Unit.BTC, "not a number");
    refused(".", Unit.BTC, "not a number");
    refused("abc", Unit.BTC, "not a number");
    refused("-1", Unit.BTC, "negative");
    refused("\u22121", Unit.BTC, "negative");
    refused("21000001", Unit.BTC, "21 million");
    refused("21000000.00000001", Unit.BTC, "21 million");
    refused("2100000000000001", Unit.SAT, "21 million");
    refused("0.000000001", Unit.BTC, "has eight decimals, this has 9");
    refused("0.100000000", Unit.BTC, "has eight decimals, this has 9");
    refused("9".repeat(41), Unit.BTC, "too long");
    assertThat(AmountText.read("9".repeat(1_000_000), Unit.BTC).value()).isEmpty();
  }

  @Test
  public void aPointMayStandFirstOrLast() {
    understood(".5", Unit.BTC, 50_000_000);
    understood("5.", Unit.BTC, 500_000_000);
    understood("21000000", Unit.BTC, Amount.MAX_MONEY);
  }

  @Test
  public void nothingTypedIsNoError() {
    for (String typed : new String[] {"", " ", "\u2009\u00a0\t"}) {
      assertThat(AmountText.read(typed, Unit.BTC)).isEqualTo(new Typed.Blank<Amount>());
      assertThat(AmountText.read(typed, Unit.BTC).reason()).isEmpty();
    }
  }

  @Test
  public void aUnitThatIsPastedAlongMustBeTheOneInUse() {
    understood("0.5 BTC", Unit.BTC, HALF.sats());
    understood("1\u2009000 sat", Unit.SAT, 1_000);
    refused("0.5 BTC", Unit.SAT, "This is in BTC");
    refused("1000 sat", Unit.BTC, "This is in sat");
    refused("BTC", Unit.BTC, "not a number");
  }

  @Test
  public void paymentLinksKnowNothingButDigitsAndAPoint() {
    assertThat(PaymentUri.parse("bitcoin:bcrt1qx?amount=0.5"))
        .contains(new PaymentUri("bcrt1qx", Optional.of(HALF), ""));
    for (String amount :
        new String[] {"0,5", "1%20000", "1e3", "0x1", "-1", "0.5BTC", "", "0.000000001"}) {
      assertThat(PaymentUri.parse("bitcoin:bcrt1qx?amount=" + amount)).as(amount).isEmpty();
    }
    assertThat(PaymentUri.parse("bitcoin:bcrt1qx?amount=1&amount=2")).as("twice").isEmpty();
  }

  @Test
  public void feeRatesAreReadLikeAmounts() {
    assertThat(AmountText.readRate("1.5").value()).contains(new FeeRate(1_500));
    assertThat(AmountText.readRate("1 000").value()).contains(new FeeRate(1_000_000));
    assertThat(AmountText.readRate("1,000").reason()).contains("A comma may mean");
    assertThat(AmountText.readRate("10001").reason()).contains("10 000 sat/vB");
    assertThat(AmountText.readRate("1.2345").reason()).contains("three decimals");
    assertThat(AmountText.readRate("1e9").reason()).contains("not a number");
  }

  /** Returns the number that a person sees in a text of the window. */
  private static BigDecimal seen(String shown) {
    return new BigDecimal(shown.replaceAll("[" + SPACES + "]", ""));
  }

  @Test
  public void whatIsUnderstoodIsWhatIsShownOfIt() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "0123456789012345678900000.,' \u00a0\u2009\u202fe-x\u0661";
    int accepted = 0;
    for (int i = 0; i < 200_000; i++) {
      Unit unit = random.nextBoolean() ? Unit.BTC : Unit.SAT;
      long sats = Math.floorMod(random.nextLong(), 1L << random.nextInt(1, 52));
      String text = AmountText.number(new Amount(Math.min(sats, Amount.MAX_MONEY)), unit);
      if (random.nextInt(4) > 0) {
        text = changed(text, alphabet, random);
      }
      Optional<Amount> read = AmountText.read(text, unit).value();
      if (read.isPresent()) {
        accepted++;
        String shown = AmountText.number(read.get(), unit);
        assertThat(seen(shown)).as("%s, seed %d", text, seed).isEqualByComparingTo(seen(text));
        assertThat(AmountText.read(shown, unit).value()).as("seed %d", seed).isEqualTo(read);
      } else {
        boolean blank = text.isBlank() || text.matches("[" + SPACES + "]*");
        assertThat(AmountText.read(text, unit).reason().isEmpty())
            .as("%s, seed %d", text, seed)
            .isEqualTo(blank);
      }
    }
    assertThat(accepted).isGreaterThan(50_000);
  }

  /** Puts, takes away or replaces characters. */
  private static String changed(String text, String alphabet, Random random) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(changed.length() + 1);
      char c = alphabet.charAt(random.nextInt(alphabet.length()));
      if (at == changed.length() || random.nextBoolean()) {
        changed.insert(at, c);
      } else if (random.nextBoolean()) {
        changed.setCharAt(at, c);
      } else {
        changed.deleteCharAt(at);
      }
    }
    return changed.toString();
  }
}
