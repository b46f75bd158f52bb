// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.frame;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.GraphicsConfiguration;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import javax.swing.JFrame;
import javax.swing.JLabel;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.interfaces.node.NodePaths;

/** The window of the program. Used on the event thread. */
public final class MainWindow {
  private static final Dimension SIZE = new Dimension(1160, 780);
  private static final Dimension LEAST = new Dimension(940, 520);

  private final JFrame frame = new JFrame("Moneyrocket");
  private final MainPanel panel;

  /**
   * Makes the window.
   *
   * @param closed what to do when the user closes it
   */
  public MainWindow(Models models, NodePaths paths, Runnable closed) {
    panel = new MainPanel(models, paths);
    frame.getContentPane().add(panel, BorderLayout.CENTER);
    frame.setDefaultCloseOperation(JFrame.DO_NOTHING_ON_CLOSE);
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent event) {
            closed.run();
          }
        });
    if (!models.chain().equals("main")) {
      frame.setTitle("Moneyrocket \u2013 " + models.chain());
    }
    frame.setIconImages(images());
    frame.setMinimumSize(LEAST);
    Rectangle room = room(frame.getGraphicsConfiguration());
    frame.setSize(Math.min(SIZE.width, room.width), Math.min(SIZE.height, room.height));
    frame.setLocation(
        room.x + (room.width - frame.getWidth()) / 2,
        room.y + (room.height - frame.getHeight()) / 2);
  }

  /** Returns the part of the screen that no bar of the desktop covers. */
  private static Rectangle room(GraphicsConfiguration screen) {
    Rectangle all = screen.getBounds();
    Insets bars = Toolkit.getDefaultToolkit().getScreenInsets(screen);
    return new Rectangle(
        all.x + bars.left,
        all.y + bars.top,
        all.width - bars.left - bars.right,
        all.height - bars.top - bars.bottom);
  }

  private static List<BufferedImage> images() {
    List<BufferedImage> images = new ArrayList<>();
    for (int size : new int[] {16, 32, 48, 64, 128}) {
      BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
      var g = image.createGraphics();
      JLabel owner = new JLabel();
      Icons.ROCKET.size(size, "accent").paintIcon(owner, g, 0, 0);
      g.dispose();
      images.add(image);
    }
    return images;
  }

  public void open() {
    frame.setVisible(true);
  }

  public MainPanel panel() {
    return panel;
  }

  /** Says that the program ends; the window stays until it has. */
  public void showStopping(String text) {
    panel.showStopping(text);
  }

  public void dispose() {
    frame.dispose();
  }
}
