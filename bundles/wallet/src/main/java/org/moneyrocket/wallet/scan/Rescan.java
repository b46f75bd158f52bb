// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.scan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.ConnectedBlock;
import org.moneyrocket.interfaces.chain.ScanListener;
import org.moneyrocket.interfaces.chain.ScanRequest;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.wallet.keys.OwnedDescriptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks through old blocks for transactions of the wallet. The node compares scripts and sends the
 * blocks that match; one scan at a time.
 */
public final class Rescan {
  private static final Logger log = LoggerFactory.getLogger(Rescan.class);
  private static final Duration LOG_INTERVAL = Duration.ofSeconds(60);
  private static final Duration SIGN_OF_LIFE = Duration.ofMillis(500);
  private static final int MIN_EXTRA = 100;
  private static final int MAX_EXTRA = 1000;

  /** How a scan ended. */
  public enum End {
    SUCCESS,
    FAILURE,
    ABORTED
  }

  /**
   * Result of a scan.
   *
   * @param last last block that was looked at, empty if there was none
   * @param failed block that could not be read
   */
  public record Result(End end, Optional<BlockRef> last, Optional<BlockRef> failed) {}

  /** The right to scan; others have to wait until it is closed. */
  public interface Reservation extends AutoCloseable {
    @Override
    void close();
  }

  private final FollowedWallet wallet;

  /** Guards everything below; taken after the wallet's lock. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private boolean reserved;
  private boolean withPassphrase;
  private boolean abort;
  private boolean shutDown;
  private long startedNanos;
  private double progress;

  public Rescan(FollowedWallet wallet) {
    this.wallet = wallet;
  }

  /**
   * Reserves the right to scan; empty if a scan is under way.
   *
   * @param withPassphrase whether the scan relies on the wallet staying unlocked
   */
  public Optional<Reservation> reserve(boolean withPassphrase) {
    lock.lock();
    try {
      if (reserved) {
        return Optional.empty();
      }
      reserved = true;
      this.withPassphrase = withPassphrase;
      abort = shutDown;
      progress = 0;
      startedNanos = System.nanoTime();
      return Optional.of(this::release);
    } finally {
      lock.unlock();
    }
  }

  private void release() {
    lock.lock();
    try {
      reserved = false;
      withPassphrase = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public boolean isScanning() {
    lock.lock();
    try {
      return reserved;
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether a scan is under way that needs the wallet unlocked. */
  public boolean isScanningWithPassphrase() {
    lock.lock();
    try {
      return reserved && withPassphrase;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how far the scan is, 0 to 1; empty if there is none. */
  public OptionalDouble progress() {
    lock.lock();
    try {
      return reserved ? OptionalDouble.of(progress) : OptionalDouble.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Returns for how long the scan has been running. */
  public Duration duration() {
    lock.lock();
    try {
      return Duration.ofNanos(reserved ? System.nanoTime() - startedNanos : 0);
    } finally {
      lock.unlock();
    }
  }

  /** Stops the scan; false if there is none or it is being stopped already. */
  public boolean abort() {
    lock.lock();
    try {
      if (!reserved || abort) {
        return false;
      }
      abort = true;
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Stops the scan and all later ones: the wallet is being closed. */
  public void shutDown() {
    lock.lock();
    try {
      shutDown = true;
      abort = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isAborted() {
    lock.lock();
    try {
      return abort;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Scans. The caller holds a reservation but not the wallet's lock.
   *
   * @param from first height
   * @param to last height
   * @param watcher hears of the last block looked at every minute
   */
  public Result scan(int from, int to, java.util.function.Consumer<BlockRef> watcher) {
    long start = System.nanoTime();
    log.info(
        "{} Rescan started from block {}... ({})",
        wallet.logName(),
        wallet.chain().blockAt(from).map(info -> info.ref().hash().toString()).orElse("?"),
        wallet.chain().hasBlockFilters()
            ? "fast variant using block filters"
            : "slow variant inspecting all blocks");
    Optional<BlockRef> last = Optional.empty();
    Optional<BlockRef> failed = Optional.empty();
    int next = from;
    while (next <= to) {
      if (isAborted()) {
        log.info(
            "{} Rescan aborted at block {}. Progress={}",
            wallet.logName(),
            next,
            progress().orElse(0));
        return new Result(End.ABORTED, last, Optional.empty());
      }
      Pass pass = new Pass(from, to, watcher);
      pass.run(next);
      BlockRef reached = pass.last.get();
      if (reached != null) {
        last = Optional.of(reached);
        next = reached.height() + 1;
      }
      switch (pass.state()) {
        case DONE -> next = to + 1;
        case FAILED -> {
          log.warn("{} Rescan of block {} failed: {}", wallet.logName(), next, pass.error);
          next = Math.max(next + 1, firstStored());
          failed = wallet.chain().blockAt(Math.min(next - 1, to)).map(BlockInfo::ref);
          if (failed.isEmpty()) {
            return new Result(End.FAILURE, last, failed);
          }
        }
        case RUNNING, AGAIN -> log.trace("{} goes on at block {}", wallet.logName(), next);
      }
    }
    return failed.isPresent() ? new Result(End.FAILURE, last, failed) : completed(start, last);
  }

  /** Returns the lowest height whose block is on disk as far as pruning goes. */
  private int firstStored() {
    return wallet.chain().status().pruneHeight().orElse(0);
  }

  private Result completed(long startNanos, Optional<BlockRef> last) {
    log.info(
        "{} Rescan completed in {}ms",
        wallet.logName(),
        String.format("%15d", (System.nanoTime() - startNanos) / 1_000_000));
    return new Result(End.SUCCESS, last, Optional.empty());
  }

  private enum State {
    RUNNING,
    DONE,
    FAILED,
    /** The wallet watches more scripts now: go on with those behind the last block. */
    AGAIN
  }

  /** One request to the node and what comes of it. */
  private final class Pass implements ScanListener {
    private final int from;
    private final int to;
    private final java.util.function.Consumer<BlockRef> watcher;
    private final List<Bytes> scripts = new ArrayList<>();
    private final List<Watched> watched = new ArrayList<>();
    private final AtomicReference<@Nullable BlockRef> last = new AtomicReference<>();
    private State state = State.RUNNING;
    private String error = "";
    private long lastLog = System.nanoTime();

    private record Watched(OwnedDescriptor descriptor, int end) {}

    Pass(int from, int to, java.util.function.Consumer<BlockRef> watcher) {
      this.from = from;
      this.to = to;
      this.watcher = watcher;
      wallet.lock().lock();
      try {
        for (OwnedDescriptor descriptor : wallet.ring().descriptors()) {
          scripts.addAll(descriptor.scripts());
          if (descriptor.isRange()) {
            int window = descriptor.record().rangeEnd() - descriptor.record().nextIndex();
            int extra = Math.clamp(window, MIN_EXTRA, MAX_EXTRA);
            List<Bytes> ahead = descriptor.scriptsAhead(extra);
            scripts.addAll(ahead);
            watched.add(
                new Watched(
                    descriptor, descriptor.record().rangeEnd() + (ahead.isEmpty() ? 0 : extra)));
          }
        }
      } finally {
        wallet.lock().unlock();
      }
    }

    /** Scans from a height on, until the end or until there is a reason to stop before. */
    void run(int start) {
      if (scripts.size() > ScanRequest.MAX_SCRIPTS) {
        readAll(start);
        return;
      }
      try (Subscription subscription =
          wallet.chain().scan(new ScanRequest(start, Optional.of(to), scripts), this)) {
        await();
      }
    }

    /** Looks at every block itself, where there are too many scripts to ask the node. */
    private void readAll(int start) {
      watched.clear();
      for (int height = start; height <= to && state() == State.RUNNING && !isAborted(); height++) {
        Optional<BlockInfo> info = wallet.chain().blockAt(height);
        Optional<Bytes> data = info.flatMap(i -> wallet.chain().blockData(i.ref().hash()));
        if (data.isEmpty()) {
          end(State.FAILED, "block " + height + " cannot be read");
          return;
        }
        BlockInfo block = info.orElseThrow();
        matched(
            new ConnectedBlock(
                block.ref(), block.previous(), block.time(), block.maxTime(), data.get(), 0));
        progressed(block.ref(), 0);
      }
      if (!isAborted()) {
        end(State.DONE, "");
      }
    }

    State state() {
      lock.lock();
      try {
        return state;
      } finally {
        lock.unlock();
      }
    }

    /**
     * Waits for the end of the request. The node is asked for a sign of life now and then, which
     * fails if it is gone and nobody is going to tell of an end any more.
     */
    void await() {
      while (!awaitEnd()) {
        wallet.chain().sequence();
      }
    }

    private boolean awaitEnd() {
      long left = SIGN_OF_LIFE.toNanos();
      lock.lock();
      try {
        while (state == State.RUNNING && !abort && left > 0) {
          left = changed.awaitNanos(left);
        }
        return state != State.RUNNING || abort;
      } catch (InterruptedException e) {
        abort = true;
        Thread.currentThread().interrupt();
        return true;
      } finally {
        lock.unlock();
      }
    }

    private void end(State end, String why) {
      lock.lock();
      try {
        if (state == State.RUNNING) {
          state = end;
          error = why;
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void matched(ConnectedBlock connected) {
      if (state() != State.RUNNING || isAborted()) {
        return;
      }
      try {
        Block block = Block.decode(connected.data());
        boolean done = false;
        while (!done) {
          done = match(block, connected.ref());
        }
      } catch (DecodeException | RuntimeException e) {
        log.error("{} cannot use a block of a scan", wallet.logName(), e);
        end(State.FAILED, String.valueOf(e.getMessage()));
      }
    }

    /**
     * Takes over a block if it is on the chain, which the node is asked without the wallet's lock.
     *
     * @return false if the wallet took blocks back meanwhile, and the node is to be asked again
     */
    private boolean match(Block block, BlockRef ref) {
      int rewinds = rewinds();
      wallet.clock().refresh();
      Optional<BlockInfo> info = wallet.chain().activeBlock(ref.hash());
      if (info.isEmpty()) {
        end(State.FAILED, "block " + ref.hash() + " left the chain");
        return true;
      }
      wallet.lock().lock();
      try {
        if (wallet.ledger().rewinds() != rewinds) {
          return false;
        }
        wallet.sync().addFromScan(block, ref, info.get().maxTime());
        last.set(ref);
        if (grew()) {
          end(State.AGAIN, "");
        }
        return true;
      } finally {
        wallet.lock().unlock();
      }
    }

    private int rewinds() {
      wallet.lock().lock();
      try {
        return wallet.ledger().rewinds();
      } finally {
        wallet.lock().unlock();
      }
    }

    private boolean grew() {
      return watched.stream().anyMatch(w -> w.descriptor().record().rangeEnd() > w.end());
    }

    @Override
    public void progressed(BlockRef at, double share) {
      if (state() != State.RUNNING) {
        return;
      }
      last.set(at);
      // The share is of this request only, which may have begun behind the first block.
      double done = to <= from ? 0 : Math.clamp((at.height() - from) / (double) (to - from), 0, 1);
      lock.lock();
      try {
        progress = done;
      } finally {
        lock.unlock();
      }
      if (System.nanoTime() - lastLog > LOG_INTERVAL.toNanos()) {
        lastLog = System.nanoTime();
        log.info(
            "{} Still rescanning. At block {}. Progress={}", wallet.logName(), at.height(), done);
        watcher.accept(at);
      }
    }

    @Override
    public void finished(BlockRef at, String why) {
      // Where no block was looked at, the place is nowhere: height -1.
      if (state() == State.RUNNING && at.height() >= 0) {
        last.set(at);
      }
      end(why.isEmpty() ? State.DONE : State.FAILED, why);
    }

    @Override
    public void lagged(long sequence) {
      end(State.AGAIN, "");
    }
  }
}
