// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import java.util.Optional;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.widget.FeeCard;
import org.moneyrocket.interfaces.wallet.FeeChoice;
import org.moneyrocket.interfaces.wallet.SendDraft;
import org.moneyrocket.interfaces.wallet.SendPreview;
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
    show(txid, "");
  }

  /**
   * Shows the form.
   *
   * @param changed why what was confirmed before cannot be sent, empty for the first time
   */
  private void show(Txid txid, String changed) {
    Form form = new Form(notes, t("Raise the fee"), t("Raise the fee"));
    Shown shown = new Shown(txid);
    form.say(t("The transaction is replaced by one that pays more; both pay the same people."));
    if (!changed.isEmpty()) {
      form.warn(t("Nothing was sent, since it has changed: %s Please look at it again.", changed));
    }
    form.row(shown.fee);
    shown.preview();
    form.deed(same -> bump(same, shown)).show();
  }

  private void bump(Form form, Shown shown) {
    if (shown.fee.choice().isEmpty()) {
      form.fail(shown.fee.problem());
      return;
    }
    if (models.send().open()) {
      form.fail(t("Another payment is still being sent."));
      return;
    }
    if (shown.draft.isEmpty()) {
      form.fail(shown.error.isEmpty() ? t("The fee is still being worked out.") : shown.error);
      return;
    }
    SendDraft draft = shown.draft.get();
    Txid txid = shown.txid;
    form.close();
    boolean locked =
        models
            .wallet()
            .status()
            .filter(WalletStatus::encrypted)
            .map(WalletStatus::locked)
            .orElse(false);
    Runnable deed = () -> models.send().bump(txid, draft, why -> show(txid, why));
    if (locked) {
      passphrases.unlock(deed);
    } else {
      deed.run();
    }
  }

  /** What the form shows of the replacement; just that is sent. */
  private final class Shown {
    private final Txid txid;
    private final FeeCard fee;
    private Optional<SendDraft> draft = Optional.empty();
    private String error = "";

    Shown(Txid txid) {
      this.txid = txid;
      this.fee = new FeeCard(this::preview, false);
    }

    void preview() {
      draft = Optional.empty();
      error = "";
      Optional<FeeChoice> choice = fee.choice();
      if (choice.isEmpty()) {
        fee.show("");
        return;
      }
      models
          .wallet()
          .call(
              w -> w.previewBump(txid, choice.get()),
              preview -> {
                if (fee.choice().equals(choice)) {
                  take(preview);
                }
              },
              problem -> fee.refuse(t(problem.text())));
    }

    private void take(SendPreview preview) {
      draft = preview.draft();
      error = preview.error();
      if (error.isEmpty()) {
        fee.show(
            t(
                "New fee %s  \u00b7  %s",
                AmountText.sats(preview.fee()), AmountText.rate(preview.rate())));
      } else {
        fee.refuse(error);
      }
    }
  }
}
