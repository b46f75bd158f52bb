// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.testkit.TestChain;

/** After an error of this machine the kernel does nothing more, and no block is blamed for it. */
public class HaltTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestChain chain = chainOfManyCoins();
  private volatile String failing = "";

  /** A chain of 120 blocks; from height 110 on each has more coins than the cache may hold. */
  private static TestChain chainOfManyCoins() {
    TestChain chain = new TestChain().mineEmpty(109);
    for (int height = 1; height <= 11; height++) {
      OutPoint coinbase = new OutPoint(chain.at(height).transactions().get(0).txid(), 0);
      List<TxOut> outputs = Collections.nCopies(20_000, new TxOut(1000, TestChain.ANYONE));
      chain.mine(TestChain.spend(List.of(coinbase), outputs));
    }
    return chain;
  }

  private void fail(String step) {
    if (step.equals(failing)) {
      throw new StorageException(StorageException.Kind.NO_SPACE, "no space for " + step);
    }
  }

  private TestKernel kernel() throws Exception {
    TestKernel kernel =
        new TestKernel(
            folder.newFolder().toPath(),
            b -> b.fastPrune(true).cacheBytes(4 << 20).writeSteps(this::fail));
    kernel.accept(chain.above(0).subList(0, 110));
    return kernel;
  }

  private void hasTheWholeChainAfterRestart(TestKernel kernel) throws Exception {
    failing = "";
    kernel.restart();
    kernel.accept(chain.above(0));
    kernel.assertTip(chain.tip());
    assertThat(failed(kernel)).isEmpty();
  }

  private List<BlockEntry> failed(TestKernel kernel) {
    return chain.above(0).stream()
        .map(block -> kernel.get().index().find(block.hash()))
        .filter(entry -> entry != null && entry.isFailed())
        .toList();
  }

  @Test
  public void aFlushThatFailsWhileConnectingLeavesTipAndCoinsTogether() throws Exception {
    for (String step : List.of("files", "index", "coins")) {
      try (TestKernel kernel = kernel()) {
        failing = step;
        Block next = chain.at(111);
        assertThatThrownBy(
                () -> {
                  kernel.get().processBlock(next, true, true);
                  kernel.get().processBlock(chain.at(112), true, true);
                })
            .isInstanceOf(StorageException.class);
        assertThat(kernel.get().coins().bestBlock())
            .isEqualTo(kernel.get().chain().requireTip().hash());
        assertThat(kernel.notifications.fatal).isNotEmpty();
        hasTheWholeChainAfterRestart(kernel);
      }
    }
  }

  @Test
  public void aFlushThatFailsWhileDisconnectingLeavesTipAndCoinsTogether() throws Exception {
    for (String step : List.of("files", "index", "coins")) {
      try (TestKernel kernel = kernel()) {
        kernel.accept(chain.above(110));
        failing = step;
        BlockEntry from = Objects.requireNonNull(kernel.get().chain().at(115));
        assertThatThrownBy(() -> kernel.get().invalidate(from))
            .isInstanceOf(StorageException.class);
        assertThat(kernel.get().coins().bestBlock())
            .isEqualTo(kernel.get().chain().requireTip().hash());
        hasTheWholeChainAfterRestart(kernel);
      }
    }
  }

  @Test
  public void refusesAllWorkAfterTheFirstFatalError() throws Exception {
    try (TestKernel kernel = kernel()) {
      failing = "index";
      assertThatThrownBy(() -> kernel.get().flush(FlushMode.FORCE_SYNC))
          .isInstanceOf(StorageException.class);
      // Even where there is room again: nobody knows any more what is on disk.
      failing = "";
      Kernel stopped = kernel.get();
      BlockEntry tip = stopped.chain().requireTip();
      List<Runnable> work =
          List.of(
              () -> stopped.processBlock(chain.at(111), true, true),
              () -> stopped.processHeaders(List.of(chain.at(111).header()), true),
              () -> stopped.testBlock(chain.at(111), true, true),
              () -> stopped.invalidate(tip),
              () -> stopped.reconsider(tip),
              () -> stopped.precious(tip),
              () -> stopped.flush(FlushMode.FORCE_FLUSH),
              () -> stopped.pruneAndFlush(),
              () -> stopped.coinsCursor().close(),
              () -> stopped.verify(3, 6));
      for (Runnable one : work) {
        assertThatThrownBy(one::run)
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("no space for index");
      }
      assertThat(stopped.activateBestChain()).isFalse();
      assertThat(stopped.chain().requireTip()).isEqualTo(tip);
      hasTheWholeChainAfterRestart(kernel);
    }
  }

  @Test
  public void anErrorInAListenerDoesNotStopTheChain() throws Exception {
    try (TestKernel kernel = kernel()) {
      CountDownLatch heard = new CountDownLatch(10);
      kernel
          .get()
          .events()
          .subscribe(
              new ChainListener() {
                @Override
                public void tipUpdated(
                    BlockEntry tip, @Nullable BlockEntry fork, boolean initialDownload) {
                  heard.countDown();
                  throw new OutOfMemoryError("as if");
                }
              });
      kernel.accept(chain.above(110));
      assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();
      kernel.assertTip(chain.tip());
    }
  }
}
