// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.receive;

import static org.moneyrocket.gui.text.Text.t;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JMenuItem;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.table.AbstractTableModel;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.dialog.LabelForm;
import org.moneyrocket.gui.dialog.Notes;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.gui.format.PaymentUri;
import org.moneyrocket.gui.format.Times;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.widget.AmountField;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.Card;
import org.moneyrocket.gui.widget.Clipboard;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Notice;
import org.moneyrocket.gui.widget.Paragraph;
import org.moneyrocket.gui.widget.QrCode;
import org.moneyrocket.gui.widget.Tables;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.wallet.AddressEntry;
import org.moneyrocket.interfaces.wallet.AddressType;
import org.moneyrocket.primitives.Amount;

/** The page to be paid with: a new address with its QR code, and the addresses made before. */
public final class ReceivePage implements Page {
  private static final int LIMIT = 500;
  private static final int QR = 184;

  private final Models models;
  private final Notes notes;
  private final JPanel page =
      new JPanel(
          new MigLayout("insets 20 24 20 24, wrap 1, gapy 14", "[grow,fill]", "[][][grow,fill]"));
  private final JTextField label = new JTextField();
  private final AmountField amount;
  private final JComboBox<Kind> kind = new JComboBox<>(Kind.values());
  private final Notice problem = new Notice();
  private final JButton make;
  private final QrCode code = new QrCode(QR);
  private final Paragraph shownLabel = new Paragraph("", Theme.strong(14f), "");
  private final Paragraph shownAddress = Labels.code("");
  private final Paragraph shownUri = Labels.code("");
  private final JButton copyAddress;
  private final JButton copyUri;
  private final List<AddressEntry> entries = new ArrayList<>();
  private final Rows rows = new Rows();
  private final JTable table = Tables.table(rows);
  private Optional<AddressEntry> shown = Optional.empty();
  private String shownWallet = "";
  private long revision = -1;

  public ReceivePage(Models models, Notes notes) {
    this.models = models;
    this.notes = notes;
    this.amount = new AmountField(models.preferences(), this::showRequest);
    this.make = Buttons.primary(t("Make an address"), this::make);
    this.copyAddress =
        Buttons.plain(
            t("Copy address"), Icons.COPY.size(16), () -> Clipboard.copy(shownAddress.getText()));
    this.copyUri =
        Buttons.plain(
            t("Copy link"), Icons.COPY.size(16), () -> Clipboard.copy(shownUri.getText()));
    page.add(Labels.title(t("Receive")));
    JPanel top = new JPanel(new MigLayout("insets 0, gap 16", "[grow 30,fill]14[grow 70,fill]"));
    top.add(form(), "grow, w 240:300");
    top.add(request(), "grow, wmin 300");
    page.add(top);
    page.add(list());
    models.wallet().changes().add(this::walletChanged);
    models.preferences().changes().add(this::unitChanged);
    show(Optional.empty());
  }

  private Card form() {
    Card card =
        new Card(new MigLayout("insets 18 20 18 20, wrap 1, gapy 6, hidemode 3", "[grow,fill]"));
    card.add(Labels.heading(t("New address")), "gapbottom 6");
    card.add(Labels.muted(t("Label")));
    label.putClientProperty(
        FlatClientProperties.PLACEHOLDER_TEXT, t("Who pays, or what for (yours only)"));
    label.getAccessibleContext().setAccessibleName(t("Label"));
    card.add(label);
    card.add(Labels.muted(t("Amount (optional)")), "gaptop 4");
    card.add(amount.field(), "split 2");
    card.add(amount.unit(), "growx 0");
    card.add(amount.problem(), "wmin 0");
    card.add(Labels.muted(t("Kind")), "gaptop 4");
    kind.getAccessibleContext().setAccessibleName(t("Kind"));
    card.add(kind);
    card.add(problem, "wmin 0");
    card.add(make, "gaptop 10, growx 0");
    return card;
  }

  private Card request() {
    Card card =
        new Card(
            new MigLayout(
                "insets 18 20 18 20, gapx 18, hidemode 3", "[" + QR + "!][grow,fill]", "[top]"));
    card.add(code);
    JPanel text = new JPanel(new MigLayout("insets 0, wrap 1, gapy 6", "[grow,fill]"));
    text.setOpaque(false);
    text.add(shownLabel, "wmin 0");
    text.add(Labels.muted(t("Address")), "gaptop 4");
    text.add(shownAddress, "wmin 80");
    text.add(Labels.muted(t("Payment link")), "gaptop 4");
    text.add(shownUri, "wmin 80");
    JPanel buttons = new JPanel(new MigLayout("insets 0, wrap 1, gapy 6", "[grow,fill]"));
    buttons.setOpaque(false);
    buttons.add(copyAddress);
    buttons.add(copyUri);
    text.add(buttons, "gaptop 8, growx 0");
    shownAddress.getAccessibleContext().setAccessibleName(t("Address"));
    shownUri.getAccessibleContext().setAccessibleName(t("Payment link"));
    card.add(text, "growx, wmin 140");
    return card;
  }

  private JPanel list() {
    JPanel panel =
        new JPanel(new MigLayout("insets 0, wrap 1, gapy 8", "[grow,fill]", "[][grow,fill]"));
    panel.add(Labels.heading(t("Addresses made before")));
    Tables.column(table, 0, 140, false);
    Tables.column(table, 1, 180, false);
    Tables.font(table, 2, Theme.mono(12.5f));
    Tables.column(table, 2, 360, false);
    Tables.column(table, 3, 150, true);
    table
        .getSelectionModel()
        .addListSelectionListener(
            event -> {
              int row = table.getSelectedRow();
              if (row >= 0 && !event.getValueIsAdjusting()) {
                amount.clear();
                show(Optional.of(entries.get(row)));
              }
            });
    Tables.onRow(table, this::menu, row -> editLabel(entries.get(row)));
    panel.add(Tables.inCard(table), "grow");
    return panel;
  }

  private JPopupMenu menu() {
    AddressEntry entry = entries.get(table.getSelectedRow());
    JPopupMenu menu = new JPopupMenu();
    add(menu, Icons.COPY, t("Copy address"), () -> Clipboard.copy(entry.address()));
    add(menu, Icons.COPY, t("Copy link"), () -> Clipboard.copy(entry.uri()));
    add(menu, Icons.EDIT, t("Change the label\u2026"), () -> editLabel(entry));
    return menu;
  }

  private static void add(JPopupMenu menu, Icons icon, String text, Runnable action) {
    JMenuItem item = new JMenuItem(text, icon.size(16));
    item.addActionListener(event -> action.run());
    menu.add(item);
  }

  private void editLabel(AddressEntry entry) {
    new LabelForm(models.wallet(), notes).show(entry.address(), entry.label());
  }

  private void make() {
    make.setEnabled(false);
    AddressType type =
        kind.getSelectedItem() instanceof Kind chosen ? chosen.type : AddressType.BECH32;
    String wanted = label.getText().strip();
    models
        .wallet()
        .call(
            w -> w.newAddress(type, wanted),
            outcome -> {
              fit();
              say(outcome.error());
              if (outcome.address().isPresent()) {
                table.clearSelection();
                show(outcome.address());
                label.setText("");
                refresh();
              }
            },
            failed -> {
              fit();
              say(t(failed.text()));
            });
  }

  private void say(String text) {
    problem.say(text);
  }

  private void show(Optional<AddressEntry> entry) {
    shown = entry;
    shownAddress.setText(entry.map(AddressEntry::address).orElse(""));
    shownLabel.setText(
        entry
            .map(e -> e.label().isEmpty() ? t("Without a label") : e.label())
            .orElse(t("Make or choose an address")));
    copyAddress.setEnabled(entry.isPresent());
    copyUri.setEnabled(entry.isPresent());
    showRequest();
  }

  private void showRequest() {
    Optional<Amount> wanted = amount.read().value().filter(value -> value.sats() > 0);
    String uri =
        shown.map(e -> new PaymentUri(e.address(), wanted, e.label()).toString()).orElse("");
    shownUri.setText(uri);
    code.show(uri);
  }

  private void unitChanged() {
    rows.fireTableDataChanged();
    showRequest();
  }

  private void fit() {
    make.setEnabled(models.wallet().status().map(s -> s.canMakeAddresses()).orElse(false));
  }

  private void walletChanged() {
    fit();
    String name = models.wallet().name().orElse(shownWallet);
    if (!name.equals(shownWallet)) {
      // Another wallet: an address of the old one must not be shown under its name.
      shownWallet = name;
      entries.clear();
      rows.fireTableDataChanged();
      show(Optional.empty());
      revision = -1;
    }
    if (models.wallet().revision() != revision || entries.isEmpty()) {
      refresh();
    }
  }

  private void refresh() {
    if (!models.wallet().present()) {
      return;
    }
    revision = models.wallet().revision();
    models
        .wallet()
        .call(
            w -> w.addresses(true, 0, LIMIT),
            found -> {
              int selected = table.getSelectedRow();
              String address = selected < 0 ? "" : entries.get(selected).address();
              entries.clear();
              entries.addAll(found);
              rows.fireTableDataChanged();
              reselect(address);
            },
            failed -> say(t(failed.text())));
  }

  private void reselect(String address) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).address().equals(address)) {
        table.setRowSelectionInterval(i, i);
      }
    }
  }

  @Override
  public String title() {
    return t("Receive");
  }

  @Override
  public Icons icon() {
    return Icons.RECEIVE;
  }

  @Override
  public JComponent component() {
    return page;
  }

  /** Kinds of address in words. */
  private enum Kind {
    BECH32(AddressType.BECH32, "Segwit (bech32)"),
    BECH32M(AddressType.BECH32M, "Taproot (bech32m)"),
    P2SH(AddressType.P2SH_SEGWIT, "Nested segwit (P2SH)"),
    LEGACY(AddressType.LEGACY, "Legacy (base58)");

    private final AddressType type;
    private final String words;

    Kind(AddressType type, String words) {
      this.type = type;
      this.words = words;
    }

    @Override
    public String toString() {
      return t(words);
    }
  }

  private final class Rows extends AbstractTableModel {
    private static final long serialVersionUID = 1L;

    @Override
    public int getRowCount() {
      return entries.size();
    }

    @Override
    public int getColumnCount() {
      return 4;
    }

    @Override
    public String getColumnName(int column) {
      return switch (column) {
        case 0 -> t("Made");
        case 1 -> t("Label");
        case 2 -> t("Address");
        default -> t("Received");
      };
    }

    @Override
    public Object getValueAt(int row, int column) {
      AddressEntry entry = entries.get(row);
      return switch (column) {
        case 0 -> Times.moment(entry.createdAt());
        case 1 -> entry.label();
        case 2 -> entry.address();
        default ->
            entry.used() || entry.received().sats() > 0
                ? AmountText.full(entry.received(), models.preferences().unit())
                : "\u2013";
      };
    }
  }
}
