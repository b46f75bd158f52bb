// SPDX-License-Identifier: MIT
package org.moneyrocket.shell.component;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moneyrocket.interfaces.wallet.Balances;
import org.moneyrocket.interfaces.wallet.Wallet;
import org.moneyrocket.interfaces.wallet.WalletLoader;
import org.moneyrocket.interfaces.wallet.WalletStatus;
import org.moneyrocket.shell.session.Table;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code wallet:…}: wallets of all wallet processes. */
@Component(
    service = WalletCommands.class,
    property = {
      "osgi.command.scope=wallet",
      "osgi.command.function=list",
      "osgi.command.function=balance"
    })
public final class WalletCommands {
  private final List<WalletLoader> loaders = new CopyOnWriteArrayList<>();

  @Activate
  public WalletCommands() {
    // Wallet processes come and go.
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public void addLoader(WalletLoader loader) {
    loaders.add(loader);
  }

  public void removeLoader(WalletLoader loader) {
    loaders.remove(loader);
  }

  /** Lists wallets, loaded or not. */
  public Table list() {
    Table table =
        new Table("name", "loaded", "encrypted", "locked", "transactions", "block", "directory");
    for (WalletLoader loader : loaders) {
      List<String> loaded = loader.loaded();
      for (String name : loaded) {
        loader
            .wallet(name)
            .map(Wallet::status)
            .ifPresent(s -> table.row(cells(s, loader.directory())));
      }
      for (String name : loader.available()) {
        if (!loaded.contains(name)) {
          table.row(name, false, "", "", "", "", loader.directory());
        }
      }
    }
    return table;
  }

  private static Object[] cells(WalletStatus s, String directory) {
    return new Object[] {
      s.name(),
      true,
      s.encrypted(),
      s.locked(),
      s.transactions(),
      s.lastBlock().map(block -> block.height()).orElse(-1),
      directory
    };
  }

  /** Shows the balances of all loaded wallets. */
  public Table balance() {
    Table table = new Table("name", "trusted", "pending", "immature");
    for (WalletLoader loader : loaders) {
      for (String name : loader.loaded()) {
        loader.wallet(name).ifPresent(wallet -> addBalance(table, wallet));
      }
    }
    return table;
  }

  /** Shows the balance of one wallet. */
  public Table balance(String name) {
    Table table = new Table("name", "trusted", "pending", "immature");
    for (WalletLoader loader : loaders) {
      loader.wallet(name).ifPresent(wallet -> addBalance(table, wallet));
    }
    if (table.size() == 0) {
      throw new IllegalArgumentException("no wallet named \"" + name + "\" is loaded");
    }
    return table;
  }

  private static void addBalance(Table table, Wallet wallet) {
    Balances b = wallet.balances();
    table.row(
        wallet.name(), b.trusted().toString(), b.pending().toString(), b.immature().toString());
  }
}
