// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.frame;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.Graphics;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.format.Unit;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.Preferences;
import org.moneyrocket.gui.model.SyncState;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.node.NodeStatus;

/** The line at the bottom: how far the chain is, peers, and small switches. */
final class StatusBar extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int SCALE = 10_000;

  private final transient Models models;
  private final JLabel text = Labels.muted("");
  private final JProgressBar progress = new JProgressBar(0, SCALE);
  private final JLabel scan = Labels.muted("");
  private final JButton peers;
  private final JButton unit;
  private final JButton theme;

  StatusBar(Models models, Files files, Runnable showPeers) {
    super(new MigLayout("insets 3 14 3 8, gap 8", "[]push[]", "[30!,center]"));
    this.models = models;
    peers = Buttons.quiet("", Icons.PEERS.size(16), showPeers);
    Preferences preferences = models.preferences();
    unit =
        Buttons.quiet(
            "",
            Icons.COINS.size(16),
            () -> preferences.setUnit(preferences.unit() == Unit.BTC ? Unit.SAT : Unit.BTC));
    theme =
        Buttons.icon(
            Icons.MOON.size(16),
            t("Light or dark"),
            () -> {
              preferences.setDark(!preferences.dark());
              Theme.change(preferences.dark());
            });
    JPanel left = new JPanel(new MigLayout("insets 0, gap 12, hidemode 3", "[][140!][]"));
    left.setOpaque(false);
    left.add(text);
    left.add(progress);
    left.add(scan);
    JPanel right = new JPanel(new MigLayout("insets 0, gap 4, hidemode 3"));
    right.setOpaque(false);
    right.add(peers);
    right.add(unit);
    right.add(Buttons.icon(Icons.LOG.size(16), t("Open the log"), files::openLog));
    right.add(
        Buttons.icon(Icons.FOLDER.size(16), t("Open the data directory"), files::openDirectory));
    right.add(theme);
    add(left);
    add(right);
    models.node().changes().add(this::showNode);
    models.sync().changes().add(this::showSync);
    models.wallet().changes().add(this::showScan);
    preferences.changes().add(this::showPreferences);
  }

  private void showPreferences() {
    unit.setText(models.preferences().unit().symbol());
    unit.setToolTipText(t("Unit of amounts"));
    theme.setIcon((models.preferences().dark() ? Icons.SUN : Icons.MOON).size(16));
  }

  private void showScan() {
    Optional<Double> scanning = models.wallet().status().flatMap(s -> s.scanProgress());
    scan.setVisible(scanning.isPresent());
    scanning.ifPresent(part -> scan.setText(t("Wallet scan %.0f %%", part * 100)));
  }

  private void showNode() {
    Optional<NodeStatus> status = models.node().status();
    peers.setVisible(status.isPresent());
    if (status.isPresent()) {
      NodeStatus node = status.get();
      int count = node.inboundPeers() + node.outboundPeers();
      peers.setText(node.networkActive() ? t("%d peers", count) : t("Network off"));
      peers.setIcon((node.networkActive() ? Icons.PEERS : Icons.NETWORK_OFF).size(16));
      peers.setToolTipText(t("%d in, %d out", node.inboundPeers(), node.outboundPeers()));
      progress.setValue((int) Math.round(node.chain().progress() * SCALE));
    }
    showSync();
  }

  private void showSync() {
    SyncState state = models.sync().state();
    text.setText(state.text());
    boolean download =
        models.node().status().map(s -> s.chain().initialBlockDownload()).orElse(false);
    switch (state.phase()) {
      case ABSENT, OFF, NO_PEERS, OLD, WALLET, CURRENT -> progress.setVisible(false);
      case STARTING, HEADERS -> {
        progress.setIndeterminate(true);
        progress.setVisible(true);
      }
      case BLOCKS -> {
        progress.setIndeterminate(false);
        progress.setVisible(download);
      }
    }
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    graphics.setColor(Theme.colour("side"));
    graphics.fillRect(0, 0, getWidth(), getHeight());
    graphics.setColor(Theme.colour("line"));
    graphics.fillRect(0, 0, getWidth(), 1);
  }
}
