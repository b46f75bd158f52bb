// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.message.Headers;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;

/** The peers whose headers are fetched twice, and how far the furthest has come. */
final class LowWorkHeaders {
  private static final long MAX_AHEAD_SECONDS = 2 * 3600;

  private final PeerChain chain;
  private final PeerClock clock;
  private final RandomGenerator random;

  /** Whose progress is reported. */
  private @Nullable Peer leader;

  LowWorkHeaders(PeerChain chain, PeerClock clock, RandomGenerator random) {
    this.chain = chain;
    this.clock = clock;
    this.random = random;
  }

  /** Begins with the first full message of a chain that has not enough work yet. */
  Optional<LowWorkSync.Step> begin(
      Peer peer, BlockEntry parent, List<BlockHeader> headers, List<BlockHash> hashes) {
    LowWorkSync.Start start =
        new LowWorkSync.Start(
            parent.height(),
            parent.hash(),
            parent.bits(),
            parent.chainWork(),
            HeaderSync.locator(parent),
            clock.seconds() - parent.medianTimePast() + MAX_AHEAD_SECONDS);
    peer.lowWorkSync =
        new LowWorkSync(peer.id, chain.parameters(), start, chain.leastWork(), random);
    return goOn(peer, headers, hashes);
  }

  /** Returns what became of the headers, empty if they are not part of what is fetched twice. */
  Optional<LowWorkSync.Step> goOn(Peer peer, List<BlockHeader> headers, List<BlockHash> hashes) {
    LowWorkSync sync = peer.lowWorkSync;
    if (sync == null) {
      return Optional.empty();
    }
    LowWorkSync.Step step = sync.take(headers, hashes, headers.size() == Headers.MAX);
    if (step.askFor().isEmpty()) {
      drop(peer);
    } else {
      peer.presyncedHeaders = sync.seenHeight();
      report(peer, sync);
    }
    return step.understood() ? Optional.of(step) : Optional.empty();
  }

  private void report(Peer peer, LowWorkSync sync) {
    LowWorkSync leading = leader == null ? null : leader.lowWorkSync;
    if (leading == null || sync.seenWork().compareTo(leading.seenWork()) >= 0) {
      leader = peer;
    }
    if (leader == peer && sync.inFirstPass()) {
      chain.reportPresync(sync.seenHeight(), sync.seenTime());
    }
  }

  /** Forgets what was fetched of a peer that has nothing more to give or is gone. */
  void drop(Peer peer) {
    peer.lowWorkSync = null;
    peer.presyncedHeaders = -1;
    if (leader == peer) {
      leader = null;
    }
  }
}
