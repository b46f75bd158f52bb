// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.blockfile.RecordScanner;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.DecodeException;

/**
 * Reads, decodes and checks the blocks of a file on the thread {@code kernel-import} while those
 * before are being stored.
 */
final class DecodePipeline implements AutoCloseable {
  private static final int MAX_BYTES = 4 << 20;
  private static final int ITEM_BYTES = 256;

  /**
   * A record of the file.
   *
   * @param offset where its data begins
   * @param problem why it is no block, null if it is one
   * @param block the block, null if it is not wanted or there is a problem
   * @param verdict of the checks that need no other block
   */
  record Item(
      long offset,
      @Nullable String problem,
      BlockHash hash,
      BlockHash previous,
      @Nullable Block block,
      Verdict verdict,
      int bytes) {
    static Item problem(long offset, String problem) {
      return new Item(
          offset, problem, BlockHash.ZERO, BlockHash.ZERO, null, Verdict.VALID, ITEM_BYTES);
    }
  }

  private final ChainParameters params;
  private final RecordScanner scanner;
  private final Predicate<BlockHash> wanted;

  /** Guards everything below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Item> ready = new ArrayDeque<>();
  private int readyBytes;
  private boolean ended;
  private boolean closed;
  private @Nullable Throwable failure;

  private final Thread thread;

  /**
   * Begins to read.
   *
   * @param wanted tells whether a block must be decoded
   */
  DecodePipeline(ChainParameters params, RecordScanner scanner, Predicate<BlockHash> wanted) {
    this.params = params;
    this.scanner = scanner;
    this.wanted = wanted;
    this.thread = new Thread(this::run, "kernel-import");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    Throwable problem = null;
    try {
      while (scanner.next()) {
        if (scanner.passedOver() > 0 && !put(passedOver())) {
          return;
        }
        if (!put(decode())) {
          return;
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      problem = e;
    } finally {
      lock.lock();
      try {
        ended = true;
        failure = problem;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private Item passedOver() {
    long begin = scanner.offset() - 8 - scanner.passedOver();
    return Item.problem(begin, scanner.passedOver() + " bytes that belong to no block");
  }

  private Item decode() throws IOException {
    long offset = scanner.offset();
    byte[] headerBytes = scanner.header();
    if (headerBytes.length < BlockHeader.BYTES) {
      return Item.problem(offset, "unexpected data at the end of the file");
    }
    try {
      BlockHeader header = BlockHeader.read(new ByteReader(headerBytes));
      BlockHash hash = header.hash();
      if (!wanted.test(hash)) {
        return new Item(offset, null, hash, header.previous(), null, Verdict.VALID, ITEM_BYTES);
      }
      byte[] data = scanner.data();
      ByteReader in = new ByteReader(data);
      Block block = Block.read(in);
      scanner.used(in.position());
      return new Item(
          offset,
          null,
          hash,
          header.previous(),
          block,
          BlockCheck.check(params, block),
          ITEM_BYTES + data.length);
    } catch (DecodeException e) {
      return Item.problem(offset, "unexpected data - " + e.getMessage());
    }
  }

  /** Returns false if nobody wants more. */
  private boolean put(Item item) {
    lock.lock();
    try {
      while (readyBytes > MAX_BYTES && !closed) {
        changed.awaitUninterruptibly();
      }
      if (closed) {
        return false;
      }
      ready.add(item);
      readyBytes += item.bytes();
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the next record, or null at the end of the file.
   *
   * @throws IOException if the file could not be read
   */
  @Nullable Item next() throws IOException {
    lock.lock();
    try {
      while (ready.isEmpty()) {
        if (ended) {
          if (failure instanceof IOException e) {
            throw e;
          }
          if (failure != null) {
            throw new IllegalStateException("reading " + scanner.path() + " failed", failure);
          }
          return null;
        }
        changed.awaitUninterruptibly();
      }
      Item item = ready.remove();
      readyBytes -= item.bytes();
      changed.signalAll();
      return item;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
