// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import javax.swing.JCheckBox;

/** Asks whether the node, which this window started, may end with it. */
public final class StopQuestion {
  /** What the user wants. */
  public record Answer(boolean stop, boolean askAgain) {}

  private StopQuestion() {}

  /** Asks; closing the question means no. */
  public static Answer ask(Notes notes) {
    JCheckBox again = new JCheckBox(t("Ask again next time"), true);
    boolean[] stop = new boolean[1];
    new Form(notes, t("Quit Moneyrocket?"), t("Stop the node and quit"))
        .say(
            t(
                "Closing the window stops the node as well: it belongs to this window. A node that"
                    + " was started by itself goes on without one."))
        .row(again)
        .deed(
            form -> {
              stop[0] = true;
              form.close();
            })
        .show();
    return new Answer(stop[0], again.isSelected());
  }
}
