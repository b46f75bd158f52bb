// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.Component;
import java.util.function.Supplier;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JTextField;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Theme;

/** Simple messages and questions, over the window they belong to. */
public final class Notes {
  private final Supplier<Component> parent;

  public Notes(Supplier<Component> parent) {
    this.parent = parent;
  }

  public Component parent() {
    return parent.get();
  }

  public void error(String text) {
    show(text, JOptionPane.ERROR_MESSAGE);
  }

  public void info(String text) {
    show(text, JOptionPane.INFORMATION_MESSAGE);
  }

  private void show(String text, int kind) {
    JOptionPane.showMessageDialog(parent(), wrapped(text), "Moneyrocket", kind);
  }

  /** Asks a question whose answer is a deed; {@code deed} names it. */
  public boolean confirm(String text, String deed) {
    Object[] choices = {deed, t("Cancel")};
    return JOptionPane.showOptionDialog(
            parent(),
            wrapped(text),
            "Moneyrocket",
            JOptionPane.DEFAULT_OPTION,
            JOptionPane.QUESTION_MESSAGE,
            null,
            choices,
            choices[1])
        == 0;
  }

  /** Shows a path that can be copied. */
  public void path(String text, String path) {
    JPanel panel = new JPanel(new MigLayout("insets 0, wrap 1", "[440,fill]"));
    panel.add(Labels.paragraph(text, ""));
    JTextField field = new JTextField(path);
    field.setEditable(false);
    field.setFont(Theme.mono(12.5f));
    panel.add(field);
    JOptionPane.showMessageDialog(parent(), panel, "Moneyrocket", JOptionPane.INFORMATION_MESSAGE);
  }

  private static JPanel wrapped(String text) {
    JPanel panel = new JPanel(new MigLayout("insets 4 0 4 0", "[400,fill]"));
    panel.add(Labels.paragraph(text, ""));
    return panel;
  }
}
