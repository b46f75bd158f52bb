// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.overview;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.CardLayout;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.dialog.WalletActions;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.gui.format.Sizes;
import org.moneyrocket.gui.format.Times;
import org.moneyrocket.gui.format.TxWords;
import org.moneyrocket.gui.format.Unit;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.Preferences;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.Card;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Notice;
import org.moneyrocket.gui.widget.Paragraph;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.node.NodeStatus;
import org.moneyrocket.interfaces.wallet.Balances;
import org.moneyrocket.interfaces.wallet.TxEntry;
import org.moneyrocket.interfaces.wallet.TxPage;
import org.moneyrocket.interfaces.wallet.WalletStatus;
import org.moneyrocket.primitives.Amount;

/** The first page: what there is, and what happened last. */
public final class OverviewPage implements Page {
  private static final String NONE = "none";
  private static final String SOME = "some";
  private static final String HIDDEN = "\u2022\u2022\u2022\u2022\u2022\u2022";

  private final Models models;
  private final CardLayout cards = new CardLayout();
  private final JPanel page = new JPanel(cards);
  private final JLabel walletName = Labels.title("");
  private final JLabel available = Labels.label("", Theme.strong(32f), "");
  private final JLabel unit = Labels.label("", Theme.strong(18f), "muted");
  private final Notice old = new Notice("warn");
  private final JLabel holdTitle = Labels.muted(t("On hold"));
  private final JLabel hold = Labels.strong("");
  private final JLabel pending = Labels.strong("");
  private final JLabel immature = Labels.strong("");
  private final JLabel total = Labels.strong("");
  private final Paragraph immatureHint = Labels.paragraph("", "muted");
  private final JLabel height = Labels.strong("");
  private final JLabel blockTime = Labels.strong("");
  private final JLabel peers = Labels.strong("");
  private final JLabel mempool = Labels.strong("");
  private final JPanel recent =
      new JPanel(new MigLayout("insets 0, wrap 1, gapy 0", "[grow,fill]"));
  private final JButton mask;

  public OverviewPage(
      Models models, WalletActions actions, Runnable send, Runnable receive, Runnable all) {
    this.models = models;
    Preferences preferences = models.preferences();
    this.mask =
        Buttons.icon(
            Icons.EYE.size(18),
            t("Hide or show amounts"),
            () -> preferences.setMasked(!preferences.masked()));
    page.add(withoutWallet(actions), NONE);
    page.add(withWallet(send, receive, all), SOME);
    models.wallet().changes().add(this::show);
    models.wallets().changes().add(this::show);
    preferences.changes().add(this::show);
    models.node().changes().add(this::showNode);
    models.sync().changes().add(this::showOld);
    models.wallet().changes().add(this::showOld);
  }

  private JPanel withWallet(Runnable send, Runnable receive, Runnable all) {
    JPanel panel =
        new JPanel(
            new MigLayout(
                "insets 20 24 20 24, wrap 2, gap 16, fillx",
                "[400:400:,grow 66,fill]16[240:240:,grow 34,fill]",
                "[]12[][grow,fill]"));
    JPanel head = new JPanel(new MigLayout("insets 0", "[]push[]"));
    head.add(walletName);
    head.add(mask);
    panel.add(head, "span 2");
    panel.add(balanceCard(send, receive), "grow");
    panel.add(nodeCard(), "grow");
    Card list = new Card(new MigLayout("insets 16 18 10 18, wrap 1", "[grow,fill]", "[][grow]"));
    JPanel title = new JPanel(new MigLayout("insets 0", "[]push[]"));
    title.setOpaque(false);
    title.add(Labels.heading(t("Newest transactions")));
    title.add(Buttons.quiet(t("All"), Icons.TRANSACTIONS.size(16), all));
    list.add(title);
    recent.setOpaque(false);
    list.add(recent, "top");
    panel.add(list, "span 2, grow");
    return panel;
  }

  private Card balanceCard(Runnable send, Runnable receive) {
    Card card =
        new Card(
            new MigLayout(
                "insets 20 22 18 22, wrap 1, gapy 4, hidemode 3", "[grow,fill]", "[][][]12[]"));
    card.add(Labels.muted(t("Available")));
    JPanel big = new JPanel(new MigLayout("insets 0", "[]8[]", "[baseline]"));
    big.setOpaque(false);
    big.add(available);
    big.add(unit);
    card.add(big);
    card.add(old, "wmin 0");
    JPanel sums =
        new JPanel(
            new MigLayout("insets 0, flowy, wrap 2, gapx 28, gapy 4, hidemode 3", "", "[][]"));
    sums.setOpaque(false);
    sums.add(Labels.muted(t("Pending")));
    sums.add(pending);
    sums.add(Labels.muted(t("Immature")));
    sums.add(immature);
    sums.add(holdTitle);
    sums.add(hold);
    sums.add(Labels.muted(t("Total")));
    sums.add(total);
    holdTitle.setToolTipText(
        t("Locked, or bound to a payment that is not confirmed yet: no payment can use it now."));
    card.add(sums);
    card.add(immatureHint, "wmin 0");
    JPanel buttons = new JPanel(new MigLayout("insets 0", "[]10[]"));
    buttons.setOpaque(false);
    buttons.add(Buttons.primary(t("Send"), send));
    buttons.add(Buttons.plain(t("Receive"), receive));
    card.add(buttons, "gaptop 12");
    return card;
  }

  private Card nodeCard() {
    Card card = new Card(new MigLayout("insets 18 20 18 20, wrap 2, gapy 10", "[]push[]"));
    card.add(Labels.heading(t("Node")), "span 2, gapbottom 4");
    card.add(Labels.muted(t("Block")));
    card.add(height);
    card.add(Labels.muted(t("Last block")));
    card.add(blockTime);
    card.add(Labels.muted(t("Peers")));
    card.add(peers);
    card.add(Labels.muted(t("Mempool")));
    card.add(mempool);
    return card;
  }

  private JPanel withoutWallet(WalletActions actions) {
    JPanel panel = new JPanel(new MigLayout("fill, wrap 1", "[center]", "push[]12[]4[]16[]push"));
    panel.add(new JLabel(Icons.WALLET.size(64, "muted")));
    panel.add(Labels.title(t("No wallet is open")));
    panel.add(Labels.muted(t("Create one, open one you have, or restore a backup.")));
    JPanel buttons = new JPanel(new MigLayout("insets 0", "[]10[]10[]"));
    buttons.add(Buttons.primary(t("Create a wallet"), actions.forms()::create));
    buttons.add(Buttons.plain(t("Open a wallet"), actions.forms()::load));
    buttons.add(Buttons.plain(t("Restore a backup"), actions.forms()::restore));
    panel.add(buttons);
    return panel;
  }

  private void show() {
    Preferences preferences = models.preferences();
    boolean masked = preferences.masked();
    Unit shownUnit = preferences.unit();
    mask.setIcon((masked ? Icons.EYE_OFF : Icons.EYE).size(18));
    cards.show(page, models.wallets().none() ? NONE : SOME);
    Optional<WalletStatus> status = models.wallet().status();
    walletName.setText(
        models.wallets().selected().map(ref -> models.wallets().title(ref)).orElse(t("Overview")));
    unit.setText(shownUnit.symbol());
    if (status.isEmpty()) {
      available.setText("\u2013");
      showHold(false);
      List.of(pending, immature, total).forEach(label -> label.setText("\u2013"));
      immatureHint.setVisible(false);
    } else {
      show(status.get().balances(), masked, shownUnit);
    }
    showRecent(models.wallet().recent(), masked, shownUnit);
  }

  private void show(Balances balances, boolean masked, Unit shown) {
    available.setText(masked ? HIDDEN : AmountText.number(balances.available(), shown));
    showHold(balances.onHold().sats() > 0);
    hold.setText(masked ? HIDDEN : AmountText.full(balances.onHold(), shown));
    pending.setText(masked ? HIDDEN : AmountText.full(balances.pending(), shown));
    immature.setText(masked ? HIDDEN : AmountText.full(balances.immature(), shown));
    Amount sum = balances.trusted().plus(balances.pending()).plus(balances.immature());
    total.setText(masked ? HIDDEN : AmountText.full(sum, shown));
    immatureHint.setText(
        t("Immature coins were mined and can be spent when 100 blocks lie on top of theirs."));
    immatureHint.setVisible(balances.immature().sats() > 0);
  }

  private void showHold(boolean any) {
    holdTitle.setVisible(any);
    hold.setVisible(any);
  }

  private void showRecent(Optional<TxPage> transactions, boolean masked, Unit shown) {
    recent.removeAll();
    if (transactions.isPresent() && transactions.get().entries().isEmpty()) {
      recent.add(Labels.muted(t("Nothing has come in or gone out yet.")), "gaptop 8");
    }
    transactions.ifPresent(list -> list.entries().forEach(e -> recent.add(row(e, masked, shown))));
    recent.revalidate();
    recent.repaint();
  }

  private static JPanel row(TxEntry entry, boolean masked, Unit shown) {
    JPanel row =
        new JPanel(
            new MigLayout("insets 7 0 7 0, gapy 1", "[34!,center]8[grow,fill]16[right]", "[][]"));
    row.setOpaque(false);
    boolean in = entry.amount().sats() > 0;
    Icons icon =
        switch (entry.kind()) {
          case RECEIVED -> Icons.RECEIVE;
          case SENT -> Icons.SEND;
          case GENERATED, IMMATURE, ORPHAN -> Icons.MINED;
        };
    Card disc = new Card(new MigLayout("insets 8"), in ? "goodBack" : "infoBack");
    disc.add(new JLabel(icon.size(16, in ? "good" : "accent")));
    row.add(disc, "spany 2");
    row.add(Labels.strong(name(entry)), "wmin 0");
    String amount = masked ? HIDDEN : AmountText.signed(entry.amount(), shown);
    row.add(Labels.label(amount, Theme.strong(13f), in ? "good" : ""), "wrap");
    row.add(Labels.muted(Times.moment(entry.time())), "wmin 0");
    row.add(Labels.muted(TxWords.state(entry)));
    return row;
  }

  private static String name(TxEntry entry) {
    if (!entry.label().isEmpty()) {
      return entry.label();
    }
    return switch (entry.kind()) {
      case GENERATED, IMMATURE, ORPHAN -> t("Mined");
      case RECEIVED, SENT -> entry.address().isEmpty() ? entry.txid().toString() : entry.address();
    };
  }

  private void showOld() {
    old.say(models.oldBalances());
  }

  private void showNode() {
    Optional<NodeStatus> status = models.node().status();
    if (status.isEmpty()) {
      List.of(height, blockTime, peers, mempool).forEach(label -> label.setText("\u2013"));
      return;
    }
    NodeStatus node = status.get();
    height.setText(node.chain().tip().map(tip -> "%,d".formatted(tip.height())).orElse("\u2013"));
    blockTime.setText(Times.ago(node.tipTime()));
    blockTime.setToolTipText(Times.moment(node.tipTime()));
    peers.setText(Integer.toString(node.inboundPeers() + node.outboundPeers()));
    mempool.setText(t("%,d tx, %s", node.mempoolTransactions(), Sizes.bytes(node.mempoolBytes())));
    Duration up = Duration.ofMillis(Math.max(0, System.currentTimeMillis() - node.startedAt()));
    height.setToolTipText(t("Running for %s", Times.uptime(up)));
  }

  @Override
  public String title() {
    return t("Overview");
  }

  @Override
  public Icons icon() {
    return Icons.OVERVIEW;
  }

  @Override
  public JComponent component() {
    return page;
  }
}
