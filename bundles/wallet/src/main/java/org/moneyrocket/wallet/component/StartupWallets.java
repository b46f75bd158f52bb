// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.component;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.interfaces.wallet.WalletFailure;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.IpcOptions;
import org.moneyrocket.settings.catalogue.WalletOptions;
import org.moneyrocket.settings.json.JsonValue;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;
import org.moneyrocket.wallet.Wallets;
import org.moneyrocket.wallet.store.WalletFiles;
import org.moneyrocket.wallet.store.WalletOpenException;
import org.moneyrocket.wallet.store.WalletOpenException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the wallets that options and settings name. */
final class StartupWallets {
  private static final Logger log = LoggerFactory.getLogger(StartupWallets.class);

  /** A process that just ended may still hold a file. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Wallets wallets;
  private final Settings settings;
  private final HostProcess host;

  /**
   * Whether a window of the same user belongs to these processes, to which failures can be told.
   */
  private final boolean hasWindow;

  StartupWallets(Wallets wallets, Settings settings, HostProcess host) {
    this.wallets = wallets;
    this.settings = settings;
    this.host = host;
    this.hasWindow =
        host.roles().contains(Role.GUI) || Boolean.TRUE.equals(settings.get(IpcOptions.IPCWINDOW));
  }

  /**
   * Loads the wallets.
   *
   * @param remembered wallets that were loaded before the node went away
   * @return false if the process cannot go on
   */
  boolean load(List<String> remembered) {
    Optional<List<String>> configured = configured();
    if (configured.isEmpty()) {
      return false;
    }
    Set<String> names = new LinkedHashSet<>(configured.get());
    names.addAll(remembered);
    for (String name : names) {
      // One that only somebody's call had loaded is not worth the end of all others.
      boolean needed = configured.get().contains(name) && !hasWindow;
      if (!load(name, needed)) {
        return false;
      }
    }
    return true;
  }

  private Optional<List<String>> configured() {
    List<String> names = new ArrayList<>();
    if (!settings.isSet(WalletOptions.WALLET_NAMES)) {
      if (hasUnnamedWallet()) {
        wallets.unnamedByDefault();
        names.add("");
      }
      return Optional.of(names);
    }
    Set<Path> paths = new HashSet<>();
    for (JsonValue value : settings.values(WalletOptions.WALLET_NAMES)) {
      if (!(value instanceof JsonValue.Str(String name))) {
        host.fail(
            "Invalid value detected for '-wallet' or '-nowallet'. '-wallet' requires a string"
                + " value, while '-nowallet' accepts only '1' to disable all wallets");
        return Optional.empty();
      }
      if (paths.add(wallets.files().root().resolve(name).normalize())) {
        names.add(name);
      } else {
        host.warn("Ignoring duplicate -wallet " + name + ".");
      }
    }
    return Optional.of(names);
  }

  private boolean hasUnnamedWallet() {
    try {
      return wallets
          .files()
          .format(wallets.files().root())
          .filter(format -> format == WalletFiles.Format.SQLITE)
          .isPresent();
    } catch (WalletOpenException e) {
      log.debug("no unnamed wallet: {}", e.getMessage());
      return false;
    }
  }

  private boolean load(String name, boolean needed) {
    log.info("init message: Loading wallet…");
    try {
      Wallets.Loaded loaded = wallets.load(name, Optional.empty(), PATIENCE);
      if (!loaded.warnings().isEmpty()) {
        host.warn(String.join("\n", loaded.warnings()));
      }
      return true;
    } catch (WalletOpenException e) {
      String reason = reason(e);
      if (e.kind() == Kind.NOT_FOUND) {
        host.warn("Skipping -wallet path that doesn't exist. " + reason);
        return true;
      }
      if (e.kind() == Kind.LEGACY) {
        host.warn(reason);
        return true;
      }
      if (host.isStopping()) {
        log.info("loading wallet {} was interrupted", name);
        return false;
      }
      if (!needed) {
        // Whoever sits at the window can be asked; a process that ends over it could only say so.
        log.error("Wallet \"{}\" could not be loaded: {}", name, reason);
        wallets.failed(
            new WalletFailure(name, file(name), reason, WalletLoaderService.code(e.kind())));
        return true;
      }
      host.fail(reason);
      return false;
    }
  }

  private String file(String name) {
    Path path = wallets.files().root().resolve(name);
    return (Files.isDirectory(path) ? WalletFiles.dataFile(path) : path).toString();
  }

  /** Returns the sentence without what says where in loading it happened. */
  private static String reason(WalletOpenException e) {
    return String.valueOf(e.getMessage())
        .replaceFirst("^Wallet (file verification|loading) failed\\. ", "");
  }
}
