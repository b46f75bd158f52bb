// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
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
import org.moneyrocket.gui.format.Unit;
import org.moneyrocket.gui.model.Background;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.Preferences;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.page.receive.ReceivePage;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.node.NodePaths;
import org.moneyrocket.interfaces.wallet.Balances;
import org.moneyrocket.primitives.Amount;

/** Every page at several sizes and scales, with short and long contents: nothing is cut off. */
public class PageLayoutTest {
  private static final List<Dimension> SIZES =
      List.of(new Dimension(940, 520), new Dimension(1_160, 780), new Dimension(1_900, 1_000));
  private static final double[] SCALES = {1, 1.5, 2};

  /** Set to look at the pages. */
  private static final String PICTURES = System.getProperty("pictures", "");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Background background = new Background();
  private final FakeNode node = new FakeNode();
  private final FakeWallet wallet = new FakeWallet("everyday");
  private Models models;
  private MainPanel panel;

  @Before
  public void open() {
    Preferences preferences =
        Preferences.read(folder.getRoot().toPath().resolve("window.properties"), background);
    models = EventThread.call(() -> Models.create("regtest", background, preferences));
    panel =
        EventThread.call(
            () -> {
              Theme.install(false);
              NodePaths paths = new NodePaths("/d", "/d", "/d/log", "");
              return new MainPanel(models, paths, Optional.of(form -> {}));
            });
    models.node().attach(node);
    models.wallets().attach(new FakeLoader(wallet, new FakeWallet("savings")), "");
    models.processes().attach(new FakeProcesses());
    models.console().attach(new FakeRpc());
    EventThread.await(
        "node and wallet", () -> models.node().everReady() && models.wallet().status().isPresent());
  }

  @After
  public void close() {
    EventThread.run(() -> panel.go(panel.pages().get(0)));
    background.close();
  }

  private void everythingFits(String what) {
    List<String> faults = new ArrayList<>();
    for (Page page : panel.pages()) {
      EventThread.run(() -> panel.go(page));
      for (int i = 0; i < SIZES.size(); i++) {
        Dimension size = SIZES.get(i);
        double scale = SCALES[i];
        String name = what + "-" + page.title() + "-" + size.width + "-" + scale;
        EventThread.call(() -> Fit.faults(panel, size)).forEach(f -> faults.add(name + ": " + f));
        keep(EventThread.call(() -> Fit.paint(panel, scale)), name);
      }
    }
    assertThat(faults).isEmpty();
  }

  private static void keep(BufferedImage image, String name) {
    if (!PICTURES.isEmpty()) {
      try {
        ImageIO.write(image, "png", new File(PICTURES, name.replace(' ', '_') + ".png"));
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Test
  public void everyPageFits() {
    everythingFits("usual");
  }

  @Test
  public void everyPageFitsInSatoshisWithTheLargestAmounts() {
    Amount most = new Amount(Amount.MAX_MONEY);
    wallet.balances = new Balances(most, most, most, most, Amount.ZERO);
    wallet.change();
    EventThread.await(
        "balances",
        () -> models.wallet().status().orElseThrow().balances().available().equals(most));
    EventThread.run(() -> models.preferences().setUnit(Unit.SAT));
    everythingFits("satoshis");
  }

  @Test
  public void everyPageFitsWhileSomethingIsMissing() {
    node.downloading = true;
    node.tell();
    EventThread.await(
        "download", () -> models.node().status().orElseThrow().chain().initialBlockDownload());
    everythingFits("downloading");
    node.networkActive = false;
    node.tell();
    EventThread.await("network", () -> !models.node().status().orElseThrow().networkActive());
    everythingFits("off");
    models.node().detach(node);
    EventThread.await("gone", () -> !models.node().connected());
    everythingFits("gone");
  }

  @Test
  public void whatIsTypedWrongIsExplainedInFull() {
    for (int at : new int[] {1, 2}) {
      Container page = (Container) panel.pages().get(at).component();
      EventThread.run(() -> field(page, "Amount").setText("1.500,00"));
    }
    Container send = (Container) panel.pages().get(1).component();
    EventThread.run(() -> field(send, "Address").setText("no address at all"));
    EventThread.await("the reason", () -> Fit.shows(send, "Invalid or unsupported"));
    everythingFits("wrong");
  }

  private static JTextComponent field(Container in, String name) {
    for (Component child : in.getComponents()) {
      if (child instanceof JTextComponent text
          && name.equals(child.getAccessibleContext().getAccessibleName())) {
        return text;
      }
      if (child instanceof Container inner) {
        JTextComponent found = field(inner, name);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  @Test
  public void theAddressToBePaidAtIsShownInFull() {
    Page receive =
        panel.pages().stream().filter(ReceivePage.class::isInstance).findFirst().orElseThrow();
    Container page = (Container) receive.component();
    JTable made = table(page);
    EventThread.await("addresses", () -> made.getRowCount() > 0);
    EventThread.run(() -> made.setRowSelectionInterval(0, 0));
    assertThat(EventThread.call(() -> field(page, "Address").getText())).startsWith("bcrt1");
    everythingFits("address");
    JTextComponent address = field(page, "Address");
    assertThat(address.getWidth()).isGreaterThan(150);
  }

  private static JTable table(Container in) {
    for (Component child : in.getComponents()) {
      if (child instanceof JTable table) {
        return table;
      }
      if (child instanceof Container inner) {
        JTable found = table(inner);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
