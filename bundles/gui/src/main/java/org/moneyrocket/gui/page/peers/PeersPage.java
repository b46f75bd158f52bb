// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.peers;

import static org.moneyrocket.gui.text.Text.t;

import com.formdev.flatlaf.FlatClientProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JMenu;
import javax.swing.JMenuItem;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.Timer;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.dialog.Notes;
import org.moneyrocket.gui.format.Sizes;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.NodeModel;
import org.moneyrocket.gui.model.Problem;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.Clipboard;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Tables;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.node.BanInfo;
import org.moneyrocket.interfaces.node.NodeStatus;
import org.moneyrocket.interfaces.node.PeerInfo;

/** The page with the nodes this one is connected to, and those it will not talk to. */
public final class PeersPage implements Page {
  private static final int REFRESH_MILLIS = 2_000;
  private static final long HOUR = 3_600;

  private final NodeModel node;
  private final Notes notes;
  private final JPanel page =
      new JPanel(
          new MigLayout(
              "insets 20 24 20 24, wrap 1, gapy 12, hidemode 3",
              "[grow,fill]",
              "[][][grow 70,fill][][grow 30,fill]"));
  private final JTextField address = new JTextField();
  private final JLabel traffic = Labels.muted("");
  private final JLabel problem = Labels.label("", Theme.text(12.5f), "bad");
  private final JButton network;
  private final PeerTable peers = new PeerTable();
  private final JTable table = Tables.table(peers);
  private final BanTable bans = new BanTable();
  private final JTable banned = Tables.table(bans);
  private final JLabel bannedTitle = Labels.heading(t("Banned"));
  private final JComponent bannedCard;
  private final Timer timer;
  private boolean active = true;
  private boolean asking;

  public PeersPage(Models models, Notes notes) {
    this.node = models.node();
    this.notes = notes;
    this.network = Buttons.plain("", this::switchNetwork);
    this.timer = new Timer(REFRESH_MILLIS, event -> refresh());
    JPanel head = new JPanel(new MigLayout("insets 0", "[]push[]12[]"));
    head.add(Labels.title(t("Peers")));
    head.add(traffic);
    head.add(network);
    page.add(head);
    JPanel line = new JPanel(new MigLayout("insets 0, hidemode 3", "[300,fill][]16[grow]"));
    address.putClientProperty(
        FlatClientProperties.PLACEHOLDER_TEXT, t("Address and port of a node"));
    address.getAccessibleContext().setAccessibleName(t("Address and port of a node"));
    address.addActionListener(event -> connect());
    line.add(address);
    line.add(Buttons.plain(t("Connect"), Icons.PLUS.size(15), this::connect));
    line.add(problem);
    page.add(line);
    peers.dress(table);
    bans.dress(banned);
    page.add(Tables.inCard(table), "grow");
    page.add(bannedTitle);
    bannedCard = Tables.inCard(banned, 110);
    page.add(bannedCard, "grow");
    showBans(false);
    Tables.onRow(table, this::menu, row -> copy(peers.row(row)));
    Tables.onRow(banned, this::banMenu, row -> unban(bans.row(row)));
    node.changes().add(this::nodeChanged);
  }

  private void showBans(boolean any) {
    bannedTitle.setVisible(any);
    bannedCard.setVisible(any);
  }

  private void nodeChanged() {
    var status = node.status();
    network.setEnabled(status.isPresent());
    active = status.map(NodeStatus::networkActive).orElse(true);
    network.setText(active ? t("Switch the network off") : t("Switch the network on"));
    network.setIcon((active ? Icons.PEERS : Icons.NETWORK_OFF).size(16));
    traffic.setText(
        status
            .map(
                s -> t("%s in, %s out", Sizes.bytes(s.bytesReceived()), Sizes.bytes(s.bytesSent())))
            .orElse(""));
    if (status.isEmpty()) {
      peers.show(List.of());
    }
  }

  private void switchNetwork() {
    node.setNetworkActive(!active, this::failed);
  }

  private void connect() {
    String wanted = address.getText().strip();
    if (wanted.isEmpty()) {
      return;
    }
    node.connect(
        wanted,
        error -> {
          problem.setText(error);
          if (error.isEmpty()) {
            address.setText("");
            refresh();
          }
        },
        this::failed);
  }

  private void failed(Problem why) {
    problem.setText(t(why.text()));
  }

  private void refresh() {
    if (asking || !node.connected()) {
      return;
    }
    asking = true;
    node.peers(
        found -> {
          asking = false;
          keepSelection(found);
        },
        why -> asking = false);
    node.bans(
        found -> {
          bans.show(found);
          showBans(!found.isEmpty());
        },
        this::failed);
  }

  private void keepSelection(List<PeerInfo> found) {
    int selected = table.getSelectedRow();
    long id = selected < 0 ? -1 : peers.row(selected).id();
    peers.show(found);
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).id() == id) {
        table.setRowSelectionInterval(i, i);
      }
    }
  }

  private JPopupMenu menu() {
    PeerInfo peer = peers.row(table.getSelectedRow());
    JPopupMenu menu = new JPopupMenu();
    add(menu, Icons.COPY, t("Copy address"), () -> copy(peer));
    menu.addSeparator();
    add(menu, Icons.REMOVE, t("Disconnect"), () -> disconnect(peer));
    JMenu ban = new JMenu(t("Ban for"));
    ban.setIcon(Icons.LOCK.size(16));
    List<JMenuItem> spans = new ArrayList<>();
    spans.add(span(t("1 hour"), HOUR, peer));
    spans.add(span(t("1 day"), 24 * HOUR, peer));
    spans.add(span(t("1 week"), 7 * 24 * HOUR, peer));
    spans.add(span(t("1 year"), 365 * 24 * HOUR, peer));
    spans.forEach(ban::add);
    menu.add(ban);
    return menu;
  }

  private JMenuItem span(String words, long seconds, PeerInfo peer) {
    JMenuItem item = new JMenuItem(words);
    item.addActionListener(event -> node.ban(host(peer.address()), seconds, done(), this::failed));
    return item;
  }

  private Consumer<Boolean> done() {
    return changed -> {
      if (!changed) {
        notes.error(t("The node could not do it; the log says why."));
      }
      refresh();
    };
  }

  /** Returns the address without its port: bans are for addresses. */
  static String host(String address) {
    int colon = address.lastIndexOf(':');
    boolean port = colon > 0 && address.substring(colon + 1).matches("[0-9]+");
    boolean ipv6WithoutPort = port && !address.startsWith("[") && address.indexOf(':') != colon;
    String host = port && !ipv6WithoutPort ? address.substring(0, colon) : address;
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private JPopupMenu banMenu() {
    BanInfo ban = bans.row(banned.getSelectedRow());
    JPopupMenu menu = new JPopupMenu();
    add(menu, Icons.COPY, t("Copy address"), () -> Clipboard.copy(ban.subnet()));
    add(menu, Icons.UNLOCK, t("Lift the ban"), () -> unban(ban));
    return menu;
  }

  private void unban(BanInfo ban) {
    node.unban(ban.subnet(), done(), this::failed);
  }

  private void disconnect(PeerInfo peer) {
    node.disconnect(peer.id(), done -> refresh(), this::failed);
  }

  private static void copy(PeerInfo peer) {
    Clipboard.copy(peer.address());
  }

  private static void add(JPopupMenu menu, Icons icon, String text, Runnable action) {
    JMenuItem item = new JMenuItem(text, icon.size(16));
    item.addActionListener(event -> action.run());
    menu.add(item);
  }

  @Override
  public String title() {
    return t("Peers");
  }

  @Override
  public Icons icon() {
    return Icons.PEERS;
  }

  @Override
  public JComponent component() {
    return page;
  }

  @Override
  public void visible(boolean inView) {
    if (inView) {
      refresh();
      timer.start();
    } else {
      timer.stop();
    }
  }
}
