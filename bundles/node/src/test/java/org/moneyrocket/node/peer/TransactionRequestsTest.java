// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;

public class TransactionRequestsTest {
  private static final Bytes HASH = Bytes.fromHex("11".repeat(32));
  private static final long SECOND = 1_000_000;

  private final TransactionRequests requests = new TransactionRequests();
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
      Bytes hash = new ByteWriter().i32(i).bytes(new byte[28]).toBytes();
      requests.announced(outbound, hash, true, true, 0);
    }
    assertThat(requests.size()).isEqualTo(5000);
    assertThat(requests.due(outbound, 0)).hasSize(5000);
    requests.removed(outbound);
    assertThat(requests.size()).isZero();
  }
}
