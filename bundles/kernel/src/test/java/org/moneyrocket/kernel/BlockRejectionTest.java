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
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
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
}
