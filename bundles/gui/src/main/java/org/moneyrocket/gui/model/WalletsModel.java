// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.wallet.CreateWallet;
import org.moneyrocket.interfaces.wallet.WalletFailure;
import org.moneyrocket.interfaces.wallet.WalletLoader;
import org.moneyrocket.interfaces.wallet.WalletLoaderListener;
import org.moneyrocket.interfaces.wallet.WalletOutcome;

/** Which wallets there are, in all wallet processes, and which one is shown. */
public final class WalletsModel {
  private final Background background;
  private final Changes changes = new Changes();
  private final Map<WalletLoader, List<String>> loaded = new LinkedHashMap<>();
  private final Map<WalletLoader, String> peers = new HashMap<>();
  private final Map<WalletLoader, List<WalletFailure>> failures = new LinkedHashMap<>();
  private final WalletModel shown;
  private @Nullable WalletRef selected;
  private String wanted = "";
  private boolean read;

  public WalletsModel(Background background) {
    this.background = background;
    this.shown = new WalletModel(background);
  }

  public Changes changes() {
    return changes;
  }

  /** Returns the model of the wallet that is shown; it stays the same object. */
  public WalletModel shown() {
    return shown;
  }

  /**
   * Wallets of a process have appeared. Any thread.
   *
   * @param peer name of the process, empty for our own
   */
  public void attach(WalletLoader loader, String peer) {
    Background.onEventThread(
        () -> {
          peers.put(loader, peer);
          loaded.put(loader, List.of());
          changes.fire();
          background.run(() -> loader.subscribe(new Listener(loader)), handle -> {}, problem -> {});
          refresh(loader);
        });
  }

  /** A wallet process is gone. Any thread. */
  public void detach(WalletLoader loader) {
    Background.onEventThread(
        () -> {
          loaded.remove(loader);
          failures.remove(loader);
          peers.remove(loader);
          WalletRef current = selected;
          if (current != null && current.loader() == loader) {
            // What was shown is wanted back when its process is.
            wanted = current.name();
            selected = null;
            shown.lost("The wallet process is not running. Waiting for it to come back…");
          }
          changes.fire();
        });
  }

  private void refresh(WalletLoader loader) {
    background.run(
        loader::loaded,
        names -> {
          if (loaded.containsKey(loader)) {
            read = true;
            loaded.put(loader, List.copyOf(names));
            reconcile();
          }
        },
        problem -> {});
    readFailures(loader);
  }

  /** Asks all processes once more for wallets that could not be loaded; they do not tell. */
  void readFailures() {
    List.copyOf(loaded.keySet()).forEach(this::readFailures);
  }

  private void readFailures(WalletLoader loader) {
    background.run(
        loader::failures,
        found -> {
          if (loaded.containsKey(loader) && !found.equals(failures.get(loader))) {
            failures.put(loader, List.copyOf(found));
            changes.fire();
          }
        },
        problem -> {});
  }

  /** Returns the wallets that were to be loaded at the start and could not be. */
  public List<WalletFailure> failures() {
    return failures.values().stream().flatMap(List::stream).toList();
  }

  /** Takes a wallet that could not be loaded off the list of those that are loaded at the start. */
  public void leaveOut(
      WalletFailure failure, Consumer<WalletOutcome> done, Consumer<Problem> failed) {
    failures.entrySet().stream()
        .filter(entry -> entry.getValue().contains(failure))
        .map(Map.Entry::getKey)
        .findFirst()
        .ifPresent(
            loader ->
                background.run(
                    () -> loader.unload(failure.name(), Optional.of(false)),
                    outcome -> {
                      done.accept(outcome);
                      refresh(loader);
                    },
                    failed));
  }

  private void reconcile() {
    List<WalletRef> all = all();
    WalletRef current = selected;
    if (current != null && !all.contains(current)) {
      selected = null;
      shown.lost("This wallet is not loaded.");
    }
    if (selected == null) {
      all.stream()
          .filter(ref -> ref.name().equals(wanted))
          .findFirst()
          .or(() -> all.stream().findFirst())
          .ifPresent(this::select);
    }
    changes.fire();
  }

  /** Returns all loaded wallets. */
  public List<WalletRef> all() {
    List<WalletRef> refs = new ArrayList<>();
    loaded.forEach(
        (loader, names) -> {
          String peer = peers.getOrDefault(loader, "");
          names.forEach(name -> refs.add(new WalletRef(loader, peer, name)));
        });
    return refs;
  }

  /** Returns what to call a wallet: with its process where there are several. */
  public String title(WalletRef ref) {
    return loaded.size() > 1 && !ref.peer().isEmpty()
        ? ref.title() + " (" + ref.peer() + ")"
        : ref.title();
  }

  /** Tells whether any wallet process is there. */
  public boolean connected() {
    return !loaded.isEmpty();
  }

  /** Tells whether it is known that no wallet is loaded. */
  public boolean none() {
    return connected() && read && all().isEmpty();
  }

  /** Returns the wallets directory of the first wallet process. */
  public void directory(Consumer<String> done, Consumer<Problem> failed) {
    withLoader(WalletLoader::directory, done, failed);
  }

  public Optional<WalletRef> selected() {
    return Optional.ofNullable(selected);
  }

  public void select(WalletRef ref) {
    if (ref.equals(selected)) {
      return;
    }
    selected = ref;
    wanted = ref.name();
    shown.show(ref);
    changes.fire();
  }

  /** Lists the wallets that could be loaded. */
  public void available(Consumer<List<String>> done, Consumer<Problem> failed) {
    withLoader(
        loader -> {
          List<String> names = new ArrayList<>(loader.available());
          names.removeAll(loader.loaded());
          return names;
        },
        done,
        failed);
  }

  public void create(CreateWallet options, Consumer<WalletOutcome> done, Consumer<Problem> failed) {
    withLoader(loader -> loader.create(options), afterChange(done), failed);
  }

  public void load(String name, Consumer<WalletOutcome> done, Consumer<Problem> failed) {
    withLoader(loader -> loader.load(name, Optional.of(true)), afterChange(done), failed);
  }

  public void restore(
      String file, String name, Consumer<WalletOutcome> done, Consumer<Problem> failed) {
    withLoader(loader -> loader.restore(file, name, Optional.of(true)), afterChange(done), failed);
  }

  public void unload(WalletRef ref, Consumer<WalletOutcome> done, Consumer<Problem> failed) {
    background.run(
        () -> ref.loader().unload(ref.name(), Optional.of(false)),
        outcome -> {
          done.accept(outcome);
          refresh(ref.loader());
        },
        failed);
  }

  private Consumer<WalletOutcome> afterChange(Consumer<WalletOutcome> done) {
    return outcome -> {
      outcome.name().ifPresent(name -> wanted = name);
      if (outcome.ok()) {
        selected = null;
      }
      loaded.keySet().stream().findFirst().ifPresent(this::refresh);
      done.accept(outcome);
    };
  }

  private <T> void withLoader(
      Function<WalletLoader, T> call, Consumer<T> done, Consumer<Problem> failed) {
    Optional<WalletLoader> first = loaded.keySet().stream().findFirst();
    if (first.isEmpty()) {
      failed.accept(new Problem("No wallet process is running.", true));
      return;
    }
    WalletLoader loader = first.get();
    background.run(() -> call.apply(loader), done, failed);
  }

  private final class Listener implements WalletLoaderListener {
    private final WalletLoader source;

    Listener(WalletLoader source) {
      this.source = source;
    }

    @Override
    public void walletLoaded(String name) {
      Background.onEventThread(() -> refresh(source));
    }

    @Override
    public void walletUnloaded(String name) {
      Background.onEventThread(() -> refresh(source));
    }

    @Override
    public void lagged(long sequence) {
      Background.onEventThread(() -> refresh(source));
    }
  }
}
