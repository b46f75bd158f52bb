// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.component;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.wallet.CreateWallet;
import org.moneyrocket.interfaces.wallet.Wallet;
import org.moneyrocket.interfaces.wallet.WalletFailure;
import org.moneyrocket.interfaces.wallet.WalletLoader;
import org.moneyrocket.interfaces.wallet.WalletLoaderListener;
import org.moneyrocket.interfaces.wallet.WalletOutcome;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.Wallets;
import org.moneyrocket.wallet.store.WalletFiles;
import org.moneyrocket.wallet.store.WalletFlag;
import org.moneyrocket.wallet.store.WalletOpenException;

/** Shows the wallets of this process to windows, shells and other processes. */
public final class WalletLoaderService implements WalletLoader, AutoCloseable {
  private final Wallets wallets;

  /** One object for each wallet, so that everybody holds the same. */
  private final Map<OpenWallet, WalletService> services = new ConcurrentHashMap<>();

  public WalletLoaderService(Wallets wallets) {
    this.wallets = wallets;
  }

  @Override
  public List<String> loaded() {
    return wallets.names();
  }

  @Override
  public List<String> available() {
    return wallets.files().list().stream().map(WalletFiles.Found::name).toList();
  }

  @Override
  public List<WalletFailure> failures() {
    return wallets.failures();
  }

  @Override
  public String directory() {
    return wallets.files().root().toString();
  }

  @Override
  public Optional<Wallet> wallet(String name) {
    services.keySet().removeIf(wallet -> !wallets.loaded().contains(wallet));
    return wallets.find(name).map(wallet -> services.computeIfAbsent(wallet, WalletService::new));
  }

  @FunctionalInterface
  private interface Opening {
    Wallets.Loaded run() throws WalletOpenException;
  }

  private static WalletOutcome open(Opening opening) {
    try {
      Wallets.Loaded loaded = opening.run();
      return new WalletOutcome(
          Optional.of(loaded.wallet().name()), "", WalletOutcome.Code.NONE, loaded.warnings());
    } catch (WalletOpenException e) {
      return failed(code(e.kind()), String.valueOf(e.getMessage()));
    }
  }

  private static WalletOutcome failed(WalletOutcome.Code code, String error) {
    return new WalletOutcome(Optional.empty(), error, code, List.of());
  }

  static WalletOutcome.Code code(WalletOpenException.Kind kind) {
    return switch (kind) {
      case NOT_FOUND, INVALID_BACKUP -> WalletOutcome.Code.NOT_FOUND;
      case ALREADY_LOADED -> WalletOutcome.Code.ALREADY_LOADED;
      case ALREADY_EXISTS -> WalletOutcome.Code.ALREADY_EXISTS;
      case BAD_PATH, UNNAMED -> WalletOutcome.Code.INVALID_NAME;
      case BAD_FORMAT, LEGACY -> WalletOutcome.Code.BAD_FORMAT;
      case IN_USE -> WalletOutcome.Code.IN_USE;
      case ENCRYPT -> WalletOutcome.Code.PASSPHRASE;
      case VERIFY, CREATE, SIGNER -> WalletOutcome.Code.VERIFICATION;
      case LOAD -> WalletOutcome.Code.IO;
    };
  }

  @Override
  public WalletOutcome create(CreateWallet options) {
    long flags =
        (options.privateKeys() ? 0 : WalletFlag.DISABLE_PRIVATE_KEYS.mask())
            | (options.blank() ? WalletFlag.BLANK.mask() : 0)
            | (options.avoidReuse() ? WalletFlag.AVOID_REUSE.mask() : 0);
    return open(
        () ->
            wallets.create(
                new Wallets.Creation(
                    options.name(),
                    flags,
                    options.passphrase().filter(passphrase -> passphrase.size() > 0),
                    options.loadOnStartup())));
  }

  @Override
  public WalletOutcome load(String name, Optional<Boolean> loadOnStartup) {
    return open(() -> wallets.load(name, loadOnStartup));
  }

  @Override
  public WalletOutcome unload(String name, Optional<Boolean> loadOnStartup) {
    Optional<OpenWallet> wallet = wallets.find(name);
    if (wallet.isEmpty()) {
      return wallets
          .giveUp(name, loadOnStartup)
          .map(
              warnings ->
                  new WalletOutcome(Optional.of(name), "", WalletOutcome.Code.NONE, warnings))
          .orElseGet(
              () ->
                  failed(
                      WalletOutcome.Code.NOT_FOUND,
                      "Requested wallet does not exist or is not loaded"));
    }
    try {
      List<String> warnings = wallets.unload(wallet.get(), loadOnStartup);
      services.remove(wallet.get());
      return new WalletOutcome(Optional.of(name), "", WalletOutcome.Code.NONE, warnings);
    } catch (Wallets.UnloadException e) {
      return failed(
          e.isScanning() ? WalletOutcome.Code.IN_USE : WalletOutcome.Code.NOT_FOUND,
          String.valueOf(e.getMessage()));
    }
  }

  @Override
  public WalletOutcome restore(String backupFile, String name, Optional<Boolean> loadOnStartup) {
    try {
      Path backup = Path.of(backupFile);
      return open(() -> wallets.restore(backup, name, loadOnStartup));
    } catch (InvalidPathException e) {
      return failed(WalletOutcome.Code.NOT_FOUND, "Backup file does not exist");
    }
  }

  @Override
  public Subscription subscribe(WalletLoaderListener listener) {
    return wallets.subscribe(listener);
  }

  @Override
  public void close() {
    services.clear();
  }
}
