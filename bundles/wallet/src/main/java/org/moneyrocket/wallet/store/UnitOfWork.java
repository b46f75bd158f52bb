// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps memory and file together: what a unit of work writes is written at once or not at all, and
 * if not, everything that it changed in memory is as it was before. Listeners hear of it only after
 * the COMMIT.
 *
 * <p>Memory that belongs to the file may change in a unit only, and keeps the former state for the
 * case of a failure by itself ({@link MemoryMap}, {@link #undo}), so that no caller has to. The
 * work sees its own changes; nobody else does, because whoever works holds the wallet's lock until
 * the unit has ended. Units inside another belong to that one: if one of them fails, all fails.
 */
public final class UnitOfWork {
  private static final Logger log = LoggerFactory.getLogger(UnitOfWork.class);

  private static final class Unit {
    final Thread owner = Thread.currentThread();
    final Deque<Runnable> undo = new ArrayDeque<>();
    final List<Runnable> afterCommit = new ArrayList<>();
    boolean keepsUndo = true;
    @Nullable Throwable failure;
  }

  /** Work with a result that may end with an exception of its own, which fails the unit as well. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object, X extends Exception> {
    T run() throws X;
  }

  /** Carries the work's own exception out of the store's transaction. */
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Ended(Exception cause) {
      super(cause);
    }
  }

  private final WalletStore store;

  /** Only its owner looks into it. */
  private volatile @Nullable Unit current;

  UnitOfWork(WalletStore store) {
    this.store = store;
  }

  private @Nullable Unit mine() {
    Unit unit = current;
    return unit != null && unit.owner.equals(Thread.currentThread()) ? unit : null;
  }

  /**
   * Does {@code work} as a unit: file, memory and listeners see all of it or nothing.
   *
   * @throws StoreException if the file cannot be written; memory is as it was before
   */
  public void run(Runnable work) {
    run(work, true);
  }

  /** As {@link #run}, with a result. */
  public <T> T get(Supplier<T> work) {
    List<T> result = new ArrayList<>(1);
    run(() -> result.add(work.get()));
    return result.get(0);
  }

  /** As {@link #run}, with a result or an exception of the work's own. */
  public <T, X extends Exception> T attempt(Work<T, X> work) throws X {
    return attempt(work, true);
  }

  /**
   * Does {@code work} as a unit whose memory is thrown away as a whole if it fails: for loading,
   * where there is nothing to go back to and much to take over.
   */
  public <T, X extends Exception> T loading(Work<T, X> work) throws X {
    return attempt(work, false);
  }

  @SuppressWarnings("unchecked") // the work throws nothing else
  private <T, X extends Exception> T attempt(Work<T, X> work, boolean keepsUndo) throws X {
    List<T> result = new ArrayList<>(1);
    try {
      run(() -> result.add(checked(work)), keepsUndo);
    } catch (Ended e) {
      throw (X) Objects.requireNonNull(e.getCause());
    }
    return result.get(0);
  }

  private static <T> T checked(Work<T, ?> work) {
    try {
      return work.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new Ended(e);
    }
  }

  private void run(Runnable work, boolean keepsUndo) {
    Unit outer = mine();
    if (outer != null) {
      join(outer, work);
      return;
    }
    Unit unit = new Unit();
    unit.keepsUndo = keepsUndo;
    boolean committed = false;
    try {
      store.atomically(() -> work(unit, work));
      committed = true;
    } finally {
      if (!committed) {
        takeBack(unit);
      }
    }
    unit.afterCommit.forEach(UnitOfWork::tell);
  }

  private void work(Unit unit, Runnable work) {
    current = unit;
    try {
      work.run();
      if (unit.failure != null) {
        throw new IllegalStateException("a part of what belongs together failed", unit.failure);
      }
    } finally {
      current = null;
    }
  }

  private static void join(Unit unit, Runnable work) {
    boolean done = false;
    try {
      work.run();
      done = true;
    } catch (RuntimeException | Error e) {
      unit.failure = e;
      throw e;
    } finally {
      if (!done && unit.failure == null) {
        unit.failure = new IllegalStateException("it ended early");
      }
    }
  }

  private static void takeBack(Unit unit) {
    while (!unit.undo.isEmpty()) {
      unit.undo.removeLast().run();
    }
  }

  /** What was done is done: nobody who hears of it can make it a failure. */
  private static void tell(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      log.error("a listener of a wallet failed", e);
    }
  }

  /**
   * Remembers how to take back the change of memory that comes next, if the unit fails.
   *
   * @throws IllegalStateException outside a unit of this thread
   */
  public void undo(Runnable step) {
    Unit unit = mine();
    if (unit == null) {
      throw new IllegalStateException("memory of a wallet changes outside a unit of work");
    }
    if (unit.keepsUndo) {
      unit.undo.addLast(step);
    }
  }

  /** Does {@code action} once the unit is in the file, and never if it fails; else at once. */
  public void afterCommit(Runnable action) {
    Unit unit = mine();
    if (unit == null) {
      action.run();
    } else {
      unit.afterCommit.add(action);
    }
  }

  /** Makes a map that goes back to what it was when a unit fails, over an empty one. */
  public <K, V> MemoryMap<K, V> map(Map<K, V> empty) {
    return new MemoryMap<>(this, empty);
  }

  /** Makes a value that goes back to what it was when a unit fails. */
  public <T extends @Nullable Object> MemoryValue<T> value(T initial) {
    return new MemoryValue<>(this, initial);
  }
}
