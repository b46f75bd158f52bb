// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.Dimension;
import java.awt.EventQueue;
import java.util.function.Consumer;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ScrollPaneConstants;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.widget.Banner;
import org.moneyrocket.gui.widget.Buttons;
import org.moneyrocket.gui.widget.FittedPanel;
import org.moneyrocket.gui.widget.Labels;

/**
 * A dialog with fields and one deed. It stays open with what was typed until the deed has succeeded
 * or the user cancels; what is wrong is said in the dialog. It is as high as what it says, and
 * where the screen is too small for that the fields scroll and the buttons stay in view.
 */
public final class Form {
  /** Where a form is shown. */
  interface Frame {
    /** Takes the size that the form asks for now, as far as the screen allows. */
    void fit();

    void close();
  }

  private static final Frame NOWHERE =
      new Frame() {
        @Override
        public void fit() {
          // A form that is not shown yet has no size.
        }

        @Override
        public void close() {
          // Nor can it be closed.
        }
      };

  private final Notes notes;
  private final String title;
  private final JPanel content = new Content();
  private final JPanel rows =
      new JPanel(new MigLayout("insets 2, wrap 1, gapy 8, hidemode 3", "[420::,grow,fill]"));
  private final Banner banner = new Banner();
  private final JButton deed;
  private final JButton cancel;
  private boolean careful;
  private Runnable action = this::close;
  private Frame frame = NOWHERE;

  /**
   * Makes a form.
   *
   * @param deedName words on the button
   */
  public Form(Notes notes, String title, String deedName) {
    this.notes = notes;
    this.title = title;
    this.deed = Buttons.primary(deedName, () -> action.run());
    this.cancel = Buttons.plain(t("Cancel"), this::close);
    content.add(Labels.heading(title), "gapleft 2, gapbottom 4");
    JScrollPane pane = new JScrollPane(new FittedPanel(rows));
    pane.setBorder(null);
    pane.setHorizontalScrollBarPolicy(ScrollPaneConstants.HORIZONTAL_SCROLLBAR_NEVER);
    pane.getVerticalScrollBar().setUnitIncrement(18);
    content.add(pane, "hmin 60");
    content.add(banner);
    JPanel buttons = new JPanel(new MigLayout("insets 8 0 0 0, hidemode 3", "push[][]"));
    buttons.add(cancel);
    buttons.add(deed);
    content.add(buttons);
  }

  /** What the form consists of. Whenever its height changes the dialog follows. */
  private final class Content extends JPanel {
    private static final long serialVersionUID = 1L;

    Content() {
      super(
          new MigLayout(
              "insets 22 22 18 22, wrap 1, gapy 8, hidemode 3",
              "[grow,fill]",
              "[][grow,fill][][]"));
    }

    @Override
    public void doLayout() {
      super.doLayout();
      if (getPreferredSize().height != getHeight()) {
        EventQueue.invokeLater(() -> frame.fit());
      }
    }
  }

  /** Adds a paragraph. */
  public Form say(String text) {
    rows.add(Labels.paragraph(text, "muted"), "wmin 0, gapbottom 4");
    return this;
  }

  /** Adds a sentence that must not be overlooked. */
  public Form warn(String text) {
    return banner(Banner.Tone.WARNING, text);
  }

  Form banner(Banner.Tone tone, String text) {
    Banner warning = new Banner();
    warning.say(tone, text);
    rows.add(warning);
    return this;
  }

  /** Adds a field under its name. */
  public Form field(String name, JComponent field) {
    rows.add(Labels.muted(name), "gaptop 2");
    rows.add(field, "w 420");
    field.getAccessibleContext().setAccessibleName(name);
    return this;
  }

  /** Adds anything. */
  public Form row(JComponent component) {
    rows.add(component);
    return this;
  }

  /** Leaves out the button that cancels: there is nothing to decide. */
  Form single() {
    cancel.setVisible(false);
    return this;
  }

  /** Lets the Enter key cancel: the deed must be chosen. */
  Form careful() {
    careful = true;
    return this;
  }

  /** Sets what the button does; it calls {@link #close}, {@link #fail} or {@link #busy}. */
  public Form deed(Consumer<Form> what) {
    action = () -> what.accept(this);
    return this;
  }

  /** Opens the dialog and returns when it is closed. */
  public void show() {
    notes.show(this);
  }

  String title() {
    return title;
  }

  /** Returns what the dialog shows. */
  public JPanel content() {
    return content;
  }

  /** Returns the button that the Enter key presses. */
  JButton defaultButton() {
    return careful ? cancel : deed;
  }

  JButton deedButton() {
    return deed;
  }

  void shownIn(Frame shown) {
    frame = shown;
  }

  /** Says that the answer is awaited. */
  public void busy(String text) {
    deed.setEnabled(false);
    banner.say(Banner.Tone.INFO, text);
    frame.fit();
  }

  /** Says what is wrong; the form can be tried again. */
  public void fail(String text) {
    deed.setEnabled(true);
    banner.say(Banner.Tone.ERROR, text);
    frame.fit();
  }

  public void close() {
    frame.close();
  }

  /** Returns the size it asks for, no larger than {@code room}. */
  Dimension size(Dimension room) {
    Dimension wanted = content.getPreferredSize();
    return new Dimension(Math.min(wanted.width, room.width), Math.min(wanted.height, room.height));
  }
}
