// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.BorderLayout;
import java.awt.Dialog;
import java.awt.Window;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.widget.Banner;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.Labels;

/**
 * A dialog with fields and one deed. It stays open with what was typed until the deed has succeeded
 * or the user cancels; what is wrong is said in the dialog.
 */
public final class Form {
  private final JPanel content =
      new JPanel(new MigLayout("insets 22 24 18 24, wrap 1, gapy 8", "[grow,fill]"));
  private final Banner banner = new Banner();
  private final JDialog dialog;
  private final JButton deed;
  private Runnable action = () -> {};

  /**
   * Makes a form.
   *
   * @param deedName words on the button
   */
  public Form(Notes notes, String title, String deedName) {
    Window owner =
        notes.parent() instanceof Window window
            ? window
            : SwingUtilities.getWindowAncestor(notes.parent());
    dialog = new JDialog(owner, title, Dialog.ModalityType.APPLICATION_MODAL);
    content.add(Labels.heading(title), "gapbottom 4");
    deed = Buttons.primary(deedName, () -> action.run());
  }

  /** Adds a paragraph. */
  public Form say(String text) {
    content.add(Labels.paragraph(text, "muted"), "wmin 0, w 420, gapbottom 4");
    return this;
  }

  /** Adds a sentence that must not be overlooked. */
  public Form warn(String text) {
    Banner warning = new Banner();
    warning.say(Banner.Tone.WARNING, text);
    content.add(warning);
    return this;
  }

  /** Adds a field under its name. */
  public Form field(String name, JComponent field) {
    content.add(Labels.muted(name), "gaptop 2");
    content.add(field, "w 420");
    field.getAccessibleContext().setAccessibleName(name);
    return this;
  }

  /** Adds anything. */
  public Form row(JComponent component) {
    content.add(component);
    return this;
  }

  /** Sets what the button does; it calls {@link #close}, {@link #fail} or {@link #busy}. */
  public Form deed(Consumer<Form> what) {
    action = () -> what.accept(this);
    return this;
  }

  /** Opens the dialog and returns when it is closed. */
  public void show() {
    content.add(banner, "hidemode 3");
    JPanel buttons = new JPanel(new MigLayout("insets 8 0 0 0", "push[][]"));
    buttons.add(Buttons.plain(t("Cancel"), this::close));
    buttons.add(deed);
    content.add(buttons);
    dialog.getContentPane().add(content, BorderLayout.CENTER);
    dialog.getRootPane().setDefaultButton(deed);
    dialog
        .getRootPane()
        .registerKeyboardAction(
            event -> close(),
            javax.swing.KeyStroke.getKeyStroke("ESCAPE"),
            JComponent.WHEN_IN_FOCUSED_WINDOW);
    dialog.setDefaultCloseOperation(JDialog.DISPOSE_ON_CLOSE);
    dialog.setResizable(false);
    dialog.pack();
    dialog.setLocationRelativeTo(dialog.getOwner());
    dialog.setVisible(true);
  }

  /** Says that the answer is awaited. */
  public void busy(String text) {
    deed.setEnabled(false);
    banner.say(Banner.Tone.INFO, text);
    dialog.pack();
  }

  /** Says what is wrong; the form can be tried again. */
  public void fail(String text) {
    deed.setEnabled(true);
    banner.say(Banner.Tone.ERROR, text);
    dialog.pack();
  }

  public void close() {
    dialog.dispose();
  }
}
