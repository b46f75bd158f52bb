// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.peers;

import static org.moneyrocket.gui.text.Text.t;

import java.time.Duration;
import java.util.List;
import javax.swing.JTable;
import javax.swing.table.AbstractTableModel;
import org.moneyrocket.gui.format.Sizes;
import org.moneyrocket.gui.format.Times;
import org.moneyrocket.gui.widget.Tables;
import org.moneyrocket.interfaces.node.PeerInfo;

/** Peers as rows. */
final class PeerTable extends AbstractTableModel {
  private static final long serialVersionUID = 1L;

  private transient List<PeerInfo> peers = List.of();

  void dress(JTable table) {
    int[] widths = {40, 180, 80, 160, 56, 76, 80, 80, 76, 76};
    for (int i = 0; i < widths.length; i++) {
      Tables.column(table, i, widths[i], i == 0 || i >= 5);
    }
  }

  void show(List<PeerInfo> found) {
    peers = List.copyOf(found);
    fireTableDataChanged();
  }

  PeerInfo row(int index) {
    return peers.get(index);
  }

  @Override
  public int getRowCount() {
    return peers.size();
  }

  @Override
  public int getColumnCount() {
    return 10;
  }

  @Override
  public String getColumnName(int column) {
    return switch (column) {
      case 0 -> "#";
      case 1 -> t("Address");
      case 2 -> t("Direction");
      case 3 -> t("Program");
      case 4 -> t("Line");
      case 5 -> t("Ping");
      case 6 -> t("Block");
      case 7 -> t("Since");
      case 8 -> t("In");
      default -> t("Out");
    };
  }

  @Override
  public Object getValueAt(int row, int column) {
    PeerInfo peer = peers.get(row);
    return switch (column) {
      case 0 -> Long.toString(peer.id());
      case 1 -> peer.address();
      case 2 -> peer.inbound() ? t("in") : t("out");
      case 3 -> peer.userAgent().replaceAll("^/|/$", "");
      case 4 -> peer.transport();
      case 5 ->
          peer.pingMicros() < 0
              ? "\u2013"
              : t("%d ms", Math.max(1, Math.round(peer.pingMicros() / 1000.0)));
      case 6 -> "%,d".formatted(Math.max(peer.syncedBlocks(), Math.max(0, peer.startingHeight())));
      case 7 -> Times.span(age(peer.connectedAt()));
      case 8 -> Sizes.bytes(peer.bytesReceived());
      default -> Sizes.bytes(peer.bytesSent());
    };
  }

  private static Duration age(long seconds) {
    return Duration.ofSeconds(Math.max(0, System.currentTimeMillis() / 1000 - seconds));
  }
}
