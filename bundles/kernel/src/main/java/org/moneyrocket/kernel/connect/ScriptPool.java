// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptCheck;
import org.moneyrocket.consensus.interpreter.ScriptError;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.SignatureCache;

/**
 * Threads {@code kernel-script-N} that check the scripts of a block while its coins are still being
 * looked up. The thread that connects the block helps at the end.
 */
final class ScriptPool implements AutoCloseable {
  // Small enough to spread a block evenly, large enough that handing over costs nothing.
  private static final int INPUTS_PER_TASK = 16;

  /** Guards the tasks and the counters of runs. Nothing else is taken while it is held. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition work = lock.newCondition();
  private final Condition finished = lock.newCondition();
  private final ArrayDeque<Task> tasks = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
  private boolean closed;

  /**
   * @param workers threads beside the one that connects; 0 checks everything on that one
   */
  ScriptPool(int workers) {
    for (int i = 0; i < workers; i++) {
      Thread thread = new Thread(this::work, "kernel-script-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  boolean hasWorkers() {
    return !threads.isEmpty();
  }

  /**
   * An input whose script failed.
   *
   * @param input its number in the transaction
   */
  record Failure(PrecomputedTransaction tx, int input, ScriptError error) {}

  /** Some inputs of a run: of several transactions, or part of one. */
  private record Task(Run run, List<PrecomputedTransaction> txs, int from, int to) {}

  Run start(ScriptFlags flags, SignatureCache cache, boolean keep) {
    return new Run(flags, cache, keep);
  }

  /** The scripts of one block. Belongs to the thread that started it. */
  final class Run {
    private final ScriptFlags flags;
    private final SignatureCache cache;
    private final boolean keep;
    private List<PrecomputedTransaction> gathered = new ArrayList<>();
    private int gatheredInputs;
    // Guarded by the lock of the pool.
    private int open;
    private volatile @Nullable Failure failure;
    private volatile @Nullable Throwable defect;
    private volatile boolean cancelled;

    private Run(ScriptFlags flags, SignatureCache cache, boolean keep) {
      this.flags = flags;
      this.cache = cache;
      this.keep = keep;
    }

    /** Adds a transaction; its scripts are checked at some time before {@link #finish} returns. */
    void add(PrecomputedTransaction tx) {
      int inputs = tx.transaction().inputs().size();
      if (inputs > 2 * INPUTS_PER_TASK) {
        for (int from = 0; from < inputs; from += INPUTS_PER_TASK) {
          submit(new Task(this, List.of(tx), from, Math.min(inputs, from + INPUTS_PER_TASK)));
        }
        return;
      }
      gathered.add(tx);
      gatheredInputs += inputs;
      if (gatheredInputs >= INPUTS_PER_TASK) {
        submitGathered();
      }
    }

    private void submitGathered() {
      if (!gathered.isEmpty()) {
        submit(new Task(this, gathered, 0, Integer.MAX_VALUE));
        gathered = new ArrayList<>();
        gatheredInputs = 0;
      }
    }

    private void submit(Task task) {
      lock.lock();
      try {
        open++;
        tasks.add(task);
        work.signal();
      } finally {
        lock.unlock();
      }
    }

    /** Helps until all is checked, and returns one of the failures if there are any. */
    Optional<Failure> finish() {
      submitGathered();
      while (true) {
        Task task;
        lock.lock();
        try {
          if (open == 0) {
            if (defect != null) {
              throw new IllegalStateException("checking scripts failed", defect);
            }
            return Optional.ofNullable(failure);
          }
          task = tasks.poll();
          if (task == null) {
            finished.awaitUninterruptibly();
            continue;
          }
        } finally {
          lock.unlock();
        }
        run(task);
      }
    }

    /** Gives up: the block is wrong for another reason. */
    void cancel() {
      cancelled = true;
      gathered.clear();
      finish();
    }

    private void check(Task task) {
      for (PrecomputedTransaction tx : task.txs()) {
        int to = Math.min(task.to(), tx.transaction().inputs().size());
        for (int i = task.from(); i < to; i++) {
          if (cancelled || failure != null || defect != null) {
            return;
          }
          ScriptError error = ScriptCheck.check(tx, i, flags, cache, keep);
          if (!error.isOk()) {
            failure = new Failure(tx, i, error);
            return;
          }
        }
      }
    }
  }

  private void run(Task task) {
    try {
      task.run().check(task);
    } catch (RuntimeException | Error e) {
      // A defect of ours says nothing about the block; whoever waits for the run gets it.
      task.run().defect = e;
    } finally {
      lock.lock();
      try {
        if (--task.run().open == 0) {
          finished.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private void work() {
    while (true) {
      Task task;
      lock.lock();
      try {
        while (tasks.isEmpty()) {
          if (closed) {
            return;
          }
          work.awaitUninterruptibly();
        }
        task = tasks.remove();
      } finally {
        lock.unlock();
      }
      run(task);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
