// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import static org.moneyrocket.gui.text.Text.t;

import java.util.Optional;
import javax.swing.ButtonGroup;
import javax.swing.JCheckBox;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JRadioButton;
import javax.swing.JTextField;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.format.AmountText;
import org.moneyrocket.interfaces.wallet.FeeChoice;

/** How fast, or at which rate. */
public final class FeeCard extends Card {
  private static final long serialVersionUID = 1L;

  private final JRadioButton fast = new JRadioButton(t("Fast"));
  private final JRadioButton normal = new JRadioButton(t("Normal"));
  private final JRadioButton slow = new JRadioButton(t("Economy"));
  private final JRadioButton custom = new JRadioButton(t("My own rate"));
  private final JTextField rate = new JTextField("1");
  private final JCheckBox replaceable = new JCheckBox(t("Allow a higher fee later"), true);
  private final Notice problem = new Notice();
  private final JLabel result = Labels.strong(" ");
  private final Notice refusal = new Notice();

  /**
   * Makes a fee chooser.
   *
   * @param withReplaceable whether it is asked that the fee may be raised later
   */
  public FeeCard(Runnable changed, boolean withReplaceable) {
    super(new MigLayout("insets 14 18 14 18, wrap 1, gapy 10, hidemode 3", "[grow,fill]"));
    ButtonGroup group = new ButtonGroup();
    JPanel choices =
        new JPanel(new MigLayout("insets 0, gapx 6, gapy 2", "[][][]20[]4[70!]4[]", "[][]"));
    choices.setOpaque(false);
    for (JRadioButton button : new JRadioButton[] {fast, normal, slow, custom}) {
      group.add(button);
      button.addActionListener(event -> changed.run());
    }
    normal.setSelected(true);
    choices.add(fast);
    choices.add(normal);
    choices.add(slow);
    choices.add(custom);
    choices.add(rate, "growx");
    choices.add(Labels.muted("sat/vB"), "wrap");
    choices.add(Labels.muted(t("about 20 min")), "gapleft 22");
    choices.add(Labels.muted(t("about 1 h")), "gapleft 22");
    choices.add(Labels.muted(t("within a day")), "gapleft 22");
    rate.getAccessibleContext().setAccessibleName(t("Fee rate in sat/vB"));
    rate.getDocument()
        .addDocumentListener(
            new Typing(
                () -> {
                  custom.setSelected(true);
                  changed.run();
                }));
    add(Labels.heading(t("Fee")));
    add(choices);
    add(problem, "wmin 0");
    if (withReplaceable) {
      add(replaceable);
    }
    add(result, "wmin 0");
    add(refusal, "wmin 0");
  }

  /** Returns the choice; empty if the rate that was typed is none. */
  public Optional<FeeChoice> choice() {
    if (custom.isSelected()) {
      Labels.outline(rate, !problem().isEmpty());
      problem.say(problem());
      return AmountText.readRate(rate.getText())
          .value()
          .map(value -> new FeeChoice(Optional.of(value), Optional.empty()));
    }
    problem.say("");
    Labels.outline(rate, false);
    int target = fast.isSelected() ? 2 : normal.isSelected() ? 6 : 144;
    return Optional.of(new FeeChoice(Optional.empty(), Optional.of(target)));
  }

  /** Returns what is wrong with the rate that was typed; empty if nothing. */
  public String problem() {
    if (!custom.isSelected()) {
      return "";
    }
    return rate.getText().isBlank()
        ? t("Enter a fee rate.")
        : AmountText.readRate(rate.getText()).reason();
  }

  public boolean replaceable() {
    return replaceable.isSelected();
  }

  /** Shows what it comes to. */
  public void show(String text) {
    result.setText(text.isEmpty() ? " " : text);
    result.setVisible(true);
    refusal.say("");
  }

  /** Shows why it cannot be done. */
  public void refuse(String why) {
    result.setVisible(false);
    refusal.say(why);
  }
}
