// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.peers;

import static org.moneyrocket.gui.text.Text.t;

import java.util.List;
import javax.swing.JTable;
import javax.swing.table.AbstractTableModel;
import org.moneyrocket.gui.format.Times;
import org.moneyrocket.gui.widget.Tables;
import org.moneyrocket.interfaces.node.BanInfo;

/** Bans as rows. */
final class BanTable extends AbstractTableModel {
  private static final long serialVersionUID = 1L;

  private transient List<BanInfo> bans = List.of();

  void dress(JTable table) {
    Tables.column(table, 0, 300, false);
    Tables.column(table, 1, 160, false);
    Tables.column(table, 2, 160, false);
  }

  void show(List<BanInfo> found) {
    if (!bans.equals(found)) {
      bans = List.copyOf(found);
      fireTableDataChanged();
    }
  }

  BanInfo row(int index) {
    return bans.get(index);
  }

  @Override
  public int getRowCount() {
    return bans.size();
  }

  @Override
  public int getColumnCount() {
    return 3;
  }

  @Override
  public String getColumnName(int column) {
    return switch (column) {
      case 0 -> t("Address or subnet");
      case 1 -> t("Since");
      default -> t("Until");
    };
  }

  @Override
  public Object getValueAt(int row, int column) {
    BanInfo ban = bans.get(row);
    return switch (column) {
      case 0 -> ban.subnet();
      case 1 -> Times.moment(ban.createdAt());
      default -> Times.moment(ban.until());
    };
  }
}
