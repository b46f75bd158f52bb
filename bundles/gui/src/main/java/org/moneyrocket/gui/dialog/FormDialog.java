// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dialog;
import java.awt.Dimension;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.Window;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;
import org.moneyrocket.gui.widget.Layouts;

/** Shows a form in a dialog of its own, and keeps the two in step. */
final class FormDialog implements Form.Frame {
  /** What stays free around a dialog that is as large as the screen. */
  private static final int MARGIN = 48;

  private final Form form;
  private final JDialog dialog;

  private FormDialog(Component parent, Form form) {
    this.form = form;
    Window owner =
        parent instanceof Window window ? window : SwingUtilities.getWindowAncestor(parent);
    dialog = new JDialog(owner, form.title(), Dialog.ModalityType.APPLICATION_MODAL);
    dialog.getContentPane().add(form.content(), BorderLayout.CENTER);
    dialog.getRootPane().setDefaultButton(form.defaultButton());
    dialog
        .getRootPane()
        .registerKeyboardAction(
            event -> form.close(),
            KeyStroke.getKeyStroke("ESCAPE"),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
    dialog.setDefaultCloseOperation(JDialog.DISPOSE_ON_CLOSE);
    dialog.setResizable(false);
  }

  /** Opens the dialog over the window of {@code parent} and returns when it is closed. */
  static void show(Component parent, Form form) {
    FormDialog shown = new FormDialog(parent, form);
    form.shownIn(shown);
    shown.open();
  }

  private void open() {
    dialog.pack();
    // Heights of texts are known when their widths are.
    Layouts.settle(form.content());
    fit();
    dialog.setLocationRelativeTo(dialog.getOwner());
    dialog.setVisible(true);
  }

  @Override
  public void fit() {
    Insets frame = dialog.getInsets();
    Rectangle screen = dialog.getGraphicsConfiguration().getBounds();
    Dimension room =
        new Dimension(
            screen.width - frame.left - frame.right - MARGIN,
            screen.height - frame.top - frame.bottom - MARGIN);
    Dimension inner = form.size(room);
    Dimension wanted =
        new Dimension(
            inner.width + frame.left + frame.right, inner.height + frame.top + frame.bottom);
    if (!wanted.equals(dialog.getSize())) {
      dialog.setSize(wanted);
      dialog.validate();
      keepOnScreen(screen);
    }
  }

  private void keepOnScreen(Rectangle screen) {
    int lowest = screen.y + screen.height - dialog.getHeight();
    if (dialog.isVisible() && dialog.getY() > lowest) {
      dialog.setLocation(dialog.getX(), Math.max(screen.y, lowest));
    }
  }

  @Override
  public void close() {
    dialog.dispose();
  }
}
