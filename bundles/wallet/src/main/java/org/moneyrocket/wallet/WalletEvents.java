// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.event.EventQueue;
import org.moneyrocket.interfaces.wallet.WalletListener;
import org.moneyrocket.interfaces.wallet.WalletStatus;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.wallet.coins.LedgerWatcher;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.store.UnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners and {@code -walletnotify} what changed in a wallet. Safe for several threads. */
public final class WalletEvents implements LedgerWatcher {
  private static final Logger log = LoggerFactory.getLogger(WalletEvents.class);

  /** Status events are gathered for so long: one payment changes the status several times. */
  private static final long STATUS_DELAY_MILLIS = 100;

  private final List<EventQueue<WalletListener>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong revision = new AtomicLong();
  private final AtomicBoolean statusDue = new AtomicBoolean();
  private final UnitOfWork unit;
  private final ScheduledExecutorService timer;
  private final NotifyCommand command;
  private volatile Supplier<WalletStatus> status =
      () -> {
        throw new IllegalStateException("the wallet is not loaded yet");
      };
  private volatile boolean ready;

  /**
   * @param unit what is told waits until the unit that it belongs to is stored
   */
  WalletEvents(UnitOfWork unit, ScheduledExecutorService timer, NotifyCommand command) {
    this.unit = unit;
    this.timer = timer;
    this.command = command;
  }

  /** Begins to tell of the status. */
  void start(Supplier<WalletStatus> supplier) {
    status = supplier;
    ready = true;
  }

  public long revision() {
    return revision.get();
  }

  public Subscription subscribe(WalletListener listener) {
    EventQueue<WalletListener> queue =
        new EventQueue<>("wallet-events", listener, WalletListener::lagged);
    queue.onClose(() -> listeners.remove(queue));
    listeners.add(queue);
    return queue;
  }

  @Override
  public void changed(WalletTx tx, Change change) {
    unit.afterCommit(() -> tell(tx, change));
  }

  private void tell(WalletTx tx, Change change) {
    Txid txid = tx.txid();
    long now = revision.incrementAndGet();
    listeners.forEach(q -> q.emit(listener -> listener.transactionChanged(txid, now)));
    if (change != Change.TOUCHED) {
      command.run(tx);
    }
    statusChanged();
  }

  /** Addresses or labels changed. */
  public void addressesChanged() {
    unit.afterCommit(this::tellAddresses);
  }

  private void tellAddresses() {
    long now = revision.incrementAndGet();
    listeners.forEach(q -> q.emit(listener -> listener.addressesChanged(now)));
  }

  /** Lock state, progress, last block or balance may have changed. */
  public void statusChanged() {
    if (!ready || listeners.isEmpty() || !statusDue.compareAndSet(false, true)) {
      return;
    }
    try {
      timer.schedule(this::emitStatus, STATUS_DELAY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("no status event: the wallet is being closed");
    }
  }

  private void emitStatus() {
    statusDue.set(false);
    if (!ready || listeners.isEmpty()) {
      return;
    }
    try {
      WalletStatus now = status.get();
      listeners.forEach(q -> q.emit(listener -> listener.statusChanged(now)));
    } catch (RuntimeException e) {
      log.debug("no status event: {}", e.getMessage());
    }
  }

  /** Tells that the wallet is gone, and ends all subscriptions. */
  void unloaded() {
    ready = false;
    for (EventQueue<WalletListener> queue : listeners) {
      queue.emit(WalletListener::unloaded);
      timer.schedule(queue::close, 1, TimeUnit.SECONDS);
    }
  }
}
