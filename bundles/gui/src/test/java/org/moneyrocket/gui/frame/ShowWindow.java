// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.frame;

import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.swing.SwingUtilities;
import org.moneyrocket.gui.fake.FakeLoader;
import org.moneyrocket.gui.fake.FakeNode;
import org.moneyrocket.gui.fake.FakeProcesses;
import org.moneyrocket.gui.fake.FakeRpc;
import org.moneyrocket.gui.fake.FakeWallet;
import org.moneyrocket.gui.model.Background;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.Preferences;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.widget.Theme;
import org.moneyrocket.interfaces.node.NodePaths;

/**
 * Opens the window over fakes, to look at it. Arguments: {@code dark} or {@code light}, and a
 * directory for a picture of every page in the scale of the display (or nothing, to use it by
 * hand).
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
    FakeLoader loader = new FakeLoader(wallet, new FakeWallet("savings"));
    node.ban("203.0.113.5", 86_400);
    if (args.length > 1) {
      picture(window[0], args[1], "start");
    }
    models[0].node().attach(node);
    models[0].wallets().attach(loader, "");
    models[0].processes().attach(new FakeProcesses());
    models[0].console().attach(new FakeRpc());
    if (args.length < 2) {
      return;
    }
    Thread.sleep(1000);
    for (Page page : window[0].panel().pages()) {
      SwingUtilities.invokeAndWait(() -> window[0].panel().go(page));
      Thread.sleep(400);
      picture(window[0], args[1], page.getClass().getSimpleName());
    }
    SwingUtilities.invokeAndWait(() -> window[0].panel().go(window[0].panel().pages().get(1)));
    models[0].node().detach(node);
    models[0].wallets().detach(loader);
    picture(window[0], args[1], "lost");
    models[0].node().attach(node);
    node.downloading = true;
    models[0].wallets().attach(new FakeLoader(), "");
    SwingUtilities.invokeAndWait(() -> window[0].panel().go(window[0].panel().pages().get(0)));
    picture(window[0], args[1], "nowallet");
    SwingUtilities.invokeAndWait(
        () -> window[0].showStopping("The node writes what it knows to disk."));
    picture(window[0], args[1], "stop");
    System.exit(0);
  }

  private static void picture(MainWindow window, String directory, String name) throws Exception {
    Thread.sleep(700);
    SwingUtilities.invokeAndWait(
        () -> {
          Component panel = window.panel();
          double scale = panel.getGraphicsConfiguration().getDefaultTransform().getScaleX();
          BufferedImage image =
              new BufferedImage(
                  (int) (panel.getWidth() * scale),
                  (int) (panel.getHeight() * scale),
                  BufferedImage.TYPE_INT_RGB);
          Graphics2D g = image.createGraphics();
          g.scale(scale, scale);
          panel.paint(g);
          g.dispose();
          try {
            ImageIO.write(image, "png", new File(directory, name + ".png"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
