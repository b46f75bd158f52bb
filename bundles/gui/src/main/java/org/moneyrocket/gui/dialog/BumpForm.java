// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import java.util.Optional;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.widget.FeeCard;
import org.moneyrocket.interfaces.wallet.FeeChoice;
import org.moneyrocket.interfaces.wallet.WalletStatus;
import org.moneyrocket.primitives.Txid;

/** Replaces an unconfirmed transaction by one with a higher fee (BIP125). */
public final class BumpForm {
  private final Models models;
  private final Notes notes;
  private final PassphraseForms passphrases;

  public BumpForm(Models models, Notes notes, PassphraseForms passphrases) {
    this.models = models;
    this.notes = notes;
    this.passphrases = passphrases;
  }

  public void show(Txid txid) {
    FeeCard[] fee = new FeeCard[1];
    fee[0] = new FeeCard(() -> preview(txid, fee[0]), false);
    Form form = new Form(notes, t("Raise the fee"), t("Raise the fee"));
    form.say(t("The transaction is replaced by one that pays more; both pay the same people."));
    form.row(fee[0]);
    preview(txid, fee[0]);
    form.deed(same -> bump(same, txid, fee[0])).show();
  }

  private void preview(Txid txid, FeeCard card) {
    if (card == null || card.choice().isEmpty()) {
      return;
    }
    FeeChoice choice = card.choice().get();
    models
        .wallet()
        .call(
            w -> w.previewBump(txid, choice),
            preview -> {
              if (card.choice().filter(choice::equals).isPresent()) {
                card.show(
                    preview.error().isEmpty()
                        ? t(
                            "New fee %s  \u00b7  %s",
                            AmountText.sats(preview.fee()), AmountText.rate(preview.rate()))
                        : preview.error());
              }
            },
            problem -> card.show(t(problem.text())));
  }

  private void bump(Form form, Txid txid, FeeCard fee) {
    Optional<FeeChoice> choice = fee.choice();
    if (choice.isEmpty()) {
      form.fail(fee.problem());
      return;
    }
    if (models.send().open()) {
      form.fail(t("Another payment is still being sent."));
      return;
    }
    form.close();
    boolean locked =
        models
            .wallet()
            .status()
            .filter(WalletStatus::encrypted)
            .map(WalletStatus::locked)
            .orElse(false);
    if (locked) {
      passphrases.unlock(() -> models.send().bump(txid, choice.get()));
    } else {
      models.send().bump(txid, choice.get());
    }
  }
}
