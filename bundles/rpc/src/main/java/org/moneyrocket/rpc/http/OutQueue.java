// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.moneyrocket.settings.memory.MemoryBudget;

/**
 * What one client has to get and has not taken yet. Whoever adds to it writes as much as the client
 * takes at once; the rest waits here, in memory of an account, and is written when the client takes
 * more. When there is no memory for more, the writer waits for the client, but only as long as that
 * one gets on.
 */
final class OutQueue {
  /** What may wait for a client however short memory is: so all of them get on. */
  private static final int ALWAYS_BYTES = 1 << 16;

  /** What a client has to take from one deadline to the next. */
  private static final int STEP_BYTES = 1 << 16;

  private final WritableByteChannel channel;
  private final MemoryBudget.Account account;
  private final long patienceNanos;
  private final Runnable whenItWaits;

  /** Guards everything below. Nothing but the channel, which never blocks, is called under it. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition moved = lock.newCondition();
  private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long takenBytes;
  private long writtenBytes;
  private long stepBytes;
  private long stepNanos = System.nanoTime();
  private boolean closed;
  private boolean hurried;

  /**
   * Makes an empty queue.
   *
   * @param channel does not block
   * @param patienceNanos how long a client may take for each step
   * @param whenItWaits called, without the lock, when something waits and nothing waited before
   */
  OutQueue(
      WritableByteChannel channel,
      MemoryBudget.Account account,
      long patienceNanos,
      Runnable whenItWaits) {
    this.channel = channel;
    this.account = account;
    this.patienceNanos = patienceNanos;
    this.whenItWaits = whenItWaits;
  }

  /**
   * Adds bytes, which belong to the queue from now on. Waits for the client if there is no memory
   * for them.
   *
   * @throws IOException when the client is gone or too slow
   */
  void add(ByteBuffer bytes) throws IOException {
    boolean begins;
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        writeTo(bytes);
        renewStep();
      }
      if (!bytes.hasRemaining() && !closed) {
        return;
      }
      awaitRoom(bytes.remaining());
      begins = waiting.isEmpty();
      waiting.add(bytes);
      waitingBytes += bytes.remaining();
    } finally {
      lock.unlock();
    }
    if (begins) {
      whenItWaits.run();
    }
  }

  private void awaitRoom(int bytes) throws IOException {
    while (true) {
      if (closed) {
        throw new IOException("the connection is closed");
      }
      if (waitingBytes + bytes <= ALWAYS_BYTES || waiting.isEmpty()) {
        return;
      }
      // What is not taken must leave room for those who make answers.
      long spare = account.mostBytes() / 2;
      if (account.tryTake(bytes + spare)) {
        account.give(spare);
        takenBytes += bytes;
        return;
      }
      long left = stepNanos + patienceNanos - System.nanoTime();
      if (left <= 0 || hurried) {
        closed = true;
        throw new IOException("the client takes nothing any more");
      }
      try {
        // Room may also come from others, who do not tell: look again after a while.
        moved.await(Math.min(left, 20_000_000L), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for the client", e);
      }
    }
  }

  /**
   * Writes what the client takes at once.
   *
   * @param most how many bytes at most, about
   * @return whether something still waits
   */
  boolean write(int most) throws IOException {
    lock.lock();
    try {
      long before = writtenBytes;
      while (!waiting.isEmpty() && writtenBytes - before < most) {
        ByteBuffer first = waiting.peek();
        long written = writeTo(first);
        waitingBytes -= written;
        if (first.hasRemaining()) {
          break;
        }
        waiting.remove();
      }
      giveBack();
      moved.signalAll();
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private long writeTo(ByteBuffer bytes) throws IOException {
    if (closed) {
      throw new IOException("the connection is closed");
    }
    int written = channel.write(bytes);
    writtenBytes += written;
    if (writtenBytes - stepBytes >= STEP_BYTES) {
      renewStep();
    }
    return written;
  }

  private void renewStep() {
    stepBytes = writtenBytes;
    stepNanos = System.nanoTime();
  }

  /** Gives back what is held beyond what is waiting. */
  private void giveBack() {
    long needed = Math.min(takenBytes, Math.max(0, waitingBytes - ALWAYS_BYTES));
    account.give(takenBytes - needed);
    takenBytes = needed;
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether something has waited too long for the client. */
  boolean isStuck(long nowNanos) {
    lock.lock();
    try {
      return !waiting.isEmpty() && nowNanos - stepNanos > patienceNanos;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits for the client any more. */
  void hurry() {
    lock.lock();
    try {
      hurried = true;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Drops everything; whoever waits or adds something gets an exception. */
  void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      waitingBytes = 0;
      giveBack();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
