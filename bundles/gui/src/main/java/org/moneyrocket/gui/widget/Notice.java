// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

/** A small sentence about what is wrong beside it; it takes no room while there is none. */
public final class Notice extends Paragraph {
  private static final long serialVersionUID = 1L;

  public Notice() {
    this("bad");
  }

  /**
   * Makes a notice of another colour.
   *
   * @param colour name of a colour of the theme
   */
  public Notice(String colour) {
    super("", Theme.text(12f), colour);
    setVisible(false);
  }

  /** Says something, or nothing if {@code text} is empty. */
  public void say(String text) {
    if (!text.equals(getText())) {
      setText(text);
      getAccessibleContext().setAccessibleDescription(text);
    }
    setVisible(!text.isEmpty());
  }
}
