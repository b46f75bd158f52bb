// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.CompactTarget;
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
  private static final int ANTI_DOS_WORK_BLOCKS = 144;
  private static final long DAY_SECONDS = 86_400;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerChain chain;
  private final PeerClock clock;
  private final BlockDownload download;
  private final Misbehaviour misbehaviour;
  private int syncing;

  HeaderSync(PeerChain chain, PeerClock clock, BlockDownload download, Misbehaviour misbehaviour) {
    this.chain = chain;
    this.clock = clock;
    this.download = download;
    this.misbehaviour = misbehaviour;
  }

  /** Begins to ask a peer for headers when it is its turn; ends with one that does not answer. */
  void tick(Peer peer, boolean anyPreferred) {
    BlockEntry best = chain.bestHeader();
    boolean nearToday = best.time() > clock.seconds() - DAY_SECONDS;
    if (!peer.syncStarted
        && Services.servesBlocks(peer.services())
        && peer.kind != ConnectionKind.FEELER
        && !chain.importing()) {
      boolean mayFetch =
          peer.preferredDownload() || (!anyPreferred && peer.kind != ConnectionKind.ADDR_FETCH);
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
      } else if (clock.micros() > peer.headersDeadlineMicros && syncing == 1 && anyPreferred) {
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
    if (peer.syncStarted) {
      syncing--;
    }
  }

  /** Asks for the headers behind {@code from} unless an answer is still awaited. */
  boolean ask(Peer peer, BlockEntry from) {
    long now = clock.micros();
    if (now - peer.getHeadersSentMicros <= RESPONSE_MICROS && peer.getHeadersSentMicros != 0) {
      return false;
    }
    peer.getHeadersSentMicros = now;
    peer.send(new GetHeaders(locator(from), BlockHash.ZERO));
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
    if (chain.find(hash) == null && !download.isInFlight(hash)) {
      BlockEntry best = chain.bestHeader();
      if (ask(peer, best)) {
        log.debug("getheaders ({}) {} to peer={}", best.height(), hash, peer.id);
      }
    }
  }

  void received(Peer peer, Headers message) {
    peer.getHeadersSentMicros = 0;
    List<BlockHeader> headers = message.headers();
    if (headers.isEmpty()) {
      return;
    }
    if (!continuous(headers)) {
      misbehaviour.punish(peer, "non-continuous headers sequence");
      return;
    }
    BlockHash lastHash = headers.get(headers.size() - 1).hash();
    BlockEntry parent = chain.find(headers.get(0).previous());
    if (parent == null) {
      BlockEntry best = chain.bestHeader();
      if (ask(peer, best)) {
        log.debug(
            "received header {}: missing prev block {}, sending getheaders ({}) to end (peer={})",
            headers.get(0).hash(),
            headers.get(0).previous(),
            best.height(),
            peer.id);
      }
      noteAvailable(peer, lastHash);
      return;
    }
    if (tooLittleWork(peer, parent, headers, lastHash)) {
      log.debug(
          "Ignoring low-work chain (height={}) from peer={}",
          parent.height() + headers.size(),
          peer.id);
      return;
    }
    boolean newTip = chain.find(lastHash) == null;
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
    if (newTip) {
      peer.lastBlockSeconds = Math.max(peer.lastBlockSeconds, 0);
    }
    if (headers.size() == Headers.MAX && ask(peer, last)) {
      log.debug("more getheaders ({}) to end to peer={}", last.height(), peer.id);
    }
    download.fetchTowards(peer, last);
  }

  private boolean tooLittleWork(
      Peer peer, BlockEntry parent, List<BlockHeader> headers, BlockHash lastHash) {
    BlockEntry known = chain.find(lastHash);
    if (known != null || peer.has(Permission.NOBAN)) {
      return false;
    }
    BlockEntry tip = chain.tip();
    var work = parent.chainWork();
    for (BlockHeader header : headers) {
      work = work.plus(new CompactTarget(header.bits()).work());
    }
    var margin = tip.proof().times(ANTI_DOS_WORK_BLOCKS);
    var nearTip = margin.compareTo(tip.chainWork()) > 0 ? tip.chainWork() : margin;
    var threshold = tip.chainWork().minus(nearTip);
    if (chain.minimumChainWork().compareTo(threshold) > 0) {
      threshold = chain.minimumChainWork();
    }
    return work.compareTo(threshold) < 0;
  }

  private static boolean continuous(List<BlockHeader> headers) {
    BlockHash previous = headers.get(0).hash();
    for (int i = 1; i < headers.size(); i++) {
      if (!headers.get(i).previous().equals(previous)) {
        return false;
      }
      previous = headers.get(i).hash();
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
