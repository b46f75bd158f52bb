// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.widget;

import java.awt.BorderLayout;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import net.miginfocom.swing.MigLayout;

/** One sentence the user should see, with a colour that says how bad it is. Hidden when empty. */
public final class Banner extends JPanel {
  private static final long serialVersionUID = 1L;

  /** How bad it is. */
  public enum Tone {
    INFO("infoBack", "accent", Icons.INFO),
    GOOD("goodBack", "good", Icons.CHECK),
    WARNING("warnBack", "warn", Icons.WARNING),
    ERROR("badBack", "bad", Icons.WARNING);

    private final String back;
    private final String front;
    private final Icons icon;

    Tone(String back, String front, Icons icon) {
      this.back = back;
      this.front = front;
      this.icon = icon;
    }
  }

  public Banner() {
    super(new BorderLayout());
    setOpaque(false);
    setVisible(false);
  }

  /** Shows a sentence; buttons, if any, follow it. */
  public void say(Tone tone, String text, JButton... buttons) {
    removeAll();
    Card card = new Card(new MigLayout("insets 10 14 10 14, gap 12", "[][grow,fill][]"), tone.back);
    JLabel icon = new JLabel(tone.icon.size(18, tone.front));
    card.add(icon, "top");
    Paragraph words = Labels.paragraph(text, "");
    words.setFocusable(true);
    card.add(words, "growx, wmin 100");
    for (JButton button : buttons) {
      card.add(button);
    }
    add(card);
    setVisible(true);
    getAccessibleContext().setAccessibleName(text);
    revalidate();
    repaint();
  }

  public void hush() {
    if (isVisible()) {
      removeAll();
      setVisible(false);
      revalidate();
    }
  }
}
