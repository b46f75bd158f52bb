// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.frame;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.Desktop;
import java.io.File;
import java.io.IOException;
import java.util.function.Function;
import org.moneyrocket.gui.dialog.Notes;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.interfaces.node.NodePaths;

/** Opens the log and the data directory with the programs of the desktop. */
final class Files {
  private final Models models;
  private final Notes notes;
  private NodePaths last;

  /**
   * Remembers the paths.
   *
   * @param start where files lie before the node has said it, and while it is not running
   */
  Files(Models models, Notes notes, NodePaths start) {
    this.models = models;
    this.notes = notes;
    this.last = start;
  }

  void openLog() {
    open(NodePaths::logFile);
  }

  void openDirectory() {
    open(NodePaths::networkDirectory);
  }

  private void open(Function<NodePaths, String> which) {
    models
        .node()
        .paths(
            paths -> {
              last = paths;
              open(which.apply(paths));
            },
            problem -> open(which.apply(last)));
  }

  private void open(String path) {
    models
        .background()
        .run(
            () -> openOnDesktop(new File(path)),
            opened -> {
              if (!opened) {
                notes.path(t("No program of this desktop opens it. You find it here:"), path);
              }
            },
            problem -> notes.path(problem.text(), path));
  }

  private static boolean openOnDesktop(File file) throws IOException {
    if (!Desktop.isDesktopSupported() || !Desktop.getDesktop().isSupported(Desktop.Action.OPEN)) {
      return false;
    }
    Desktop.getDesktop().open(file);
    return true;
  }
}
