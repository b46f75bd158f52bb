// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.Component;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.swing.JTextField;
import org.moneyrocket.gui.widget.Banner;
import org.moneyrocket.gui.widget.Theme;

/** Simple messages and questions, over the window they belong to. */
public final class Notes {
  private final Supplier<Component> parent;
  private final Consumer<Form> shown;

  public Notes(Supplier<Component> parent) {
    this.parent = parent;
    this.shown = form -> FormDialog.show(parent.get(), form);
  }

  /**
   * Makes notes that are shown elsewhere than in dialogs, for example nowhere.
   *
   * @param shown gets each form; it returns when the form is closed
   */
  public Notes(Supplier<Component> parent, Consumer<Form> shown) {
    this.parent = parent;
    this.shown = shown;
  }

  public Component parent() {
    return parent.get();
  }

  void show(Form form) {
    shown.accept(form);
  }

  public void error(String text) {
    new Form(this, t("This did not work"), t("Close"))
        .banner(Banner.Tone.ERROR, text)
        .single()
        .show();
  }

  public void info(String text) {
    new Form(this, t("Done"), t("Close")).banner(Banner.Tone.GOOD, text).single().show();
  }

  /** Asks a question whose answer is a deed; {@code deed} names it. */
  public boolean confirm(String text, String deed) {
    boolean[] yes = new boolean[1];
    new Form(this, deed, deed)
        .say(text)
        .careful()
        .deed(
            form -> {
              yes[0] = true;
              form.close();
            })
        .show();
    return yes[0];
  }

  /** Shows a path that can be copied. */
  public void path(String text, String path) {
    JTextField field = new JTextField(path);
    field.setEditable(false);
    field.setFont(Theme.mono(12.5f));
    field.setCaretPosition(0);
    new Form(this, "Moneyrocket", t("Close")).say(text).row(field).single().show();
  }
}
