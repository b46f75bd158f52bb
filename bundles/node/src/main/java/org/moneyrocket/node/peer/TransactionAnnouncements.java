// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.node.message.FeeFilter;
import org.moneyrocket.node.message.Inv;
import org.moneyrocket.node.message.InvItem;
import org.moneyrocket.node.message.RawMessage;
import org.moneyrocket.node.message.TxMessage;
import org.moneyrocket.node.relay.RelayIdentity;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces transactions and gives them to those who were told of them, so that nobody learns from
 * when, in which order or whether it hears of one where that came from. On the message thread.
 */
final class TransactionAnnouncements {
  private static final double INBOUND_INTERVAL_MICROS = 5_000_000;
  private static final double OUTBOUND_INTERVAL_MICROS = 2_000_000;
  private static final long CHECK_MICROS = 100_000;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerMempool mempool;
  private final PeerClock clock;
  private final RandomGenerator random;
  private final Collection<Peer> peers;
  private final AnnouncementBacklog inbound;
  private final AnnouncementBacklog outbound;
  private volatile RelayIdentity.Backlog inboundBacklog;
  private volatile RelayIdentity.Backlog outboundBacklog;
  private long nextCheckMicros;

  /**
   * When those who came to us hear next, by where they came: all of one place at one moment,
   * however many connections one of them has. Another place is not to be seen as the same node.
   */
  private final Map<String, Long> inboundTimes = new HashMap<>();

  /** Transactions of the newest block, by txid and by wtxid. */
  private final Map<Bytes, Transaction> lastBlock = new HashMap<>();

  TransactionAnnouncements(
      PeerMempool mempool,
      PeerClock clock,
      RandomGenerator random,
      Collection<Peer> peers,
      int perSecond) {
    this.mempool = mempool;
    this.clock = clock;
    this.random = random;
    this.peers = peers;
    this.inbound = new AnnouncementBacklog(perSecond, 1);
    this.outbound =
        new AnnouncementBacklog(perSecond, INBOUND_INTERVAL_MICROS / OUTBOUND_INTERVAL_MICROS);
    this.inboundBacklog = inbound.describe();
    this.outboundBacklog = outbound.describe();
  }

  /** Queues a transaction for every peer that wants it. */
  void broadcast(Transaction transaction) {
    inbound.add(transaction.wtxid());
    outbound.add(transaction.wtxid());
    drain(clock.micros());
  }

  /** Announces again what nobody has asked for. */
  void broadcastUndelivered() {
    mempool.undelivered().forEach(this::broadcast);
  }

  /** Hands to the peers what may be announced now. */
  private void drain(long now) {
    nextCheckMicros = now + CHECK_MICROS;
    hand(inbound, true, now);
    hand(outbound, false, now);
    inboundBacklog = inbound.describe();
    outboundBacklog = outbound.describe();
  }

  /** Tells what waits for peers that came to us. Safe for every thread. */
  RelayIdentity.Backlog inboundBacklog() {
    return inboundBacklog;
  }

  /** Tells what waits for the peers we chose. Safe for every thread. */
  RelayIdentity.Backlog outboundBacklog() {
    return outboundBacklog;
  }

  private void hand(AnnouncementBacklog backlog, boolean toInbound, long now) {
    List<Wtxid> taken = backlog.take(mempool, now);
    if (taken.isEmpty()) {
      return;
    }
    boolean any = false;
    for (Peer peer : peers) {
      // During the handshake nothing is queued: what came just then could be told from the rest.
      if (peer.relaysTransactions && peer.inbound() == toInbound && peer.nextInvMicros != 0) {
        any = true;
        peer.txToSend.addAll(taken);
      }
    }
    if (!any) {
      backlog.clear(); // There is nobody to tell; later peers start with what is new then.
    }
  }

  /** Sends what is due. */
  void tick(Peer peer) {
    long now = clock.micros();
    if (now >= nextCheckMicros || now < nextCheckMicros - CHECK_MICROS) {
      drain(now);
    }
    if (!peer.relaysTransactions || !isTurnOf(peer, now)) {
      return;
    }
    List<InvItem> items = new ArrayList<>();
    if (peer.wantsMempool) {
      peer.wantsMempool = false;
      peer.txToSend.clear();
      addWanted(peer, mempool.all(), true, items);
    } else if (!peer.txToSend.isEmpty()) {
      PeerMempool.Ordered ordered = mempool.bestOf(peer.txToSend);
      peer.txToSend.clear();
      addWanted(peer, ordered, false, items);
    }
    for (int from = 0; from < items.size(); from += Inv.MAX) {
      peer.send(new Inv(items.subList(from, Math.min(items.size(), from + Inv.MAX))));
    }
  }

  private boolean isTurnOf(Peer peer, long now) {
    if (peer.nextInvMicros < now) {
      peer.nextInvMicros =
          peer.inbound()
              ? inboundTimes.compute(
                  peer.arrivedAt(),
                  (at, next) ->
                      next != null && next >= now ? next : now + wait(INBOUND_INTERVAL_MICROS))
              : now + wait(OUTBOUND_INTERVAL_MICROS);
      return true;
    }
    return peer.has(Permission.NOBAN);
  }

  /** Returns an exponentially distributed time: from the past nobody can tell the next moment. */
  private long wait(double meanMicros) {
    return (long) (-Math.log(1 - random.nextDouble()) * meanMicros);
  }

  private static void addWanted(
      Peer peer, PeerMempool.Ordered ordered, boolean again, List<InvItem> items) {
    for (PeerMempool.Entry entry : ordered.entries()) {
      Bytes hash = entry.hashFor(peer.wantsWtxid);
      if (entry.rate().satsPerKvb() >= peer.feeFilter
          && (peer.knownTransactions.add(hash) || again)) {
        items.add(new InvItem(peer.wantsWtxid ? InvItem.WTX : InvItem.TX, hash));
      }
    }
    // Everything that is in the mempool by now may be asked for: what is announced, and the rest
    // does not tell it apart.
    peer.lastInvSequence = ordered.sequence();
  }

  void received(Peer peer, FeeFilter message) {
    if (Amount.isMoney(message.satsPerKvb())) {
      peer.feeFilter = message.satsPerKvb();
      log.debug(
          "received: feefilter of {} from peer={}", new FeeRate(message.satsPerKvb()), peer.id);
    }
  }

  /** A peer is ready: it hears of what comes into the mempool from now on. */
  static void connected(Peer peer) {
    peer.lastInvSequence = Math.max(peer.lastInvSequence, 1);
  }

  /** A peer that may do so has asked for the whole mempool (BIP35). */
  static void queueAll(Peer peer) {
    peer.wantsMempool = true;
  }

  /**
   * Answers a request for one transaction; adds it to {@code missing} if we may not give it. Only
   * what was in the mempool before we last announced something to this peer is given: else it could
   * find out, by asking, when a transaction came.
   */
  void serve(Peer peer, InvItem item, List<InvItem> missing) {
    if (!peer.kind.relaysTransactions()) {
      return;
    }
    PeerMempool.Entry entry = find(item);
    if (entry != null && entry.sequence() < peer.lastInvSequence) {
      mempool.delivered(entry.transaction().txid());
      send(peer, item, entry.transaction());
      return;
    }
    Transaction mined = lastBlock.get(item.hash());
    if (mined != null) {
      // Everybody may know those; peers put blocks together of them.
      send(peer, item, mined);
    } else {
      missing.add(item);
    }
  }

  private static void send(Peer peer, InvItem item, Transaction transaction) {
    if (item.kind() == InvItem.TX) {
      ByteWriter out = new ByteWriter(transaction.baseSize());
      transaction.writeWithoutWitness(out);
      peer.send(new RawMessage(TxMessage.TYPE, out.toBytes()));
    } else {
      peer.send(new TxMessage(transaction));
    }
  }

  private PeerMempool.@Nullable Entry find(InvItem item) {
    return item.kind() == InvItem.WTX
        ? mempool.byWtxid(new Wtxid(item.hash()))
        : mempool.byTxid(new Txid(item.hash()));
  }

  void blockConnected(Block block) {
    lastBlock.clear();
    for (Transaction tx : block.transactions()) {
      lastBlock.put(tx.txid().hash(), tx);
      lastBlock.put(tx.wtxid().hash(), tx);
    }
  }

  void blockDisconnected() {
    lastBlock.clear();
  }
}
