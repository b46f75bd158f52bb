// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moneyrocket.node.mempool.PoolFixture.output;
import static org.moneyrocket.node.mempool.PoolFixture.spend;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.Test;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Wtxid;

/** Any part of the mempool comes in the order in which the whole would be mined. */
public class MiningOrderTest {
  private final PoolFixture fixture = new PoolFixture();

  private List<Transaction> order(Set<Wtxid> wanted) {
    return fixture.pool.inMiningOrder(wanted).stream().map(MempoolEntry::tx).toList();
  }

  @Test
  public void aParentComesBeforeTheChildThatPaysForIt() {
    Transaction parent = spend(fixture.coin(100_000), 99_900);
    Transaction child = spend(output(parent, 0), 50_000);
    Transaction other = spend(fixture.coin(100_000), 99_000);
    for (Transaction tx : List.of(other, parent, child)) {
      assertThat(fixture.submit(tx)).isEqualTo("ok");
    }

    assertThat(order(Set.of(other.wtxid(), child.wtxid(), parent.wtxid())))
        .containsExactly(parent, child, other);
    assertThat(order(Set.of(other.wtxid(), child.wtxid()))).containsExactly(child, other);
    assertThat(order(Set.of(new Wtxid(parent.txid().hash())))).isEmpty();
  }

  @Test
  public void everyPartHasTheOrderOfTheWhole() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Transaction> made = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      boolean follows = !made.isEmpty() && random.nextInt(3) > 0;
      Transaction from = follows ? made.get(random.nextInt(made.size())) : null;
      long fee = 200 + random.nextInt(2000);
      Transaction tx =
          from == null
              ? spend(fixture.coin(1_000_000), 1_000_000 - fee)
              : spend(output(from, 0), from.outputs().get(0).valueSats() - fee);
      if (fixture.submit(tx).equals("ok")) {
        made.add(tx);
      }
    }
    List<Transaction> whole = fixture.pool.inMiningOrder().stream().map(MempoolEntry::tx).toList();
    for (int round = 0; round < 50; round++) {
      Set<Wtxid> wanted = new HashSet<>();
      whole.stream().filter(tx -> random.nextBoolean()).forEach(tx -> wanted.add(tx.wtxid()));
      assertThat(order(wanted))
          .as("seed " + seed)
          .isEqualTo(whole.stream().filter(tx -> wanted.contains(tx.wtxid())).toList());
    }
  }
}
