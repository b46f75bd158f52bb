// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.settings.memory.MemoryBudget;

public class OrphanageTest {
  private final MemoryBudget memory = new MemoryBudget(1 << 20);
  private final MemoryBudget.Account account = memory.open("orphans", 0, 0.5);
  private final Orphanage orphanage = new Orphanage(account);

  /** Makes a transaction with many inputs, whose objects take more than its bytes. */
  private static Transaction orphan(int number) {
    List<TxIn> inputs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] parent = new byte[32];
      parent[0] = (byte) number;
      parent[1] = (byte) i;
      inputs.add(new TxIn(new OutPoint(new Txid(Bytes.wrap(parent)), 0), Bytes.EMPTY, 0));
    }
    return new Transaction(2, inputs, List.of(new TxOut(1000, Bytes.fromHex("51"))), 0);
  }

  @Test
  public void theGreediestLosesWhenMemoryIsShortAndEverythingIsGivenBack() {
    Peer modest = PeerFixture.peer(1, ConnectionKind.INBOUND);
    Peer greedy = PeerFixture.peer(2, ConnectionKind.INBOUND);
    Transaction kept = orphan(0);
    assertThat(orphanage.add(kept, modest)).isTrue();
    for (int i = 1; i < 50; i++) {
      orphanage.add(orphan(i), greedy);
      assertThat(account.takenBytes()).isLessThan(1 << 19);
    }

    assertThat(orphanage.contains(kept.wtxid())).isTrue();
    assertThat(orphanage.all()).hasSizeBetween(3, 20);
    orphanage.close();
    assertThat(account.takenBytes()).isZero();
    assertThat(orphanage.all()).isEmpty();
  }
}
