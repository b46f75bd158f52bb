// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.transactions;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.Color;
import java.awt.Component;
import java.util.Optional;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.SwingConstants;
import javax.swing.table.AbstractTableModel;
import javax.swing.table.DefaultTableCellRenderer;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.gui.format.Times;
import org.moneyrocket.gui.format.TxWords;
import org.moneyrocket.gui.model.HistoryModel;
import org.moneyrocket.gui.model.Preferences;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Tables;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.wallet.TxEntry;

/** The history as rows. Rows that are not read yet are empty until they are. */
final class HistoryTable extends AbstractTableModel {
  private static final long serialVersionUID = 1L;

  private final transient HistoryModel history;
  private final transient Preferences preferences;
  private int shownTotal;

  HistoryTable(HistoryModel history, Preferences preferences) {
    this.history = history;
    this.preferences = preferences;
  }

  /** Sets widths and looks of the columns. */
  void dress(JTable table) {
    Tables.column(table, 0, 140, false);
    Tables.column(table, 1, 110, false);
    Tables.column(table, 2, 380, false);
    Tables.column(table, 3, 160, false);
    Tables.column(table, 4, 170, true);
    table.getColumnModel().getColumn(1).setCellRenderer(new KindCell());
    table.getColumnModel().getColumn(4).setCellRenderer(new AmountCell());
  }

  /** Shows what the history knows now. */
  void refresh() {
    if (history.total() == shownTotal && shownTotal > 0) {
      fireTableRowsUpdated(0, shownTotal - 1);
    } else {
      shownTotal = history.total();
      fireTableDataChanged();
    }
  }

  @Override
  public int getRowCount() {
    return shownTotal;
  }

  @Override
  public int getColumnCount() {
    return 5;
  }

  @Override
  public String getColumnName(int column) {
    return switch (column) {
      case 0 -> t("Date");
      case 1 -> t("Kind");
      case 2 -> t("Label or address");
      case 3 -> t("State");
      default -> t("Amount");
    };
  }

  @Override
  public Object getValueAt(int row, int column) {
    return history.entry(row).map(entry -> value(entry, column)).orElse("");
  }

  private Object value(TxEntry entry, int column) {
    return switch (column) {
      case 0 -> Times.moment(entry.time());
      case 1, 4 -> entry;
      case 2 -> entry.label().isEmpty() ? entry.address() : entry.label();
      default -> TxWords.state(entry);
    };
  }

  private static String word(TxEntry.Kind kind) {
    return switch (kind) {
      case RECEIVED -> t("Received");
      case SENT -> t("Sent");
      case GENERATED, IMMATURE, ORPHAN -> t("Mined");
    };
  }

  private static final class KindCell extends DefaultTableCellRenderer {
    private static final long serialVersionUID = 1L;

    @Override
    public Component getTableCellRendererComponent(
        JTable table, Object value, boolean selected, boolean focus, int row, int column) {
      super.getTableCellRendererComponent(table, "", selected, focus, row, column);
      setIcon(null);
      if (value instanceof TxEntry entry) {
        setText(word(entry.kind()));
        Icons icon =
            switch (entry.kind()) {
              case RECEIVED -> Icons.RECEIVE;
              case SENT -> Icons.SEND;
              case GENERATED, IMMATURE, ORPHAN -> Icons.MINED;
            };
        setIcon(icon.size(15, entry.amount().sats() > 0 ? "good" : "accent"));
        setIconTextGap(8);
      }
      return this;
    }
  }

  private final class AmountCell extends DefaultTableCellRenderer {
    private static final long serialVersionUID = 1L;

    @Override
    public Component getTableCellRendererComponent(
        JTable table, Object value, boolean selected, boolean focus, int row, int column) {
      super.getTableCellRendererComponent(table, "", selected, focus, row, column);
      setHorizontalAlignment(SwingConstants.RIGHT);
      Optional<TxEntry> found =
          value instanceof TxEntry entry ? Optional.of(entry) : Optional.empty();
      found.ifPresent(entry -> show(this, entry, table.getForeground()));
      return this;
    }

    private void show(JLabel cell, TxEntry entry, Color usual) {
      cell.setText(
          preferences.masked()
              ? "\u2022\u2022\u2022\u2022\u2022\u2022"
              : AmountText.signed(entry.amount(), preferences.unit()));
      cell.setForeground(entry.amount().sats() > 0 ? Theme.colour("good") : usual);
    }
  }
}
