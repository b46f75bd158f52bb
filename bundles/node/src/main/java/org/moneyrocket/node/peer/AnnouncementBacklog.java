// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.moneyrocket.node.relay.RelayIdentity;
import org.moneyrocket.primitives.Wtxid;

/**
 * Transactions that are to be announced to one kind of peers. They leave best first and no faster
 * than a rate, in number and in bytes, as in Bitcoin Core: a flood of cheap ones waits here once,
 * not at every peer, and delays none that pays more. On the message thread.
 */
final class AnnouncementBacklog {
  // 12 MB at the start, and in 10 minutes: several times what blocks can hold.
  private static final double BYTES_AT_START = 12_000_000;
  private static final double BYTES_PER_SECOND = 20_000;
  private static final double MAX_BYTES = 50_000_000;
  private static final double BYTES_FLOOR = -50_000;
  private static final double MAX_SECONDS = 30;

  /** So much is taken beyond what is there, so that it is sorted about once for each inv. */
  private static final double FLOOR_SECONDS = 5;

  private final Set<Wtxid> waiting = new LinkedHashSet<>();
  private final TokenBucket count;
  private final TokenBucket bytes;
  private final double countFloor;

  /**
   * @param perSecond transactions to peers that come to us ({@code -txsendrate})
   * @param times so much more is given to this kind of peers
   */
  AnnouncementBacklog(int perSecond, double times) {
    this.count =
        new TokenBucket(perSecond * times, perSecond * MAX_SECONDS, perSecond * MAX_SECONDS);
    this.bytes = new TokenBucket(BYTES_PER_SECOND * times, BYTES_AT_START, MAX_BYTES);
    this.countFloor = -perSecond * FLOOR_SECONDS;
  }

  void add(Wtxid wtxid) {
    waiting.add(wtxid);
  }

  void clear() {
    waiting.clear();
  }

  int size() {
    return waiting.size();
  }

  RelayIdentity.Backlog describe() {
    return new RelayIdentity.Backlog(waiting.size(), count.tokens(), bytes.tokens());
  }

  /** Takes out the best ones that may be announced now. Those not in the mempool are dropped. */
  List<Wtxid> take(PeerMempool mempool, long now) {
    count.fill(now);
    bytes.fill(now);
    if (waiting.isEmpty() || count.tokens() <= 0 || bytes.tokens() <= 0) {
      return List.of();
    }
    int most = (int) Math.max(count.tokens() - countFloor, 0);
    PeerMempool.Ordered ordered = mempool.bestOf(waiting);
    waiting.clear();
    List<Wtxid> taken = new ArrayList<>();
    Iterator<PeerMempool.Entry> all = ordered.entries().iterator();
    boolean left = true;
    while (left && taken.size() < most && all.hasNext()) {
      PeerMempool.Entry entry = all.next();
      taken.add(entry.transaction().wtxid());
      left = bytes.take(entry.transaction().totalSize(), BYTES_FLOOR) & count.take(1, countFloor);
    }
    all.forEachRemaining(entry -> waiting.add(entry.transaction().wtxid()));
    return taken;
  }
}
