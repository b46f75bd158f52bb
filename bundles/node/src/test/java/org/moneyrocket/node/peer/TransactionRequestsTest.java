// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.crypto.SipHash;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.memory.MemoryBudget;

public class TransactionRequestsTest {
  private static final Bytes HASH = Bytes.fromHex("11".repeat(32));
  private static final long SECOND = 1_000_000;
  private static final long BUDGET = 1 << 30;

  private final TransactionRequests requests =
      new TransactionRequests(new SipHash(1, 2), new MemoryBudget(BUDGET));
  private final Peer inbound = PeerFixture.peer(1, ConnectionKind.INBOUND);
  private final Peer outbound = PeerFixture.peer(2, ConnectionKind.FULL_RELAY);

  @Test
  public void anOutboundPeerIsAskedAtOnceAndAnInboundOneAfterTwoSeconds() {
    requests.announced(inbound, HASH, true, true, 0);

    assertThat(requests.due(inbound, SECOND)).isEmpty();
    requests.announced(outbound, HASH, true, true, SECOND);
    assertThat(requests.due(outbound, SECOND)).hasSize(1);
    assertThat(requests.due(inbound, 3 * SECOND)).isEmpty();
  }

  @Test
  public void theNextPeerIsAskedWhenOneDoesNotAnswerForAMinute() {
    requests.announced(outbound, HASH, true, true, 0);
    requests.announced(inbound, HASH, true, true, 0);
    requests.due(outbound, 0);

    assertThat(requests.due(inbound, 59 * SECOND)).isEmpty();
    assertThat(requests.due(inbound, 61 * SECOND)).hasSize(1);
  }

  @Test
  public void theNextPeerIsAskedAtOnceWhenOneDoesNotHaveIt() {
    requests.announced(outbound, HASH, true, true, 0);
    requests.announced(inbound, HASH, true, true, 0);
    requests.due(outbound, 0);
    requests.answered(outbound, HASH);

    assertThat(requests.due(inbound, 3 * SECOND)).hasSize(1);
  }

  @Test
  public void nothingIsKeptOfATransactionThatEverybodyAnswered() {
    requests.announced(outbound, HASH, true, true, 0);
    requests.due(outbound, 0);
    requests.answered(outbound, HASH);

    assertThat(requests.size()).isZero();
  }

  @Test
  public void aPeerThatLeavesFreesItsRequest() {
    requests.announced(outbound, HASH, true, true, 0);
    requests.announced(inbound, HASH, true, true, 0);
    requests.due(outbound, 0);
    requests.removed(outbound);

    assertThat(requests.due(inbound, 3 * SECOND)).hasSize(1);
  }

  @Test
  public void aPeerThatWaitsIsAskedWhenTheOtherOneLeavesNotEarlier() {
    requests.announced(outbound, HASH, true, true, 0);
    requests.announced(inbound, HASH, true, true, 0);
    requests.due(outbound, 0);
    assertThat(requests.due(inbound, 3 * SECOND)).isEmpty();
    assertThat(requests.due(inbound, 4 * SECOND)).isEmpty();
    requests.removed(outbound);

    assertThat(requests.due(inbound, 4 * SECOND)).hasSize(1);
    assertThat(requests.due(inbound, 5 * SECOND)).isEmpty();
  }

  @Test
  public void onePeerMayAnnounceFiveThousandTransactionsAndNoMore() {
    for (int i = 0; i < 6000; i++) {
      requests.announced(outbound, hash(i), true, true, 0);
    }
    assertThat(requests.size()).isEqualTo(5000);
    assertThat(requests.due(outbound, 0)).hasSize(5000);
    requests.removed(outbound);
    assertThat(requests.size()).isZero();
  }

  @Test
  public void whatNobodyGaveInTimeMayBeAnnouncedAnew() {
    requests.announced(outbound, HASH, true, true, 0);
    assertThat(requests.due(outbound, 0)).hasSize(1);
    assertThat(requests.due(outbound, 61 * SECOND)).isEmpty();
    assertThat(requests.size()).isZero();

    requests.announced(outbound, HASH, true, true, 62 * SECOND);

    assertThat(requests.due(outbound, 62 * SECOND)).hasSize(1);
  }

  @Test
  public void aPeerWhoseRequestsTimedOutIsNotSilenced() {
    for (int round = 0; round < 3; round++) {
      long now = round * 70 * SECOND;
      for (int i = 0; i < TransactionRequests.MAX_ANNOUNCEMENTS; i++) {
        requests.announced(outbound, hash(round << 16 | i), true, true, now);
      }
      assertThat(requests.due(outbound, now + 2 * SECOND)).isNotEmpty();
      requests.due(outbound, now + 69 * SECOND);
      assertThat(requests.size()).isZero();
    }
  }

  @Test
  public void aPeerThatDidNotGiveItIsNotAskedAgainWhileOthersAreLeft() {
    requests.announced(outbound, HASH, true, true, 0);
    requests.announced(inbound, HASH, true, true, 0);
    requests.due(outbound, 0);
    assertThat(requests.due(inbound, 61 * SECOND)).hasSize(1);

    requests.announced(outbound, HASH, true, true, 62 * SECOND);

    assertThat(requests.due(outbound, 70 * SECOND)).isEmpty();
    assertThat(requests.candidates(HASH)).containsExactly(inbound);
  }

  @Test
  public void amongEqualsTheFirstIsNotFavoured() {
    int first = 0;
    for (int i = 0; i < 1000; i++) {
      Peer early = PeerFixture.peer(2 * i + 10, ConnectionKind.INBOUND);
      Peer late = PeerFixture.peer(2 * i + 11, ConnectionKind.INBOUND);
      long now = i * 100 * SECOND;
      requests.announced(early, hash(i), true, true, now);
      requests.announced(late, hash(i), true, true, now + 1);
      first += requests.due(early, now + 3 * SECOND).size();
      requests.forget(hash(i));
    }
    assertThat(first).isBetween(400, 600);
  }

  @Test
  public void aClockThatIsSetBackOnlyDelays() {
    requests.announced(inbound, HASH, true, true, 100 * SECOND);
    requests.announced(outbound, hash(1), true, true, 103 * SECOND);
    assertThat(requests.due(PeerFixture.peer(9, ConnectionKind.INBOUND), 103 * SECOND)).isEmpty();

    assertThat(requests.due(inbound, 50 * SECOND)).isEmpty();
    assertThat(requests.due(outbound, 50 * SECOND)).isEmpty();

    assertThat(requests.due(inbound, 102 * SECOND)).hasSize(1);
    assertThat(requests.due(outbound, 103 * SECOND)).hasSize(1);
  }

  @Test
  public void whenMemoryIsShortAPeerMayAnnounceAHundred() {
    MemoryBudget budget = new MemoryBudget(4_000_000);
    TransactionRequests bounded = new TransactionRequests(new SipHash(1, 2), budget);
    for (int i = 0; i < 5000; i++) {
      bounded.announced(inbound, hash(i), true, true, 0);
      bounded.announced(outbound, hash(10_000 + i), true, true, 0);
    }
    assertThat(budget.takenBytes()).isBetween(900_000L, 1_000_000L);
    Peer late = PeerFixture.peer(3, ConnectionKind.INBOUND);
    for (int i = 0; i < 5000; i++) {
      bounded.announced(late, hash(20_000 + i), true, true, 0);
    }
    assertThat(bounded.due(late, 5 * SECOND)).hasSize(100);
    bounded.removed(inbound);
    bounded.removed(outbound);
    bounded.removed(late);
    assertThat(budget.takenBytes()).isZero();
    assertThat(bounded.size()).isZero();
    bounded.close();
  }

  @Test
  public void whateverHappensOnePeerIsAskedAtATimeAndNothingIsLeftOver() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    MemoryBudget budget = new MemoryBudget(BUDGET);
    TransactionRequests all = new TransactionRequests(new SipHash(random.nextLong(), 2), budget);
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      peers.add(PeerFixture.peer(i, i < 2 ? ConnectionKind.FULL_RELAY : ConnectionKind.INBOUND));
    }
    Map<Bytes, Peer> asked = new HashMap<>();
    Map<Bytes, Long> askedAt = new HashMap<>();
    long now = 0;
    for (int step = 0; step < 50_000; step++) {
      now += random.nextInt(1_000_000);
      Peer peer = peers.get(random.nextInt(peers.size()));
      Bytes hash = hash(random.nextInt(20));
      switch (random.nextInt(6)) {
        case 0, 1 -> all.announced(peer, hash, random.nextBoolean(), true, now);
        case 2 -> {
          all.answered(peer, hash);
          asked.remove(hash, peer);
        }
        case 3 -> {
          if (random.nextInt(20) == 0) {
            all.forget(hash);
            asked.remove(hash);
          }
        }
        case 4 -> {
          if (random.nextInt(50) == 0) {
            all.removed(peer);
            asked.values().removeIf(other -> other == peer);
          }
        }
        default -> {
          for (TransactionRequests.Wanted wanted : all.due(peer, now)) {
            Peer before = asked.put(wanted.hash(), peer);
            assertThat(before == null || now >= askedAt.get(wanted.hash()) + 60 * SECOND).isTrue();
            askedAt.put(wanted.hash(), now);
          }
        }
      }
    }
    peers.forEach(all::removed);
    assertThat(all.size()).isZero();
    assertThat(budget.takenBytes()).isZero();
  }

  private static Bytes hash(int number) {
    return new ByteWriter().i32(number).bytes(new byte[28]).toBytes();
  }
}
