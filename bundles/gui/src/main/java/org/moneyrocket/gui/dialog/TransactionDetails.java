// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.gui.format.Times;
import org.moneyrocket.gui.format.Unit;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.widget.Clipboard;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Paragraph;
import org.moneyrocket.interfaces.wallet.TxDetails;
import org.moneyrocket.interfaces.wallet.TxEntry;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Txid;

/** Everything the wallet knows of one transaction. */
public final class TransactionDetails {
  private final Models models;
  private final Notes notes;

  public TransactionDetails(Models models, Notes notes) {
    this.models = models;
    this.notes = notes;
  }

  /** Asks the wallet and shows the answer. */
  public void show(Txid txid) {
    models
        .wallet()
        .call(
            w -> w.transaction(txid),
            found ->
                found.ifPresentOrElse(
                    this::show,
                    () -> notes.error(t("The wallet does not know this transaction any more."))),
            problem -> notes.error(t(problem.text())));
  }

  private void show(TxDetails details) {
    String raw = details.transaction().toHex();
    new Form(notes, t("Transaction"), t("Copy raw transaction"))
        .row(content(details, models.preferences().unit(), raw))
        .deed(
            form -> {
              Clipboard.copy(raw);
              form.close();
            })
        .show();
  }

  static JPanel content(TxDetails details, Unit unit, String raw) {
    JPanel panel = new JPanel(new MigLayout("insets 0, wrap 2, gapy 6", "[110!][420,fill]"));
    line(panel, t("ID"), Labels.code(details.txid().toString()));
    line(panel, t("Date"), Labels.plain(Times.moment(details.time())));
    line(panel, t("Confirmations"), Labels.plain(Integer.toString(details.confirmations())));
    details.blockHash().ifPresent(hash -> line(panel, t("Block"), Labels.code(hash)));
    line(panel, t("Net amount"), Labels.strong(AmountText.signed(details.net(), unit)));
    details
        .fee()
        .ifPresent(
            fee ->
                line(
                    panel,
                    t("Fee"),
                    Labels.plain(AmountText.sats(new Amount(Math.abs(fee.sats()))))));
    for (TxEntry entry : details.entries()) {
      String name = entry.label().isEmpty() ? "" : entry.label() + ": ";
      line(
          panel,
          AmountText.signed(entry.amount(), unit),
          Labels.code(name + (entry.address().isEmpty() ? "\u2013" : entry.address())));
    }
    if (!details.comment().isEmpty()) {
      line(panel, t("Comment"), Labels.paragraph(details.comment(), ""));
    }
    Paragraph hex = Labels.code(raw);
    JScrollPane pane = new JScrollPane(hex);
    panel.add(Labels.muted(t("Raw")), "top");
    panel.add(pane, "h 90!");
    return panel;
  }

  private static void line(JPanel panel, String name, JComponent value) {
    panel.add(Labels.muted(name), "top");
    panel.add(value, "wmin 0");
  }
}
