// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.testkit.TestChain;

public class EventOrderTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

  private final ChainListener listener =
      new ChainListener() {
        @Override
        public void blockConnected(BlockEntry entry, Block block, BlockUndo undo) {
          heard.add("connected " + name(entry) + " spending " + undo.transactions().size());
          assertThat(block.hash()).isEqualTo(entry.hash());
        }

        @Override
        public void blockDisconnected(BlockEntry entry, Block block, BlockUndo undo) {
          heard.add("disconnected " + name(entry) + " restoring " + undo.transactions().size());
        }

        @Override
        public void tipUpdated(BlockEntry tip, BlockEntry fork, boolean initialDownload) {
          heard.add("tip " + name(tip) + " fork " + (fork == null ? "none" : fork.height()));
        }
      };

  private final MempoolHook mempool =
      new MempoolHook() {
        @Override
        public void beginStep() {
          heard.add("[");
        }

        @Override
        public void blockConnected(BlockEntry entry, Block block, boolean initialDownload) {
          heard.add("+" + entry.height());
        }

        @Override
        public void blockDisconnected(BlockEntry entry, Block block) {
          heard.add("-" + entry.height());
        }

        @Override
        public void reconcile(boolean readd) {
          heard.add("reconcile " + readd);
        }

        @Override
        public void endStep() {
          heard.add("]");
        }
      };

  private static String name(BlockEntry entry) {
    return entry.height() + (entry.time() > TestChain.GENESIS_TIME + 400 ? "b" : "a");
  }

  private List<String> take(TestKernel kernel) throws Exception {
    kernel.get().events().await(kernel.get().events().sequence());
    List<String> taken = List.copyOf(heard);
    heard.clear();
    return taken;
  }

  @Test
  public void tellsOfAReorganisationInCoresOrder() throws Exception {
    TestChain a = new TestChain().mineEmpty(101);
    a.mine(a.spendCoinbase(1, TestChain.ANYONE));
    TestChain b = a.forkAt(100);
    b.setMockTime(TestChain.GENESIS_TIME + 500);
    b.mineEmpty(3);
    try (TestKernel kernel = new TestKernel(folder.newFolder().toPath())) {
      kernel.accept(a.above(0).subList(0, 101));
      ChainEvents.Handle handle = kernel.get().events().subscribe(listener);
      take(kernel);
      kernel.accept(a.tip());
      assertThat(take(kernel)).containsExactly("connected 102a spending 1", "tip 102a fork 101");

      kernel.accept(b.above(100));
      assertThat(take(kernel))
          .containsExactly(
              "disconnected 102a restoring 1",
              "disconnected 101a restoring 0",
              "connected 101b spending 0",
              "connected 102b spending 0",
              "connected 103b spending 0",
              "tip 103b fork 100");
      handle.close();
      b.mineEmpty(1);
      kernel.accept(b.tip());
      assertThat(take(kernel)).isEmpty();
    }
  }

  @Test
  public void tellsTheMempoolWithinTheLock() throws Exception {
    TestChain a = new TestChain().mineEmpty(3);
    TestChain b = a.forkAt(2);
    b.setMockTime(TestChain.GENESIS_TIME + 500);
    b.mineEmpty(2);
    try (TestKernel kernel = new TestKernel(folder.newFolder().toPath())) {
      kernel.accept(a.above(0));
      kernel.get().setMempoolHook(mempool);
      kernel.accept(b.above(2));

      assertThat(take(kernel)).startsWith("[", "]", "[", "-3", "+3", "+4", "reconcile true", "]");
    }
  }

  @Test
  public void tellsTheOwnerAtOnceInCoresOrder() throws Exception {
    TestChain a = new TestChain().mineEmpty(3);
    TestChain b = a.forkAt(2);
    b.setMockTime(TestChain.GENESIS_TIME + 500);
    b.mineEmpty(1);
    b.next().coinbaseValue(60_0000_0000L).add();
    try (TestKernel kernel = new TestKernel(folder.newFolder().toPath())) {
      kernel.accept(a.above(0));
      kernel.accept(b.at(3));
      kernel.notifications.lines.clear();
      kernel.get().processBlock(b.at(4), true, true);

      assertThat(kernel.notifications.lines)
          .containsExactly("checked valid", "checked bad-cb-amount", "checked valid", "active 3");
      kernel.assertTip(a.tip());
    }
  }

  @Test
  public void aListenerThatFailsHearsTheNextEvent() throws Exception {
    TestChain a = new TestChain().mineEmpty(3);
    try (TestKernel kernel = new TestKernel(folder.newFolder().toPath())) {
      kernel
          .get()
          .events()
          .subscribe(
              new ChainListener() {
                @Override
                public void blockConnected(BlockEntry entry, Block block, BlockUndo undo) {
                  heard.add("connected " + entry.height());
                  throw new IllegalStateException("on purpose");
                }
              });
      kernel.accept(a.above(0));

      assertThat(take(kernel)).containsExactly("connected 1", "connected 2", "connected 3");
    }
  }
}
