// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page;

import javax.swing.JComponent;
import org.moneyrocket.gui.widget.Icons;

/** A page of the window. All methods are called on the event thread. */
public interface Page {
  /** Returns the word in the navigation. */
  String title();

  Icons icon();

  /** Returns what is shown; always the same object, so that what was typed stays. */
  JComponent component();

  /** The page comes into view, or goes; pages that ask for fresh values do so only in view. */
  default void visible(boolean inView) {}
}
