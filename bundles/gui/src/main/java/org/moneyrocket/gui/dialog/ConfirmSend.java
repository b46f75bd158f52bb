// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.gui.format.Unit;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.interfaces.wallet.Payment;
import org.moneyrocket.interfaces.wallet.SendPreview;
import org.moneyrocket.interfaces.wallet.SendRequest;
import org.moneyrocket.primitives.Amount;

/** Shows once more what leaves the wallet, before it does. */
public final class ConfirmSend {
  private final Notes notes;
  private final Unit unit;

  public ConfirmSend(Notes notes, Unit unit) {
    this.notes = notes;
    this.unit = unit;
  }

  /**
   * Asks, and returns whether to send.
   *
   * @param changed why this is asked again, empty if it is asked for the first time
   */
  public boolean ask(SendRequest request, SendPreview preview, String changed) {
    boolean[] yes = new boolean[1];
    Form form = new Form(notes, t("Send this?"), t("Send now"));
    if (!changed.isEmpty()) {
      form.warn(t("Nothing was sent, since it has changed: %s Please look at it again.", changed));
    }
    for (int i = 0; i < request.payments().size(); i++) {
      form.row(payment(request.payments().get(i), preview.received().get(i)));
    }
    form.row(line(t("Fee"), AmountText.full(preview.fee(), unit), false));
    form.row(line(t("Fee rate"), AmountText.rate(preview.rate()), false));
    preview
        .change()
        .ifPresent(
            change ->
                form.row(line(t("Change, stays yours"), AmountText.full(change, unit), false)));
    form.row(line(t("Leaves the wallet"), AmountText.full(preview.total(), unit), true));
    if (!request.replaceable()) {
      form.say(t("The fee cannot be raised later."));
    }
    form.deed(
            same -> {
              yes[0] = true;
              same.close();
            })
        .show();
    return yes[0];
  }

  private JPanel payment(Payment payment, Amount received) {
    JPanel panel = new JPanel(new MigLayout("insets 2 0 6 0, wrap 2, gapy 2", "[grow][]"));
    String name = payment.label().isEmpty() ? t("Pay to") : payment.label();
    panel.add(Labels.strong(name));
    panel.add(Labels.strong(AmountText.full(received, unit)));
    panel.add(Labels.code(payment.address()), "span 2, growx, wmin 0");
    if (payment.subtractFee()) {
      panel.add(
          Labels.muted(t("The fee is taken from %s.", AmountText.full(payment.amount(), unit))),
          "span 2");
    }
    return panel;
  }

  static JPanel line(String name, String value, boolean strong) {
    JPanel panel = new JPanel(new MigLayout("insets 0", "[]push[]"));
    panel.add(strong ? Labels.strong(name) : Labels.muted(name));
    panel.add(strong ? Labels.strong(value) : Labels.plain(value));
    return panel;
  }
}
