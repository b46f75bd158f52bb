// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Font;
import java.awt.FontMetrics;
import javax.swing.JTextArea;
import javax.swing.text.View;

/**
 * Text of several lines in a colour of the theme. Its preferred height is always that of the lines
 * at the width it has, or at the width it is going to have: {@link #WIDTH} at most, less where the
 * text is shorter. Text areas of Swing answer with the height of another width until they were laid
 * out twice.
 */
public class Paragraph extends JTextArea {
  private static final long serialVersionUID = 1L;

  /** Preferred width of a text that does not fit into one line. */
  public static final int WIDTH = 420;

  private static final int LEAST = 40;

  private final String colour;

  /**
   * Makes a paragraph.
   *
   * @param colour name of a colour of the theme, empty for that of text
   */
  public Paragraph(String text, Font font, String colour) {
    super(text);
    this.colour = colour;
    setEditable(false);
    setLineWrap(true);
    setWrapStyleWord(true);
    setOpaque(false);
    setBorder(null);
    setFont(font);
    setFocusable(false);
  }

  @Override
  public Color getForeground() {
    return colour == null || colour.isEmpty() ? super.getForeground() : Theme.colour(colour);
  }

  @Override
  public Dimension getPreferredSize() {
    if (isPreferredSizeSet()) {
      return super.getPreferredSize();
    }
    int width = Math.min(WIDTH, longestLine());
    return new Dimension(width, heightAt(getWidth() > 0 ? getWidth() : width));
  }

  @Override
  public Dimension getMinimumSize() {
    Dimension preferred = getPreferredSize();
    return new Dimension(Math.min(LEAST, preferred.width), preferred.height);
  }

  /** Returns the width of the text without any wrapping. */
  private int longestLine() {
    FontMetrics metrics = getFontMetrics(getFont());
    int longest = getText().lines().mapToInt(metrics::stringWidth).max().orElse(0);
    return longest + 2;
  }

  /** Returns the height of the text when it is wrapped at {@code width}. */
  private int heightAt(int width) {
    View lines = getUI().getRootView(this);
    lines.setSize(width, Short.MAX_VALUE);
    return (int) Math.ceil(lines.getPreferredSpan(View.Y_AXIS));
  }

  @Override
  public void setBounds(int x, int y, int width, int height) {
    boolean wrapsAnew = width != getWidth() && width > 0;
    super.setBounds(x, y, width, height);
    if (wrapsAnew && heightAt(width) != height) {
      // Its container has reckoned with another width. Not now: it is being laid out.
      EventQueue.invokeLater(this::revalidate);
    }
  }
}
