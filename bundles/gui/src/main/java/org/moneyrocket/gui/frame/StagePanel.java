// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.frame;

import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JTextPane;
import javax.swing.text.SimpleAttributeSet;
import javax.swing.text.StyleConstants;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Theme;

/** Covers the window while the program starts or stops: what happens now, and that it does. */
final class StagePanel extends JPanel {
  private static final long serialVersionUID = 1L;

  private final JLabel title = Labels.label("", Theme.strong(22f), "");
  private final JTextPane text = new JTextPane();

  StagePanel() {
    super(new MigLayout("fill, wrap 1, gapy 12", "[center]", "push[][][][]push"));
    add(new JLabel(Icons.ROCKET.size(84, "accent")));
    add(title);
    JProgressBar bar = new JProgressBar();
    bar.setIndeterminate(true);
    add(bar, "w 260!, gaptop 6");
    SimpleAttributeSet centred = new SimpleAttributeSet();
    StyleConstants.setAlignment(centred, StyleConstants.ALIGN_CENTER);
    text.setParagraphAttributes(centred, false);
    text.setEditable(false);
    text.setFocusable(false);
    text.setOpaque(false);
    text.setFont(Theme.text(13f));
    add(text, "w 460!");
  }

  void say(String heading, String sentence) {
    title.setText(heading);
    text.setText(sentence);
  }
}
