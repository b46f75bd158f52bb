// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import static org.moneyrocket.gui.text.Text.t;

import java.time.InstantSource;

/**
 * Everything the window shows.
 *
 * @param chain name of the network, as in options
 */
public record Models(
    String chain,
    Background background,
    Preferences preferences,
    NodeModel node,
    WalletsModel wallets,
    SyncModel sync,
    SendModel send,
    ProcessesModel processes,
    ConsoleModel console)
    implements AutoCloseable {
  /** Makes the models, with nothing attached. Call it on the event thread. */
  public static Models create(String chain, Background background, Preferences preferences) {
    WalletsModel wallets = new WalletsModel(background);
    NodeModel node = new NodeModel(background);
    SyncModel sync = new SyncModel(node, wallets.shown(), InstantSource.system());
    sync.changes().add(wallets::readFailures);
    return new Models(
        chain,
        background,
        preferences,
        node,
        wallets,
        sync,
        new SendModel(wallets.shown()),
        new ProcessesModel(background),
        new ConsoleModel(background));
  }

  public WalletModel wallet() {
    return wallets.shown();
  }

  /** Returns why the balances of the wallet may be old; empty if they are not, or not shown. */
  public String oldBalances() {
    SyncState state = sync.state();
    return state.balancesMayBeOld() && wallet().status().isPresent()
        ? t("The amounts may be out of date. %s.", state.text())
        : "";
  }

  @Override
  public void close() {
    sync.close();
    background.close();
  }
}
