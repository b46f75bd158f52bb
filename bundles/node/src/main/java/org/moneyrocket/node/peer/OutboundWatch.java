// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.index.BlockEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the peers we chose follow the best chain: one that lags behind goes, and when no
 * block has come for long another peer is tried. So nobody can keep the node from the chain by
 * answering it with silence. On the message thread.
 */
final class OutboundWatch {
  private static final long LAG_MICROS = 20 * 60_000_000L;
  private static final long LAST_CALL_MICROS = 2 * 60_000_000L;
  private static final int MAX_PROTECTED = 4;
  private static final int STALE_SPACINGS = 3;
  private static final long STALE_CHECK_SECONDS = 10 * 60;
  private static final long LEAST_CONNECTED_MICROS = 30_000_000L;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerChain chain;
  private final PeerClock clock;
  private final Collection<Peer> peers;
  private long tipSeconds;
  private long nextCheckSeconds;
  private int protectedPeers;

  /** Whether one peer more than usual is wanted; read by the dialing thread. */
  private volatile boolean wantsExtra;

  /** Whether the chain was once near today, so that extra peers for blocks make sense. */
  private volatile boolean synced;

  /** How a peer's chain compares with ours. */
  static final class Lag {
    /** When patience ends, 0 while there is nothing to wait for. */
    private long deadlineMicros;

    /** Our tip when the wait began. */
    private @Nullable BlockEntry wanted;

    private boolean lastCallMade;

    /** One of the first that had a good chain: it may lag for a while. */
    private boolean isProtected;
  }

  /** Asks a peer for the headers behind a block; false if an answer is still awaited. */
  interface Asking {
    boolean ask(Peer peer, BlockEntry from);
  }

  OutboundWatch(PeerChain chain, PeerClock clock, Collection<Peer> peers) {
    this.chain = chain;
    this.clock = clock;
    this.peers = peers;
  }

  boolean wantsExtra() {
    return wantsExtra;
  }

  boolean synced() {
    return synced;
  }

  /** A peer showed headers; {@code best} is the best block it is known to have. */
  void headersCame(Peer peer, BlockEntry best) {
    if (peer.kind == ConnectionKind.FULL_RELAY
        && !peer.lag.isProtected
        && protectedPeers < MAX_PROTECTED
        && best.compareWork(chain.tip()) >= 0) {
      log.debug("Protecting outbound peer={} from eviction", peer.id);
      peer.lag.isProtected = true;
      protectedPeers++;
    }
  }

  void removed(Peer peer) {
    protectedPeers -= peer.lag.isProtected ? 1 : 0;
    peer.lag.isProtected = false;
  }

  void blockConnected() {
    tipSeconds = clock.seconds();
  }

  /** Ends with a peer whose chain has had less work than ours for too long. */
  void tick(Peer peer, Asking asking) {
    boolean chosen =
        peer.kind == ConnectionKind.FULL_RELAY || peer.kind == ConnectionKind.BLOCK_RELAY;
    if (!chosen || peer.lag.isProtected || !peer.syncStarted) {
      return;
    }
    Lag lag = peer.lag;
    BlockEntry best = peer.bestKnown;
    BlockEntry tip = chain.tip();
    if (best != null && best.compareWork(tip) >= 0) {
      lag.deadlineMicros = 0;
      lag.wanted = null;
      lag.lastCallMade = false;
      return;
    }
    BlockEntry wanted = lag.wanted;
    if (lag.deadlineMicros == 0
        || wanted == null
        || (best != null && best.compareWork(wanted) >= 0)) {
      // It lags, but not behind what we had when we began to wait: it has our tip of now as its
      // aim.
      lag.deadlineMicros = clock.micros() + LAG_MICROS;
      lag.wanted = tip;
      lag.lastCallMade = false;
    } else if (clock.micros() > lag.deadlineMicros) {
      if (lag.lastCallMade) {
        log.info(
            "Outbound peer has old chain, best known block = {}, {}",
            best == null ? "<none>" : best.hash(),
            peer.disconnectMessage());
        peer.disconnect = true;
        return;
      }
      BlockEntry before = wanted.previous();
      boolean asked = asking.ask(peer, before == null ? wanted : before);
      log.debug(
          "{} to outbound peer={} to verify chain work (current best known block:{}, benchmark"
              + " blockhash: {})",
          asked ? "sending getheaders" : "not sending another getheaders",
          peer.id,
          best == null ? "<none>" : best.hash(),
          wanted.hash());
      lag.lastCallMade = true;
      lag.deadlineMicros = clock.micros() + LAST_CALL_MICROS;
    }
  }

  /**
   * Looks whether the tip is old and whether there are more peers than wanted; call now and then.
   */
  void check(boolean active, boolean downloading) {
    endSurplusBlockRelay();
    endSurplusFullRelay();
    long now = clock.seconds();
    if (tipSeconds == 0) {
      tipSeconds = now;
    }
    if (now > nextCheckSeconds) {
      boolean stale =
          !chain.importing()
              && active
              && !downloading
              && tipSeconds < now - STALE_SPACINGS * chain.blockSpacing();
      if (stale) {
        log.info(
            "Potential stale tip detected, will try using extra outbound peer (last tip update: {}"
                + " seconds ago)",
            now - tipSeconds);
      }
      wantsExtra = stale;
      nextCheckSeconds = now + STALE_CHECK_SECONDS;
    }
    synced |= chain.tip().time() > now - 20 * chain.blockSpacing();
  }

  private List<Peer> connected(ConnectionKind kind) {
    return peers.stream().filter(p -> p.kind == kind && !p.disconnect).toList();
  }

  /** Of the two youngest the one goes that gave us a block longer ago. */
  private void endSurplusBlockRelay() {
    List<Peer> all =
        connected(ConnectionKind.BLOCK_RELAY).stream()
            .sorted(Comparator.comparingLong((Peer p) -> p.id).reversed())
            .toList();
    if (all.size() <= OutboundChooser.MAX_BLOCK_RELAY) {
      return;
    }
    Peer youngest = all.get(0);
    Peer next = all.get(1);
    Peer worse = youngest.lastBlockSeconds > next.lastBlockSeconds ? next : youngest;
    if (mayGo(worse)) {
      log.debug(
          "disconnecting extra block-relay-only peer={} (last block received at time {})",
          worse.id,
          worse.lastBlockSeconds);
      worse.disconnect = true;
    } else {
      log.debug(
          "keeping block-relay-only peer={} chosen for eviction (connect time: {},"
              + " blocks_in_flight: {})",
          worse.id,
          worse.socket.connectedAtMicros() / 1_000_000,
          worse.owed.size());
    }
  }

  /** The one goes that announced a new block longest ago. */
  private void endSurplusFullRelay() {
    List<Peer> all = connected(ConnectionKind.FULL_RELAY);
    if (all.size() <= OutboundChooser.MAX_FULL_RELAY) {
      return;
    }
    Optional<Peer> worst =
        all.stream()
            .filter(p -> !p.lag.isProtected)
            .min(
                Comparator.comparingLong((Peer p) -> p.lastAnnouncementSeconds)
                    .thenComparing(Comparator.comparingLong((Peer p) -> p.id).reversed()));
    if (worst.isEmpty()) {
      return;
    }
    Peer peer = worst.get();
    if (mayGo(peer)) {
      log.debug(
          "disconnecting extra outbound peer={} (last block announcement received at time {})",
          peer.id,
          peer.lastAnnouncementSeconds);
      peer.disconnect = true;
      // One that was tried instead was enough; the next one waits until the tip is old again.
      wantsExtra = false;
    } else {
      log.debug(
          "keeping outbound peer={} chosen for eviction (connect time: {}, blocks_in_flight: {})",
          peer.id,
          peer.socket.connectedAtMicros() / 1_000_000,
          peer.owed.size());
    }
  }

  private boolean mayGo(Peer peer) {
    return clock.micros() - peer.socket.connectedAtMicros() > LEAST_CONNECTED_MICROS
        && peer.owed.isEmpty();
  }
}
