// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.coins.CoinSetStatistics;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.testkit.TestChain;

/**
 * Wherever a crash strikes during a reorganisation, an index opens again and says what is so. A
 * crash is a copy of the files between two writes, opened with the chain as it was before the
 * reorganisation or after it: both are possible, for the chain is written down on its own.
 */
public class IndexCrashTest {
  private static final Bytes OTHER = Bytes.fromHex("52");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final List<Path> images = new CopyOnWriteArrayList<>();

  // Two blocks of ours, one with a payment, are replaced by three with another payment.
  private final TestChain ours = new TestChain().mineEmpty(102);
  private final TestChain theirs = ours.forkAt(102);
  private final Transaction left = ours.spendCoinbase(1, OTHER);
  private final Transaction right = theirs.spendCoinbase(2, OTHER);

  private Kernel kernel;
  private ChainIndex index;
  private int copies;

  @FunctionalInterface
  private interface Opening {
    ChainIndex open(Kernel kernel, Path folder);
  }

  @FunctionalInterface
  private interface Checking {
    void check(ChainIndex index, Kernel kernel);
  }

  @After
  public void close() {
    end();
  }

  private void end() {
    if (index != null) {
      index.close();
      index = null;
    }
    if (kernel != null) {
      kernel.close();
      kernel = null;
    }
  }

  private void openKernel(Path directory) throws Exception {
    kernel =
        Kernel.open(
            KernelOptions.builder(ChainParameters.of(Chain.REGTEST), directory, fatal::add)
                .cacheBytes(8 << 20)
                .clock(() -> Instant.ofEpochSecond(TestChain.GENESIS_TIME + 100_000))
                .build());
    kernel.importBlocks(List.of());
  }

  private void openIndex(Opening opening, Path directory) throws InterruptedException {
    index = opening.open(kernel, directory);
    index.start();
    for (int i = 0; i < 1000 && !index.summary().synced() && fatal.isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertThat(fatal).isEmpty();
    assertThat(index.summary().synced()).isTrue();
    assertThat(index.awaitTip()).isTrue();
  }

  private void accept(List<Block> blocks) throws InterruptedException {
    for (Block block : blocks) {
      assertThat(kernel.processBlock(block, true, true).verdict().isValid()).isTrue();
    }
    if (index != null) {
      assertThat(index.awaitTip()).isTrue();
      kernel.events().await(kernel.events().sequence());
    }
  }

  /** Copies a folder as it stands: anew if the database tidied up meanwhile. */
  private Path copy(Path from) {
    while (true) {
      Path to = folder.getRoot().toPath().resolve("copy" + copies++);
      try {
        List<String> before = list(from);
        try (Stream<Path> all = Files.walk(from)) {
          for (Path each : all.toList()) {
            Files.copy(each, to.resolve(from.relativize(each)));
          }
        }
        if (list(from).equals(before)) {
          return to;
        }
      } catch (NoSuchFileException | UncheckedIOException e) {
        // A file went away while it was copied.
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static List<String> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> list = new ArrayList<>();
      for (Path each : all.toList()) {
        list.add(each + " " + Files.size(each) + " " + Files.getLastModifiedTime(each));
      }
      return list;
    }
  }

  private void crashAtEveryStep(Opening opening, Checking checking) throws Exception {
    theirs.setMockTime(TestChain.GENESIS_TIME + 500);
    ours.mine(left);
    ours.mineEmpty(1);
    theirs.mine(right);
    theirs.mineEmpty(2);
    Path chain = folder.getRoot().toPath().resolve("chain");
    Path rows = folder.getRoot().toPath().resolve("rows");
    openKernel(chain);
    accept(ours.above(0));
    openIndex(opening, rows);
    kernel.flush(FlushMode.FORCE_SYNC);
    kernel.events().await(kernel.events().sequence());
    List<Path> chains = new ArrayList<>(List.of(copy(chain)));
    images.add(copy(rows));
    index.afterStep(() -> images.add(copy(rows)));

    accept(theirs.above(102));

    index.afterStep(() -> {});
    // Two removed, three added: none of it is written down as the last block.
    assertThat(images).hasSize(1 + 2 + 3);
    kernel.flush(FlushMode.FORCE_SYNC);
    kernel.events().await(kernel.events().sequence());
    chains.add(copy(chain));
    end();

    for (Path image : images) {
      for (Path state : chains) {
        Path at = copy(image);
        Path blocks = copy(state);
        openKernel(blocks);
        openIndex(opening, at);
        checking.check(index, kernel);
        accept(theirs.above(102));
        checking.check(index, kernel);
        // A second crash before anything more was written down.
        Path again = copy(at);
        Path blocksThen = copy(blocks);
        TestChain back = ours.forkAt(104);
        back.mineEmpty(2);
        accept(ours.above(102));
        accept(back.above(104));
        checking.check(index, kernel);
        end();
        openKernel(blocksThen);
        openIndex(opening, again);
        accept(ours.above(102));
        accept(back.above(104));
        checking.check(index, kernel);
        end();
      }
    }
    assertThat(fatal).isEmpty();
  }

  private static BlockEntry at(Kernel kernel, int height) {
    return Objects.requireNonNull(kernel.chain().at(height));
  }

  @Test
  public void coinStatisticsOutliveAnyCrash() throws Exception {
    crashAtEveryStep(
        (kernel, at) -> StatsIndex.open(kernel, at, false, fatal::add),
        (index, kernel) -> {
          CoinTotals totals = ((StatsIndex) index).find(kernel.chain().requireTip()).orElseThrow();
          CoinSetStatistics counted =
              kernel.coinStatistics(CoinSetStatistics.Hash.MUHASH, () -> false).orElseThrow();
          assertThat(totals.muHash()).isEqualTo(counted.hash().orElseThrow());
          assertThat(totals.outputs()).isEqualTo(counted.outputs());
          assertThat(totals.amount()).isEqualTo(counted.totalSats());
          for (int height = 0; height <= kernel.chain().height(); height++) {
            assertThat(((StatsIndex) index).find(at(kernel, height))).isPresent();
          }
        });
  }

  @Test
  public void filtersOutliveAnyCrash() throws Exception {
    crashAtEveryStep(
        (kernel, at) -> FilterIndex.open(kernel, at, false, fatal::add),
        (index, kernel) -> {
          FilterIndex filters = (FilterIndex) index;
          Bytes header = Bytes.wrap(new byte[32]);
          for (int height = 0; height <= kernel.chain().height(); height++) {
            BlockEntry entry = at(kernel, height);
            BlockFilter filter = BlockFilter.of(kernel.readBlock(entry), kernel.readUndo(entry));
            header = filter.header(header);
            assertThat(filters.find(entry).orElseThrow().encoded()).isEqualTo(filter.encoded());
            assertThat(filters.header(entry)).contains(header);
          }
        });
  }

  @Test
  public void spendersOutliveAnyCrash() throws Exception {
    crashAtEveryStep(
        (kernel, at) -> SpenderIndex.open(kernel, at, false, fatal::add),
        (index, kernel) -> {
          Block block = kernel.readBlock(at(kernel, 103));
          for (Transaction payment : List.of(left, right)) {
            OutPoint spent = payment.inputs().get(0).prevout();
            assertThat(((SpenderIndex) index).find(spent).map(SpenderIndex.Spender::tx))
                .isEqualTo(
                    block.transactions().contains(payment)
                        ? java.util.Optional.of(payment)
                        : java.util.Optional.empty());
          }
        });
  }

  @Test
  public void transactionsOutliveAnyCrash() throws Exception {
    // This index never takes anything off.
    Opening opening = (kernel, at) -> TxIndex.open(kernel, at, false, fatal::add);
    theirs.setMockTime(TestChain.GENESIS_TIME + 500);
    ours.mine(left);
    theirs.mine(right);
    theirs.mineEmpty(1);
    Path chain = folder.getRoot().toPath().resolve("chain");
    Path rows = folder.getRoot().toPath().resolve("rows");
    openKernel(chain);
    accept(ours.above(0));
    openIndex(opening, rows);
    kernel.flush(FlushMode.FORCE_SYNC);
    kernel.events().await(kernel.events().sequence());
    Path before = copy(chain);
    images.add(copy(rows));
    index.afterStep(() -> images.add(copy(rows)));
    accept(theirs.above(102));
    index.afterStep(() -> {});
    end();

    for (Path image : images) {
      openKernel(copy(before));
      openIndex(opening, copy(image));
      assertThat(((TxIndex) index).find(left.txid()).map(TxIndex.Found::tx)).contains(left);
      accept(theirs.above(102));
      assertThat(((TxIndex) index).find(right.txid()).map(TxIndex.Found::tx)).contains(right);
      end();
    }
  }
}
