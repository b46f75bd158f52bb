// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.Subscription;
import org.osgi.annotation.versioning.ProviderType;

/** The wallets of one process. Calls may take seconds: loading catches up with the chain. */
@ProviderType
public interface WalletLoader {
  /** Returns the names of the loaded wallets, in order of loading. */
  List<String> loaded();

  /** Returns the names of the wallets in the wallets directory, loaded or not. */
  List<String> available();

  /**
   * Returns the wallets that were to be loaded at the start and could not be, in that order, while
   * the process runs on without them, as it does under a window. A wallet leaves the list when it
   * is loaded after all, or unloaded with {@code loadOnStartup} false, which keeps the next start
   * from trying again.
   */
  List<WalletFailure> failures();

  /** Returns the wallets directory in the file system of the wallet process. */
  String directory();

  /** Returns a loaded wallet, empty if there is none of this name. */
  Optional<Wallet> wallet(String name);

  WalletOutcome create(CreateWallet options);

  WalletOutcome load(String name, Optional<Boolean> loadOnStartup);

  /** Unloads a wallet, or takes one that could not be loaded from {@link #failures}. */
  WalletOutcome unload(String name, Optional<Boolean> loadOnStartup);

  /** Copies a backup into the wallets directory under {@code name} and loads it. */
  WalletOutcome restore(String backupFile, String name, Optional<Boolean> loadOnStartup);

  Subscription subscribe(WalletLoaderListener listener);
}
