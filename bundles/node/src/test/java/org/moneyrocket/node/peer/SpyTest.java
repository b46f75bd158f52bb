// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.Test;
import org.moneyrocket.node.message.Inv;
import org.moneyrocket.node.message.InvItem;
import org.moneyrocket.node.message.TxMessage;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.testkit.TestChain;

/** What a spy learns who holds twenty connections to us and writes down what each hears when. */
public class SpyTest {
  private static final long SECOND = 1_000_000;
  private static final long TICK = 50_000;
  private static final int SPIES = 20;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final OpenPool pool = new OpenPool();
  private final List<Peer> peers = new ArrayList<>();
  private final List<PeerFixture.Listening> spies = new ArrayList<>();
  private long now = 1_700_000_000L * SECOND;
  private final TransactionAnnouncements announcements =
      new TransactionAnnouncements(pool, () -> now, random, peers, 14);

  /** One message at one of the spies. */
  private record Heard(long at, int spy, List<Bytes> hashes) {}

  private final List<Heard> heard = new ArrayList<>();

  public SpyTest() {
    System.out.println("seed " + seed);
    for (int i = 0; i < SPIES; i++) {
      spies.add(PeerFixture.listening(i, ConnectionKind.INBOUND));
    }
    peers.addAll(spies);
    peers.forEach(TransactionAnnouncements::connected);
    run(SECOND);
  }

  private void run(long micros) {
    for (long end = now + micros; now < end; now += TICK) {
      for (Peer peer : peers) {
        announcements.tick(peer);
      }
      for (int i = 0; i < spies.size(); i++) {
        List<?> messages = spies.get(i).heard;
        for (Object message : messages) {
          if (message instanceof Inv inv) {
            heard.add(new Heard(now, i, inv.items().stream().map(InvItem::hash).toList()));
          }
        }
        messages.clear();
      }
    }
  }

  private Transaction announce(long rate) {
    Transaction tx = pool.add(rate);
    announcements.broadcast(tx);
    return tx;
  }

  @Test
  public void allConnectionsHearAtOneMoment() {
    int moments = 0;
    for (int round = 0; round < 50; round++) {
      heard.clear();
      announce(1000);
      run(60 * SECOND);
      Set<Long> times = new HashSet<>();
      heard.forEach(each -> times.add(each.at()));
      assertThat(heard).as("seed " + seed).hasSize(SPIES);
      moments += times.size();
    }
    assertThat(moments).isEqualTo(50);
  }

  @Test
  public void connectingAnewDoesNotMakeItComeSooner() {
    announce(1000);
    for (int i = 0; i < 100; i++) {
      PeerFixture.Listening newcomer = PeerFixture.listening(1000 + i, ConnectionKind.INBOUND);
      peers.add(newcomer);
      TransactionAnnouncements.connected(newcomer);
      announcements.tick(newcomer);
      assertThat(newcomer.heard).as("it came before this one was there").isEmpty();
      assertThat(newcomer.nextInvMicros)
          .as("it waits with the others")
          .isEqualTo(spies.get(0).nextInvMicros);
      peers.remove(newcomer);
    }
  }

  @Test
  public void theDelayIsThatOfAMemorylessClockWhateverTheSpyKnows() {
    // The mean time until an announcement is 5 s, and no shorter after a long silence.
    long total = 0;
    int rounds = 2000;
    for (int round = 0; round < rounds; round++) {
      heard.clear();
      run((round % 7) * SECOND);
      heard.clear();
      long start = now;
      announce(1000);
      while (heard.isEmpty()) {
        run(TICK);
      }
      total += heard.get(0).at() - start;
    }
    assertThat(total / rounds).as("seed " + seed).isBetween(4 * SECOND, 6 * SECOND);
  }

  @Test
  public void theOrderInAMessageIsThatOfFeesNotOfArrival() {
    for (int round = 0; round < 20; round++) {
      heard.clear();
      List<Transaction> made = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        made.add(announce(1000 + random.nextInt(20) * 100));
      }
      run(60 * SECOND);
      assertThat(heard).hasSize(SPIES);
      List<Bytes> expected =
          pool.all().entries().stream()
              .filter(entry -> made.contains(entry.transaction()))
              .map(entry -> entry.transaction().wtxid().hash())
              .toList();
      for (Heard each : heard) {
        assertThat(each.hashes()).as("seed " + seed).isEqualTo(expected);
      }
    }
  }

  @Test
  public void askingTellsNothingBeforeTheAnnouncement() {
    Transaction tx = announce(1000);
    InvItem item = new InvItem(InvItem.WTX, tx.wtxid().hash());
    PeerFixture.Listening spy = spies.get(0);
    // It announces the transaction itself, as if it had it, and then asks for it.
    spy.knownTransactions.add(tx.wtxid().hash());

    List<InvItem> missing = new ArrayList<>();
    announcements.serve(spy, item, missing);
    announcements.serve(spy, new InvItem(InvItem.WITNESS_TX, tx.txid().hash()), missing);

    assertThat(missing).hasSize(2);
    assertThat(spy.heard).isEmpty();
    assertThat(pool.delivered).isEmpty();

    run(60 * SECOND);
    missing.clear();
    announcements.serve(spies.get(1), item, missing);
    assertThat(missing).isEmpty();
    assertThat(spies.get(1).heard).hasOnlyElementsOfType(TxMessage.class);
    assertThat(pool.delivered).containsExactly(tx.txid());
  }

  @Test
  public void aMinedTransactionIsGivenToEverybody() {
    TestChain chain = new TestChain().mineEmpty(101);
    Transaction mined = chain.spendCoinbase(1, TestChain.ANYONE);
    announcements.blockConnected(chain.mine(mined));
    List<InvItem> missing = new ArrayList<>();
    announcements.serve(spies.get(0), new InvItem(InvItem.WTX, mined.wtxid().hash()), missing);
    assertThat(missing).isEmpty();
    announcements.blockDisconnected();
    announcements.serve(spies.get(0), new InvItem(InvItem.WTX, mined.wtxid().hash()), missing);
    assertThat(missing).hasSize(1);
  }

  @Test
  public void thePeersWeChoseHaveTheirOwnClocks() {
    List<PeerFixture.Listening> chosen = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      PeerFixture.Listening peer = PeerFixture.listening(100 + i, ConnectionKind.FULL_RELAY);
      chosen.add(peer);
      peers.add(peer);
      TransactionAnnouncements.connected(peer);
    }
    run(SECOND);
    assertThat(chosen.stream().map(peer -> peer.nextInvMicros).distinct()).hasSize(8);
  }

  @Test
  public void aFloodOfCheapOnesWaitsAndDelaysNoneThatPaysMore() {
    for (int i = 0; i < 5000; i++) {
      announce(1000);
    }
    Transaction dear = announce(50_000);
    run(60 * SECOND);

    long heardBy =
        heard.stream().filter(each -> each.hashes().contains(dear.wtxid().hash())).count();
    assertThat(heardBy).as("seed " + seed).isEqualTo(SPIES);
    int told =
        heard.stream().filter(each -> each.spy() == 0).mapToInt(e -> e.hashes().size()).sum();
    // 30 s worth at once, 14 a second after that, and 5 s worth in advance.
    assertThat(told).as("seed " + seed).isBetween(14 * 60, 14 * (30 + 61 + 5) + 1);
    assertThat(announcements.inboundBacklog().transactions()).isBetween(3500, 4300);
    assertThat(spies.get(3).txToSend.size()).isLessThan(14 * 60);
  }

  @Test
  public void whatLeftTheMempoolOrPaysTooLittleForThePeerIsNotAnnounced() {
    Transaction gone = announce(1000);
    Transaction cheap = announce(900);
    Transaction dear = announce(1100);
    pool.remove(gone);
    spies.forEach(spy -> spy.feeFilter = 1000);

    run(60 * SECOND);

    assertThat(heard).hasSize(SPIES).allMatch(e -> e.hashes().equals(List.of(dear.wtxid().hash())));
    assertThat(cheap).isNotEqualTo(dear);
  }

  @Test
  public void aPeerThatMayAskHearsTheWholeMempoolOnce() {
    announce(1000);
    run(60 * SECOND);
    heard.clear();
    Transaction second = announce(2000);
    TransactionAnnouncements.queueAll(spies.get(4));
    run(60 * SECOND);

    assertThat(heard.stream().filter(e -> e.spy() == 4).map(e -> e.hashes().size()))
        .containsExactly(2);
    assertThat(heard.stream().filter(e -> e.spy() == 5).map(Heard::hashes))
        .containsExactly(List.of(second.wtxid().hash()));
    assertThat(OpenPool.spend(new OutPoint(second.txid(), 0))).isNotNull();
  }
}
