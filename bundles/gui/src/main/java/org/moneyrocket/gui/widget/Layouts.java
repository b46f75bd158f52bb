// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import java.awt.Component;
import java.awt.Container;

/** Lays out what is not on the screen yet. */
public final class Layouts {
  /** Texts know their height after the first round, what holds them after the second. */
  private static final int ROUNDS = 3;

  private Layouts() {}

  /** Lays out {@code root}, whose size is set, until heights fit to widths. */
  public static void settle(Container root) {
    for (int i = 0; i < ROUNDS; i++) {
      invalidate(root);
      layout(root);
    }
  }

  private static void invalidate(Container container) {
    for (Component child : container.getComponents()) {
      if (child instanceof Container inner) {
        invalidate(inner);
      }
    }
    container.invalidate();
  }

  private static void layout(Container container) {
    container.doLayout();
    for (Component child : container.getComponents()) {
      if (child instanceof Container inner) {
        layout(inner);
      }
    }
  }
}
