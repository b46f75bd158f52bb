// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.frame;

import java.awt.Window;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.swing.SwingUtilities;
import org.moneyrocket.gui.fake.FakeLoader;
import org.moneyrocket.gui.fake.FakeNode;
import org.moneyrocket.gui.fake.FakeProcesses;
import org.moneyrocket.gui.fake.FakeRpc;
import org.moneyrocket.gui.fake.FakeWallet;
import org.moneyrocket.gui.model.Background;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.Preferences;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.node.NodePaths;

/**
 * Opens the window over fakes, to look at it. Arguments: {@code dark} or {@code light}, number of
 * the page from 0, and a directory for a picture (or nothing, to use it by hand).
 */
public final class ShowWindow {
  private ShowWindow() {}

  /** Opens the window. */
  public static void main(String[] args) throws Exception {
    Background background = new Background();
    Path file = Files.createTempDirectory("window").resolve("window.properties");
    Preferences preferences = Preferences.read(file, background);
    Models[] models = new Models[1];
    MainWindow[] window = new MainWindow[1];
    boolean dark = args.length > 0 && args[0].equals("dark");
    SwingUtilities.invokeAndWait(
        () -> {
          Theme.install(dark);
          models[0] = Models.create("regtest", background, preferences);
          if (dark) {
            preferences.setDark(true);
          }
          window[0] =
              new MainWindow(
                  models[0],
                  new NodePaths("/data", "/data", "/data/debug.log", ""),
                  () -> System.exit(0));
          window[0].open();
        });
    FakeNode node = new FakeNode();
    FakeWallet wallet = new FakeWallet("everyday");
    node.ban("203.0.113.5", 86_400);
    models[0].node().attach(node);
    models[0].wallets().attach(new FakeLoader(wallet, new FakeWallet("savings")), "");
    models[0].processes().attach(new FakeProcesses());
    models[0].console().attach(new FakeRpc());
    String mode = args.length > 2 ? args[2] : "";
    Thread.sleep(1500);
    SwingUtilities.invokeAndWait(
        () -> {
          int page = args.length > 1 ? Integer.parseInt(args[1]) : 0;
          window[0].panel().go(window[0].panel().pages().get(page));
        });
    if (mode.equals("lost")) {
      models[0].node().detach(node);
    }
    if (mode.equals("download")) {
      node.downloading = true;
      node.tell();
    }
    if (mode.equals("stop")) {
      SwingUtilities.invokeLater(
          () -> window[0].showStopping("The node writes what it knows to disk."));
    }
    Thread.sleep(args.length > 3 ? Long.parseLong(args[3]) : Long.MAX_VALUE);
    for (Window open : Window.getWindows()) {
      open.dispose();
    }
    System.exit(0);
  }
}
