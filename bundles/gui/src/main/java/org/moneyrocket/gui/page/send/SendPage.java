// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.send;

import static org.moneyrocket.gui.text.Text.t;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.dialog.ConfirmSend;
import org.moneyrocket.gui.dialog.Notes;
import org.moneyrocket.gui.dialog.PassphraseForms;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.gui.format.Unit;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.SendModel;
import org.moneyrocket.gui.model.WalletRef;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.FeeCard;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Notice;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.wallet.Balances;
import org.moneyrocket.interfaces.wallet.Payment;
import org.moneyrocket.interfaces.wallet.SendDraft;
import org.moneyrocket.interfaces.wallet.SendPreview;
import org.moneyrocket.interfaces.wallet.SendRequest;
import org.moneyrocket.interfaces.wallet.WalletStatus;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.OutPoint;

/**
 * The page to pay from. What was typed stays until it is sent, whatever happens to the wallet and
 * to the node meanwhile.
 */
public final class SendPage implements Page {
  private static final int PAUSE_MILLIS = 350;

  private final Models models;
  private final Notes notes;
  private final PassphraseForms passphrases;
  private final JPanel page =
      new JPanel(
          new MigLayout("insets 20 24 20 24, wrap 1, gapy 12, hidemode 3", "[grow,fill]", ""));
  private final JPanel list = new JPanel(new MigLayout("insets 0, wrap 1, gapy 10", "[grow,fill]"));
  private final List<RecipientCard> recipients = new ArrayList<>();
  private final FeeCard fee;
  private final CoinsCard coins;
  private final JLabel balance = Labels.muted("");
  private final Notice old = new Notice("warn");
  private final JLabel problem = Labels.label(" ", Theme.text(12.5f), "bad");
  private final JButton send;
  private final Timer timer;
  private Optional<SendRequest> previewed = Optional.empty();

  /** Why what is typed cannot be sent, as far as the wallet has said. */
  private String refusal = "";

  private boolean reviewing;
  private SendModel.State lastState = SendModel.State.NONE;

  public SendPage(Models models, Notes notes, PassphraseForms passphrases) {
    this.models = models;
    this.notes = notes;
    this.passphrases = passphrases;
    this.timer = new Timer(PAUSE_MILLIS, event -> preview());
    timer.setRepeats(false);
    this.fee = new FeeCard(this::changed, true);
    this.coins = new CoinsCard(models, this::changed);
    this.send = Buttons.primary(t("Send"), () -> review(""));
    JPanel head = new JPanel(new MigLayout("insets 0", "[]push[]"));
    head.add(Labels.title(t("Send")));
    head.add(balance);
    page.add(head);
    page.add(old, "wmin 0");
    page.add(list);
    JPanel more = new JPanel(new MigLayout("insets 0", "[][]"));
    more.add(Buttons.quiet(t("Add a recipient"), Icons.PLUS.size(16), this::addRecipient));
    more.add(Buttons.quiet(t("Clear all"), Icons.REMOVE.size(16), this::clear));
    page.add(more);
    page.add(fee);
    page.add(coins);
    JPanel foot = new JPanel(new MigLayout("insets 4 0 0 0", "[grow,fill]16[]"));
    foot.add(problem, "wmin 0");
    foot.add(send);
    page.add(foot);
    addRecipient();
    models.wallet().changes().add(this::walletChanged);
    models.preferences().changes().add(this::walletChanged);
    models.send().changes().add(this::sendChanged);
    models.sync().changes().add(this::showOld);
    models.wallet().changes().add(this::showOld);
  }

  private void showOld() {
    old.say(models.oldBalances());
  }

  private void addRecipient() {
    RecipientCard[] card = new RecipientCard[1];
    card[0] =
        new RecipientCard(models, this::changed, () -> remove(card[0]), () -> everything(card[0]));
    recipients.add(card[0]);
    list.add(card[0]);
    fitRecipients();
  }

  private void remove(RecipientCard card) {
    card.discard();
    recipients.remove(card);
    list.remove(card);
    fitRecipients();
    changed();
  }

  private void fitRecipients() {
    recipients.forEach(card -> card.allowRemoval(recipients.size() > 1));
    list.revalidate();
    list.repaint();
  }

  private void clear() {
    while (recipients.size() > 1) {
      remove(recipients.get(recipients.size() - 1));
    }
    recipients.get(0).clear();
    coins.clear();
    changed();
  }

  /** Puts what the other recipients leave into {@code card}; the fee is taken from it. */
  private void everything(RecipientCard card) {
    Optional<Amount> all = coins.chosenTotal().or(() -> balances().map(Balances::available));
    if (all.isEmpty()) {
      return;
    }
    long rest = all.get().sats();
    for (RecipientCard other : recipients) {
      if (other != card) {
        rest -= other.amount().map(Amount::sats).orElse(0L);
      }
    }
    card.setAmount(new Amount(Math.max(0, rest)));
    card.setSubtract(true);
    changed();
  }

  private void changed() {
    refusal = "";
    previewed = Optional.empty();
    fee.show("");
    fit();
    timer.restart();
  }

  private void walletChanged() {
    balance.setText(
        models
            .wallet()
            .status()
            .map(
                s ->
                    models.preferences().masked()
                        ? ""
                        : t(
                            "Available %s",
                            AmountText.full(s.balances().available(), models.preferences().unit())))
            .orElse(""));
    fit();
    if (previewed.isEmpty()) {
      timer.restart();
    }
  }

  private void fit() {
    boolean open = models.send().open();
    send.setEnabled(!open && models.wallet().present() && watchOnlyReason().isEmpty());
    String text = watchOnlyReason().isEmpty() ? refusal : watchOnlyReason();
    problem.setText(text.isEmpty() ? " " : text);
  }

  private String watchOnlyReason() {
    return models
        .wallet()
        .status()
        .filter(status -> !status.privateKeys())
        .map(status -> t("This wallet has no private keys and cannot send."))
        .orElse("");
  }

  /** Returns the request as it is typed; empty if something is missing. */
  private Optional<SendRequest> request() {
    List<Payment> payments = new ArrayList<>();
    for (RecipientCard card : recipients) {
      Optional<Payment> payment = card.payment();
      if (payment.isEmpty()) {
        return Optional.empty();
      }
      payments.add(payment.get());
    }
    List<OutPoint> chosen = coins.chosen();
    return fee.choice()
        .map(choice -> SendModel.request(payments, choice, chosen, fee.replaceable()));
  }

  /** Shows the fee of what is typed, as soon as it is complete. */
  private void preview() {
    Optional<SendRequest> wanted = request();
    if (wanted.isEmpty() || !models.wallet().present() || models.send().open()) {
      return;
    }
    previewed = wanted;
    models
        .wallet()
        .call(
            w -> w.previewSend(wanted.get()),
            preview -> {
              if (previewed.equals(wanted)) {
                show(preview);
              }
            },
            failed -> {
              if (previewed.equals(wanted)) {
                previewed = Optional.empty();
              }
            });
  }

  private void show(SendPreview preview) {
    if (preview.error().isEmpty()) {
      fee.show(
          t(
              "%s  \u00b7  %s  \u00b7  %d vB  \u00b7  total %s",
              AmountText.sats(preview.fee()),
              AmountText.rate(preview.rate()),
              preview.vsize(),
              AmountText.full(preview.total(), models.preferences().unit())));
      refuse("");
    } else {
      fee.show("");
      refuse(explained(preview.error()));
    }
  }

  private void refuse(String why) {
    refusal = why;
    fit();
  }

  private Optional<Balances> balances() {
    return models.wallet().status().map(WalletStatus::balances);
  }

  /** Adds to an error what the user can do about it, or what it is due to. */
  private String explained(String error) {
    if (error.toLowerCase(Locale.ROOT).contains("fallbackfee")) {
      return error + " " + t("Or choose a rate of your own.");
    }
    long wanted =
        recipients.stream().flatMap(r -> r.amount().stream()).mapToLong(Amount::sats).sum();
    boolean tooMuch = balances().map(have -> wanted > have.available().sats()).orElse(false);
    return tooMuch && coins.chosenTotal().isEmpty()
        ? error + " " + Shortage.explain(balances().get(), models.preferences().unit())
        : error;
  }

  /**
   * Asks the user to confirm what is going to be sent.
   *
   * @param changed why what was confirmed before cannot be sent, empty for the first time
   */
  private void review(String changed) {
    for (RecipientCard card : recipients) {
      String missing = card.missing();
      if (!missing.isEmpty()) {
        problem.setText(missing);
        return;
      }
    }
    Optional<SendRequest> wanted = request();
    if (wanted.isEmpty()) {
      problem.setText(fee.problem());
      return;
    }
    if (reviewing) {
      return;
    }
    // Not disabled meanwhile: the button would lose the focus.
    reviewing = true;
    Optional<WalletRef> asked = models.wallets().selected();
    models
        .wallet()
        .callChecked(
            w -> w.previewSend(wanted.get()),
            preview -> {
              reviewing = false;
              if (!models.wallets().selected().equals(asked)) {
                return;
              }
              if (preview.error().isEmpty()) {
                confirm(wanted.get(), preview, changed);
              } else {
                refuse(explained(preview.error()));
              }
            },
            failed -> {
              reviewing = false;
              problem.setText(t(failed.text()));
            });
  }

  private void confirm(SendRequest wanted, SendPreview preview, String changed) {
    Optional<SendDraft> draft = preview.draft();
    Unit unit = models.preferences().unit();
    if (draft.isEmpty() || !new ConfirmSend(notes, unit).ask(wanted, preview, changed)) {
      return;
    }
    boolean locked =
        models
            .wallet()
            .status()
            .filter(WalletStatus::encrypted)
            .map(WalletStatus::locked)
            .orElse(false);
    Runnable deed = () -> models.send().send(wanted, draft.get(), this::review);
    if (locked) {
      passphrases.unlock(deed);
    } else {
      deed.run();
    }
  }

  private void sendChanged() {
    SendModel.State state = models.send().state();
    boolean news = state != lastState;
    lastState = state;
    if (news && state == SendModel.State.SENT) {
      clear();
    }
    fit();
    if (news && page.isShowing()) {
      focus(state);
    }
  }

  /** The button loses the focus while a payment is under way; it goes where one goes on. */
  private void focus(SendModel.State state) {
    switch (state) {
      case SENT -> first().addressField().requestFocusInWindow();
      case NOT_SENT, UNKNOWN -> send.requestFocusInWindow();
      case NONE, SENDING -> {}
    }
  }

  /** Returns the fields of the first recipient. */
  RecipientCard first() {
    return recipients.get(0);
  }

  @Override
  public String title() {
    return t("Send");
  }

  @Override
  public Icons icon() {
    return Icons.SEND;
  }

  @Override
  public JComponent component() {
    return page;
  }

  @Override
  public void visible(boolean inView) {
    if (inView) {
      coins.refresh();
    }
  }
}
