// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class TurnsTest {
  private final Peer first = PeerFixture.peer(1, ConnectionKind.INBOUND);
  private final Peer second = PeerFixture.peer(2, ConnectionKind.INBOUND);
  private final Peer third = PeerFixture.peer(3, ConnectionKind.INBOUND);
  private final AtomicLong nanos = new AtomicLong(1);
  private final List<String> done = new ArrayList<>();
  private Peer broken = PeerFixture.peer(9, ConnectionKind.INBOUND);
  private final Error error = new StackOverflowError();

  private final Turns turns =
      new Turns(
          List.of(first, second, third),
          new Turns.Work() {
            @Override
            public boolean process(Peer peer) {
              if (peer == broken) {
                throw error;
              }
              done.add("process " + peer.id);
              return peer == third;
            }

            @Override
            public void tick(Peer peer) {
              if (peer == broken) {
                throw new IllegalStateException("a bug");
              }
              done.add("tick " + peer.id);
            }
          },
          nanos::get);

  @Test
  public void aBugThatOnePeerFindsCostsThatPeerOnly() {
    broken = second;

    assertThat(turns.round(true)).isTrue();

    assertThat(done).containsExactly("process 1", "tick 1", "process 3", "tick 3");
    assertThat(second.socket.isClosed()).isTrue();
    assertThat(first.socket.isClosed()).isFalse();
    assertThat(third.socket.isClosed()).isFalse();
  }

  @Test
  public void peersOfWhomNothingCameAreLookedAtNowAndThen() {
    turns.round(false);
    assertThat(done).contains("tick 1", "tick 2", "tick 3");

    done.clear();
    nanos.addAndGet(Turns.REST_NANOS - 1);
    turns.round(false);
    assertThat(done).containsExactly("process 1", "process 2", "process 3");

    done.clear();
    turns.round(true);
    assertThat(done).contains("tick 1", "tick 2", "tick 3");

    done.clear();
    nanos.addAndGet(Turns.REST_NANOS);
    turns.round(false);
    assertThat(done).contains("tick 1", "tick 2", "tick 3");
  }
}
