// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import java.awt.HeadlessException;
import java.awt.Toolkit;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.StringSelection;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The clipboard of the desktop. */
public final class Clipboard {
  private static final Logger log = LoggerFactory.getLogger(Clipboard.class);

  private Clipboard() {}

  public static void copy(String text) {
    try {
      Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(text), null);
    } catch (HeadlessException | IllegalStateException e) {
      log.warn("The clipboard cannot be used: {}", e.getMessage());
    }
  }

  /** Returns the text on the clipboard, empty if there is none. */
  public static Optional<String> paste() {
    try {
      Object data =
          Toolkit.getDefaultToolkit().getSystemClipboard().getData(DataFlavor.stringFlavor);
      return Optional.of(data.toString());
    } catch (UnsupportedFlavorException | IOException | IllegalStateException e) {
      log.debug("Nothing to paste: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
