// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.transactions;

import static org.moneyrocket.gui.text.Text.t;

import com.formdev.flatlaf.FlatClientProperties;
import java.io.File;
import java.util.Optional;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JMenuItem;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.dialog.BumpForm;
import org.moneyrocket.gui.dialog.LabelForm;
import org.moneyrocket.gui.dialog.Notes;
import org.moneyrocket.gui.dialog.PassphraseForms;
import org.moneyrocket.gui.dialog.TransactionDetails;
import org.moneyrocket.gui.model.CsvExport;
import org.moneyrocket.gui.model.HistoryModel;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.Clipboard;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Tables;
import org.moneyrocket.gui.widget.Typing;
import org.moneyrocket.interfaces.wallet.TxEntry;

/** The page with the history: search, details, a higher fee, export. */
public final class TransactionsPage implements Page {
  private static final int PAUSE_MILLIS = 250;

  private final Models models;
  private final Notes notes;
  private final PassphraseForms passphrases;
  private final HistoryModel history;
  private final JPanel page =
      new JPanel(
          new MigLayout("insets 20 24 20 24, wrap 1, gapy 12", "[grow,fill]", "[][][grow,fill]"));
  private final JTextField search = new JTextField();
  private final JComboBox<KindChoice> kind = new JComboBox<>(KindChoice.values());
  private final JComboBox<SpanChoice> span = new JComboBox<>(SpanChoice.values());
  private final JLabel count = Labels.muted("");
  private final HistoryTable rows;
  private final JTable table;

  public TransactionsPage(Models models, Notes notes, PassphraseForms passphrases) {
    this.models = models;
    this.notes = notes;
    this.passphrases = passphrases;
    this.history = new HistoryModel(models.wallet());
    this.rows = new HistoryTable(history, models.preferences());
    this.table = Tables.table(rows);
    rows.dress(table);
    JPanel head = new JPanel(new MigLayout("insets 0", "[]push[][]"));
    head.add(Labels.title(t("Transactions")));
    head.add(count);
    head.add(Buttons.quiet(t("Export"), Icons.EXPORT.size(16), this::export));
    page.add(head);
    page.add(filters());
    page.add(Tables.inCard(table), "grow");
    Tables.onRow(table, this::menu, row -> history.entry(row).ifPresent(this::details));
    history.changes().add(this::show);
    models.preferences().changes().add(rows::fireTableDataChanged);
  }

  private JPanel filters() {
    JPanel panel = new JPanel(new MigLayout("insets 0", "[grow,fill][][]"));
    search.putClientProperty(
        FlatClientProperties.PLACEHOLDER_TEXT, t("Search address, label or transaction"));
    search.putClientProperty(
        FlatClientProperties.TEXT_FIELD_LEADING_ICON, Icons.SEARCH.size(16, "muted"));
    search.putClientProperty(FlatClientProperties.TEXT_FIELD_SHOW_CLEAR_BUTTON, true);
    search.getAccessibleContext().setAccessibleName(t("Search"));
    kind.getAccessibleContext().setAccessibleName(t("Kind"));
    span.getAccessibleContext().setAccessibleName(t("Time"));
    Timer timer = new Timer(PAUSE_MILLIS, event -> filter());
    timer.setRepeats(false);
    search.getDocument().addDocumentListener(new Typing(timer::restart));
    kind.addActionListener(event -> filter());
    span.addActionListener(event -> filter());
    panel.add(search, "wmin 160");
    panel.add(kind);
    panel.add(span);
    return panel;
  }

  private void filter() {
    Optional<TxEntry.Kind> wanted =
        kind.getSelectedItem() instanceof KindChoice choice ? choice.kind : Optional.empty();
    long from = span.getSelectedItem() instanceof SpanChoice choice ? choice.from() : 0;
    history.show(search.getText().strip(), wanted, from);
  }

  private void show() {
    int selected = table.getSelectedRow();
    rows.refresh();
    if (selected >= 0 && selected < rows.getRowCount()) {
      table.setRowSelectionInterval(selected, selected);
    }
    count.setText(history.total() == 1 ? t("1 entry") : t("%,d entries", history.total()));
  }

  private JPopupMenu menu() {
    JPopupMenu menu = new JPopupMenu();
    history.entry(table.getSelectedRow()).ifPresent(entry -> fill(menu, entry));
    return menu;
  }

  private void fill(JPopupMenu menu, TxEntry entry) {
    add(menu, Icons.INFO, t("Details\u2026"), true, () -> details(entry));
    add(
        menu,
        Icons.COPY,
        t("Copy address"),
        !entry.address().isEmpty(),
        () -> Clipboard.copy(entry.address()));
    add(menu, Icons.COPY, t("Copy transaction ID"), true, () -> Clipboard.copy(id(entry)));
    add(menu, Icons.COPY, t("Copy raw transaction"), true, () -> copyRaw(entry));
    add(
        menu,
        Icons.EDIT,
        t("Change the label\u2026"),
        !entry.address().isEmpty(),
        () -> new LabelForm(models.wallet(), notes).show(entry.address(), entry.label()));
    menu.addSeparator();
    add(menu, Icons.FASTER, t("Raise the fee\u2026"), entry.bumpable(), () -> bump(entry));
    add(
        menu,
        Icons.REMOVE,
        t("Abandon"),
        entry.confirmations() == 0 && !entry.abandoned() && entry.kind() == TxEntry.Kind.SENT,
        () -> abandon(entry));
  }

  private static String id(TxEntry entry) {
    return entry.txid().toString();
  }

  private static void add(
      JPopupMenu menu, Icons icon, String text, boolean enabled, Runnable action) {
    JMenuItem item = new JMenuItem(text, icon.size(16));
    item.setEnabled(enabled);
    item.addActionListener(event -> action.run());
    menu.add(item);
  }

  private void details(TxEntry entry) {
    new TransactionDetails(models, notes).show(entry.txid());
  }

  private void bump(TxEntry entry) {
    new BumpForm(models, notes, passphrases).show(entry.txid());
  }

  private void copyRaw(TxEntry entry) {
    models
        .wallet()
        .call(
            w -> w.transaction(entry.txid()),
            found ->
                found.ifPresentOrElse(
                    details -> Clipboard.copy(details.transaction().toHex()),
                    () -> notes.error(t("The wallet does not know this transaction any more."))),
            problem -> notes.error(t(problem.text())));
  }

  private void abandon(TxEntry entry) {
    if (!notes.confirm(
        t("Give up this payment? Its coins can be spent again; it must not be in the mempool."),
        t("Abandon"))) {
      return;
    }
    models
        .wallet()
        .call(
            w -> w.abandon(entry.txid()),
            error -> {
              if (error.isEmpty()) {
                models.wallet().refresh();
              } else {
                notes.error(error);
              }
            },
            problem -> notes.error(t(problem.text())));
  }

  private void export() {
    JFileChooser chooser = new JFileChooser();
    chooser.setDialogTitle(t("Export as CSV"));
    chooser.setSelectedFile(new File("transactions.csv"));
    if (chooser.showSaveDialog(notes.parent()) != JFileChooser.APPROVE_OPTION) {
      return;
    }
    File file = chooser.getSelectedFile();
    if (file.exists()
        && !notes.confirm(t("%s exists already.", file.getName()), t("Overwrite it"))) {
      return;
    }
    models
        .wallet()
        .callChecked(
            w -> CsvExport.write(w, history.filter(), file.toPath()),
            written -> notes.info(t("%,d entries are written to %s.", written, file.getPath())),
            problem -> notes.error(t(problem.text())));
  }

  @Override
  public String title() {
    return t("Transactions");
  }

  @Override
  public Icons icon() {
    return Icons.TRANSACTIONS;
  }

  @Override
  public JComponent component() {
    return page;
  }

  private enum KindChoice {
    ALL(Optional.empty(), "All kinds"),
    RECEIVED(Optional.of(TxEntry.Kind.RECEIVED), "Received"),
    SENT(Optional.of(TxEntry.Kind.SENT), "Sent"),
    MINED(Optional.of(TxEntry.Kind.GENERATED), "Mined"),
    IMMATURE(Optional.of(TxEntry.Kind.IMMATURE), "Immature");

    private final Optional<TxEntry.Kind> kind;
    private final String words;

    KindChoice(Optional<TxEntry.Kind> kind, String words) {
      this.kind = kind;
      this.words = words;
    }

    @Override
    public String toString() {
      return t(words);
    }
  }

  private enum SpanChoice {
    EVER(0, "Any time"),
    DAY(1, "Last day"),
    WEEK(7, "Last week"),
    MONTH(30, "Last month"),
    YEAR(365, "Last year");

    private final int days;
    private final String words;

    SpanChoice(int days, String words) {
      this.days = days;
      this.words = words;
    }

    long from() {
      return days == 0 ? 0 : System.currentTimeMillis() / 1000 - days * 86_400L;
    }

    @Override
    public String toString() {
      return t(words);
    }
  }
}
