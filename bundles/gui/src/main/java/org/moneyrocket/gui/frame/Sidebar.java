// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.frame;

import static org.moneyrocket.gui.text.Text.t;

import java.awt.Component;
import java.awt.Cursor;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.KeyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.swing.AbstractAction;
import javax.swing.ButtonGroup;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import javax.swing.KeyStroke;
import javax.swing.SwingConstants;
import net.miginfocom.swing.MigLayout;
import org.moneyrocket.gui.dialog.WalletActions;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.WalletRef;
import org.moneyrocket.gui.page.Page;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.gui.widget.Labels;
import org.moneyrocket.gui.widget.Theme;

/** Brand, wallet switcher and the list of pages. */
final class Sidebar extends JPanel {
  private static final long serialVersionUID = 1L;
  private static final int WALLET_PAGES = 4;

  private final transient Models models;
  private final transient WalletActions actions;
  private final JButton wallet;
  private final List<NavButton> buttons = new ArrayList<>();

  Sidebar(Models models, WalletActions actions, List<Page> pages, Consumer<Page> chosen) {
    super(new MigLayout("insets 16 12 14 12, wrap 1, gapy 3", "[190!,fill]"));
    this.models = models;
    this.actions = actions;
    JLabel brand = new JLabel("Moneyrocket", Icons.ROCKET.size(26, "accent"), SwingConstants.LEFT);
    brand.setFont(Theme.strong(16f));
    brand.setIconTextGap(8);
    add(brand, "gapleft 6, gapbottom " + (models.chain().equals("main") ? "14" : "2"));
    if (!models.chain().equals("main")) {
      add(Labels.label(models.chain(), Theme.strong(11f), "warn"), "gapleft 41, gapbottom 10");
    }
    wallet = new WalletButton();
    wallet.addActionListener(event -> showWallets());
    add(wallet, "h 46!, gapbottom 12");
    ButtonGroup group = new ButtonGroup();
    for (int i = 0; i < pages.size(); i++) {
      Page page = pages.get(i);
      NavButton button = new NavButton(page);
      button.addActionListener(event -> chosen.accept(page));
      group.add(button);
      buttons.add(button);
      add(button, "h 38!" + (i == WALLET_PAGES - 1 ? ", gapbottom 14" : ""));
      bindKey(button, i);
    }
    models.wallets().changes().add(this::showWallet);
    models.wallet().changes().add(this::showWallet);
  }

  /** Alt and a digit open a page, as in other wallets. */
  private void bindKey(NavButton button, int index) {
    String name = "page" + index;
    getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW)
        .put(KeyStroke.getKeyStroke(KeyEvent.VK_1 + index, KeyEvent.ALT_DOWN_MASK), name);
    getActionMap()
        .put(
            name,
            new AbstractAction() {
              private static final long serialVersionUID = 1L;

              @Override
              public void actionPerformed(java.awt.event.ActionEvent event) {
                button.doClick(0);
              }
            });
    button.setToolTipText("Alt+" + (index + 1));
  }

  void select(Page page) {
    buttons.stream().filter(b -> b.page == page).forEach(b -> b.setSelected(true));
  }

  private void showWallet() {
    Optional<WalletRef> selected = models.wallets().selected();
    wallet.setText(
        selected
            .map(ref -> models.wallets().title(ref))
            .orElse(models.wallets().connected() ? t("No wallet") : t("Wallet not running")));
    boolean locked = models.wallet().status().map(s -> s.encrypted() && s.locked()).orElse(false);
    boolean encrypted = models.wallet().status().map(s -> s.encrypted()).orElse(false);
    Icons icon = locked ? Icons.LOCK : encrypted ? Icons.UNLOCK : Icons.WALLET;
    wallet.setIcon(icon.size(18, "accent"));
    wallet.setToolTipText(
        locked
            ? t("This wallet is locked: spending needs the passphrase")
            : encrypted ? t("This wallet is unlocked for spending") : t("Wallets"));
    wallet.getAccessibleContext().setAccessibleName(t("Wallets") + ": " + wallet.getText());
  }

  private void showWallets() {
    actions.menu().show(wallet, 0, wallet.getHeight() + 4);
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    graphics.setColor(Theme.colour("side"));
    graphics.fillRect(0, 0, getWidth(), getHeight());
    graphics.setColor(Theme.colour("line"));
    graphics.fillRect(getWidth() - 1, 0, 1, getHeight());
  }

  /** Paints what both kinds of button have in common: a round background. */
  private static void background(Graphics graphics, Component button, String colour) {
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Theme.colour(colour));
    g.fillRoundRect(0, 0, button.getWidth(), button.getHeight(), 12, 12);
    g.dispose();
  }

  private static final class WalletButton extends JButton {
    private static final long serialVersionUID = 1L;

    WalletButton() {
      setHorizontalAlignment(SwingConstants.LEFT);
      setContentAreaFilled(false);
      setBorderPainted(false);
      setIconTextGap(10);
      setMargin(new java.awt.Insets(0, 4, 0, 18));
      setFont(Theme.strong(13f));
      setCursor(Cursor.getPredefinedCursor(Cursor.HAND_CURSOR));
    }

    @Override
    protected void paintComponent(Graphics graphics) {
      background(graphics, this, getModel().isRollover() ? "hover" : "card");
      super.paintComponent(graphics);
      Icons.DOWN.size(14, "muted").paintIcon(this, graphics, getWidth() - 24, getHeight() / 2 - 7);
    }
  }

  private static final class NavButton extends JToggleButton {
    private static final long serialVersionUID = 1L;
    private final transient Page page;

    NavButton(Page page) {
      super(page.title());
      this.page = page;
      setHorizontalAlignment(SwingConstants.LEFT);
      setContentAreaFilled(false);
      setBorderPainted(false);
      setIcon(page.icon().size(18, "muted"));
      setSelectedIcon(page.icon().size(18, "accent"));
      setIconTextGap(11);
      setMargin(new java.awt.Insets(0, 4, 0, 4));
      setFont(Theme.text(13.5f));
      setCursor(Cursor.getPredefinedCursor(Cursor.HAND_CURSOR));
    }

    @Override
    protected void paintComponent(Graphics graphics) {
      if (isSelected()) {
        background(graphics, this, "chosen");
      } else if (getModel().isRollover() || isFocusOwner()) {
        background(graphics, this, "hover");
      }
      super.paintComponent(graphics);
    }
  }
}
