// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.Rectangle;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JViewport;
import javax.swing.Scrollable;

/** Content that fills its view, and scrolls only where the view is too small for it. */
public final class FittedPanel extends JPanel implements Scrollable {
  private static final long serialVersionUID = 1L;

  public FittedPanel(JComponent page) {
    super(new BorderLayout());
    add(page);
  }

  @Override
  public Dimension getPreferredScrollableViewportSize() {
    return getPreferredSize();
  }

  @Override
  public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
    return 18;
  }

  @Override
  public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
    return visible.height - 18;
  }

  @Override
  public boolean getScrollableTracksViewportWidth() {
    return getParent() instanceof JViewport view && view.getWidth() >= getMinimumSize().width;
  }

  @Override
  public boolean getScrollableTracksViewportHeight() {
    return getParent() instanceof JViewport view && view.getHeight() >= getMinimumSize().height;
  }
}
