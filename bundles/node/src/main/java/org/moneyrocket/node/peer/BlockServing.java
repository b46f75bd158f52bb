// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.message.GetBlocks;
import org.moneyrocket.node.message.GetHeaders;
import org.moneyrocket.node.message.Headers;
import org.moneyrocket.node.message.Inv;
import org.moneyrocket.node.message.InvItem;
import org.moneyrocket.node.message.RawMessage;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives blocks and headers, and announces new ones. */
final class BlockServing {
  private static final int MAX_INV_BLOCKS = 500;
  private static final int MAX_ANNOUNCED = 8;
  private static final long STALE_SECONDS = 30 * 86_400L;
  private static final int LIMITED_DEPTH = 288 + 2;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerChain chain;
  private final PeerOptions options;

  BlockServing(PeerChain chain, PeerOptions options) {
    this.chain = chain;
    this.options = options;
  }

  void received(Peer peer, GetHeaders message) {
    if (message.locator().size() > GetHeaders.MAX_LOCATOR) {
      tooLong(peer, "getheaders", message.locator().size());
      return;
    }
    if (chain.importing()) {
      log.debug("Ignoring getheaders from peer={} while importing/reindexing", peer.id);
      return;
    }
    BlockEntry tip = chain.tip();
    if (tip.chainWork().compareTo(chain.minimumChainWork()) < 0 && !peer.has(Permission.DOWNLOAD)) {
      log.debug(
          "Ignoring getheaders from peer={} because active chain has too little work; sending empty"
              + " response",
          peer.id);
      peer.send(new Headers(List.of()));
      return;
    }
    BlockEntry at;
    if (message.locator().isEmpty()) {
      at = chain.find(message.stop());
      if (at == null) {
        return;
      }
      if (!mayShow(at)) {
        log.debug(
            "ignoring request from peer={} for old block header that isn't in the main chain",
            peer.id);
        return;
      }
    } else {
      BlockEntry fork = fork(message.locator());
      at = chain.activeAt(fork.height() + 1);
    }
    log.debug(
        "getheaders {} to {} from peer={}",
        at == null ? -1 : at.height(),
        stopText(message.stop()),
        peer.id);
    List<BlockHeader> headers = new ArrayList<>();
    BlockEntry last = at;
    while (at != null) {
      headers.add(at.header());
      last = at;
      if (headers.size() >= Headers.MAX || at.hasHash(message.stop())) {
        break;
      }
      at = chain.isActive(at) ? chain.activeAt(at.height() + 1) : null;
    }
    peer.bestSent = last == null ? tip : last;
    peer.send(new Headers(headers));
  }

  void received(Peer peer, GetBlocks message) {
    if (message.locator().size() > GetBlocks.MAX_LOCATOR) {
      tooLong(peer, "getblocks", message.locator().size());
      return;
    }
    BlockEntry at = chain.activeAt(fork(message.locator()).height() + 1);
    log.debug(
        "getblocks {} to {} limit {} from peer={}",
        at == null ? -1 : at.height(),
        stopText(message.stop()),
        MAX_INV_BLOCKS,
        peer.id);
    List<InvItem> items = new ArrayList<>();
    while (at != null && items.size() < MAX_INV_BLOCKS && !at.hasHash(message.stop())) {
      if (!at.hasData()) {
        log.debug(" getblocks stopping, pruned or too old block at {} {}", at.height(), at.hash());
        break;
      }
      items.add(new InvItem(InvItem.BLOCK, at.hash().hash()));
      at = chain.activeAt(at.height() + 1);
    }
    if (!items.isEmpty()) {
      peer.send(new Inv(items));
    }
  }

  private void tooLong(Peer peer, String what, int size) {
    log.debug(
        "{} locator size {} > {}, {}",
        what,
        size,
        GetHeaders.MAX_LOCATOR,
        peer.disconnectMessage());
    peer.disconnect = true;
  }

  private static String stopText(BlockHash stop) {
    return stop.equals(BlockHash.ZERO) ? "end" : stop.toString();
  }

  private BlockEntry fork(List<BlockHash> locator) {
    for (BlockHash hash : locator) {
      BlockEntry entry = chain.find(hash);
      if (entry != null) {
        if (chain.isActive(entry)) {
          return entry;
        }
        BlockEntry tip = chain.tip();
        if (tip.isAncestorOf(entry)) {
          return tip;
        }
      }
    }
    BlockEntry genesis = chain.activeAt(0);
    if (genesis == null) {
      throw new IllegalStateException("the active chain has no genesis block");
    }
    return genesis;
  }

  /** Old blocks off the active chain would tell which forks this node has seen. */
  private boolean mayShow(BlockEntry entry) {
    if (chain.isActive(entry)) {
      return true;
    }
    BlockEntry best = chain.bestHeader();
    return entry.isValid(org.moneyrocket.kernel.index.BlockStatus.VALID_SCRIPTS)
        && best.time() - entry.time() < STALE_SECONDS;
  }

  /** Answers a request for one block; the caller makes sure that there is room to send. */
  void serve(Peer peer, InvItem item) {
    BlockHash hash = new BlockHash(item.hash());
    BlockEntry entry = chain.find(hash);
    if (entry == null) {
      return;
    }
    if (!mayShow(entry)) {
      log.debug(
          "ignoring request from peer={} for old block that isn't in the main chain", peer.id);
      return;
    }
    BlockEntry tip = chain.tip();
    boolean limited =
        Services.has(Services.offered(options.services(), chain), Services.NETWORK_LIMITED)
            && !Services.has(Services.offered(options.services(), chain), Services.NETWORK);
    if (limited && !peer.has(Permission.NOBAN) && tip.height() - entry.height() > LIMITED_DEPTH) {
      log.debug(
          "Ignore block request below NODE_NETWORK_LIMITED threshold, {}",
          peer.disconnectMessage());
      peer.disconnect = true;
      return;
    }
    Bytes data = entry.hasData() ? chain.blockData(entry) : null;
    if (data == null) {
      if (entry.isPruned()) {
        log.debug("Block was pruned before it could be read, {}", peer.disconnectMessage());
        peer.disconnect = true;
      }
      return;
    }
    switch (item.kind()) {
      case InvItem.WITNESS_BLOCK, InvItem.COMPACT_BLOCK -> peer.send(new RawMessage("block", data));
      case InvItem.BLOCK -> peer.send(new RawMessage("block", withoutWitness(data)));
      default -> log.debug("no answer to getdata for {} from peer={}", item, peer.id);
    }
  }

  private static Bytes withoutWitness(Bytes data) {
    try {
      ByteWriter out = new ByteWriter(data.size());
      Block.decode(data).writeWithoutWitness(out);
      return out.toBytes();
    } catch (DecodeException e) {
      throw new IllegalStateException("a stored block cannot be read", e);
    }
  }

  /** The tip has changed: remember what is to be announced to this peer. */
  static void queue(Peer peer, List<BlockHash> newBlocks) {
    peer.toAnnounce.addAll(newBlocks);
  }

  /** Announces by headers if the peer wants that and they connect, else by inv (BIP130). */
  void announce(Peer peer) {
    if (peer.toAnnounce.isEmpty()) {
      return;
    }
    List<BlockHeader> headers = new ArrayList<>();
    BlockEntry last = null;
    boolean byInv = !peer.prefersHeaders || peer.toAnnounce.size() > MAX_ANNOUNCED;
    boolean connects = false;
    for (BlockHash hash : peer.toAnnounce) {
      if (byInv) {
        break;
      }
      BlockEntry entry = chain.find(hash);
      if (entry == null || chain.activeAt(entry.height()) != entry) {
        byInv = true; // A reorganisation has overtaken the announcement.
      } else if (last != null && entry.previous() != last) {
        byInv = true;
      } else {
        last = entry;
        if (connects) {
          headers.add(entry.header());
        } else if (!has(peer, entry)) {
          BlockEntry previous = entry.previous();
          if (previous == null || has(peer, previous)) {
            connects = true;
            headers.add(entry.header());
          } else {
            byInv = true;
          }
        }
      }
    }
    if (byInv) {
      BlockHash newest = peer.toAnnounce.get(peer.toAnnounce.size() - 1);
      BlockEntry entry = chain.find(newest);
      if (entry != null && !has(peer, entry)) {
        log.debug("sending inv peer={} hash={}", peer.id, newest);
        peer.send(new Inv(List.of(new InvItem(InvItem.BLOCK, newest.hash()))));
      }
    } else if (!headers.isEmpty() && last != null) {
      log.debug("sending header {} to peer={}", last.hash(), peer.id);
      peer.send(new Headers(headers));
      peer.bestSent = last;
    }
    peer.toAnnounce.clear();
  }

  private static boolean has(Peer peer, BlockEntry entry) {
    return isOn(peer.bestKnown, entry) || isOn(peer.bestSent, entry);
  }

  private static boolean isOn(@Nullable BlockEntry best, BlockEntry entry) {
    return best != null && best.ancestor(entry.height()) == entry;
  }
}
