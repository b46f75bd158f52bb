// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.send;

import static org.moneyrocket.gui.text.Text.t;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.format.PaymentUri;
import org.moneyrocket.gui.format.Typed;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.widget.AmountField;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.Card;
import org.moneyrocket.gui.widget.Clipboard;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Notice;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.gui.widget.Typing;
import org.moneyrocket.interfaces.wallet.Payment;
import org.moneyrocket.primitives.Amount;

/** One recipient on the page: address, label, amount. Checks what is typed a moment later. */
final class RecipientCard extends Card {
  private static final long serialVersionUID = 1L;
  private static final int PAUSE_MILLIS = 250;

  private final transient Models models;
  private final transient Runnable changed;
  private final JTextField address = new JTextField();
  private final JTextField label = new JTextField();
  private final transient AmountField amount;
  private final JCheckBox subtract = new JCheckBox(t("Take the fee from this amount"));
  private final Notice problem = new Notice();
  private final JButton remove;
  private final Timer timer;
  private final transient Runnable onWallet = this::check;
  private String checked = "";
  private boolean valid;

  RecipientCard(Models models, Runnable changed, Runnable removed, Runnable everything) {
    super(new MigLayout("insets 14 18 14 14, gap 8 8, hidemode 3", "[70!][grow,fill][]", ""));
    this.models = models;
    this.changed = changed;
    this.amount = new AmountField(models.preferences(), changed);
    this.remove = Buttons.icon(Icons.REMOVE.size(16), t("Remove this recipient"), removed);
    this.timer = new Timer(PAUSE_MILLIS, event -> check());
    timer.setRepeats(false);
    address.setFont(Theme.mono(13f));
    hint(address, t("Address or payment link"));
    hint(label, t("Who it is for (kept in your wallet only)"));
    address.getAccessibleContext().setAccessibleName(t("Address"));
    label.getAccessibleContext().setAccessibleName(t("Label"));
    add(Labels.muted(t("Pay to")));
    add(address, "wmin 120");
    JPanel tools = new JPanel(new MigLayout("insets 0, gap 0, hidemode 3"));
    tools.setOpaque(false);
    tools.add(Buttons.icon(Icons.PASTE.size(16), t("Paste"), this::paste));
    tools.add(remove);
    add(tools);
    add(problem, "newline, skip 1, span 2, growx, wmin 0");
    add(Labels.muted(t("Label")), "newline");
    add(label, "wmin 120");
    add(Labels.muted(t("Amount")), "newline");
    JPanel money = new JPanel(new MigLayout("insets 0, gap 8", "[200!,fill][][]"));
    money.setOpaque(false);
    money.add(amount.field());
    money.add(amount.unit());
    money.add(Buttons.quiet(t("Everything"), Icons.COINS.size(15), everything), "gapleft 6");
    add(money, "span 2");
    add(amount.problem(), "newline, skip 1, span 2, growx, wmin 0");
    add(subtract, "newline, skip 1, span 2");
    onChange(address, this::addressTyped);
    subtract.addActionListener(event -> changed.run());
    models.wallet().changes().add(onWallet);
  }

  private static void hint(JTextField field, String text) {
    field.putClientProperty(FlatClientProperties.PLACEHOLDER_TEXT, text);
  }

  private static void onChange(JTextField field, Runnable action) {
    field.getDocument().addDocumentListener(new Typing(action));
  }

  private void paste() {
    Clipboard.paste().ifPresent(text -> address.setText(text.strip()));
  }

  private void addressTyped() {
    PaymentUri.parse(address.getText())
        .ifPresent(uri -> SwingUtilities.invokeLater(() -> fill(uri)));
    valid = false;
    timer.restart();
    changed.run();
  }

  private void fill(PaymentUri uri) {
    address.setText(uri.address());
    uri.amount().ifPresent(this::setAmount);
    if (!uri.label().isEmpty()) {
      label.setText(uri.label());
    }
  }

  /** Asks the wallet whether the address is one; again when a wallet has come back. */
  private void check() {
    String text = address.getText().strip();
    if (text.isEmpty()) {
      checked = "";
      show("");
      return;
    }
    if ((valid && text.equals(checked)) || !models.wallet().present()) {
      return;
    }
    models
        .wallet()
        .call(
            w -> w.checkAddress(text),
            error -> {
              if (text.equals(address.getText().strip())) {
                checked = text;
                boolean was = valid;
                valid = error.isEmpty();
                show(error);
                if (was != valid) {
                  changed.run();
                }
              }
            },
            failed -> {
              // Checked again when the wallet is back.
              valid = false;
            });
  }

  private void show(String error) {
    problem.say(error);
    Labels.outline(address, !error.isEmpty());
  }

  void setAmount(Amount value) {
    amount.set(value);
  }

  void setSubtract(boolean on) {
    subtract.setSelected(on);
  }

  void allowRemoval(boolean allowed) {
    remove.setVisible(allowed);
  }

  boolean blank() {
    return address.getText().isBlank() && amount.field().getText().isBlank();
  }

  /** Returns the payment if it is complete and its address is valid. */
  Optional<Payment> payment() {
    Optional<Amount> value = amount.read().value();
    if (!valid || value.isEmpty() || value.get().sats() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Payment(checked, value.get(), label.getText().strip(), subtract.isSelected()));
  }

  /** Returns what is still missing, empty if nothing. */
  String missing() {
    if (address.getText().isBlank()) {
      return t("Enter an address.");
    }
    if (!valid) {
      return problem.getText().isEmpty()
          ? t("The address is being checked.")
          : t("The address is not valid.");
    }
    return switch (amount.read()) {
      case Typed.Blank<Amount>() -> t("Enter an amount.");
      case Typed.Wrong<Amount>(String reason) -> reason;
      case Typed.Understood<Amount>(Amount value) -> value.sats() == 0 ? t("Enter an amount.") : "";
    };
  }

  void clear() {
    address.setText("");
    label.setText("");
    amount.clear();
    subtract.setSelected(false);
    show("");
  }

  /** Stops listening; the card is gone from the page. */
  void discard() {
    timer.stop();
    amount.discard();
    models.wallet().changes().remove(onWallet);
  }

  JTextField addressField() {
    return address;
  }

  /** Returns the amount that is typed, empty if there is none or it is not understood. */
  Optional<Amount> amount() {
    return amount.read().value();
  }
}
