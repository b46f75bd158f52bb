// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.testkit.TestChain;

/** The index finds what is in the chain, however the chain came to be. */
public class TxIndexTest {
  private static final Bytes OTHER = Bytes.fromHex("52");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final TestChain chain = new TestChain().mineEmpty(101);
  private final Transaction spend = chain.spendCoinbase(1, OTHER);
  private Kernel kernel;
  private TxIndex index;

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

  private void openIndex(boolean wipe) {
    index = TxIndex.open(kernel, path("txindex"), wipe, fatal::add);
  }

  private void startIndex() throws InterruptedException {
    openIndex(false);
    index.start();
    for (int i = 0; i < 1000 && !index.summary().synced(); i++) {
      Thread.sleep(10);
    }
    assertThat(index.summary().synced()).isTrue();
    assertThat(index.awaitTip()).isTrue();
  }

  /** As at the end of the node: the chain state is written first. */
  private void closeIndex() throws InterruptedException {
    kernel.flush(FlushMode.FORCE_SYNC);
    kernel.events().await(kernel.events().sequence());
    index.close();
  }

  private void accept(List<Block> blocks) {
    for (Block block : blocks) {
      assertThat(kernel.processBlock(block, true, true).verdict().isValid()).isTrue();
    }
  }

  private void assertFound(Transaction tx, Block block) {
    assertThat(index.find(tx.txid())).contains(new TxIndex.Found(block.hash(), tx));
  }

  @After
  public void close() {
    if (index != null) {
      index.close();
    }
    if (kernel != null) {
      kernel.close();
    }
    assertThat(fatal).isEmpty();
  }

  @Test
  public void transactionsOfOldAndNewBlocksAreFound() throws Exception {
    openKernel();
    chain.mine(spend);
    accept(chain.above(0));
    startIndex();
    assertThat(index.summary()).isEqualTo(new ChainIndex.Summary(true, 102));
    Transaction later = chain.spendCoinbase(2, OTHER);
    chain.mine(chain.spendCoinbase(3, OTHER), later);

    accept(chain.above(102));

    assertThat(index.awaitTip()).isTrue();
    assertThat(index.summary()).isEqualTo(new ChainIndex.Summary(true, 103));
    assertFound(later, chain.at(103));
    int transactions = 0;
    for (Block block : chain.above(0)) {
      for (Transaction tx : block.transactions()) {
        assertFound(tx, block);
        transactions++;
      }
    }
    assertThat(transactions).isEqualTo(103 + 3);
    assertThat(index.find(Txid.ZERO)).isEmpty();
    assertThat(index.find(chain.at(0).transactions().get(0).txid())).isEmpty();
  }

  @Test
  public void anEmptyChainIsFollowedFromTheFirstBlock() throws Exception {
    openKernel();
    startIndex();

    accept(chain.above(0));

    assertThat(index.awaitTip()).isTrue();
    assertThat(index.summary().height()).isEqualTo(101);
    assertFound(chain.at(1).transactions().get(0), chain.at(1));
  }

  @Test
  public void afterAReorganisationTheActiveBlockIsNamed() throws Exception {
    openKernel();
    TestChain other = chain.forkAt(101);
    other.setMockTime(TestChain.GENESIS_TIME + 500);
    Transaction lost = chain.spendCoinbase(2, OTHER);
    chain.mine(spend, lost);
    other.mine(spend);
    other.mine();
    accept(chain.above(0));
    startIndex();
    assertFound(spend, chain.at(102));

    accept(other.above(101));

    assertThat(index.awaitTip()).isTrue();
    assertThat(index.summary().height()).isEqualTo(103);
    assertFound(spend, other.at(102));
    // Only the branch that was left has it, and its block is still stored.
    assertFound(lost, chain.at(102));
    chain.mineEmpty(2);
    accept(chain.above(102));
    assertThat(index.awaitTip()).isTrue();
    // Its number is the lower one, but it is the one in the chain.
    assertFound(spend, chain.at(102));
  }

  @Test
  public void whatHappenedWhileItWasOffIsMadeUpFor() throws Exception {
    openKernel();
    chain.mine(spend);
    accept(chain.above(0));
    startIndex();
    closeIndex();
    TestChain other = chain.forkAt(101);
    other.setMockTime(TestChain.GENESIS_TIME + 500);
    other.mineEmpty(2);
    other.mine(spend);
    accept(other.above(101));

    openIndex(false);
    assertThat(index.summary()).isEqualTo(new ChainIndex.Summary(false, 102));
    assertThat(index.awaitTip()).isFalse();
    index.close();
    startIndex();

    assertThat(index.summary().height()).isEqualTo(104);
    assertFound(spend, other.at(104));
    closeIndex();
    kernel.close();
    openKernel();
    openIndex(false);
    assertThat(index.summary()).isEqualTo(new ChainIndex.Summary(true, 104));
    assertFound(spend, other.at(104));
    index.close();
    openIndex(true);
    assertThat(index.summary()).isEqualTo(new ChainIndex.Summary(false, 0));
  }

  @Test
  public void anIndexThatIsAheadOfTheChainGoesOnFromTheLastBlockInCommon() throws Exception {
    openKernel();
    accept(chain.above(0));
    // As after a crash that the chain's last blocks did not survive.
    TestChain lost = chain.forkAt(101);
    lost.setMockTime(TestChain.GENESIS_TIME + 500);
    lost.mine(spend);
    BlockEntry tip = kernel.chain().requireTip();
    List<BlockHash> locator = new ArrayList<>(kernel.locator(tip));
    locator.addFirst(lost.tip().hash());
    try (TxIndexTable table = TxIndexTable.open(path("txindex"), false)) {
      for (Block block : chain.above(0)) {
        table.append(block.hash(), block);
      }
      table.append(lost.tip().hash(), lost.tip());
      table.commit(locator);
    }

    startIndex();

    assertThat(index.summary().height()).isEqualTo(101);
    assertThat(index.find(spend.txid())).isEmpty();
    accept(List.of(lost.tip()));
    assertThat(index.awaitTip()).isTrue();
    assertFound(spend, lost.tip());
  }

  @Test
  public void anIndexOfAnotherChainIsRefused() throws Exception {
    openKernel();
    try (TxIndexTable table = TxIndexTable.open(path("txindex"), false)) {
      table.commit(List.of(BlockHash.ZERO));
    }

    assertThatThrownBy(() -> openIndex(false))
        .isInstanceOf(StartException.class)
        .hasMessage("best block of txindex not found. Please rebuild the index.");
    // The refusal let go of the directory.
    openIndex(true);
  }

  @Test
  public void aTransactionThatTwoBlocksHoldHasTwoPlacesAndABlockKeepsItsNumber() {
    chain.mine(spend);
    TestChain other = chain.forkAt(101);
    other.setMockTime(TestChain.GENESIS_TIME + 500);
    other.mine(chain.spendCoinbase(2, OTHER), spend);
    int second = 80 + 1 + other.tip().transactions().get(0).totalSize();
    int third = second + other.tip().transactions().get(1).totalSize();
    int first = 80 + 1 + chain.tip().transactions().get(0).totalSize();
    List<TxIndexTable.Place> expected =
        List.of(
            new TxIndexTable.Place(chain.tip().hash(), 0, first),
            new TxIndexTable.Place(other.tip().hash(), 1, third));
    try (TxIndexTable table = TxIndexTable.open(path("txindex"), false)) {
      table.append(chain.tip().hash(), chain.tip());
      table.append(other.tip().hash(), other.tip());
      table.commit(List.of(other.tip().hash()));
      assertThat(table.find(spend.txid())).isEqualTo(expected);
    }
    try (TxIndexTable table = TxIndexTable.open(path("txindex"), false)) {
      table.append(chain.tip().hash(), chain.tip());
      table.commit(List.of(chain.tip().hash()));
      assertThat(table.find(spend.txid())).isEqualTo(expected);
      assertThat(table.best()).containsExactly(chain.tip().hash());
    }
  }
}
