// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.settings.memory.MemoryBudget;

/**
 * Counts what the JSON values of one call cost in memory, arguments and answer. A small call costs
 * nothing: it is never refused. What a larger one holds comes from an account, and the call fails
 * when there is none left. For the thread that runs the call.
 */
final class AnswerMeter implements AutoCloseable {
  private static final ThreadLocal<@Nullable AnswerMeter> CURRENT = new ThreadLocal<>();

  /** What a call may hold without being counted. */
  private static final long FREE_BYTES = 1 << 20;

  private static final long STEP_BYTES = 1 << 18;
  private static final long TURN_MILLIS = 20_000;
  private static final long LOOK_MILLIS = 10;

  private final MemoryBudget.Account account;
  private final @Nullable AnswerMeter outer;
  private long counted;
  private long taken;
  private long reserved;
  private boolean waits;

  private AnswerMeter(MemoryBudget.Account account) {
    this.account = account;
    this.outer = CURRENT.get();
  }

  /**
   * Begins to count for the present thread, after waiting a while for others if memory is short.
   */
  static AnswerMeter begin(MemoryBudget.Account account) {
    AnswerMeter meter = new AnswerMeter(account);
    if (meter.outer == null) {
      long end = System.nanoTime() + TURN_MILLIS * 1_000_000;
      while (account.isShort() && System.nanoTime() < end && meter.pause()) {
        // Large answers of others are on their way out.
      }
    }
    CURRENT.set(meter);
    return meter;
  }

  static @Nullable AnswerMeter current() {
    return CURRENT.get();
  }

  /** Counts a value that was made on the present thread. */
  static void count(int bytes) {
    AnswerMeter meter = CURRENT.get();
    if (meter != null) {
      meter.counted += bytes;
      if (meter.counted > FREE_BYTES + meter.taken) {
        meter.takeMore();
      }
    }
  }

  private void takeMore() {
    long more = Math.max(STEP_BYTES, counted - FREE_BYTES - taken);
    if (waits) {
      await(more, 0);
    } else if (!account.tryTake(more)) {
      throw tooLarge();
    }
    taken += more;
  }

  /**
   * Says that from now on the call waits for memory rather than failing: nothing is locked any
   * more.
   */
  void mayWait() {
    waits = true;
  }

  private static RpcException tooLarge() {
    return new RpcException(
        RpcErrorCode.OUT_OF_MEMORY, "Out of memory: there is no room for so large a call now");
  }

  /** Returns what was counted, for {@link #backTo}. */
  long counted() {
    return counted;
  }

  /** Says that what was counted since then is not needed any more. */
  void backTo(long before) {
    counted = Math.min(counted, before);
    long needed = Math.max(0, counted - FREE_BYTES);
    if (taken > needed + 4 * STEP_BYTES) {
      account.give(taken - needed);
      taken = needed;
    }
  }

  /**
   * Takes room for something large that is not JSON until the call is over; waits for its turn.
   * Nothing may be locked meanwhile.
   *
   * @throws RpcException OUT_OF_MEMORY when its turn does not come
   */
  void reserve(long bytes) {
    // Those who have their turn get what they need beyond it, or they would all wait for each
    // other.
    long spare = account.mostBytes() / 4;
    long least = Math.min(bytes, account.mostBytes() - spare);
    await(least, spare);
    reserved += least;
  }

  private void await(long bytes, long spare) {
    long end = System.nanoTime() + TURN_MILLIS * 1_000_000;
    while (!account.tryTake(bytes + spare)) {
      if (System.nanoTime() > end || !pause()) {
        throw tooLarge();
      }
    }
    account.give(spare);
  }

  // An account does not tell when it has room again.
  private boolean pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    account.give(taken + reserved);
    taken = 0;
    reserved = 0;
  }
}
