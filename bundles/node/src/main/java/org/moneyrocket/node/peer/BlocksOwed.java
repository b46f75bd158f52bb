// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
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

  private static final int MAX_DEBTORS = 3;
  private static final long PATIENCE_MICROS = 20_000_000L;

  /** Who was asked for one block, in order. */
  private record Asked(List<Peer> peers, long lastMicros) {}

  private final Map<BlockHash, Asked> debtors = new ConcurrentHashMap<>();
  private int owingPeers;

  boolean isEmpty() {
    return debtors.isEmpty();
  }

  boolean isOwed(BlockHash hash) {
    return debtors.containsKey(hash);
  }

  boolean isOwedBy(Peer peer, BlockHash hash) {
    Asked asked = debtors.get(hash);
    return asked != null && asked.peers.contains(peer);
  }

  /** Returns who was asked for a block first, null if nobody. */
  @Nullable Peer debtor(BlockHash hash) {
    Asked asked = debtors.get(hash);
    return asked == null ? null : asked.peers.get(0);
  }

  /**
   * Tells whether a peer may be asked for a block although others owe it: they had some time, are
   * few, and one of the last place is one that we chose. Else whoever is the first to announce each
   * block could keep it from us until its time is over.
   */
  boolean mayBeAskedToo(Peer peer, BlockHash hash, long now) {
    Asked asked = debtors.get(hash);
    return asked != null
        && !asked.peers.contains(peer)
        && now - asked.lastMicros >= PATIENCE_MICROS
        && asked.peers.size() < MAX_DEBTORS
        && (asked.peers.size() < MAX_DEBTORS - 1
            || !peer.inbound()
            || asked.peers.stream().anyMatch(other -> !other.inbound()));
  }

  /**
   * Notes that a block is asked of a peer, besides whoever owes it already.
   *
   * @return false if the peer has left, so that it must not be asked
   */
  boolean ask(Peer peer, BlockEntry entry, long now) {
    Debt debt = peer.owed;
    if (debt.gone) {
      return false;
    }
    Asked before = debtors.get(entry.hash());
    if (before == null) {
      debtors.put(entry.hash(), new Asked(List.of(peer), now));
    } else if (before.peers.contains(peer)) {
      return true; // Asking again gives it no more time.
    } else {
      List<Peer> all = new ArrayList<>(before.peers);
      all.add(peer);
      debtors.put(entry.hash(), new Asked(List.copyOf(all), now));
    }
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
    if (isOwedBy(peer, hash)) {
      settle(peer, hash, now);
    }
  }

  /** Nobody owes a block any more: we have it, or somebody else is asked at the user's wish. */
  void release(BlockHash hash, long now) {
    Asked asked = debtors.get(hash);
    if (asked != null) {
      asked.peers.forEach(peer -> settle(peer, hash, now));
    }
  }

  private void leave(Peer peer, BlockHash hash) {
    debtors.computeIfPresent(
        hash,
        (h, asked) -> {
          List<Peer> others = asked.peers.stream().filter(other -> other != peer).toList();
          return others.isEmpty() ? null : new Asked(others, asked.lastMicros);
        });
  }

  private void settle(Peer peer, BlockHash hash, long now) {
    Debt debt = peer.owed;
    boolean first = debt.blocks.keySet().iterator().next().equals(hash);
    leave(peer, hash);
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
    debt.blocks.keySet().forEach(hash -> leave(peer, hash));
    debt.blocks.clear();
    debt.publish();
  }
}
