// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import javax.swing.JTextField;
import org.moneyrocket.gui.model.WalletModel;
import org.moneyrocket.gui.widget.Labels;

/** Changes the label of an address. */
public final class LabelForm {
  private final WalletModel wallet;
  private final Notes notes;

  public LabelForm(WalletModel wallet, Notes notes) {
    this.wallet = wallet;
    this.notes = notes;
  }

  public void show(String address, String present) {
    JTextField label = new JTextField(present);
    new Form(notes, t("Label"), t("Keep"))
        .row(Labels.code(address))
        .field(t("Label"), label)
        .deed(
            form ->
                wallet.call(
                    w -> w.setLabel(address, label.getText().strip()),
                    error -> {
                      if (error.isEmpty()) {
                        form.close();
                        wallet.refresh();
                      } else {
                        form.fail(error);
                      }
                    },
                    problem -> form.fail(t(problem.text()))))
        .show();
  }
}
