// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.fake;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JScrollBar;
import javax.swing.JTable;
import javax.swing.JTextField;
import javax.swing.JViewport;
import javax.swing.text.JTextComponent;
import org.moneyrocket.gui.widget.Layouts;
import org.moneyrocket.gui.widget.Paragraph;

/** Looks for what does not fit: cut off, squeezed, or outside of what holds it. */
public final class Fit {
  private Fit() {}

  /** Gives {@code root} a size, lays it out and returns what does not fit. */
  public static List<String> faults(Container root, Dimension size) {
    root.setSize(size);
    Layouts.settle(root);
    List<String> faults = new ArrayList<>();
    look(root, faults);
    return faults;
  }

  /** Paints {@code root} as it is, as on a display with this scale. */
  public static BufferedImage paint(Container root, double scale) {
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(root.getWidth() * scale),
            (int) Math.ceil(root.getHeight() * scale),
            BufferedImage.TYPE_INT_RGB);
    var g = image.createGraphics();
    g.scale(scale, scale);
    root.paint(g);
    g.dispose();
    return image;
  }

  /** Tells whether a label or a text shows {@code text}. */
  public static boolean shows(Container in, String text) {
    for (Component child : in.getComponents()) {
      if (child.isVisible()
          && (name(child).contains(text) || (child instanceof Container c && shows(c, text)))) {
        return true;
      }
    }
    return false;
  }

  private static void look(Container in, List<String> faults) {
    for (Component child : in.getComponents()) {
      if (!child.isVisible() || child instanceof JScrollBar || child instanceof JTable) {
        continue;
      }
      Rectangle bounds = child.getBounds();
      if (in instanceof JViewport view) {
        boolean wraps = !(child instanceof JTextComponent);
        if (wraps && bounds.width > view.getWidth()) {
          faults.add(name(child) + " is " + bounds.width + " wide in " + view.getWidth());
        }
      } else if (!room(in).contains(bounds) && !bounds.isEmpty()) {
        faults.add(name(child) + " at " + bounds + " leaves its " + in.getSize());
      }
      squeezed(child, faults);
      if (child instanceof Container inner && !isWhole(child)) {
        look(inner, faults);
      }
    }
  }

  /** The ring around what has the focus may reach out by one point. */
  private static Rectangle room(Container container) {
    return new Rectangle(-1, -1, container.getWidth() + 2, container.getHeight() + 2);
  }

  private static boolean isWhole(Component child) {
    return child instanceof AbstractButton
        || child instanceof JComboBox
        || child instanceof JTextComponent;
  }

  private static void squeezed(Component child, List<String> faults) {
    Dimension wanted = child.getPreferredSize();
    boolean wide =
        child instanceof JLabel || child instanceof AbstractButton || child instanceof JComboBox;
    boolean high = wide || child instanceof JTextField || child instanceof Paragraph;
    if ((wide && child.getWidth() < wanted.width) || (high && child.getHeight() < wanted.height)) {
      faults.add(name(child) + " has " + child.getSize() + " and asks for " + wanted);
    }
    boolean pinned = child instanceof Paragraph && !(child.getParent() instanceof JViewport);
    if (pinned && child.getHeight() > wanted.height + 40) {
      faults.add(name(child) + " stands in " + child.getHeight() + " for " + wanted.height);
    }
  }

  private static String name(Component component) {
    String text =
        switch (component) {
          case JLabel label -> label.getText();
          case AbstractButton button -> button.getText();
          case JTextComponent area -> area.getText();
          default -> "";
        };
    return component.getClass().getSimpleName() + " \u201c" + text + "\u201d";
  }
}
