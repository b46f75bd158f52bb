// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.dialog;

import static org.moneyrocket.gui.text.Text.t;

import javax.swing.ButtonGroup;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import javax.swing.JRadioButtonMenuItem;
import org.moneyrocket.gui.model.Models;
import org.moneyrocket.gui.model.WalletRef;
import org.moneyrocket.gui.model.WalletsModel;
import org.moneyrocket.gui.widget.Icons;
import org.moneyrocket.interfaces.wallet.WalletStatus;

/** What can be done with wallets as a whole: the menu of the wallet switcher. */
public final class WalletActions {
  private final Models models;
  private final Notes notes;
  private final WalletForms forms;
  private final PassphraseForms passphrases;

  public WalletActions(Models models, Notes notes) {
    this.models = models;
    this.notes = notes;
    this.forms = new WalletForms(models, notes);
    this.passphrases = new PassphraseForms(models.wallet(), notes);
  }

  public Notes notes() {
    return notes;
  }

  public WalletForms forms() {
    return forms;
  }

  public PassphraseForms passphrases() {
    return passphrases;
  }

  /** Returns the menu as it is now. */
  public JPopupMenu menu() {
    JPopupMenu menu = new JPopupMenu();
    WalletsModel wallets = models.wallets();
    ButtonGroup group = new ButtonGroup();
    for (WalletRef ref : wallets.all()) {
      JRadioButtonMenuItem item =
          new JRadioButtonMenuItem(
              wallets.title(ref), wallets.selected().filter(ref::equals).isPresent());
      item.addActionListener(event -> wallets.select(ref));
      group.add(item);
      menu.add(item);
    }
    if (!wallets.all().isEmpty()) {
      menu.addSeparator();
    }
    boolean any = wallets.connected();
    add(menu, Icons.PLUS, t("Create a wallet\u2026"), any, forms::create);
    add(menu, Icons.FOLDER, t("Open a wallet\u2026"), any, forms::load);
    add(menu, Icons.REFRESH, t("Restore from a backup\u2026"), any, forms::restore);
    models.wallet().status().ifPresent(status -> addOfWallet(menu, status));
    return menu;
  }

  private void addOfWallet(JPopupMenu menu, WalletStatus status) {
    menu.addSeparator();
    if (!status.encrypted()) {
      add(menu, Icons.LOCK, t("Encrypt\u2026"), status.privateKeys(), passphrases::encrypt);
    } else {
      if (status.locked()) {
        add(menu, Icons.UNLOCK, t("Unlock\u2026"), true, () -> passphrases.unlock(() -> {}));
      } else {
        add(menu, Icons.LOCK, t("Lock"), true, passphrases::lock);
      }
      add(menu, Icons.KEY, t("Change the passphrase\u2026"), true, passphrases::change);
    }
    add(menu, Icons.EXPORT, t("Back up\u2026"), true, forms::backup);
    add(menu, Icons.REMOVE, t("Close this wallet"), true, forms::unload);
  }

  private static void add(
      JPopupMenu menu, Icons icon, String text, boolean enabled, Runnable action) {
    JMenuItem item = new JMenuItem(text, icon.size(16));
    item.setEnabled(enabled);
    item.addActionListener(event -> action.run());
    menu.add(item);
  }
}
