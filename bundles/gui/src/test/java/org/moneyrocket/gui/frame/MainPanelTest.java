// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.swing.AbstractButton;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.text.JTextComponent;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.gui.fake.EventThread;
import org.moneyrocket.gui.fake.FakeLoader;
import org.moneyrocket.gui.fake.FakeNode;
import org.moneyrocket.gui.fake.FakeProcesses;
import org.moneyrocket.gui.fake.FakeRpc;
import org.moneyrocket.gui.fake.FakeWallet;
import org.moneyrocket.gui.fake.Fit;
import org.moneyrocket.gui.fake.Threads;
import org.moneyrocket.gui.format.Unit;
import org.moneyrocket.gui.model.Background;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.Preferences;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.node.NodePaths;
import org.moneyrocket.interfaces.wallet.Balances;
import org.moneyrocket.interfaces.wallet.WalletFailure;
import org.moneyrocket.interfaces.wallet.WalletOutcome;
import org.moneyrocket.primitives.Amount;

/** Drives every page over fakes which hold that no contract is called on the event thread. */
public class MainPanelTest {
  private static final String ADDRESS = "bcrt1q4x8kk0gr6gujlmvlyg2x8d7fu5u38j9w2cz";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Background background = new Background();
  private final FakeNode node = new FakeNode();
  private final FakeWallet wallet = new FakeWallet("everyday");
  private final FakeLoader loader = new FakeLoader(wallet, new FakeWallet("savings"));
  private Models models;
  private MainPanel panel;

  @Before
  public void open() {
    Path file = folder.getRoot().toPath().resolve("window.properties");
    Preferences preferences = Preferences.read(file, background);
    models = EventThread.call(() -> Models.create("regtest", background, preferences));
    panel =
        EventThread.call(
            () -> {
              Theme.install(false);
              MainPanel made = new MainPanel(models, new NodePaths("/d", "/d", "/d/log", ""));
              made.setSize(1160, 780);
              return made;
            });
  }

  private void attach() {
    models.node().attach(node);
    models.wallets().attach(loader, "");
    models.processes().attach(new FakeProcesses());
    models.console().attach(new FakeRpc());
    EventThread.await(
        "node and wallet", () -> models.node().everReady() && models.wallet().status().isPresent());
  }

  @After
  public void noContractWasCalledOnTheEventThread() {
    background.close();
    assertThat(Threads.offences()).isZero();
  }

  private void go(int page) {
    EventThread.run(() -> panel.go(panel.pages().get(page)));
  }

  private void paint(double scale) {
    EventThread.run(
        () -> {
          layout(panel);
          BufferedImage image =
              new BufferedImage(
                  (int) (1160 * scale), (int) (780 * scale), BufferedImage.TYPE_INT_RGB);
          var g = image.createGraphics();
          g.scale(scale, scale);
          panel.paint(g);
          g.dispose();
        });
  }

  private static void layout(Container container) {
    container.doLayout();
    for (Component child : container.getComponents()) {
      if (child instanceof Container inner) {
        layout(inner);
      }
    }
  }

  private static <T> List<T> all(Class<T> type, Container in) {
    List<T> found = new ArrayList<>();
    for (Component child : in.getComponents()) {
      if (type.isInstance(child)) {
        found.add(type.cast(child));
      }
      if (child instanceof Container inner) {
        found.addAll(all(type, inner));
      }
    }
    return found;
  }

  private static boolean shows(Container container, String text) {
    return all(JLabel.class, container).stream()
            .anyMatch(label -> label.getText() != null && label.getText().contains(text))
        || all(JTextComponent.class, container).stream()
            .anyMatch(area -> area.getText().contains(text));
  }

  private static JTextComponent field(Container in, String name) {
    return all(JTextComponent.class, in).stream()
        .filter(f -> name.equals(f.getAccessibleContext().getAccessibleName()))
        .findFirst()
        .orElseThrow();
  }

  private static AbstractButton button(Container in, String text) {
    return all(AbstractButton.class, in).stream()
        .filter(b -> text.equals(b.getText()))
        .findFirst()
        .orElseThrow();
  }

  private Container page(int index) {
    return (Container) panel.pages().get(index).component();
  }

  @Test
  public void everyPagePaintsAtBothScalesInBothThemes() {
    attach();
    int before = Threads.calls();
    for (Page page : panel.pages()) {
      EventThread.run(() -> panel.go(page));
      paint(1);
      paint(2);
    }
    EventThread.run(
        () -> {
          Theme.install(true);
          javax.swing.SwingUtilities.updateComponentTreeUI(panel);
        });
    panel.pages().forEach(page -> EventThread.run(() -> panel.go(page)));
    paint(1);
    assertThat(Threads.calls()).isGreaterThan(before);
  }

  @Test
  public void theOverviewShowsTheBalanceAndHidesItWhenAsked() {
    attach();
    EventThread.await("balance", () -> shows(page(0), "1\u2009428.70311204"));
    EventThread.run(() -> models.preferences().setMasked(true));
    assertThat(EventThread.call(() -> shows(page(0), "1\u2009428.70311204"))).isFalse();
  }

  @Test
  public void amountsThatMayBeOldAreMarked() {
    attach();
    assertThat(EventThread.call(() -> shows(panel, "Up to date: block 923,418"))).isTrue();
    assertThat(EventThread.call(() -> shows(panel, "may be out of date"))).isFalse();
    node.networkActive = false;
    node.tell();
    EventThread.await(
        "marks",
        () -> shows(page(0), "may be out of date") && shows(page(1), "may be out of date"));
    assertThat(EventThread.call(() -> shows(panel, "Up to date"))).isFalse();
    assertThat(EventThread.call(() -> shows(panel, "The network is off: block 923,418"))).isTrue();
  }

  @Test
  public void aPaymentThatIsTooLargeSaysWhereTheRestOfTheMoneyIs() {
    wallet.balances =
        new Balances(
            new Amount(10_000_000),
            new Amount(25_000_000),
            new Amount(0),
            new Amount(5_000_000_000L),
            Amount.ZERO);
    attach();
    go(1);
    EventThread.run(() -> field(page(1), "Address").setText(ADDRESS));
    EventThread.run(() -> button(page(1), "Everything").doClick());
    assertThat(EventThread.call(() -> field(page(1), "Amount").getText())).isEqualTo("0.10000000");
    EventThread.run(() -> field(page(1), "Amount").setText("0.2"));
    EventThread.await("hold", () -> shows(page(1), "0.15000000 BTC are on hold"));
    assertThat(EventThread.call(() -> shows(page(1), "Available are 0.10000000 BTC"))).isTrue();
    assertThat(EventThread.call(() -> Fit.shows(page(0), "0.15000000 BTC"))).isTrue();
  }

  @Test
  public void whatWasTypedStaysWhileNodeAndWalletAreGone() {
    attach();
    go(1);
    EventThread.run(
        () -> {
          field(page(1), "Address").setText(ADDRESS);
          field(page(1), "Amount").setText("1.5");
        });
    EventThread.await("fee", () -> shows(page(1), "sat/vB  \u00b7"));
    models.wallets().detach(loader);
    models.node().detach(node);
    EventThread.await("node banner", () -> shows(panel, "The node is not running"));
    EventThread.await("wallet banner", () -> shows(panel, "The wallet process is not running"));
    assertThat(EventThread.call(() -> button(page(1), "Send").isEnabled())).isFalse();
    models.node().attach(node);
    models.wallets().attach(loader, "");
    EventThread.await("send again", () -> button(page(1), "Send").isEnabled());
    assertThat(EventThread.call(() -> field(page(1), "Address").getText())).isEqualTo(ADDRESS);
    assertThat(EventThread.call(() -> field(page(1), "Amount").getText())).isEqualTo("1.5");
    EventThread.await("no banner", () -> !shows(panel, "is not running"));
  }

  @Test
  public void tooMuchMoneySaysThatSomeOfItIsImmature() {
    attach();
    go(1);
    EventThread.run(
        () -> {
          field(page(1), "Address").setText(ADDRESS);
          field(page(1), "Amount").setText("20000");
        });
    EventThread.await("immature", () -> shows(page(1), "are immature"));
  }

  @Test
  public void anAmountThatMayMeanTwoThingsIsNotSentAndItsReasonIsShown() {
    attach();
    go(1);
    EventThread.run(
        () -> {
          models.preferences().setUnit(Unit.SAT);
          field(page(1), "Address").setText(ADDRESS);
          field(page(1), "Amount").setText("500,000");
        });
    assertThat(EventThread.call(() -> shows(page(1), "A comma may mean"))).isTrue();
    EventThread.run(() -> field(page(1), "Amount").setText("500 000"));
    EventThread.await("fee", () -> shows(page(1), "total 501\u2009410 sat"));
    assertThat(EventThread.call(() -> shows(page(1), "A comma may mean"))).isFalse();
  }

  @Test
  public void theAmountStaysTheSameWhenTheUnitChanges() {
    attach();
    for (int page : new int[] {1, 2}) {
      EventThread.run(() -> models.preferences().setUnit(Unit.BTC));
      EventThread.run(() -> field(page(page), "Amount").setText("1.5"));
      EventThread.run(() -> models.preferences().setUnit(Unit.SAT));
      assertThat(EventThread.call(() -> field(page(page), "Amount").getText()))
          .isEqualTo("150\u2009000\u2009000");
    }
  }

  @Test
  public void aNewAddressComesWithItsPaymentLink() {
    attach();
    go(2);
    EventThread.run(
        () -> {
          field(page(2), "Label").setText("Shop & Co");
          field(page(2), "Amount").setText("0.25");
          button(page(2), "Make an address").doClick();
        });
    EventThread.await(
        "link",
        () ->
            field(page(2), "Payment link")
                .getText()
                .endsWith("?amount=0.25&label=Shop%20%26%20Co"));
  }

  @Test
  public void aLongHistoryIsReadInPieces() {
    wallet.historyLength = 100_000;
    attach();
    go(3);
    JTable table = all(JTable.class, page(3)).get(0);
    EventThread.await("rows", () -> table.getRowCount() == 100_000);
    EventThread.await("a far row", () -> !table.getValueAt(70_000, 0).equals(""));
    EventThread.run(() -> field(page(3), "Search").setText("Coffee"));
    EventThread.await("filter", () -> table.getRowCount() == 12_500);
  }

  @Test
  public void peersAndProcessesAreListed() {
    attach();
    go(4);
    JTable peers = all(JTable.class, page(4)).get(0);
    EventThread.await("peers", () -> peers.getRowCount() == 7);
    go(6);
    EventThread.await("processes", () -> shows(page(6), "ended by signal 9 (KILL)"));
    EventThread.run(() -> panel.go(panel.pages().get(0)));
  }

  @Test
  public void theConsoleRunsMethodsAndHidesSecrets() {
    attach();
    go(5);
    JTextComponent input = field(page(5), "Method and arguments");
    JTextComponent output = field(page(5), "Answers");
    EventThread.run(() -> type(input, "getblockchaininfo"));
    EventThread.await("answer", () -> output.getText().contains("\"blocks\": 923418"));
    EventThread.run(() -> type(input, "walletpassphrase secret 60"));
    EventThread.await("unknown", () -> output.getText().contains("There is no method"));
    String shown = EventThread.call(output::getText);
    assertThat(shown).doesNotContain("secret");
  }

  private static void type(JTextComponent input, String line) {
    input.setText(line);
    ((javax.swing.JTextField) input).postActionEvent();
  }

  @Test
  public void aDamagedWalletIsNamedWithTheReasonAndABackupCanBeRestored() {
    WalletFailure failure =
        new WalletFailure(
            "savings",
            "/wallets/savings/wallet.dat",
            "Wallet corrupted.",
            WalletOutcome.Code.BAD_FORMAT);
    loader.failures.add(failure);
    attach();
    EventThread.await(
        "the failure", () -> Fit.shows(panel, "\u201csavings\u201d could not be opened"));
    assertThat(EventThread.call(() -> Fit.shows(panel, "Wallet corrupted."))).isTrue();
    assertThat(EventThread.call(() -> Fit.shows(panel, "/wallets/savings/wallet.dat"))).isTrue();
    assertThat(EventThread.call(() -> button(panel, "Restore a backup\u2026").isEnabled()))
        .isTrue();
    EventThread.run(() -> layout(panel));
    assertThat(EventThread.call(() -> Fit.faults(panel, new Dimension(940, 520)))).isEmpty();

    loader.failures.clear();
    EventThread.run(() -> button(panel, "Try again").doClick());
    EventThread.await("no failure", () -> !Fit.shows(panel, "could not be opened"));
  }

  @Test
  public void withoutAWalletItOffersToMakeOne() {
    models.node().attach(node);
    models.wallets().attach(new FakeLoader(), "");
    EventThread.await("offer", () -> models.wallets().none());
    assertThat(EventThread.call(() -> shows(page(0), "No wallet is open"))).isTrue();
  }
}
