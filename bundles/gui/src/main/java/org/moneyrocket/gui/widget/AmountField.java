// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import static org.moneyrocket.gui.text.Text.t;

import com.formdev.flatlaf.FlatClientProperties;
import javax.swing.JLabel;
import javax.swing.JTextField;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.gui.format.Typed;
import org.moneyrocket.gui.format.Unit;
import org.moneyrocket.gui.model.Preferences;
import org.moneyrocket.primitives.Amount;

/**
 * A field for an amount of money, with its unit and, while what is typed is not understood, the
 * reason. When the unit of the window changes, the amount stays the same.
 */
public final class AmountField {
  private final Preferences preferences;
  private final Runnable changed;
  private final JTextField field = new JTextField();
  private final JLabel unit = Labels.muted("");
  private final Notice problem = new Notice();
  private final Runnable onUnit = this::unitChanged;
  private Unit typedUnit;

  /**
   * Makes a field.
   *
   * @param changed what to do when another amount is typed
   */
  public AmountField(Preferences preferences, Runnable changed) {
    this.preferences = preferences;
    this.changed = changed;
    this.typedUnit = preferences.unit();
    field.getAccessibleContext().setAccessibleName(t("Amount"));
    field.getDocument().addDocumentListener(new Typing(this::typed));
    preferences.changes().add(onUnit);
  }

  private void typed() {
    String reason = read().reason();
    problem.say(reason);
    Labels.outline(field, !reason.isEmpty());
    changed.run();
  }

  private void unitChanged() {
    Unit now = preferences.unit();
    unit.setText(now.symbol());
    field.putClientProperty(
        FlatClientProperties.PLACEHOLDER_TEXT, now == Unit.SAT ? "0" : "0.00000000");
    if (now != typedUnit) {
      Typed<Amount> before = AmountText.read(field.getText(), typedUnit);
      typedUnit = now;
      // What was no amount is looked at anew, so that it says so in the words of the new unit.
      before.value().ifPresentOrElse(this::set, this::typed);
    }
  }

  /** Returns what is typed. */
  public Typed<Amount> read() {
    return AmountText.read(field.getText(), typedUnit);
  }

  public void set(Amount amount) {
    field.setText(AmountText.number(amount, typedUnit));
  }

  public void clear() {
    field.setText("");
  }

  /** Stops listening; the field is gone from its page. */
  public void discard() {
    preferences.changes().remove(onUnit);
  }

  public JTextField field() {
    return field;
  }

  public JLabel unit() {
    return unit;
  }

  /** Returns where the reason is shown, hidden while there is none. */
  public Notice problem() {
    return problem;
  }
}
