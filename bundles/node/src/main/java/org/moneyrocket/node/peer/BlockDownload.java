// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.message.GetData;
import org.moneyrocket.node.message.InvItem;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches blocks: who is asked for which, how many at a time, and what if they do not come. */
final class BlockDownload {
  static final int MAX_IN_FLIGHT = 16;
  private static final int WINDOW = 1024;
  private static final int NEAR_TIP_SPACINGS = 20;
  private static final long STALL_DEFAULT_MICROS = 2_000_000L;
  private static final long STALL_MAX_MICROS = 64_000_000L;
  private static final int LIMITED_DEPTH = 288;
  private static final int LIMITED_MARGIN = 2;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerChain chain;
  private final PeerClock clock;
  private final Misbehaviour misbehaviour;
  private final Collection<Peer> peers;

  private final BlocksOwed owed = new BlocksOwed();

  /** Who gave which of the last blocks first, until it is known whether they are valid. */
  private final Map<BlockHash, Peer> senders =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BlockHash, Peer> eldest) {
          return size() > WINDOW;
        }
      };

  private long stallTimeoutMicros = STALL_DEFAULT_MICROS;

  BlockDownload(
      PeerChain chain, PeerClock clock, Misbehaviour misbehaviour, Collection<Peer> peers) {
    this.chain = chain;
    this.clock = clock;
    this.misbehaviour = misbehaviour;
    this.peers = peers;
  }

  /** Tells whether any block is on its way. */
  boolean isBusy() {
    return !owed.isEmpty();
  }

  boolean isInFlight(BlockHash hash) {
    return owed.isOwed(hash);
  }

  boolean isOwedBy(Peer peer, BlockHash hash) {
    return owed.isOwedBy(peer, hash);
  }

  /** Fetches the blocks up to {@code last} at once if we are close to the tip (BIP130). */
  void fetchTowards(Peer peer, BlockEntry last) {
    if (!nearTip() || last.isFailed() || last.compareWork(chain.tip()) < 0) {
      return;
    }
    List<BlockEntry> wanted = new ArrayList<>();
    BlockEntry walk = last;
    while (walk != null && !chain.isActive(walk) && wanted.size() <= MAX_IN_FLIGHT) {
      if (!walk.hasData() && !owed.isOwed(walk.hash()) && canGive(peer, walk)) {
        wanted.add(walk);
      }
      walk = walk.previous();
    }
    if (walk == null || !chain.isActive(walk)) {
      log.debug("Large reorg, won't direct fetch to {} ({})", last.hash(), last.height());
      return;
    }
    Collections.reverse(wanted);
    List<BlockEntry> asked = new ArrayList<>();
    for (BlockEntry entry : wanted) {
      if (peer.owed.size() + asked.size() >= MAX_IN_FLIGHT) {
        break;
      }
      asked.add(entry);
    }
    if (asked.size() > 1) {
      log.debug(
          "Downloading blocks toward {} ({}) via headers direct fetch", last.hash(), last.height());
    }
    request(peer, asked);
  }

  private boolean nearTip() {
    return chain.tip().time() > clock.seconds() - NEAR_TIP_SPACINGS * chain.blockSpacing();
  }

  /** Asks for more blocks, and gives up on a peer that holds everything up. */
  void tick(Peer peer, boolean anyPreferred) {
    long now = clock.micros();
    if (owed.hasStalledFor(peer, now, stallTimeoutMicros)) {
      log.info("Peer is stalling block download, {}", peer.disconnectMessage());
      peer.disconnect = true;
      // If our own line is slow, the next peer is not to blame as soon.
      if (stallTimeoutMicros < STALL_MAX_MICROS) {
        stallTimeoutMicros = Math.min(2 * stallTimeoutMicros, STALL_MAX_MICROS);
        log.debug(
            "Increased stalling timeout temporarily to {} seconds", stallTimeoutMicros / 1_000_000);
      }
      return;
    }
    Optional<BlockEntry> overdue = owed.overdue(peer, now, chain.blockSpacing() * 1_000_000L);
    if (overdue.isPresent()) {
      log.info("Timeout downloading block {}, {}", overdue.get().hash(), peer.disconnectMessage());
      peer.disconnect = true;
      return;
    }
    boolean full = Services.has(peer.services(), Services.NETWORK);
    boolean mayFetch =
        Services.servesBlocks(peer.services())
            && peer.kind != ConnectionKind.FEELER
            && peer.kind != ConnectionKind.ADDR_FETCH
            && (mayAsk(peer, anyPreferred) || !chain.initialBlockDownload());
    if (mayFetch
        && !chain.importing()
        && (full || !chain.initialBlockDownload())
        && peer.owed.size() < MAX_IN_FLIGHT) {
      Optional<PeerChain.HistoricalRange> old = chain.historicalRange();
      Next next = next(peer, MAX_IN_FLIGHT - peer.owed.size(), full, old);
      request(peer, next.blocks());
      if (full && old.isPresent() && peer.owed.size() < MAX_IN_FLIGHT) {
        // The tip comes first: it is what the user waits for.
        request(peer, historical(peer, MAX_IN_FLIGHT - peer.owed.size(), old.get()));
      }
      Peer staller = next.staller();
      if (staller != null && peer.owed.isEmpty() && owed.stalls(staller, now)) {
        log.debug("Stall started peer={}", staller.id);
      }
    }
  }

  /**
   * Tells whether a peer is asked while we catch up: those that came to us are if we have no
   * others, or if the others have nothing for us.
   */
  boolean mayAsk(Peer peer, boolean anyPreferred) {
    return peer.preferredDownload()
        || ((!anyPreferred || owed.isEmpty()) && peer.kind != ConnectionKind.ADDR_FETCH);
  }

  private record Next(List<BlockEntry> blocks, @Nullable Peer staller) {}

  /** Returns the lowest blocks the peer has and nobody was asked for, within the window. */
  private Next next(Peer peer, int count, boolean full, Optional<PeerChain.HistoricalRange> old) {
    List<BlockEntry> blocks = new ArrayList<>();
    BlockEntry best = peer.bestKnown;
    BlockEntry tip = chain.tip();
    if (best == null
        || best.compareWork(tip) < 0
        || best.chainWork().compareTo(chain.minimumChainWork()) < 0
        || (old.isPresent() && !old.get().target().isAncestorOf(best))) {
      return new Next(blocks, null);
    }
    BlockEntry common = startOf(peer.lastCommon, best, tip);
    peer.lastCommon = common;
    if (common == best) {
      return new Next(blocks, null);
    }
    int end = Math.min(best.height(), common.height() + WINDOW + 1);
    Peer waitingFor = null;
    for (int height = common.height() + 1; height <= end; height++) {
      BlockEntry entry = best.ancestor(height);
      if (entry == null || entry.isFailed() || !canGive(peer, entry)) {
        return new Next(blocks, null);
      }
      if (entry.hasData() || chain.isActive(entry)) {
        if (entry.hasChainTransactions()) {
          peer.lastCommon = entry;
        }
        continue;
      }
      Peer from = owed.debtor(entry.hash());
      if (from != null && !mayBeAskedToo(peer, entry)) {
        if (waitingFor == null) {
          waitingFor = from;
        }
        continue;
      }
      if (height > common.height() + WINDOW) {
        return new Next(blocks, blocks.isEmpty() && waitingFor != peer ? waitingFor : null);
      }
      if (!full && best.height() - height >= LIMITED_DEPTH - LIMITED_MARGIN) {
        continue;
      }
      blocks.add(entry);
      if (blocks.size() == count) {
        return new Next(blocks, null);
      }
    }
    return new Next(blocks, null);
  }

  /**
   * Returns the block after which downloading goes on: the fork of our chain and the peer's, or
   * what we have come to since on the peer's chain. That may have less work than our tip: a branch
   * longer than the window becomes heavier only with its last blocks.
   */
  static BlockEntry startOf(@Nullable BlockEntry before, BlockEntry best, BlockEntry tip) {
    BlockEntry fork = BlockEntry.lastCommon(tip, best);
    return before == null || !before.isAncestorOf(best) || fork.compareWork(before) > 0
        ? fork
        : before;
  }

  /** Returns the lowest blocks that verify the snapshot and nobody was asked for. */
  private List<BlockEntry> historical(Peer peer, int count, PeerChain.HistoricalRange range) {
    List<BlockEntry> blocks = new ArrayList<>();
    BlockEntry best = peer.bestKnown;
    BlockEntry target = range.target();
    if (best == null || !target.isAncestorOf(best)) {
      return blocks;
    }
    int from = BlockEntry.lastCommon(range.tip(), target).height();
    int end = Math.min(target.height(), from + WINDOW);
    for (int height = from + 1; height <= end && blocks.size() < count; height++) {
      BlockEntry entry = target.ancestor(height);
      if (entry == null || entry.isFailed() || !canGive(peer, entry)) {
        break;
      }
      if (!entry.hasData() && !owed.isOwed(entry.hash())) {
        blocks.add(entry);
      }
    }
    return blocks;
  }

  /** Asks for a block that a user wants of this peer, whoever else was asked. */
  void fetch(Peer peer, BlockEntry entry) {
    owed.release(entry.hash(), clock.micros());
    request(peer, List.of(entry));
  }

  /** At the tip we do not wait for one peer only. */
  private boolean mayBeAskedToo(Peer peer, BlockEntry entry) {
    return !chain.initialBlockDownload()
        && nearTip()
        && entry.height() <= chain.tip().height() + MAX_IN_FLIGHT
        && owed.mayBeAskedToo(peer, entry.hash(), clock.micros());
  }

  void request(Peer peer, List<BlockEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    long now = clock.micros();
    List<InvItem> items = new ArrayList<>();
    int kind =
        Services.has(peer.services(), Services.WITNESS) ? InvItem.WITNESS_BLOCK : InvItem.BLOCK;
    for (BlockEntry entry : entries) {
      if (owed.ask(peer, entry, now)) {
        items.add(new InvItem(kind, entry.hash().hash()));
        log.debug("Requesting block {} ({}) peer={}", entry.hash(), entry.height(), peer.id);
      }
    }
    if (!items.isEmpty()) {
      peer.send(new GetData(items));
    }
  }

  /** Tells whether a peer can give a block as we need it: with its witnesses once there are any. */
  private boolean canGive(Peer peer, BlockEntry entry) {
    return Services.has(peer.services(), Services.WITNESS) || !chain.needsWitness(entry);
  }

  void received(Peer peer, Block block) {
    BlockHash hash = block.hash();
    log.debug("received block {} peer={}", hash, peer.id);
    if (chain.importing()) {
      log.debug("Unexpected block message received from peer {}", peer.id);
      return;
    }
    if (chain.isMutated(block)) {
      // Its header may be that of a good block, which is not to be held against anybody.
      log.debug("Received mutated block from peer={}", peer.id);
      misbehaviour.punish(peer, "mutated block");
      return;
    }
    boolean requested = owed.isOwed(hash);
    owed.gave(peer, hash, clock.micros());
    boolean first = senders.putIfAbsent(hash, peer) == null;
    PeerChain.BlockOutcome outcome = chain.acceptBlock(block, requested);
    if (first && !outcome.isNew()) {
      senders.remove(hash, peer); // Whoever sends it next answers for it himself.
    }
    if (outcome.isNew() && outcome.reject().isEmpty()) {
      owed.release(hash, clock.micros());
      peer.lastBlockSeconds = clock.seconds();
    }
    if (!outcome.reject().isEmpty() && outcome.fault().isOf(peer)) {
      misbehaviour.punish(peer, outcome.reject());
    }
  }

  /** A block turned out to be invalid when it was connected; whoever sent it is blamed. */
  void rejected(BlockHash hash, String reason, Fault fault) {
    Peer sender = senders.remove(hash);
    if (sender != null && !sender.disconnect && fault.isOf(sender)) {
      misbehaviour.punish(sender, reason);
    }
  }

  /** A block was connected: what held everything up comes through again. */
  void blockConnected() {
    if (stallTimeoutMicros > STALL_DEFAULT_MICROS) {
      long seconds = (long) (stallTimeoutMicros * 0.85 / 1e6);
      stallTimeoutMicros = Math.max(seconds * 1_000_000, STALL_DEFAULT_MICROS);
      log.debug("Decreased stalling timeout to {} seconds", stallTimeoutMicros / 1_000_000);
    }
  }

  void removed(Peer peer) {
    owed.removed(peer);
    senders.values().removeIf(sender -> sender == peer);
  }
}
