// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainOptions;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.testkit.BlockBuilder;
import org.moneyrocket.testkit.TestChain;

public class BlockRejectionTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private TestKernel kernel;
  private final TestChain chain = new TestChain().mineEmpty(110);

  @Before
  public void open() throws Exception {
    kernel = new TestKernel(folder.newFolder().toPath(), b -> b.checkBlockIndex(0));
    kernel.accept(chain.above(0));
  }

  @After
  public void close() {
    kernel.assertTip(chain.tip());
    assertThat(kernel.notifications.fatal).isEmpty();
    kernel.close();
  }

  private BlockBuilder next() {
    return chain.next();
  }

  private boolean isKnown(Block block) {
    return kernel.get().find(block.hash()).isPresent();
  }

  @Test
  public void refusesWhatIsWrongWithTheHeader() {
    Block unknownParent = next().parent(BlockHash.fromDisplay("11".repeat(32))).build();
    assertThat(kernel.refuse(unknownParent)).isEqualTo("prev-blk-not-found");
    assertThat(kernel.refuse(next().bits(0x207ffffe).build())).isEqualTo("bad-diffbits");
    assertThat(kernel.refuse(next().bits(0x217fffff).build())).isEqualTo("high-hash");
    assertThat(kernel.refuse(next().time(TestChain.GENESIS_TIME).build()))
        .isEqualTo("time-too-old");
    Block future = next().time(TestChain.GENESIS_TIME + 200_000).build();
    assertThat(kernel.refuse(future)).isEqualTo("time-too-new");
    assertThat(kernel.refuse(future)).isEqualTo("time-too-new");
    assertThat(kernel.refuse(next().version(3).build())).isEqualTo("bad-version(0x00000003)");
    assertThat(isKnown(future)).isFalse();
  }

  @Test
  public void neverForgetsAnInvalidBlockButGivesAMutatedOneAnotherChance() {
    Block tooMuch = next().coinbaseValue(50_0000_0001L).build();
    assertThat(kernel.refuse(tooMuch)).isEqualTo("bad-cb-amount");
    assertThat(kernel.refuse(tooMuch)).isEqualTo("duplicate-invalid");

    Transaction spend = chain.spendCoinbase(1, TestChain.ANYONE);
    Transaction more =
        TestChain.spend(
            List.of(new OutPoint(spend.txid(), 0)), List.of(new TxOut(1, TestChain.ANYONE)));
    Block good = next().transactions(spend, more).build();
    Block repeated =
        new Block(good.header(), List.of(good.transactions().get(0), spend, more, more));
    assertThat(kernel.refuse(repeated)).isEqualTo("bad-txns-duplicate");
    assertThat(isKnown(good)).isFalse();
    Block wrongRoot = new Block(good.header(), List.of(good.transactions().get(0)));
    assertThat(kernel.refuse(wrongRoot)).isEqualTo("bad-txnmrklroot");
    assertThat(kernel.get().testBlock(good, true, true)).isEqualTo(Verdict.VALID);
  }

  @Test
  public void refusesWhatIsWrongWithSpending() {
    Transaction spend = chain.spendCoinbase(1, TestChain.ANYONE);
    assertThat(
            kernel.refuse(next().transactions(chain.spendCoinbase(30, TestChain.ANYONE)).build()))
        .isEqualTo("bad-txns-premature-spend-of-coinbase");
    Transaction again = chain.spendCoinbase(1, Bytes.fromHex("52"));
    assertThat(kernel.refuse(next().transactions(spend, again).build()))
        .isEqualTo("bad-txns-inputs-missingorspent");
    Transaction tooMuch =
        TestChain.spend(
            List.of(spend.inputs().get(0).prevout()),
            List.of(new TxOut(50_0000_0001L, TestChain.ANYONE)));
    assertThat(kernel.refuse(next().transactions(tooMuch).build()))
        .isEqualTo("bad-txns-in-belowout");
    Transaction child =
        TestChain.spend(
            List.of(new OutPoint(spend.txid(), 0)), List.of(new TxOut(1, TestChain.ANYONE)));
    assertThat(kernel.refuse(next().transactions(child, spend).build()))
        .isEqualTo("bad-txns-inputs-missingorspent");
  }

  @Test
  public void runsScriptsOnAllThreads() throws Exception {
    Bytes never = Bytes.fromHex("00");
    Transaction locked = chain.spendCoinbase(1, never);
    Transaction unlock =
        TestChain.spend(
            List.of(new OutPoint(locked.txid(), 0)), List.of(new TxOut(1, TestChain.ANYONE)));
    Block bad = next().transactions(locked, unlock).build();
    String reason =
        "block-script-verify-flag-failed (Script evaluated without error but finished with a"
            + " false/empty top stack element)";
    assertThat(kernel.get().testBlock(bad, true, true))
        .hasToString(
            reason
                + ", input 0 of "
                + unlock.txid()
                + " (wtxid "
                + unlock.wtxid()
                + "), spending "
                + locked.txid()
                + ":0");
    assertThat(kernel.refuse(bad)).isEqualTo(reason);
    for (int threads : new int[] {1, 4}) {
      kernel.restart(b -> b.scriptThreads(threads));
      kernel.get().reconsider(kernel.get().find(bad.hash()).orElseThrow());
      kernel.get().activateBestChain();
      assertThat(kernel.notifications.lastChecked).isInstanceOf(Verdict.Invalid.class);
      kernel.assertTip(chain.tip());
    }
  }

  @Test
  public void refusesWhatIsWrongWithTheCoinbase() {
    Block twoHeights = next().coinbase(chain.at(50).transactions().get(0)).build();
    assertThat(kernel.refuse(twoHeights)).isEqualTo("bad-cb-height");
    assertThat(isKnown(twoHeights)).isTrue();
    assertThat(kernel.refuse(next().transactions(chain.at(50).transactions().get(0)).build()))
        .isEqualTo("bad-cb-multiple");
  }

  @Test
  public void testingABlockChangesNothing() {
    var before = kernel.coins();
    Block good = next().transactions(chain.spendCoinbase(1, TestChain.ANYONE)).build();

    assertThat(kernel.get().testBlock(good, true, true)).isEqualTo(Verdict.VALID);
    assertThat(kernel.get().testBlock(chain.at(5), true, true))
        .hasToString("inconclusive-not-best-prevblk");

    assertThat(kernel.coins().hash()).isEqualTo(before.hash());
    assertThat(isKnown(good)).isFalse();
  }

  @Test
  public void takesTheStoredBlockAndNotACopyWithAnotherWitness() {
    // OP_TRUE behind its hash: one element too many in the witness is invalid.
    Bytes program =
        Bytes.fromHex("00204ae81572f06e1b88fd5ced7a1a000945432e83e1551e6f721ee9c00b8cc33260");
    Transaction pay = chain.spendCoinbase(1, program);
    TxIn in = new TxIn(new OutPoint(pay.txid(), 0), Bytes.EMPTY, -1, List.of(TestChain.ANYONE));
    Transaction spend = new Transaction(2, List.of(in), List.of(new TxOut(1, TestChain.ANYONE)), 0);
    Block good = next().transactions(pay, spend).build();
    Transaction altered =
        spend.withInputs(List.of(in.withWitness(List.of(Bytes.fromHex("01"), TestChain.ANYONE))));
    Block copy = new Block(good.header(), List.of(good.transactions().get(0), pay, altered));
    kernel.accept(good);
    kernel.get().invalidate(kernel.get().find(good.hash()).orElseThrow());
    // Stored, and the best block there is, but not connected yet.
    kernel.get().reconsider(kernel.get().find(good.hash()).orElseThrow());

    kernel.accept(copy);

    kernel.assertTip(good);
    kernel.get().invalidate(kernel.get().find(good.hash()).orElseThrow());
  }

  @Test
  public void aTransactionMayOnlyComeAgainWhenAllOfItIsSpent() throws Exception {
    ChainParameters params =
        ChainParameters.of(
            Chain.REGTEST, ChainOptions.NONE.withActivationHeight(BuriedDeployment.BIP34, 100_000));
    try (TestKernel free =
        new TestKernel(folder.newFolder().toPath(), params, b -> b.checkBlockIndex(0))) {
      free.accept(chain.above(0));
      Transaction coinbase =
          new Transaction(
              1,
              List.of(new TxIn(OutPoint.NULL, Bytes.fromHex("0101"), -1)),
              List.of(new TxOut(5, TestChain.ANYONE)),
              0);
      TestChain own = chain.forkAt(110);
      free.accept(own.next().coinbase(coinbase).add());
      Block again = own.next().coinbase(coinbase).build();
      assertThat(free.refuse(again)).isEqualTo("bad-txns-BIP30");

      own.mineEmpty(99);
      Transaction spend =
          TestChain.spend(
              List.of(new OutPoint(coinbase.txid(), 0)), List.of(new TxOut(5, TestChain.ANYONE)));
      own.mine(spend);
      own.next().coinbase(coinbase).add();
      free.accept(own.above(111));
      free.assertTip(own.tip());
    }
  }

  @Test
  public void theFirstStageThatFailsNamesTheReason() {
    BlockHash unknown = BlockHash.fromDisplay("11".repeat(32));
    Bytes wrong = Bytes.fromHex("22".repeat(32));
    assertThat(kernel.refuse(next().parent(unknown).merkleRoot(wrong).build()))
        .isEqualTo("bad-txnmrklroot");
    Transaction two = chain.at(50).transactions().get(0);
    assertThat(kernel.refuse(next().bits(0x207ffffe).transactions(two).build()))
        .isEqualTo("bad-cb-multiple");
    assertThat(kernel.refuse(next().bits(0x207ffffe).version(1).build())).isEqualTo("bad-diffbits");
    assertThat(kernel.refuse(next().time(TestChain.GENESIS_TIME + 200_000).version(1).build()))
        .isEqualTo("time-too-new");
    // Height of the coinbase before the witness, and that before what spending it costs.
    assertThat(kernel.refuse(next().coinbase(two).coinbaseValue(60_0000_0000L).build()))
        .isEqualTo("bad-cb-height");
  }

  @Test
  public void withOneThreadScriptsAreJudgedInOrderAndWithSeveralLast() throws Exception {
    Transaction locked = chain.spendCoinbase(1, Bytes.fromHex("00"));
    Transaction unlock =
        TestChain.spend(
            List.of(new OutPoint(locked.txid(), 0)), List.of(new TxOut(1, TestChain.ANYONE)));
    Transaction missing =
        TestChain.spend(
            List.of(new OutPoint(locked.txid(), 7)), List.of(new TxOut(1, TestChain.ANYONE)));
    Block bad = next().transactions(locked, unlock, missing).build();
    for (int threads : new int[] {1, 4}) {
      kernel.restart(b -> b.scriptThreads(threads));
      assertThat(kernel.get().testBlock(bad, true, true).toString())
          .startsWith(
              threads == 1
                  ? "block-script-verify-flag-failed (Script evaluated without error"
                  : "bad-txns-inputs-missingorspent");
    }
  }

  @Test
  public void blocksNobodyAskedForAreOnlyKeptIfTheyMayBeOfUse() throws Exception {
    TestChain behind = chain.forkAt(105);
    behind.setMockTime(TestChain.GENESIS_TIME + 5000);
    Block low = behind.mine();
    assertThat(kernel.get().processBlock(low, false, true).isNew()).isFalse();
    assertThat(isKnown(low)).isTrue();
    assertThat(kernel.get().processBlock(low, true, true).isNew()).isTrue();

    TestChain ahead = chain.forkAt(110).mineEmpty(290);
    kernel.get().processHeaders(ahead.above(110).stream().map(Block::header).toList(), true);
    assertThat(kernel.get().processBlock(ahead.at(399), false, true).isNew()).isFalse();
    assertThat(kernel.get().processBlock(ahead.at(398), false, true).isNew()).isTrue();
    assertThat(kernel.get().processBlock(ahead.at(398), false, true).isNew()).isFalse();
    assertThat(kernel.get().processBlock(ahead.at(400), true, true).isNew()).isTrue();
  }
}
