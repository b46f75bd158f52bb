// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

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
    SendModel send,
    ProcessesModel processes,
    ConsoleModel console)
    implements AutoCloseable {
  /** Makes the models, with nothing attached. Call it on the event thread. */
  public static Models create(String chain, Background background, Preferences preferences) {
    WalletsModel wallets = new WalletsModel(background);
    return new Models(
        chain,
        background,
        preferences,
        new NodeModel(background),
        wallets,
        new SendModel(wallets.shown()),
        new ProcessesModel(background),
        new ConsoleModel(background));
  }

  public WalletModel wallet() {
    return wallets.shown();
  }

  @Override
  public void close() {
    background.close();
  }
}
