// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.Cursor;
import javax.swing.Icon;
import javax.swing.JButton;

/** Buttons: the one that matters on a page, ordinary ones, and icons. */
public final class Buttons {
  private Buttons() {}

  /** The button of what the page is for. */
  public static JButton primary(String text, Runnable action) {
    JButton button = plain(text, action);
    button.putClientProperty(
        FlatClientProperties.STYLE,
        "background:$Moneyrocket.accent; foreground:$Moneyrocket.onAccent;"
            + " hoverBackground:lighten($Moneyrocket.accent,6%);"
            + " pressedBackground:darken($Moneyrocket.accent,6%);"
            + " focusedBackground:$Moneyrocket.accent;"
            + " default.background:$Moneyrocket.accent;"
            + " default.foreground:$Moneyrocket.onAccent;"
            + " default.hoverBackground:lighten($Moneyrocket.accent,6%);"
            + " default.pressedBackground:darken($Moneyrocket.accent,6%);"
            + " default.focusedBackground:$Moneyrocket.accent;"
            + " default.boldText:false; default.borderWidth:0;"
            + " disabledBackground:$Moneyrocket.line; disabledText:$Moneyrocket.muted;"
            + " borderWidth:0; margin:7,18,7,18");
    button.setFont(Theme.strong(13f));
    return button;
  }

  public static JButton plain(String text, Runnable action) {
    JButton button = new JButton(text);
    button.addActionListener(event -> action.run());
    return button;
  }

  public static JButton plain(String text, Icon icon, Runnable action) {
    JButton button = plain(text, action);
    button.setIcon(icon);
    button.setIconTextGap(7);
    return button;
  }

  /** An icon without a frame; {@code tip} says what it does, also to screen readers. */
  public static JButton icon(Icon icon, String tip, Runnable action) {
    JButton button = new JButton(icon);
    button.putClientProperty(
        FlatClientProperties.BUTTON_TYPE, FlatClientProperties.BUTTON_TYPE_TOOLBAR_BUTTON);
    button.putClientProperty(FlatClientProperties.STYLE, "arc:10; toolbar.margin:5,5,5,5");
    button.setToolTipText(tip);
    button.getAccessibleContext().setAccessibleName(tip);
    button.addActionListener(event -> action.run());
    button.setCursor(Cursor.getPredefinedCursor(Cursor.HAND_CURSOR));
    return button;
  }

  /** An icon with words, without a frame. */
  public static JButton quiet(String text, Icon icon, Runnable action) {
    JButton button = icon(icon, text, action);
    button.setText(text);
    button.setIconTextGap(7);
    button.setToolTipText(null);
    return button;
  }
}
