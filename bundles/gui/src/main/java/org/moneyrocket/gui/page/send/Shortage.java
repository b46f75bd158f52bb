// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.send;

import static org.moneyrocket.gui.text.Text.t;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.gui.format.Unit;
import org.moneyrocket.interfaces.wallet.Balances;
import org.moneyrocket.primitives.Amount;

/** Says where the rest of the money is when there is not enough for a payment. */
final class Shortage {
  private Shortage() {}

  static String explain(Balances have, Unit unit) {
    List<String> reasons = new ArrayList<>();
    reasons.add(t("Available are %s.", AmountText.full(have.available(), unit)));
    add(
        reasons,
        "%s are on hold: locked, or bound to a payment that is not confirmed yet.",
        have.onHold(),
        unit);
    add(reasons, "%s are on their way and not confirmed yet.", have.pending(), unit);
    add(
        reasons,
        "%s are immature: mined coins can be spent after 100 blocks.",
        have.immature(),
        unit);
    add(reasons, "%s lie on addresses that were used already.", have.used(), unit);
    return String.join(" ", reasons);
  }

  private static void add(List<String> reasons, String sentence, Amount amount, Unit unit) {
    if (amount.sats() > 0) {
      reasons.add(t(sentence, AmountText.full(amount, unit)));
    }
  }
}
