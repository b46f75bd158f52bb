// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.moneyrocket.node.peer.InboundEviction.Candidate;

public class InboundEvictionTest {
  private final List<Candidate> peers = new ArrayList<>();

  /** The later the younger; nothing else tells them apart. */
  private Candidate plain(long group) {
    long id = peers.size();
    return new Candidate(id, id, 1000, 0, 0, true, true, group, false, "");
  }

  private void add(int count, long group) {
    for (int i = 0; i < count; i++) {
      peers.add(plain(group));
    }
  }

  /** Ends connections until none can be ended, and returns those. */
  private List<Long> all() {
    List<Candidate> left = new ArrayList<>(peers);
    List<Long> ended = new ArrayList<>();
    for (Optional<Long> next = InboundEviction.choose(left);
        next.isPresent();
        next = InboundEviction.choose(left)) {
      long id = next.get();
      ended.add(id);
      assertThat(left.removeIf(c -> c.id() == id)).isTrue();
    }
    return ended;
  }

  @Test
  public void fewConnectionsAreAllProtected() {
    // 4 by group, 8 by ping, 4 by transactions, 8 that relay none, 4 by blocks.
    add(20, 1);
    assertThat(InboundEviction.choose(peers)).isEmpty();
    add(1, 1);
    assertThat(InboundEviction.choose(peers)).isPresent();
  }

  @Test
  public void theYoungestOfTheLargestGroupGoes() {
    add(40, 1);
    add(20, 2);
    assertThat(InboundEviction.choose(peers)).isPresent();
    long id = InboundEviction.choose(peers).orElseThrow();
    assertThat(peers.get((int) id).group()).isEqualTo(2);
    assertThat(id).isGreaterThan(50);
  }

  @Test
  public void whoIsDiscouragedGoesFirst() {
    add(60, 1);
    Candidate old = peers.get(50);
    peers.set(50, new Candidate(50, 50, 1000, 0, 0, true, true, old.group(), true, ""));
    assertThat(InboundEviction.choose(peers)).contains(50L);
  }

  @Test
  public void eachKindOfUseProtects() {
    Set<Long> useful = new HashSet<>();
    add(60, 1);
    for (int i = 0; i < 4; i++) {
      long id = peers.size();
      peers.add(new Candidate(id, id, 1000, 0, 500, true, true, 1, false, ""));
      useful.add(id);
      id = peers.size();
      peers.add(new Candidate(id, id, 1000, 500, 0, true, true, 1, false, ""));
      useful.add(id);
      id = peers.size();
      peers.add(new Candidate(id, id, 1000, 0, 0, true, true, 1_000_000 + i, false, ""));
      useful.add(id);
    }
    for (int i = 0; i < 8; i++) {
      long id = peers.size();
      peers.add(new Candidate(id, id, 10, 0, 0, true, true, 1, false, ""));
      useful.add(id);
      id = peers.size();
      peers.add(new Candidate(id, id, 1000, 300, 0, true, false, 1, false, ""));
      useful.add(id);
    }
    assertThat(all()).isNotEmpty().doesNotContainAnyElementsOf(useful);
  }

  @Test
  public void networksThatFewComeFromHaveAQuarterOfTheirOwn() {
    add(70, 1);
    for (int i = 0; i < 5; i++) {
      long id = peers.size();
      peers.add(new Candidate(id, id, 5000, 0, 0, true, true, 1, false, "local"));
    }
    // Of 75 are 20 protected otherwise; a quarter of the 55 that are left is more than five.
    long ended = InboundEviction.choose(peers).orElseThrow();
    assertThat(ended).isEqualTo(69);
  }
}
