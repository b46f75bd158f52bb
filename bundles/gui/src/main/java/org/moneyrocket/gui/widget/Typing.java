// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

/** Runs something whenever a text changes. */
public record Typing(Runnable action) implements DocumentListener {
  @Override
  public void insertUpdate(DocumentEvent event) {
    action.run();
  }

  @Override
  public void removeUpdate(DocumentEvent event) {
    action.run();
  }

  @Override
  public void changedUpdate(DocumentEvent event) {
    action.run();
  }
}
