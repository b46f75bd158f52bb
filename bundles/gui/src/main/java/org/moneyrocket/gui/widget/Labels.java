// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.Color;
import java.awt.Font;
import javax.swing.JLabel;

/** Texts in the few sizes and colours that the window uses. They follow a change of the theme. */
public final class Labels {
  private Labels() {}

  /** The title of a page. */
  public static JLabel title(String text) {
    return label(text, Theme.strong(21f), "");
  }

  /** The title of a card. */
  public static JLabel heading(String text) {
    return label(text, Theme.strong(14f), "");
  }

  public static JLabel plain(String text) {
    return label(text, Theme.text(13f), "");
  }

  public static JLabel strong(String text) {
    return label(text, Theme.strong(13f), "");
  }

  public static JLabel muted(String text) {
    return label(text, Theme.text(12f), "muted");
  }

  public static JLabel mono(String text) {
    return label(text, Theme.mono(12.5f), "");
  }

  /**
   * Makes a label.
   *
   * @param colour name of a colour of the theme, empty for that of text
   */
  public static JLabel label(String text, Font font, String colour) {
    return new ThemedLabel(text, font, colour);
  }

  /** Text of several lines, in a colour of the theme. */
  public static Paragraph paragraph(String text, String colour) {
    return new Paragraph(text, Theme.text(13f), colour);
  }

  /** An address, a hash or the like in full: it wraps anywhere, and can be marked and copied. */
  public static Paragraph code(String text) {
    Paragraph code = new Paragraph(text, Theme.mono(12.5f), "");
    code.setWrapStyleWord(false);
    code.setFocusable(true);
    return code;
  }

  /** Marks a component as one that shows an error at its border, or takes the mark away. */
  public static void outline(javax.swing.JComponent component, boolean wrong) {
    component.putClientProperty(
        FlatClientProperties.OUTLINE, wrong ? FlatClientProperties.OUTLINE_ERROR : null);
  }

  private static final class ThemedLabel extends JLabel {
    private static final long serialVersionUID = 1L;
    private final String colour;

    ThemedLabel(String text, Font font, String colour) {
      super(text);
      this.colour = colour;
      setFont(font);
    }

    @Override
    public Color getForeground() {
      return colour == null || colour.isEmpty() ? super.getForeground() : Theme.colour(colour);
    }
  }
}
