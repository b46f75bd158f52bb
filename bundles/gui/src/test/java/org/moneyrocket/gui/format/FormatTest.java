// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.FeeRate;

public class FormatTest {
  @Test
  public void amountsHaveEightPlacesAndThinSpaces() {
    assertThat(AmountText.full(new Amount(123_456_789_012L), Unit.BTC))
        .isEqualTo("1\u2009234.56789012 BTC");
    assertThat(AmountText.full(new Amount(-1_234), Unit.SAT)).isEqualTo("\u22121\u2009234 sat");
    assertThat(AmountText.signed(new Amount(5), Unit.BTC)).isEqualTo("+0.00000005 BTC");
  }

  @Test
  public void whatIsShownCanBeTypedBack() {
    Amount amount = new Amount(2_099_999_999_999_999L);
    for (Unit unit : Unit.values()) {
      assertThat(AmountText.read(AmountText.number(amount, unit), unit).value()).contains(amount);
    }
  }

  @Test
  public void feeRatesAreShownInSatoshiPerByte() {
    assertThat(AmountText.rate(new FeeRate(10_000))).isEqualTo("10 sat/vB");
    assertThat(AmountText.rate(new FeeRate(1_234))).isEqualTo("1.234 sat/vB");
  }

  @Test
  public void paymentLinksAreReadAndWritten() {
    PaymentUri uri = new PaymentUri("bcrt1qx", Optional.of(new Amount(1_000)), "a b&c+d");
    assertThat(uri.toString()).isEqualTo("bitcoin:bcrt1qx?amount=0.00001&label=a%20b%26c%2Bd");
    assertThat(PaymentUri.parse(uri.toString())).contains(uri);
    assertThat(PaymentUri.parse("BITCOIN:bcrt1qx?req-other=1")).isEmpty();
    assertThat(PaymentUri.parse("bitcoin://bcrt1qx")).isEmpty();
    assertThat(PaymentUri.parse("bcrt1qx")).isEmpty();
    assertThat(PaymentUri.parse("bitcoin:\0")).isEmpty();
    assertThat(PaymentUri.parse("bitcoin:bcrt1qx bcrt1qy")).isEmpty();
  }
}
