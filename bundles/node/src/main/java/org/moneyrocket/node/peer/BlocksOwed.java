// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.BlockHash;

/**
 * Which blocks were asked of whom, and until when they must come. A debt ends in three ways only:
 * the block arrives, somebody else gave it, or the peer leaves. Nothing else that a peer says moves
 * its deadline or hands the block to another: if it could, it would keep us from the block for as
 * long as it likes. Changed by the message thread; {@link #isOwed} may be asked by any thread.
 */
final class BlocksOwed {
  /** What one peer owes. */
  static final class Debt {
    private final Map<BlockHash, BlockEntry> blocks = new LinkedHashMap<>();

    /** The heights, for other threads. */
    private volatile List<Integer> heights = List.of();

    /** Since when its first block is due. */
    private long sinceMicros;

    /** Since when everybody waits for it, 0 if nobody does. */
    private long stallingMicros;

    private boolean gone;

    boolean isEmpty() {
      return blocks.isEmpty();
    }

    int size() {
      return blocks.size();
    }

    List<Integer> heights() {
      return heights;
    }

    private void publish() {
      heights = blocks.values().stream().map(BlockEntry::height).toList();
    }
  }

  private final Map<BlockHash, Peer> debtors = new ConcurrentHashMap<>();
  private int owingPeers;

  boolean isEmpty() {
    return debtors.isEmpty();
  }

  boolean isOwed(BlockHash hash) {
    return debtors.containsKey(hash);
  }

  /** Returns who was asked for a block, null if nobody. */
  @Nullable Peer debtor(BlockHash hash) {
    return debtors.get(hash);
  }

  /**
   * Notes that a block is asked of a peer; whoever owed it before is free of it.
   *
   * @return false if the peer has left, so that it must not be asked
   */
  boolean ask(Peer peer, BlockEntry entry, long now) {
    Debt debt = peer.owed;
    if (debt.gone) {
      return false;
    }
    Peer before = debtors.get(entry.hash());
    if (before == peer) {
      return true; // Asking again gives it no more time.
    }
    if (before != null) {
      settle(before, entry.hash(), now);
    }
    debtors.put(entry.hash(), peer);
    if (debt.blocks.isEmpty()) {
      debt.sinceMicros = now;
      owingPeers++;
    }
    debt.blocks.put(entry.hash(), entry);
    debt.publish();
    return true;
  }

  /** A peer gave a block that it owed. */
  void gave(Peer peer, BlockHash hash, long now) {
    if (debtors.get(hash) == peer) {
      settle(peer, hash, now);
    }
  }

  /** We have the block, whoever gave it. */
  void have(BlockHash hash, long now) {
    Peer debtor = debtors.get(hash);
    if (debtor != null) {
      settle(debtor, hash, now);
    }
  }

  private void settle(Peer peer, BlockHash hash, long now) {
    Debt debt = peer.owed;
    boolean first = debt.blocks.keySet().iterator().next().equals(hash);
    debtors.remove(hash);
    debt.blocks.remove(hash);
    debt.publish();
    if (first) {
      debt.sinceMicros = Math.max(debt.sinceMicros, now);
    }
    if (debt.blocks.isEmpty()) {
      owingPeers--;
    }
    debt.stallingMicros = 0;
  }

  /**
   * Returns the block that a peer should have given by now.
   *
   * @param spacingMicros time between blocks: so long it may take, and half as long more for each
   *     other peer that shares our line
   */
  Optional<BlockEntry> overdue(Peer peer, long now, long spacingMicros) {
    Debt debt = peer.owed;
    if (debt.blocks.isEmpty()
        || now <= debt.sinceMicros + spacingMicros * (2 + owingPeers - 1) / 2) {
      return Optional.empty();
    }
    return Optional.of(debt.blocks.values().iterator().next());
  }

  /**
   * Everybody waits for a peer's block from now on.
   *
   * @return whether that is news
   */
  boolean stalls(Peer peer, long now) {
    if (peer.owed.stallingMicros != 0) {
      return false;
    }
    peer.owed.stallingMicros = now;
    return true;
  }

  boolean hasStalledFor(Peer peer, long now, long timeoutMicros) {
    long since = peer.owed.stallingMicros;
    return since != 0 && now > since + timeoutMicros;
  }

  /** A peer has left; it owes nothing and is asked for nothing any more. */
  void removed(Peer peer) {
    Debt debt = peer.owed;
    debt.gone = true;
    if (!debt.blocks.isEmpty()) {
      owingPeers--;
    }
    debt.blocks.keySet().forEach(hash -> debtors.remove(hash, peer));
    debt.blocks.clear();
    debt.publish();
  }
}
