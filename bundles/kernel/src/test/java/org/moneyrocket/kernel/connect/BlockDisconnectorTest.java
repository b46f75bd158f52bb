// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.coins.CoinsCache;
import org.moneyrocket.kernel.coins.CoinsDatabase;
import org.moneyrocket.kernel.connect.BlockDisconnector.Outcome;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockTree;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

public class BlockDisconnectorTest {
  private static final Bytes ANYONE = Bytes.fromHex("51");
  private static final OutPoint SPENT = new OutPoint(new Txid(Bytes.fromHex("07".repeat(32))), 1);
  private static final Coin OLD = new Coin(new TxOut(500, ANYONE), 3, false);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final ChainParameters params = ChainParameters.of(Chain.MAIN);
  private final BlockDisconnector disconnector = new BlockDisconnector(params);
  private final BlockTree tree = new BlockTree();
  private BlockEntry parent;
  private CoinsDatabase database;
  private CoinsCache coins;

  private final Transaction coinbase =
      new Transaction(
          1,
          List.of(new TxIn(OutPoint.NULL, Bytes.fromHex("0101"), -1)),
          List.of(new TxOut(50, ANYONE), new TxOut(0, Bytes.fromHex("6a"))),
          0);
  private final Transaction spend =
      new Transaction(
          1,
          List.of(new TxIn(SPENT, Bytes.EMPTY, -1)),
          List.of(new TxOut(400, ANYONE), new TxOut(90, ANYONE)),
          0);

  @Before
  public void open() throws Exception {
    parent = tree.add(params.genesis().header(), params.genesisHash());
    database =
        new CoinsDatabase(
            DatabaseOptions.small(folder.newFolder().toPath(), false),
            1 << 14,
            CoinsDatabase.BatchObserver.NONE);
    coins = new CoinsCache(database);
  }

  @After
  public void close() {
    coins.close();
    database.close();
  }

  private Block block() {
    return new Block(header(parent.hash()), List.of(coinbase, spend));
  }

  private static BlockHeader header(BlockHash previous) {
    return new BlockHeader(1, previous, Bytes.wrap(new byte[32]), 1_300_000_000L, 0x1d00ffff, 0);
  }

  private BlockEntry entry() {
    return tree.detached(block().header(), block().hash(), parent);
  }

  private static BlockUndo undo(Coin coin) {
    return new BlockUndo(List.of(new BlockUndo.TxUndo(List.of(coin))));
  }

  /** Puts what the block has left into the coins. */
  private void connected() {
    coins.add(new OutPoint(coinbase.txid(), 0), new Coin(new TxOut(50, ANYONE), 1, true), false);
    coins.add(new OutPoint(spend.txid(), 0), new Coin(new TxOut(400, ANYONE), 1, false), false);
    coins.add(new OutPoint(spend.txid(), 1), new Coin(new TxOut(90, ANYONE), 1, false), false);
  }

  private Outcome disconnect(Coin spent) {
    return disconnector.disconnect(block(), undo(spent), entry(), coins);
  }

  @Test
  public void takesOutputsAwayAndBringsBackWhatWasSpent() {
    connected();

    assertThat(disconnect(OLD)).isEqualTo(Outcome.CLEAN);

    assertThat(coins.get(SPENT)).isEqualTo(OLD);
    assertThat(coins.has(new OutPoint(coinbase.txid(), 0))).isFalse();
    assertThat(coins.has(new OutPoint(spend.txid(), 0))).isFalse();
    assertThat(coins.bestBlock()).isEqualTo(parent.hash());
  }

  @Test
  public void noticesOutputsThatAreMissingOrOtherwise() {
    connected();
    coins.spend(new OutPoint(spend.txid(), 1));

    assertThat(disconnect(OLD)).isEqualTo(Outcome.UNCLEAN);
    assertThat(coins.get(SPENT)).isEqualTo(OLD);
  }

  @Test
  public void noticesAnOutputOfAnotherHeight() {
    connected();
    OutPoint first = new OutPoint(spend.txid(), 0);
    coins.spend(first);
    coins.add(first, new Coin(new TxOut(400, ANYONE), 2, false), false);

    assertThat(disconnect(OLD)).isEqualTo(Outcome.UNCLEAN);
  }

  @Test
  public void noticesThatWhatWasSpentIsThere() {
    connected();
    coins.add(SPENT, new Coin(new TxOut(1, ANYONE), 2, false), false);

    assertThat(disconnect(OLD)).isEqualTo(Outcome.UNCLEAN);
    assertThat(coins.get(SPENT)).isEqualTo(OLD);
  }

  @Test
  public void undoDataOfVeryOldVersionsBorrowsTheHeightOfAnotherOutput() {
    connected();
    Coin withoutHeight = new Coin(OLD.output(), 0, false);
    coins.add(new OutPoint(SPENT.txid(), 4), new Coin(new TxOut(7, ANYONE), 9, true), false);

    assertThat(disconnect(withoutHeight)).isEqualTo(Outcome.CLEAN);
    assertThat(coins.get(SPENT)).isEqualTo(new Coin(OLD.output(), 9, true));
  }

  @Test
  public void undoDataWithoutHeightFailsIfNoOtherOutputIsLeft() {
    connected();

    assertThat(disconnect(new Coin(OLD.output(), 0, false))).isEqualTo(Outcome.FAILED);
  }

  @Test
  public void undoDataMustFitTheBlock() {
    connected();

    assertThat(disconnector.disconnect(block(), BlockUndo.EMPTY, entry(), coins))
        .isEqualTo(Outcome.FAILED);
    BlockUndo twoInputs = new BlockUndo(List.of(new BlockUndo.TxUndo(List.of(OLD, OLD))));
    assertThat(disconnector.disconnect(block(), twoInputs, entry(), coins))
        .isEqualTo(Outcome.FAILED);
  }

  @Test
  public void aCoinbaseThatWasRepeatedLaterMayBeGone() {
    for (int height = 1; height < 91722; height++) {
      BlockHeader header = header(parent.hash());
      parent = tree.add(header, header.hash());
    }
    BlockHash repeated =
        BlockHash.fromDisplay("00000000000271a2dc26e7667f8419f2e15416dc6955e5a6c6cdf3f2574dd08e");
    Block block = new Block(header(parent.hash()), List.of(coinbase));
    BlockUndo nothing = new BlockUndo(List.of());

    BlockEntry exception = tree.detached(block.header(), repeated, parent);
    assertThat(disconnector.disconnect(block, nothing, exception, coins)).isEqualTo(Outcome.CLEAN);
    BlockEntry other = tree.detached(block.header(), block.hash(), parent);
    assertThat(disconnector.disconnect(block, nothing, other, coins)).isEqualTo(Outcome.UNCLEAN);
  }
}
