// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.testkit.TestChain;

/**
 * One write, sync, rename or removal after the other fails: once, and from then on for ever. Each
 * time the kernel stops or goes on where that is right; with a sound disk it reaches the peer's tip
 * with the same coins, and no block is taken for invalid.
 */
public class FailingWritesTest {
  private static final int COMMON = 314;
  private static final int LARGE = 14;
  private static final int FLOOR = 60;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestChain stale = new TestChain();
  private final TestChain chain;

  public FailingWritesTest() {
    for (int i = 0; i < LARGE; i++) {
      large(stale);
    }
    stale.mineEmpty(COMMON - LARGE);
    chain = stale.forkAt(COMMON);
    large(stale);
    large(stale);
    for (int height = LARGE + 1; height <= LARGE + 4; height++) {
      chain.mine(chain.spendCoinbase(height, TestChain.ANYONE));
    }
    for (int i = 0; i < 8; i++) {
      large(chain);
    }
  }

  /** Adds a block of which a file for tests holds seven. */
  private static void large(TestChain chain) {
    byte[] filling = new byte[9_000];
    filling[0] = 0x6a;
    chain.next().payout(Bytes.wrap(filling)).add();
  }

  /** Lets one write fail, or all from one on. */
  private static final class Disk implements WriteObserver {
    private final int failing;
    private final boolean forEver;
    private int count;
    private boolean repaired;

    Disk(int failing, boolean forEver) {
      this.failing = failing;
      this.forEver = forEver;
    }

    @Override
    public synchronized void before(Kind kind, Path place) throws IOException {
      if (repaired) {
        return;
      }
      count++;
      if (forEver ? count >= failing : count == failing) {
        throw new IOException("No space left on device (" + kind + " number " + count + ")");
      }
    }

    synchronized void repair() {
      repaired = true;
    }

    synchronized boolean hasFailed() {
      return count >= failing;
    }
  }

  private UnaryOperator<KernelOptions.Builder> options(Disk disk) {
    return b ->
        b.fastPrune(true)
            .pruneTargetBytes(KernelOptions.PRUNE_MANUALLY)
            .minimumChainWork(UInt256.ZERO)
            .clock(() -> Instant.ofEpochSecond(chain.tip().header().time() + 60))
            .checkBlockIndex(0)
            .writes(disk);
  }

  /** A run with a bit of everything; ends where the disk lets it down. */
  private void run(TestKernel kernel) {
    Kernel one = kernel.get();
    submit(one, stale.above(COMMON));
    one.flush(FlushMode.FORCE_SYNC);
    List<Block> better = chain.above(COMMON);
    submit(one, better.subList(0, 5));
    one.flush(FlushMode.FORCE_FLUSH);
    BlockEntry tip = one.chain().requireTip();
    assertThat(one.invalidate(tip)).isTrue();
    one.reconsider(tip);
    one.activateBestChain();
    submit(one, better.subList(5, better.size()));
    one.pruneTo(LARGE);
    assertThat(one.hasPruned()).isTrue();
    one.flush(FlushMode.FORCE_FLUSH);
  }

  private static void submit(Kernel kernel, List<Block> blocks) {
    for (Block block : blocks) {
      assertThat(kernel.processBlock(block, true, true).verdict().isValid()).isTrue();
    }
  }

  private Optional<Bytes> expected() throws Exception {
    try (TestKernel peer =
        new TestKernel(folder.newFolder().toPath(), options(new Disk(Integer.MAX_VALUE, false)))) {
      peer.accept(chain.above(0));
      return peer.coins().hash();
    }
  }

  /** Makes the directory that every run begins with. */
  private Path beginning() throws Exception {
    Path directory = folder.newFolder().toPath();
    try (TestKernel kernel =
        new TestKernel(directory, options(new Disk(Integer.MAX_VALUE, false)))) {
      submit(kernel.get(), stale.above(0).subList(0, COMMON));
    }
    return directory;
  }

  private Path copy(Path from) throws IOException {
    Path to = folder.newFolder().toPath();
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        if (!path.equals(from)) {
          Files.copy(path, to.resolve(from.relativize(path)));
        }
      }
    }
    return to;
  }

  private int writesOfARun(Path beginning) throws Exception {
    Disk disk = new Disk(Integer.MAX_VALUE, false);
    try (TestKernel kernel = new TestKernel(copy(beginning), options(disk))) {
      run(kernel);
      kernel.assertTip(chain.tip());
    }
    return disk.count;
  }

  @Test
  public void anyWriteMayFailAndTheChainIsReachedAllTheSame() throws Exception {
    Optional<Bytes> expected = expected();
    Path beginning = beginning();
    int total = writesOfARun(beginning);
    int stopped = 0;
    int wentOn = 0;
    for (int n = 1; n <= total; n++) {
      boolean forEver = n % 2 == 0;
      if (failAt(n, copy(beginning), forEver, expected)) {
        stopped++;
      } else {
        wentOn++;
      }
    }
    System.out.println(
        "failed writes 1 to " + total + ": stopped " + stopped + " times, went on " + wentOn);
    assertThat(total).isGreaterThan(FLOOR);
    assertThat(stopped).isGreaterThan(FLOOR);
  }

  /** Lets a write fail in a run. Returns whether the kernel stopped. */
  private boolean failAt(int n, Path directory, boolean forEver, Optional<Bytes> expected)
      throws Exception {
    Disk disk = new Disk(n, forEver);
    String what = "write " + n + (forEver ? " and all after it" : " alone");
    RecordingNotifications heard = null;
    boolean threw = false;
    try (TestKernel kernel = new TestKernel(directory, options(disk))) {
      heard = kernel.notifications;
      run(kernel);
    } catch (StorageException e) {
      threw = true;
    }
    assertThat(disk.hasFailed()).as(what).isTrue();
    boolean stopped = threw || !Objects.requireNonNull(heard).fatal.isEmpty();
    disk.repair();
    try (TestKernel kernel = new TestKernel(directory, options(disk))) {
      kernel.accept(chain.above(COMMON));
      assertThat(kernel.tip()).as(what).isEqualTo(chain.tip().hash().toString());
      assertThat(kernel.coins().hash()).as(what).isEqualTo(expected);
      kernel
          .get()
          .chainTips()
          .forEach(tip -> assertThat(tip.status()).as(what).isNotEqualTo(ChainTip.Status.INVALID));
    }
    return stopped;
  }
}
