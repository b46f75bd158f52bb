// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.format;

import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.FuzzInput;

/** What people type into the window, and payment requests that other programs hand over. */
public final class GuiTextFuzz {
  private GuiTextFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    boolean whole = in.flag();
    String text = in.restText();
    PaymentUri.parse(whole ? text : "bitcoin:" + text)
        .ifPresent(
            request ->
                Check.same(
                    PaymentUri.parse(request.toString()).orElse(null),
                    request,
                    "payment request written and read"));
    for (Unit unit : Unit.values()) {
      AmountText.read(text, unit)
          .value()
          .ifPresent(
              amount ->
                  Check.same(
                      AmountText.read(AmountText.number(amount, unit), unit).value().orElse(null),
                      amount,
                      "amount written and read"));
    }
    AmountText.readRate(text)
        .value()
        .ifPresent(rate -> Check.that(!AmountText.rate(rate).isEmpty(), ""));
  }
}
