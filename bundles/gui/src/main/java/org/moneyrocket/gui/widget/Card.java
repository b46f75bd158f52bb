// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.LayoutManager;
import java.awt.RenderingHints;
import java.awt.geom.RoundRectangle2D;
import javax.swing.JPanel;

/** A panel with round corners that lifts its content from the page. */
public class Card extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final double ARC = 14;

  private final String fill;

  public Card(LayoutManager layout) {
    this(layout, "card");
  }

  /**
   * Makes a card of another colour.
   *
   * @param fill name of a colour of the theme
   */
  public Card(LayoutManager layout, String fill) {
    super(layout);
    this.fill = fill;
    setOpaque(false);
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    var shape =
        new RoundRectangle2D.Double(0.5, 0.5, getWidth() - 1.0, getHeight() - 1.0, ARC, ARC);
    g.setColor(Theme.colour(fill));
    g.fill(shape);
    if (fill.equals("card")) {
      g.setColor(Theme.colour("line"));
      g.draw(shape);
    }
    g.dispose();
  }
}
