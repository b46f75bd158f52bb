// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.Component;
import javax.swing.JCheckBox;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.widget.Labels;

/** Asks whether the node, which this window started, may end with it. */
public final class StopQuestion {
  /** What the user wants. */
  public record Answer(boolean stop, boolean askAgain) {}

  private StopQuestion() {}

  /** Asks over {@code parent}; closing the question means no. */
  public static Answer ask(Component parent) {
    JCheckBox again = new JCheckBox(t("Ask again next time"), true);
    JPanel panel = new JPanel(new MigLayout("insets 4 0 4 0, wrap 1", "[400,fill]"));
    panel.add(
        Labels.paragraph(
            t(
                "Closing the window stops the node as well: it belongs to this window. A node that"
                    + " was started by itself goes on without one."),
            ""));
    panel.add(again);
    Object[] choices = {t("Stop the node and quit"), t("Cancel")};
    int chosen =
        JOptionPane.showOptionDialog(
            parent,
            panel,
            "Moneyrocket",
            JOptionPane.DEFAULT_OPTION,
            JOptionPane.QUESTION_MESSAGE,
            null,
            choices,
            choices[0]);
    return new Answer(chosen == 0, again.isSelected());
  }
}
