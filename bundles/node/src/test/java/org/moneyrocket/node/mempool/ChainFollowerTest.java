// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moneyrocket.node.mempool.PoolFixture.output;
import static org.moneyrocket.node.mempool.PoolFixture.spend;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.node.policy.RelayPolicy;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;

public class ChainFollowerTest {
  private final PoolFixture fixture = new PoolFixture();

  private void connect(Transaction... block) {
    fixture.follower.beginStep();
    fixture.follower.blockConnected(List.of(block));
    fixture.mine();
    fixture.follower.endStep();
  }

  private void reorganise(boolean readd, Transaction... block) {
    fixture.follower.beginStep();
    fixture.tip = fixture.tip.parent();
    fixture.follower.blockDisconnected(List.of(block));
    fixture.follower.reconcile(readd);
    fixture.follower.endStep();
  }

  @Test
  public void aBlockTakesItsTransactionsAndWhatContradictsThem() {
    OutPoint coin = fixture.coin(100_000);
    Transaction mined = spend(fixture.coin(100_000), 99_000);
    Transaction loser = spend(coin, 99_000);
    Transaction child = spend(output(loser, 0), 98_000);
    fixture.submit(mined);
    fixture.submit(loser);
    fixture.submit(child);
    fixture.pool.prioritise(mined.txid(), 5);
    fixture.pool.prioritise(loser.txid(), 5);

    connect(mined, spend(coin, 90_000));

    assertThat(fixture.pool.size()).isZero();
    assertThat(fixture.pool.deltas()).isEmpty();
    assertThat(fixture.events.subList(3, 6))
        .containsExactly(
            "4 BLOCK " + mined.txid(), "5 CONFLICT " + loser.txid(), "6 CONFLICT " + child.txid());
  }

  @Test
  public void transactionsOfALostBlockComeBackInFrontOfTheirChildren() {
    Transaction parent = spend(fixture.coin(100_000), 99_000);
    Transaction child = spend(output(parent, 0), 98_000);
    fixture.mine();
    fixture.coins.put(output(parent, 0), new Coin(parent.outputs().get(0), 201, false));
    fixture.submit(child);
    fixture.coins.remove(output(parent, 0));

    reorganise(true, parent);

    assertThat(fixture.pool.inMiningOrder())
        .extracting(MempoolEntry::txid)
        .containsExactly(parent.txid(), child.txid());
    MempoolEntry back = fixture.pool.find(parent.txid()).orElseThrow();
    assertThat(back.sequence()).isZero();
    assertThat(fixture.pool.descendants(back)).hasSize(1);
  }

  @Test
  public void withoutTheirParentsChildrenGo() {
    Transaction parent = spend(fixture.coin(100_000), 99_000);
    Transaction child = spend(output(parent, 0), 98_000);
    fixture.mine();
    fixture.coins.put(output(parent, 0), new Coin(parent.outputs().get(0), 201, false));
    fixture.submit(child);
    fixture.coins.remove(output(parent, 0));

    reorganise(false, parent);

    assertThat(fixture.pool.size()).isZero();
    assertThat(fixture.events).last().isEqualTo("2 REORG " + child.txid());
  }

  @Test
  public void aCoinbaseThatIsYoungAgainTakesItsSpenderAlong() {
    OutPoint coinbase = fixture.coin(5_000_000_000L, 102, true);
    fixture.mine();
    Transaction tx = spend(coinbase, 4_000_000_000L);
    assertThat(fixture.submit(tx)).isEqualTo("ok");

    reorganise(true);

    assertThat(fixture.pool.size()).isZero();
  }

  @Test
  public void aClusterThatGrowsTooLargeKeepsWhatPaysBest() {
    PoolFixture narrow =
        new PoolFixture(
            RelayPolicy.DEFAULT,
            new MempoolLimits(300_000_000, 336 * 3600, new ClusterLimits(4, 101_000)));
    Transaction parent =
        spend(narrow.coin(700_000), 99_000, 99_000, 99_000, 99_000, 99_000, 99_000);
    narrow.mine();
    List<Transaction> children = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      narrow.coins.put(output(parent, i), new Coin(parent.outputs().get(i), 201, false));
      Transaction child = spend(output(parent, i), 99_000 - 1000L * (i + 1));
      children.add(child);
      assertThat(narrow.submit(child)).isEqualTo("ok");
    }
    for (int i = 0; i < 6; i++) {
      narrow.coins.remove(output(parent, i));
    }

    narrow.follower.beginStep();
    narrow.tip = narrow.tip.parent();
    narrow.follower.blockDisconnected(List.of(parent));
    narrow.follower.reconcile(true);
    narrow.follower.endStep();

    assertThat(narrow.pool.inMiningOrder())
        .extracting(MempoolEntry::txid)
        .containsExactlyInAnyOrder(
            parent.txid(), children.get(3).txid(), children.get(4).txid(), children.get(5).txid());
  }
}
