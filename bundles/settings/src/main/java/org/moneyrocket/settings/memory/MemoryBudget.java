// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.memory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory in which a process holds what came from outside or is to go there: messages of peers,
 * requests, answers, frames of other processes. There is one for each process, {@link #process()}.
 * Everything that queues on behalf of an outsider opens an account, takes what the thing costs in
 * memory (not on the wire) before it is allocated, and gives it back afterwards.
 *
 * <p>Each account has a part of its own, which nobody else can use up, so that a flood on one side
 * leaves the others their room; beyond that, all of them draw on what is left. Safe for every
 * thread; nothing blocks.
 */
public final class MemoryBudget {
  /** What an object, its reference in a queue and its fields cost at least, in bytes. */
  public static final int OBJECT_BYTES = 64;

  /** What an array costs in memory besides its elements, in bytes. */
  public static final int ARRAY_BYTES = 16;

  private static final long LEAST_BYTES = 48L << 20;
  private static final MemoryBudget PROCESS =
      new MemoryBudget(Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 4));

  private final long capacityBytes;

  /** What may be taken beyond the accounts' own parts; negative while those exceed the whole. */
  private final AtomicLong common;

  private final List<Account> accounts = new CopyOnWriteArrayList<>();

  /**
   * @param capacityBytes what all accounts together may hold, at least 0
   */
  public MemoryBudget(long capacityBytes) {
    if (capacityBytes < 0) {
      throw new IllegalArgumentException("a budget of " + capacityBytes + " bytes");
    }
    this.capacityBytes = capacityBytes;
    this.common = new AtomicLong(capacityBytes);
  }

  /** Returns the budget of this process: a quarter of its heap, 48 MiB at least. */
  public static MemoryBudget process() {
    return PROCESS;
  }

  /** Returns what all accounts together may hold, in bytes. */
  public long capacityBytes() {
    return capacityBytes;
  }

  /** Returns what all accounts hold now, in bytes. */
  public long takenBytes() {
    return accounts.stream().mapToLong(Account::takenBytes).sum();
  }

  /** Returns the accounts that are open, oldest first. */
  public List<Account> accounts() {
    return List.copyOf(accounts);
  }

  /**
   * Opens an account.
   *
   * @param name what is held there, for people: {@code "http bodies"}
   * @param ownPart which part of the whole is this account's alone, from 0 to 1; the parts of all
   *     accounts of a process should stay below three quarters
   * @param mostPart which part of the whole it may hold at most, from {@code ownPart} to 1
   */
  public Account open(String name, double ownPart, double mostPart) {
    if (!(ownPart >= 0 && ownPart <= mostPart && mostPart <= 1)) {
      throw new IllegalArgumentException("parts of " + name + ": " + ownPart + ", " + mostPart);
    }
    var account =
        new Account(name, (long) (capacityBytes * ownPart), (long) (capacityBytes * mostPart));
    common.addAndGet(-account.ownBytes);
    accounts.add(account);
    return account;
  }

  /** The share of one kind of things. Safe for every thread; nothing blocks. */
  public final class Account implements AutoCloseable {
    private final String name;
    private final long ownBytes;
    private final long mostBytes;
    private final AtomicLong taken = new AtomicLong();

    private Account(String name, long ownBytes, long mostBytes) {
      this.name = name;
      this.ownBytes = ownBytes;
      this.mostBytes = mostBytes;
    }

    /** Returns what is held here, for people. */
    public String name() {
      return name;
    }

    /** Returns what is held now, in bytes. */
    public long takenBytes() {
      return taken.get();
    }

    /** Returns what may be held at most, in bytes, if the others leave room. */
    public long mostBytes() {
      return mostBytes;
    }

    /**
     * Takes room if there is some.
     *
     * @param bytes what the things cost in memory, at least 0
     * @return whether it was taken; if not, nothing was
     */
    public boolean tryTake(long bytes) {
      checkBytes(bytes);
      while (true) {
        long before = taken.get();
        long after = before + bytes;
        if (after > mostBytes) {
          return false;
        }
        long beyond = beyondOwn(after) - beyondOwn(before);
        if (beyond > 0 && !takeCommon(beyond)) {
          return false;
        }
        if (taken.compareAndSet(before, after)) {
          return true;
        }
        common.addAndGet(beyond);
      }
    }

    /**
     * Takes room, be there some or not: for what is there already and cannot be refused.
     *
     * @return whether there was room; if not, no more should be let in
     */
    public boolean take(long bytes) {
      checkBytes(bytes);
      long after = taken.addAndGet(bytes);
      long beyond = beyondOwn(after) - beyondOwn(after - bytes);
      return (beyond == 0 || common.addAndGet(-beyond) >= 0) & after <= mostBytes;
    }

    /** Gives back what was taken, in one piece or in several. */
    public void give(long bytes) {
      checkBytes(bytes);
      long after = taken.addAndGet(-bytes);
      if (after < 0) {
        taken.addAndGet(bytes);
        throw new IllegalStateException(name + " gives back " + -after + " bytes too many");
      }
      common.addAndGet(beyondOwn(after + bytes) - beyondOwn(after));
    }

    /** Tells whether nothing more should be let in that can wait. */
    public boolean isShort() {
      long now = taken.get();
      return now >= mostBytes || now >= ownBytes && common.get() <= 0;
    }

    /** Gives its own part back to all. What is still held stays counted until it is given back. */
    @Override
    public void close() {
      if (accounts.remove(this)) {
        common.addAndGet(ownBytes);
      }
    }

    private long beyondOwn(long bytes) {
      return Math.max(0, bytes - ownBytes);
    }

    private boolean takeCommon(long bytes) {
      while (true) {
        long left = common.get();
        if (left < bytes) {
          return false;
        }
        if (common.compareAndSet(left, left - bytes)) {
          return true;
        }
      }
    }

    private void checkBytes(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException(name + ": " + bytes + " bytes");
      }
    }
  }
}
