// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.page.console;

import static org.moneyrocket.gui.text.Text.t;

import com.formdev.flatlaf.FlatClientProperties;
import java.awt.event.ActionEvent;
import java.awt.event.KeyEvent;
import java.util.List;
import java.util.Optional;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextField;
import javax.swing.JTextPane;
import javax.swing.KeyStroke;
import javax.swing.text.BadLocationException;
import javax.swing.text.SimpleAttributeSet;
import javax.swing.text.StyleConstants;
import javax.swing.text.StyledDocument;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.model.ConsoleModel;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.widget.Banner;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.Card;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Theme;

/** The page that runs JSON-RPC methods: with history, completion, and without keeping secrets. */
public final class ConsolePage implements Page {
  /** Characters kept in view. */
  private static final int MAX_OUTPUT = 500_000;

  private final Models models;
  private final ConsoleModel console;
  private final JPanel page =
      new JPanel(
          new MigLayout("insets 20 24 20 24, wrap 1, gapy 12", "[grow,fill]", "[][][grow,fill][]"));
  private final JTextPane output = new JTextPane();
  private final JTextField input = new JTextField();
  private final History history = new History();

  public ConsolePage(Models models) {
    this.models = models;
    this.console = models.console();
    JPanel head = new JPanel(new MigLayout("insets 0", "[]push[]"));
    head.add(Labels.title(t("Console")));
    head.add(Buttons.quiet(t("Clear"), Icons.REMOVE.size(16), this::clear));
    page.add(head);
    Banner warning = new Banner();
    warning.say(
        Banner.Tone.WARNING,
        t("Whoever tells you to type something here may be after your money. Do not do it."));
    page.add(warning);
    Card card = new Card(new MigLayout("insets 8, fill", "[grow,fill]", "[grow,fill]"));
    output.setEditable(false);
    output.setOpaque(false);
    output.setFont(Theme.mono(12.5f));
    output.getAccessibleContext().setAccessibleName(t("Answers"));
    JScrollPane pane = new JScrollPane(output);
    pane.setOpaque(false);
    pane.getViewport().setOpaque(false);
    card.add(pane, "h 120:260, wmin 200");
    page.add(card, "grow");
    input.setFont(Theme.mono(13f));
    input.putClientProperty(
        FlatClientProperties.PLACEHOLDER_TEXT, t("Method and arguments; help lists the methods"));
    input.putClientProperty(
        FlatClientProperties.TEXT_FIELD_LEADING_ICON, Icons.CONSOLE.size(16, "muted"));
    input.getAccessibleContext().setAccessibleName(t("Method and arguments"));
    input.setFocusTraversalKeysEnabled(false);
    input.addActionListener(event -> run());
    key(KeyEvent.VK_UP, () -> input.setText(history.older(input.getText())));
    key(KeyEvent.VK_DOWN, () -> input.setText(history.newer()));
    key(KeyEvent.VK_TAB, this::complete);
    page.add(input);
  }

  private void key(int code, Runnable action) {
    String name = "console" + code;
    input.getInputMap().put(KeyStroke.getKeyStroke(code, 0), name);
    input
        .getActionMap()
        .put(
            name,
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(ActionEvent event) {
                action.run();
              }
            });
  }

  /** Completes the name of a method; an empty line gives the focus away, as the key does. */
  private void complete() {
    String typed = input.getText();
    if (typed.isEmpty()) {
      input.transferFocus();
      return;
    }
    List<String> found = console.names().stream().filter(n -> n.startsWith(typed)).toList();
    if (found.size() == 1) {
      input.setText(found.get(0) + " ");
    } else if (found.size() > 1) {
      input.setText(commonStart(found));
      print(String.join("  ", found), "muted");
    }
  }

  static String commonStart(List<String> words) {
    String start = words.get(0);
    for (String word : words) {
      while (!word.startsWith(start)) {
        start = start.substring(0, start.length() - 1);
      }
    }
    return start;
  }

  private void run() {
    String line = input.getText().strip();
    if (line.isEmpty()) {
      return;
    }
    input.setText("");
    print("> " + history.add(line), "accent");
    console.run(
        line,
        models.wallets().selected(),
        answer -> print(answer.text(), answer.error() ? "bad" : ""));
  }

  private void print(String text, String colour) {
    SimpleAttributeSet style = new SimpleAttributeSet();
    if (!colour.isEmpty()) {
      StyleConstants.setForeground(style, Theme.colour(colour));
    }
    StyledDocument document = output.getStyledDocument();
    try {
      document.insertString(document.getLength(), text + "\n", style);
      int excess = document.getLength() - MAX_OUTPUT;
      if (excess > 0) {
        document.remove(0, excess);
      }
    } catch (BadLocationException e) {
      throw new IllegalStateException("the end of the console is not where it was", e);
    }
    output.setCaretPosition(document.getLength());
  }

  private void clear() {
    output.setText("");
  }

  /** Types a line and runs it. */
  void type(String line) {
    input.setText(line);
    run();
  }

  Optional<String> lastLine() {
    return output.getText().lines().reduce((first, second) -> second);
  }

  @Override
  public String title() {
    return t("Console");
  }

  @Override
  public Icons icon() {
    return Icons.CONSOLE;
  }

  @Override
  public JComponent component() {
    return page;
  }

  @Override
  public void visible(boolean inView) {
    if (inView) {
      input.requestFocusInWindow();
    }
  }
}
