// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.frame;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.dialog.Form;
import org.moneyrocket.gui.dialog.Notes;
import org.moneyrocket.gui.dialog.WalletActions;
import org.moneyrocket.gui.dialog.WalletForms;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.NodeModel;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.page.console.ConsolePage;
import org.moneyrocket.gui.page.overview.OverviewPage;
import org.moneyrocket.gui.page.peers.PeersPage;
import org.moneyrocket.gui.page.processes.ProcessesPage;
import org.moneyrocket.gui.page.receive.ReceivePage;
import org.moneyrocket.gui.page.send.SendPage;
import org.moneyrocket.gui.page.transactions.TransactionsPage;
import org.moneyrocket.gui.widget.Banner;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.Clipboard;
import org.moneyrocket.gui.widget.FittedPanel;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.interfaces.node.NodePaths;
import org.moneyrocket.interfaces.wallet.WalletFailure;

/** Everything inside of the window. */
public final class MainPanel extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final String START = "start";
  private static final String MAIN = "main";

  private final transient Models models;
  private final transient List<Page> pages;
  private final transient Notes notes;
  private final transient WalletActions actions;
  private final Sidebar sidebar;
  private final JPanel main = new JPanel(new BorderLayout());
  private final CardLayout mainCards = new CardLayout();
  private final CardLayout pageCards = new CardLayout();
  private final JPanel pageArea = new JPanel(pageCards);
  private final StagePanel stage = new StagePanel();
  private final Banner nodeBanner = new Banner();
  private final Banner walletBanner = new Banner();
  private final Banner failureBanner = new Banner();
  private final Banner sendBanner = new Banner();
  private final Banner messageBanner = new Banner();
  private transient Page current;
  private final JButton skip;
  private transient Optional<WalletFailure> shownFailure = Optional.empty();
  private boolean stopping;
  private boolean looked;

  /**
   * Makes the content of the window.
   *
   * @param paths where files lie, as far as is known without the node
   */
  public MainPanel(Models models, NodePaths paths) {
    this(models, paths, Optional.empty());
  }

  /**
   * Makes the content of the window.
   *
   * @param forms shows dialogs elsewhere than in dialogs; empty for dialogs
   */
  MainPanel(Models models, NodePaths paths, Optional<Consumer<Form>> forms) {
    this.models = models;
    setLayout(mainCards);
    notes = forms.map(shown -> new Notes(() -> this, shown)).orElseGet(() -> new Notes(() -> this));
    actions = new WalletActions(models, notes);
    TransactionsPage transactions = new TransactionsPage(models, notes, actions.passphrases());
    SendPage send = new SendPage(models, notes, actions.passphrases());
    PeersPage peers = new PeersPage(models, notes);
    ReceivePage receive = new ReceivePage(models, notes);
    pages =
        List.of(
            new OverviewPage(
                models, actions, () -> go(send), () -> go(receive), () -> go(transactions)),
            send,
            receive,
            transactions,
            peers,
            new ConsolePage(models),
            new ProcessesPage(models, notes));
    current = pages.get(0);
    sidebar = new Sidebar(models, actions, pages, this::go);
    Files files = new Files(models, notes, paths);
    JPanel banners =
        new JPanel(new MigLayout("insets 0 24 0 24, wrap 1, gapy 0, hidemode 3", "[grow,fill]"));
    for (Banner banner :
        List.of(nodeBanner, walletBanner, failureBanner, sendBanner, messageBanner)) {
      banner.setBorder(BorderFactory.createEmptyBorder(12, 0, 0, 0));
      banners.add(banner);
    }
    JPanel centre = new JPanel(new BorderLayout());
    centre.add(banners, BorderLayout.NORTH);
    centre.add(pageArea, BorderLayout.CENTER);
    pages.forEach(page -> pageArea.add(scrolling(page.component()), page.title()));
    main.add(sidebar, BorderLayout.WEST);
    main.add(centre, BorderLayout.CENTER);
    main.add(new StatusBar(models, files, () -> go(peers)), BorderLayout.SOUTH);
    JPanel start = new JPanel(new BorderLayout());
    start.add(stage, BorderLayout.CENTER);
    JPanel foot = new JPanel(new MigLayout("insets 0 0 24 0", "push[]push"));
    skip = Buttons.quiet(t("Show the window now"), Icons.OVERVIEW.size(16), this::look);
    foot.add(skip);
    start.add(foot, BorderLayout.SOUTH);
    add(start, START);
    add(main, MAIN);
    go(current);
    models.node().changes().add(this::nodeChanged);
    models.node().onMessage(this::showMessage);
    models.wallets().changes().add(this::walletChanged);
    models.wallets().changes().add(this::failuresChanged);
    models.wallet().changes().add(this::walletChanged);
    models.send().changes().add(this::sendChanged);
  }

  private static JScrollPane scrolling(JComponent page) {
    JPanel fitted = new FittedPanel(page);
    JScrollPane pane = new JScrollPane(fitted);
    pane.setBorder(null);
    pane.getVerticalScrollBar().setUnitIncrement(18);
    return pane;
  }

  /** Returns what shows dialogs over the window. */
  public Notes notes() {
    return notes;
  }

  /** Returns the pages in the order of the navigation. */
  public List<Page> pages() {
    return pages;
  }

  /** Shows a page. */
  public void go(Page page) {
    current.visible(false);
    current = page;
    sidebar.select(page);
    pageCards.show(pageArea, page.title());
    page.visible(true);
  }

  /** Leaves the start screen although the node is not ready. */
  private void look() {
    looked = true;
    nodeChanged();
  }

  /** Says that the program is about to end. From then on nothing else is shown. */
  public void showStopping(String text) {
    stopping = true;
    skip.setVisible(false);
    stage.say(t("Shutting down"), text);
    mainCards.show(this, START);
  }

  private void nodeChanged() {
    NodeModel node = models.node();
    if (stopping) {
      return;
    }
    if (!node.everReady() && !looked) {
      stage.say(t("Starting"), t(node.stage()));
      mainCards.show(this, START);
      return;
    }
    mainCards.show(this, MAIN);
    if (!node.connected() || node.status().isEmpty()) {
      nodeBanner.say(Banner.Tone.ERROR, t(node.stage()));
    } else if (!node.stage().isEmpty()) {
      nodeBanner.say(Banner.Tone.INFO, t(node.stage()));
    } else if (!node.status().get().warnings().isEmpty()) {
      nodeBanner.say(Banner.Tone.WARNING, String.join("\n", node.status().get().warnings()));
    } else {
      nodeBanner.hush();
    }
  }

  private void walletChanged() {
    boolean usable = models.wallet().present() || models.wallets().none();
    if (usable || !models.node().everReady()) {
      walletBanner.hush();
    } else if (!models.wallets().connected()) {
      walletBanner.say(
          Banner.Tone.WARNING,
          t("The wallet process is not running. What you typed stays; it goes on by itself."));
    } else {
      walletBanner.say(Banner.Tone.INFO, t(models.wallet().notice()));
    }
  }

  /** Says which wallet could not be opened and why, one at a time. */
  private void failuresChanged() {
    List<WalletFailure> failures = models.wallets().failures();
    if (failures.isEmpty()) {
      shownFailure = Optional.empty();
      failureBanner.hush();
      return;
    }
    WalletFailure first = failures.get(0);
    if (shownFailure.equals(Optional.of(first))) {
      return;
    }
    shownFailure = Optional.of(first);
    String title = first.name().isEmpty() ? t("Default wallet") : first.name();
    WalletForms forms = actions.forms();
    failureBanner.say(
        Banner.Tone.ERROR,
        t(
            "The wallet \u201c%s\u201d could not be opened: %s The file is %s",
            title, first.reason(), first.file()),
        Buttons.plain(t("Restore a backup\u2026"), () -> forms.restore(restoredName(first))),
        Buttons.plain(t("Try again"), () -> forms.tryAgain(first)),
        Buttons.plain(t("Leave it out\u2026"), () -> forms.leaveOut(first)));
  }

  /** The damaged file keeps its name: nothing of it is overwritten. */
  private static String restoredName(WalletFailure failure) {
    return (failure.name().isEmpty() ? "wallet" : failure.name()) + "-restored";
  }

  private void sendChanged() {
    var send = models.send();
    JButton close = Buttons.icon(Icons.REMOVE.size(16), t("Close"), send::acknowledge);
    switch (send.state()) {
      case NONE -> sendBanner.hush();
      case SENDING -> sendBanner.say(Banner.Tone.INFO, t("Sending\u2026"));
      case UNKNOWN ->
          sendBanner.say(
              Banner.Tone.WARNING,
              t(
                  "Unknown, checking: the wallet went away while it was sending. It is asked as"
                      + " soon as it is back; nothing is sent twice."));
      case SENT -> {
        String txid = send.detail();
        JButton copy = Buttons.quiet(t("Copy"), Icons.COPY.size(16), () -> Clipboard.copy(txid));
        sendBanner.say(Banner.Tone.GOOD, t("Sent: transaction %s", txid), copy, close);
      }
      case NOT_SENT ->
          sendBanner.say(Banner.Tone.ERROR, t("Not sent: %s", t(send.detail())), close);
    }
  }

  private void showMessage(String text) {
    messageBanner.say(
        Banner.Tone.WARNING,
        text,
        Buttons.icon(Icons.REMOVE.size(16), t("Close"), messageBanner::hush));
  }
}
