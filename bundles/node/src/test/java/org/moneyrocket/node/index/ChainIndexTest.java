// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.KernelNotifications;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.testkit.TestChain;

/** Filters, statistics and spenders follow the chain, wherever it goes and whenever they look. */
public class ChainIndexTest {
  private static final Bytes OTHER = Bytes.fromHex("52");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final TestChain chain = new TestChain().mineEmpty(101);
  private final Transaction spend = chain.spendCoinbase(1, OTHER);
  private Kernel kernel;
  private FilterIndex filters;
  private StatsIndex stats;
  private SpenderIndex spenders;
  private Indexes indexes;

  private Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  private void openKernel() throws Exception {
    KernelNotifications notifications = fatal::add;
    kernel =
        Kernel.open(
            KernelOptions.builder(ChainParameters.of(Chain.REGTEST), path("chain"), notifications)
                .cacheBytes(8 << 20)
                .clock(() -> Instant.ofEpochSecond(TestChain.GENESIS_TIME + 100_000))
                .build());
    kernel.importBlocks(List.of());
  }

  private void openIndexes() {
    indexes =
        new Indexes(
            kernel,
            null,
            () -> FilterIndex.open(kernel, path("filters"), false, fatal::add),
            () -> StatsIndex.open(kernel, path("."), false, fatal::add),
            () -> SpenderIndex.open(kernel, path("spenders"), false, fatal::add));
    filters = indexes.filters().orElseThrow();
    stats = indexes.stats().orElseThrow();
    spenders = indexes.spenders().orElseThrow();
  }

  private void startIndexes() throws InterruptedException {
    openIndexes();
    assertThat(indexes.start()).isEmpty();
    for (ChainIndex index : indexes.all()) {
      for (int i = 0; i < 1000 && !index.summary().synced(); i++) {
        Thread.sleep(10);
      }
      assertThat(index.summary().synced()).isTrue();
    }
  }

  /** As at the end of the node: the chain state is written first. */
  private void closeIndexes() throws InterruptedException {
    kernel.flush(FlushMode.FORCE_SYNC);
    kernel.events().await(kernel.events().sequence());
    indexes.close();
  }

  private void accept(List<Block> blocks) {
    for (Block block : blocks) {
      assertThat(kernel.processBlock(block, true, true).verdict().isValid()).isTrue();
    }
  }

  private BlockEntry entry(Block block) {
    return kernel.find(block.hash()).orElseThrow();
  }

  private void assertInLine() throws InterruptedException {
    for (ChainIndex index : indexes.all()) {
      assertThat(index.awaitTip()).isTrue();
      assertThat(index.summary()).isEqualTo(new ChainIndex.Summary(true, kernel.chain().height()));
    }
    BlockEntry tip = kernel.chain().requireTip();
    CoinSetStatistics counted =
        kernel.coinStatistics(CoinSetStatistics.Hash.MUHASH, () -> false).orElseThrow();
    CoinTotals totals = stats.find(tip).orElseThrow();
    assertThat(totals.muHash()).isEqualTo(counted.hash().orElseThrow());
    assertThat(totals.outputs()).isEqualTo(counted.outputs());
    assertThat(totals.bogoSize()).isEqualTo(counted.bogoSize());
    assertThat(totals.amount()).isEqualTo(counted.totalSats());
    assertThat(totals.amount() + totals.lost()).isEqualTo(totals.subsidy());
    assertFilters(tip);
  }

  private void assertFilters(BlockEntry tip) {
    Bytes header = Bytes.wrap(new byte[32]);
    for (int height = 0; height <= tip.height(); height++) {
      BlockEntry at = Objects.requireNonNull(tip.ancestor(height));
      BlockFilter filter = BlockFilter.of(kernel.readBlock(at), kernel.readUndo(at));
      header = filter.header(header);
      assertThat(filters.find(at).orElseThrow().encoded()).isEqualTo(filter.encoded());
      assertThat(filters.header(at)).contains(header);
    }
    assertThat(filters.hashes(0, tip).orElseThrow()).hasSize(tip.height() + 1);
  }

  @After
  public void close() {
    if (indexes != null) {
      indexes.close();
    }
    if (kernel != null) {
      kernel.close();
    }
    assertThat(fatal).isEmpty();
  }

  @Test
  public void oldAndNewBlocksAreTakenIn() throws Exception {
    openKernel();
    chain.mine(spend);
    accept(chain.above(0));
    startIndexes();
    assertInLine();
    chain.mine(chain.spendCoinbase(2, OTHER));

    accept(chain.above(102));

    assertInLine();
    OutPoint spent = spend.inputs().get(0).prevout();
    assertThat(spenders.find(spent))
        .contains(new SpenderIndex.Spender(spend, chain.at(102).hash()));
    assertThat(spenders.find(new OutPoint(spend.txid(), 0))).isEmpty();
    assertThat(stats.find(entry(chain.at(102))).orElseThrow().spent().low64())
        .isEqualTo(50 * Amount.COIN);
  }

  @Test
  public void aReorganisationIsFollowedAndWhatItLeftIsStillFound() throws Exception {
    openKernel();
    TestChain other = chain.forkAt(101);
    other.setMockTime(TestChain.GENESIS_TIME + 500);
    chain.mine(spend);
    other.mineEmpty(3);
    accept(chain.above(0));
    startIndexes();
    BlockEntry left = entry(chain.tip());
    CoinTotals before = stats.find(left).orElseThrow();
    Bytes filter = filters.find(left).orElseThrow().encoded();

    accept(other.above(101));

    assertInLine();
    assertThat(stats.find(left)).contains(before);
    assertThat(filters.find(left).orElseThrow().encoded()).isEqualTo(filter);
    assertThat(spenders.find(spend.inputs().get(0).prevout())).isEmpty();
    chain.mineEmpty(4);
    accept(chain.above(102));
    assertInLine();
    assertThat(spenders.find(spend.inputs().get(0).prevout())).isPresent();
  }

  @Test
  public void aSpenderIsNamedUntilTheIndexGoesBackItself() throws Exception {
    openKernel();
    chain.mine(spend);
    accept(chain.above(0));
    startIndexes();
    OutPoint spent = spend.inputs().get(0).prevout();

    assertThat(kernel.invalidate(entry(chain.tip()))).isTrue();

    assertThat(spenders.find(spent)).as("the next block takes it off").isPresent();
    TestChain other = chain.forkAt(101);
    other.setMockTime(TestChain.GENESIS_TIME + 500);
    other.mineEmpty(1);
    accept(other.above(101));
    assertInLine();
    assertThat(spenders.find(spent)).isEmpty();
  }

  @Test
  public void whatHappenedWhileTheyWereOffIsMadeUpFor() throws Exception {
    openKernel();
    chain.mine(spend);
    accept(chain.above(0));
    startIndexes();
    assertInLine();
    closeIndexes();
    TestChain other = chain.forkAt(99);
    other.setMockTime(TestChain.GENESIS_TIME + 500);
    other.mineEmpty(5);
    accept(other.above(99));

    openIndexes();
    assertThat(stats.summary()).isEqualTo(new ChainIndex.Summary(false, 102));
    indexes.close();
    startIndexes();

    assertInLine();
    closeIndexes();
    kernel.close();
    openKernel();
    openIndexes();
    assertInLine();
  }

  @Test
  public void withoutALastWordTheyReadBlocksAgain() throws Exception {
    openKernel();
    accept(chain.above(0));
    startIndexes();
    closeIndexes();
    startIndexes();
    chain.mine(spend);
    accept(chain.above(101));
    for (ChainIndex index : indexes.all()) {
      assertThat(index.awaitTip()).isTrue();
    }

    // As after a crash: rows were written, which block was the last was not.
    indexes.close();

    openIndexes();
    assertThat(filters.summary()).isEqualTo(new ChainIndex.Summary(false, 101));
    indexes.close();
    startIndexes();
    assertInLine();
  }

  @Test
  public void stateThatDoesNotFitTheLastBlockIsNoticed() throws Exception {
    openKernel();
    accept(chain.above(0));
    startIndexes();
    closeIndexes();
    try (BlockRows rows = BlockRows.open(path(StatsIndex.NAME).resolve("db"), false)) {
      Batch batch = new Batch();
      rows.putBest(batch, List.of(chain.at(100).hash()));
      rows.database().write(batch, false);
    }
    assertThatThrownBy(this::openIndexes)
        .isInstanceOf(StartException.class)
        .hasMessage("Cannot read current coinstatsindex state; index may be corrupted");

    try (BlockRows rows = BlockRows.open(path("filters").resolve("db"), false)) {
      Batch batch = new Batch();
      rows.putBest(batch, List.of(BlockHash.ZERO));
      rows.database().write(batch, false);
    }
    assertThatThrownBy(() -> FilterIndex.open(kernel, path("filters"), false, fatal::add))
        .isInstanceOf(StartException.class)
        .hasMessage("best block of basic block filter index not found. Please rebuild the index.");
  }
}
