// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.wallet.TxPage;
import org.moneyrocket.interfaces.wallet.TxQuery;
import org.moneyrocket.interfaces.wallet.Wallet;
import org.moneyrocket.interfaces.wallet.WalletListener;
import org.moneyrocket.interfaces.wallet.WalletStatus;
import org.moneyrocket.primitives.Txid;

/** The wallet that is shown: there or not, its status, and the newest transactions. */
public final class WalletModel {
  private static final int RECENT = 7;

  private final Background background;
  private final Changes changes = new Changes();
  private @Nullable WalletRef ref;
  private @Nullable Wallet wallet;
  private @Nullable Subscription subscription;
  private Optional<WalletStatus> status = Optional.empty();
  private Optional<TxPage> recent = Optional.empty();
  private long revision;
  private String notice = "Waiting for the wallet…";

  WalletModel(Background background) {
    this.background = background;
  }

  public Changes changes() {
    return changes;
  }

  void show(WalletRef shown) {
    lost("Opening the wallet…");
    ref = shown;
    background.run(
        () -> shown.loader().wallet(shown.name()),
        found -> {
          if (shown.equals(ref)) {
            found.ifPresentOrElse(this::begin, () -> lost("This wallet is not loaded."));
          }
        },
        problem -> {
          if (shown.equals(ref)) {
            lost(problem.text());
          }
        });
  }

  private void begin(Wallet found) {
    wallet = found;
    background.run(
        () -> found.subscribe(new Listener(found)),
        handle -> {
          if (wallet == found) {
            subscription = handle;
          } else {
            background.run(() -> close(handle), done -> {}, problem -> {});
          }
        },
        problem -> {});
    refresh();
  }

  private static boolean close(Subscription handle) {
    handle.close();
    return true;
  }

  /** Forgets the wallet; {@code text} tells the user why. */
  void lost(String text) {
    Subscription old = subscription;
    ref = null;
    wallet = null;
    subscription = null;
    status = Optional.empty();
    recent = Optional.empty();
    notice = text;
    changes.fire();
    if (old != null) {
      background.run(() -> close(old), done -> {}, problem -> {});
    }
  }

  /** Reads status and newest transactions again. */
  public void refresh() {
    Wallet asked = wallet;
    if (asked == null) {
      return;
    }
    background.run(asked::status, answer -> take(asked, answer), problem -> {});
    readRecent(asked);
  }

  private void readRecent(Wallet asked) {
    background.run(
        () -> asked.transactions(TxQuery.newest(RECENT)),
        page -> {
          if (wallet == asked) {
            recent = Optional.of(page);
            changes.fire();
          }
        },
        problem -> {});
  }

  private void take(Wallet from, WalletStatus answer) {
    if (wallet == from && status.map(old -> old.revision() <= answer.revision()).orElse(true)) {
      boolean block = status.map(old -> !old.lastBlock().equals(answer.lastBlock())).orElse(false);
      boolean moved = status.map(old -> old.revision() != answer.revision()).orElse(false);
      status = Optional.of(answer);
      notice = "";
      if (moved || block) {
        revision++;
        readRecent(from);
      }
      changes.fire();
    }
  }

  /** Rises whenever lists may have changed. */
  public long revision() {
    return revision;
  }

  public boolean present() {
    return wallet != null;
  }

  public Optional<WalletStatus> status() {
    return status;
  }

  public Optional<TxPage> recent() {
    return recent;
  }

  /** Returns what to tell the user while there is no wallet. */
  public String notice() {
    return notice;
  }

  /** Returns the name of the wallet that is shown or about to be shown. */
  public Optional<String> name() {
    return Optional.ofNullable(ref).map(WalletRef::name);
  }

  /** What is asked of a wallet and may fail on its way to a file. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Wallet wallet) throws Exception;
  }

  /** Runs work with the wallet and gives the answer even if another wallet is shown by then. */
  public <T> void callChecked(Work<T> work, Consumer<T> done, Consumer<Problem> failed) {
    Wallet asked = wallet;
    if (asked == null) {
      failed.accept(new Problem(notice.isEmpty() ? "There is no wallet." : notice, true));
      return;
    }
    background.run(() -> work.run(asked), done, failed);
  }

  /** Calls the wallet; the answer of a wallet that is no longer shown is dropped. */
  public <T> void call(Function<Wallet, T> call, Consumer<T> done, Consumer<Problem> failed) {
    Wallet asked = wallet;
    if (asked == null) {
      failed.accept(new Problem(notice.isEmpty() ? "There is no wallet." : notice, true));
      return;
    }
    background.run(
        () -> call.apply(asked),
        answer -> {
          if (wallet == asked) {
            done.accept(answer);
          }
        },
        failed);
  }

  private final class Listener implements WalletListener {
    private final Wallet source;

    Listener(Wallet source) {
      this.source = source;
    }

    @Override
    public void statusChanged(WalletStatus changed) {
      Background.onEventThread(() -> take(source, changed));
    }

    @Override
    public void transactionChanged(Txid txid, long newRevision) {
      Background.onEventThread(this::changed);
    }

    @Override
    public void addressesChanged(long newRevision) {
      Background.onEventThread(this::changed);
    }

    private void changed() {
      if (wallet == source) {
        revision++;
        refresh();
      }
    }

    @Override
    public void unloaded() {
      Background.onEventThread(
          () -> {
            if (wallet == source) {
              lost("This wallet was unloaded.");
            }
          });
    }

    @Override
    public void lagged(long sequence) {
      Background.onEventThread(this::changed);
    }
  }
}
