// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.message.GetHeaders;
import org.moneyrocket.node.message.Headers;
import org.moneyrocket.node.message.SendHeaders;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learns headers: asks one peer at first, follows every announcement later. */
final class HeaderSync {
  private static final long RESPONSE_MICROS = 120_000_000L;
  private static final long SYNC_BASE_MICROS = 900_000_000L;
  private static final long SYNC_PER_HEADER_MICROS = 1_000L;
  private static final long DAY_SECONDS = 86_400;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerChain chain;
  private final PeerClock clock;
  private final BlockDownload download;
  private final Misbehaviour misbehaviour;
  private final LowWorkHeaders lowWork;
  private final OutboundWatch watch;
  private int syncing;

  /** The last block that made us ask a peer before it was that peer's turn. */
  private BlockHash askedBecauseOf = BlockHash.ZERO;

  HeaderSync(
      PeerChain chain,
      PeerClock clock,
      BlockDownload download,
      Misbehaviour misbehaviour,
      LowWorkHeaders lowWork,
      OutboundWatch watch) {
    this.chain = chain;
    this.clock = clock;
    this.download = download;
    this.misbehaviour = misbehaviour;
    this.lowWork = lowWork;
    this.watch = watch;
  }

  /**
   * Begins to ask a peer for headers when it is its turn; ends with one that does not answer.
   *
   * @param preferred how many peers there are whom we ask before others
   */
  void tick(Peer peer, long preferred) {
    BlockEntry best = chain.bestHeader();
    boolean nearToday = best.time() > clock.seconds() - DAY_SECONDS;
    if (!peer.syncStarted
        && Services.servesBlocks(peer.services())
        && peer.kind != ConnectionKind.FEELER
        && !chain.importing()) {
      boolean mayFetch = download.mayAsk(peer, preferred > 0);
      if ((syncing == 0 && mayFetch) || nearToday) {
        // Starting one back makes the answer hold at least one header, which tells us what it has.
        BlockEntry start = best.previous() == null ? best : best.previous();
        if (ask(peer, start)) {
          log.debug(
              "initial getheaders ({}) to peer={} (startheight:{})",
              start.height(),
              peer.id,
              peer.version == null ? -1 : peer.version.startHeight());
          peer.syncStarted = true;
          syncing++;
          long missing = Math.max(0, clock.seconds() - best.time()) / chain.blockSpacing();
          peer.headersDeadlineMicros =
              clock.micros() + SYNC_BASE_MICROS + missing * SYNC_PER_HEADER_MICROS;
        }
      }
    }
    if (peer.syncStarted && peer.headersDeadlineMicros != Long.MAX_VALUE) {
      if (nearToday) {
        peer.headersDeadlineMicros = Long.MAX_VALUE;
      } else if (clock.micros() > peer.headersDeadlineMicros
          && syncing == 1
          // With nobody else to ask we had better stay.
          && preferred > (peer.preferredDownload() ? 1 : 0)) {
        if (peer.has(Permission.NOBAN)) {
          log.info(
              "Timeout downloading headers from noban peer, not disconnecting peer={}", peer.id);
          peer.syncStarted = false;
          syncing--;
        } else {
          log.info("Timeout downloading headers, {}", peer.disconnectMessage());
          peer.disconnect = true;
        }
      }
    }
    if (!peer.sendHeadersSent) {
      BlockEntry known = peer.bestKnown;
      if (known != null && known.chainWork().compareTo(chain.minimumChainWork()) > 0) {
        peer.sendHeadersSent = true;
        peer.send(new SendHeaders());
      }
    }
  }

  void removed(Peer peer) {
    lowWork.drop(peer);
    if (peer.syncStarted) {
      syncing--;
    }
  }

  /** Asks for the headers behind {@code from} unless an answer is still awaited. */
  boolean ask(Peer peer, BlockEntry from) {
    return ask(peer, locator(from));
  }

  private boolean ask(Peer peer, List<BlockHash> locator) {
    long now = clock.micros();
    if (now - peer.getHeadersSentMicros <= RESPONSE_MICROS && peer.getHeadersSentMicros != 0) {
      return false;
    }
    peer.getHeadersSentMicros = now;
    peer.send(new GetHeaders(locator, BlockHash.ZERO));
    return true;
  }

  /** Returns hashes from {@code from} back to genesis, ten dense, then with doubling gaps. */
  static List<BlockHash> locator(BlockEntry from) {
    List<BlockHash> hashes = new ArrayList<>();
    int step = 1;
    BlockEntry at = from;
    while (at != null) {
      hashes.add(at.hash());
      if (at.height() == 0) {
        break;
      }
      at = at.ancestor(Math.max(0, at.height() - step));
      if (hashes.size() > 10) {
        step *= 2;
      }
    }
    return hashes;
  }

  /** A block was announced by inv. */
  void blockAnnounced(Peer peer, BlockHash hash) {
    noteAvailable(peer, hash);
    // Before its turn a peer is asked once, and one peer for each new block: that helps if the one
    // we fetch headers from does not answer, and costs little.
    boolean mayAsk = peer.syncStarted || (!peer.askedBecauseOfInv && !hash.equals(askedBecauseOf));
    if (mayAsk && chain.find(hash) == null && !download.isInFlight(hash)) {
      BlockEntry best = chain.bestHeader();
      if (ask(peer, best)) {
        log.debug("getheaders ({}) {} to peer={}", best.height(), hash, peer.id);
      }
      if (!peer.syncStarted) {
        peer.askedBecauseOfInv = true;
        askedBecauseOf = hash;
      }
    }
  }

  void received(Peer peer, Headers message) {
    List<BlockHeader> headers = message.headers();
    if (headers.isEmpty()) {
      // The peer has nothing for us: a chain that it was showing us is gone.
      lowWork.drop(peer);
      peer.getHeadersSentMicros = 0;
      return;
    }
    final boolean full = headers.size() == Headers.MAX;
    List<BlockHash> hashes = headers.stream().map(BlockHeader::hash).toList();
    if (!hasWork(headers, hashes)) {
      misbehaviour.punish(peer, "header with invalid proof of work");
      return;
    }
    if (!continuous(headers, hashes)) {
      misbehaviour.punish(peer, "non-continuous headers sequence");
      return;
    }
    Optional<LowWorkSync.Step> step = lowWork.goOn(peer, headers, hashes);
    if (step.isPresent()) {
      goOn(peer, step.get());
      headers = step.get().ready();
      if (headers.isEmpty()) {
        return;
      }
    }
    BlockHash lastHash = headers.get(headers.size() - 1).hash();
    BlockEntry parent = chain.find(headers.get(0).previous());
    if (parent == null) {
      unconnecting(peer, headers.get(0), lastHash);
      return;
    }
    peer.getHeadersSentMicros = 0;
    BlockEntry known = chain.find(lastHash);
    if (step.isEmpty()
        && !isOnOurChains(known)
        && !peer.has(Permission.NOBAN)
        && parent.chainWork().plus(ProofOfWork.claimedWork(headers)).compareTo(chain.leastWork())
            < 0) {
      if (full) {
        lowWork.begin(peer, parent, headers, hashes).ifPresent(first -> goOn(peer, first));
      } else {
        log.debug(
            "Ignoring low-work chain (height={}) from peer={}",
            parent.height() + headers.size(),
            peer.id);
      }
      return;
    }
    keep(peer, headers, known == null, full);
  }

  /** Asks for what comes next of headers that are fetched twice. */
  private void goOn(Peer peer, LowWorkSync.Step step) {
    peer.getHeadersSentMicros = 0;
    if (!step.askFor().isEmpty()) {
      ask(peer, step.askFor());
      log.debug("more getheaders (from {}) to peer={}", step.askFor().get(0), peer.id);
    }
  }

  /** Headers that follow nothing we know may be an announcement: what lies between is asked for. */
  private void unconnecting(Peer peer, BlockHeader first, BlockHash lastHash) {
    BlockEntry best = chain.bestHeader();
    if (ask(peer, best)) {
      log.debug(
          "received header {}: missing prev block {}, sending getheaders ({}) to end (peer={})",
          first.hash(),
          first.previous(),
          best.height(),
          peer.id);
    }
    noteAvailable(peer, lastHash);
  }

  /** Takes headers into the tree. */
  private void keep(Peer peer, List<BlockHeader> headers, boolean news, boolean full) {
    PeerChain.HeadersOutcome outcome = chain.acceptHeaders(headers);
    if (!outcome.reject().isEmpty()) {
      log.debug("invalid header received ({}) from peer={}", outcome.reject(), peer.id);
      if (outcome.fault().isOf(peer)) {
        misbehaviour.punish(peer, "invalid header received");
      }
      return;
    }
    BlockEntry last = outcome.last();
    if (last == null) {
      return;
    }
    noteAvailable(peer, last.hash());
    if (news && last.compareWork(chain.tip()) > 0) {
      peer.lastAnnouncementSeconds = clock.seconds();
    }
    if (full && peer.lowWorkSync == null && ask(peer, last)) {
      log.debug("more getheaders ({}) to end to peer={}", last.height(), peer.id);
    }
    BlockEntry best = peer.bestKnown;
    if (!full
        && chain.initialBlockDownload()
        && best != null
        && best.chainWork().compareTo(chain.minimumChainWork()) < 0
        && (peer.kind == ConnectionKind.FULL_RELAY || peer.kind == ConnectionKind.BLOCK_RELAY)) {
      // That was all it has, and nothing is fetched from a chain of so little work.
      log.info("outbound peer headers chain has insufficient work, {}", peer.disconnectMessage());
      peer.disconnect = true;
      return;
    }
    if (best != null) {
      watch.headersCame(peer, best);
    }
    download.fetchTowards(peer, last);
  }

  /** Tells whether a header is known as part of a chain we follow, so that it costs nothing. */
  private boolean isOnOurChains(@Nullable BlockEntry entry) {
    return entry != null && (entry.isAncestorOf(chain.bestHeader()) || chain.isActive(entry));
  }

  private boolean hasWork(List<BlockHeader> headers, List<BlockHash> hashes) {
    for (int i = 0; i < headers.size(); i++) {
      if (!ProofOfWork.check(hashes.get(i), headers.get(i).bits(), chain.parameters())) {
        return false;
      }
    }
    return true;
  }

  private static boolean continuous(List<BlockHeader> headers, List<BlockHash> hashes) {
    for (int i = 1; i < headers.size(); i++) {
      if (!headers.get(i).previous().equals(hashes.get(i - 1))) {
        return false;
      }
    }
    return true;
  }

  /** Remembers that the peer has {@code hash} and all before it. */
  private void noteAvailable(Peer peer, BlockHash hash) {
    noteUnknown(peer);
    BlockEntry entry = chain.find(hash);
    if (entry == null) {
      peer.lastUnknown = hash;
    } else {
      better(peer, entry);
    }
  }

  /** Looks again for a block that was announced before its header was known. */
  void noteUnknown(Peer peer) {
    BlockHash unknown = peer.lastUnknown;
    if (unknown != null) {
      BlockEntry entry = chain.find(unknown);
      if (entry != null) {
        peer.lastUnknown = null;
        better(peer, entry);
      }
    }
  }

  static void better(Peer peer, @Nullable BlockEntry entry) {
    BlockEntry known = peer.bestKnown;
    if (entry != null && (known == null || entry.compareWork(known) >= 0)) {
      peer.bestKnown = entry;
    }
  }
}
