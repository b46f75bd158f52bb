// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.fake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.wallet.CreateWallet;
import org.moneyrocket.interfaces.wallet.Wallet;
import org.moneyrocket.interfaces.wallet.WalletFailure;
import org.moneyrocket.interfaces.wallet.WalletLoader;
import org.moneyrocket.interfaces.wallet.WalletLoaderListener;
import org.moneyrocket.interfaces.wallet.WalletOutcome;

/** A wallet process. */
public final class FakeLoader implements WalletLoader {
  public final Map<String, FakeWallet> wallets = new ConcurrentHashMap<>();
  public final List<String> order = new CopyOnWriteArrayList<>();
  public final List<WalletFailure> failures = new CopyOnWriteArrayList<>();
  private final List<WalletLoaderListener> listeners = new CopyOnWriteArrayList<>();

  /** Makes a process with these wallets. */
  public FakeLoader(FakeWallet... loaded) {
    for (FakeWallet wallet : loaded) {
      add(wallet);
    }
  }

  private void add(FakeWallet wallet) {
    wallets.put(wallet.name(), wallet);
    order.add(wallet.name());
  }

  @Override
  public List<String> loaded() {
    Threads.check();
    return List.copyOf(order);
  }

  @Override
  public List<String> available() {
    Threads.check();
    return List.of("old", "savings");
  }

  @Override
  public List<WalletFailure> failures() {
    Threads.check();
    return List.copyOf(failures);
  }

  @Override
  public String directory() {
    Threads.check();
    return "/wallets";
  }

  @Override
  public Optional<Wallet> wallet(String name) {
    Threads.check();
    return Optional.ofNullable(wallets.get(name));
  }

  @Override
  public WalletOutcome create(CreateWallet options) {
    Threads.check();
    return loaded(options.name());
  }

  private WalletOutcome loaded(String name) {
    add(new FakeWallet(name));
    listeners.forEach(listener -> listener.walletLoaded(name));
    return ok(name);
  }

  private static WalletOutcome ok(String name) {
    return new WalletOutcome(Optional.of(name), "", WalletOutcome.Code.NONE, List.of());
  }

  @Override
  public WalletOutcome load(String name, Optional<Boolean> loadOnStartup) {
    Threads.check();
    return loaded(name);
  }

  @Override
  public WalletOutcome unload(String name, Optional<Boolean> loadOnStartup) {
    Threads.check();
    wallets.remove(name);
    order.remove(name);
    listeners.forEach(listener -> listener.walletUnloaded(name));
    return ok(name);
  }

  @Override
  public WalletOutcome restore(String backupFile, String name, Optional<Boolean> loadOnStartup) {
    Threads.check();
    return loaded(name);
  }

  @Override
  public Subscription subscribe(WalletLoaderListener listener) {
    Threads.check();
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
