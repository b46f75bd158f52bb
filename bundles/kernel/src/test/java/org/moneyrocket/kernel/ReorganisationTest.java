// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.testkit.TestChain;

public class ReorganisationTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private TestKernel kernel() throws Exception {
    return new TestKernel(folder.newFolder().toPath(), b -> b.checkBlockIndex(5));
  }

  private static BlockEntry entry(TestKernel kernel, Block block) {
    return kernel.get().find(block.hash()).orElseThrow();
  }

  @Test
  public void followsTheLongestChainAtAnyDepth() throws Exception {
    TestChain a = new TestChain().mineEmpty(110);
    Transaction first = a.spendCoinbase(1, TestChain.ANYONE);
    Transaction second =
        TestChain.spend(
            List.of(new OutPoint(first.txid(), 0)),
            List.of(new TxOut(20_0000_0000L, TestChain.ANYONE)));
    a.mine(first, second);
    a.mine(a.spendCoinbase(2, TestChain.ANYONE));
    a.mineEmpty(30);
    TestChain b = a.forkAt(5);
    b.setMockTime(TestChain.GENESIS_TIME + 500);
    b.mineEmpty(138);
    b.mine(b.spendCoinbase(3, TestChain.ANYONE));
    try (TestKernel kernel = kernel();
        TestKernel direct = kernel()) {
      kernel.accept(a.above(0));
      kernel.assertTip(a.tip());
      var coinsOfA = kernel.coins();

      kernel.accept(b.above(5));
      kernel.assertTip(b.tip());
      direct.accept(b.above(0));
      assertThat(kernel.coins().hash()).isEqualTo(direct.coins().hash());
      assertThat(kernel.coins())
          .usingRecursiveComparison()
          .ignoringFields("diskBytes")
          .isEqualTo(direct.coins());

      a.mineEmpty(3);
      kernel.accept(a.above(142));
      kernel.assertTip(a.tip());
      for (int i = 0; i < 3; i++) {
        kernel.get().invalidate(kernel.get().chain().requireTip());
      }
      kernel.get().activateBestChain();
      // What is left of a ends at 142.
      kernel.assertTip(b.tip());
      kernel.get().invalidate(entry(kernel, b.at(6)));
      kernel.get().activateBestChain();
      assertThat(kernel.get().chain().height()).isEqualTo(142);
      assertThat(kernel.coins().hash()).isEqualTo(coinsOfA.hash());
      assertThat(kernel.notifications.fatal).isEmpty();
    }
  }

  @Test
  public void staysOnTheBranchThatCameFirst() throws Exception {
    TestChain a = new TestChain().mineEmpty(3);
    TestChain b = a.forkAt(1);
    b.setMockTime(TestChain.GENESIS_TIME + 50);
    b.mineEmpty(2);
    try (TestKernel kernel = kernel()) {
      kernel.accept(a.above(0));
      kernel.accept(b.above(1));
      kernel.assertTip(a.tip());
      kernel.restart();
      kernel.assertTip(a.tip());

      kernel.get().precious(entry(kernel, b.tip()));
      kernel.assertTip(b.tip());
      kernel.restart();
      kernel.assertTip(b.tip());
    }
  }

  @Test
  public void invalidatesAndReconsiders() throws Exception {
    TestChain a = new TestChain().mineEmpty(20);
    TestChain b = a.forkAt(10);
    b.setMockTime(TestChain.GENESIS_TIME + 500);
    b.mineEmpty(5);
    try (TestKernel kernel = kernel()) {
      kernel.accept(a.above(0));
      kernel.accept(b.above(10));
      kernel.assertTip(a.tip());

      assertThat(kernel.get().invalidate(entry(kernel, a.at(12)))).isTrue();
      assertThat(kernel.get().chain().height()).isEqualTo(11);
      kernel.get().activateBestChain();
      kernel.assertTip(b.tip());
      assertThat(statuses(kernel)).isEqualTo("20 invalid, 15 active");
      assertThat(kernel.get().bestHeader().orElseThrow().hash()).isEqualTo(b.tip().hash());
      kernel.restart();
      kernel.assertTip(b.tip());
      assertThat(kernel.refuse(new TestChainOn(a).next())).isEqualTo("bad-prevblk");

      kernel.get().reconsider(entry(kernel, a.at(15)));
      kernel.get().activateBestChain();
      kernel.assertTip(a.tip());
      assertThat(statuses(kernel)).isEqualTo("20 active, 15 valid-fork");
      assertThat(kernel.get().invalidate(entry(kernel, a.at(0)))).isFalse();
    }
  }

  /** The block after the tip of a chain, without changing the chain. */
  private record TestChainOn(TestChain chain) {
    Block next() {
      return chain.forkAt(chain.height()).mine();
    }
  }

  private static String statuses(TestKernel kernel) {
    return kernel.get().chainTips().stream()
        .map(t -> t.entry().height() + " " + t.status().rpcName())
        .collect(Collectors.joining(", "));
  }

  @Test
  public void connectsBlocksThatComeInAnyOrder() throws Exception {
    TestChain chain = new TestChain().mineEmpty(12);
    try (TestKernel kernel = kernel()) {
      var headers = chain.above(0).stream().map(Block::header).toList();
      HeadersResult result = kernel.get().processHeaders(headers, true);
      assertThat(result.last().orElseThrow().height()).isEqualTo(12);
      assertThat(statuses(kernel)).isEqualTo("12 headers-only, 0 active");
      List<Block> blocks = chain.above(0);
      for (int i = blocks.size() - 1; i >= 0; i--) {
        kernel.accept(blocks.get(i));
      }
      kernel.assertTip(chain.tip());
    }
  }

  @Test
  public void goesBackWhenTheNewBranchTurnsOutInvalid() throws Exception {
    TestChain a = new TestChain().mineEmpty(10);
    TestChain b = a.forkAt(5);
    b.setMockTime(TestChain.GENESIS_TIME + 500);
    b.mineEmpty(4);
    b.next().coinbaseValue(60_0000_0000L).add();
    b.mineEmpty(2);
    try (TestKernel kernel = kernel()) {
      kernel.accept(a.above(0));
      kernel.get().processHeaders(b.above(5).stream().map(Block::header).toList(), true);
      kernel.accept(b.above(5).subList(0, 6));

      kernel.assertTip(a.tip());
      assertThat(statuses(kernel)).isEqualTo("12 invalid, 10 active");
      assertThat(entry(kernel, b.at(9)).isFailed()).isFalse();
      assertThat(entry(kernel, b.at(10)).isFailed()).isTrue();
      kernel.restart();
      kernel.assertTip(a.tip());
      assertThat(statuses(kernel)).isEqualTo("12 invalid, 10 active");
    }
  }

  @Test
  public void answersQuestionsAboutTheChain() throws Exception {
    TestChain a = new TestChain().mineEmpty(30);
    TestChain b = a.forkAt(20);
    b.setMockTime(TestChain.GENESIS_TIME + 500);
    b.mineEmpty(3);
    try (TestKernel kernel = kernel()) {
      kernel.accept(a.above(0));
      kernel.accept(b.above(20));
      Kernel k = kernel.get();
      BlockEntry tip = k.chain().requireTip();
      assertThat(k.locator(tip)).hasSize(12 + 4).last().isEqualTo(a.at(0).hash());
      assertThat(k.forkPoint(k.locator(entry(kernel, b.tip()))).orElseThrow().height())
          .isEqualTo(20);
      assertThat(k.chain().fork(entry(kernel, b.tip())).height()).isEqualTo(20);
      for (int height = 0; height <= 30; height++) {
        assertThat(tip.ancestor(height)).isSameAs(k.chain().at(height));
      }
      assertThat(k.readBlock(entry(kernel, a.at(7)))).isEqualTo(a.at(7));
      assertThat(k.readRawBlockPart(entry(kernel, a.at(7)), 0, 80).orElseThrow())
          .isEqualTo(a.at(7).header().toBytes());
      assertThat(k.readRawBlockPart(entry(kernel, a.at(7)), 80, 1_000_000)).isEmpty();
      assertThat(k.readUndo(tip).transactions()).isEmpty();
      assertThat(k.pruneHeight()).isEqualTo(OptionalInt.empty());
      assertThat(k.hasBlocks(tip, k.chain().at(0))).isTrue();
      assertThat(k.isInitialBlockDownload()).isTrue();
      assertThat(k.verificationProgress(tip)).isBetween(0.0, 1.0);
    }
  }
}
