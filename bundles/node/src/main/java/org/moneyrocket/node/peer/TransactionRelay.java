// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.moneyrocket.crypto.SipHash;
import org.moneyrocket.node.mempool.PackageShape;
import org.moneyrocket.node.message.GetData;
import org.moneyrocket.node.message.InvItem;
import org.moneyrocket.node.message.NotFound;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.primitives.Wtxid;
import org.moneyrocket.settings.memory.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of transactions, asks for them and takes them. */
final class TransactionRelay implements AutoCloseable {
  private static final int MAX_GETDATA = 1000;
  private static final int MAX_NOT_FOUND =
      TransactionRequests.MAX_ANNOUNCEMENTS + BlockDownload.MAX_IN_FLIGHT;
  private static final Logger log = LoggerFactory.getLogger("net");
  private static final Logger packages = LoggerFactory.getLogger("txpackages");
  private static final Logger rejected = LoggerFactory.getLogger("mempoolrej");

  private final PeerMempool mempool;
  private final PeerChain chain;
  private final PeerOptions options;
  private final PeerClock clock;
  private final TransactionAnnouncements announcements;
  private final FeeFilters feeFilters;
  private final TransactionRequests requests;

  /** What peers know by our count: the last hashes that went to them or came from them. */
  private final MemoryBudget.Account known;

  private final Orphanage orphanage;
  private final RecentHashes rejects = new RecentHashes(120_000);

  /** What was refused for its fee alone, by wtxid, and pairs that were, by their common hash. */
  private final RecentHashes underpaid = new RecentHashes(120_000);

  /** Peers that announce by wtxid, by their ids. */
  private final Set<Long> wtxidPeers = new HashSet<>();

  private final RecentHashes confirmed = new RecentHashes(48_000);

  TransactionRelay(
      PeerMempool mempool,
      PeerChain chain,
      PeerOptions options,
      PeerClock clock,
      RandomGenerator random,
      Collection<Peer> peers,
      MemoryBudget budget) {
    this.mempool = mempool;
    this.orphanage = new Orphanage(budget.open("orphans", 0.02, 0.2));
    this.chain = chain;
    this.options = options;
    this.clock = clock;
    this.announcements =
        new TransactionAnnouncements(
            mempool, clock, random, peers, options.transactionsPerSecond());
    this.feeFilters = new FeeFilters(mempool, chain, options, clock, random);
    this.requests =
        new TransactionRequests(new SipHash(random.nextLong(), random.nextLong()), budget);
    this.known = budget.open("transactions known to peers", 0.02, 0.25);
  }

  TransactionAnnouncements announcements() {
    return announcements;
  }

  /** Handles the transactions of an inv. */
  void announced(Peer peer, InvItem item) {
    if (refuses(peer)) {
      log.debug(
          "transaction ({}) inv sent in violation of protocol, {}",
          item.hash().reversed().toHex(),
          peer.disconnectMessage());
      peer.disconnect = true;
      return;
    }
    boolean byWtxid = item.kind() == InvItem.WTX;
    if (peer.wantsWtxid ? item.kind() == InvItem.TX : byWtxid) {
      return; // Peers announce by the kind of hash that was agreed on.
    }
    peer.knownTransactions.add(item.hash());
    if (byWtxid && adopt(peer, new Wtxid(item.hash()))) {
      return;
    }
    boolean have = have(item.hash(), byWtxid) || underpaid.contains(item.hash());
    log.debug("got inv: {} {} peer={}", item, have ? "have" : "new", peer.id);
    if (!have && !chain.initialBlockDownload()) {
      requests.announced(peer, item.hash(), byWtxid, anyWtxidPeer(), clock.micros());
    }
  }

  /**
   * Takes a peer that announces an orphan as one more who may have its parents.
   *
   * @return whether it is an orphan
   */
  private boolean adopt(Peer peer, Wtxid wtxid) {
    Transaction orphan = orphanage.find(wtxid);
    if (orphan == null) {
      return false;
    }
    if (!orphanage.announced(wtxid, peer)) {
      Set<Txid> missing = missingParents(orphan);
      if (!missing.isEmpty() && orphanage.add(orphan, peer)) {
        request(peer, missing);
      }
    }
    return true;
  }

  private Set<Txid> missingParents(Transaction orphan) {
    Set<Txid> missing = new LinkedHashSet<>();
    for (TxIn in : orphan.inputs()) {
      Txid parent = in.prevout().txid();
      if (!have(parent.hash(), false)) {
        missing.add(parent);
      }
    }
    return missing;
  }

  private void request(Peer peer, Set<Txid> parents) {
    for (Txid parent : parents) {
      requests.announced(peer, parent.hash(), false, anyWtxidPeer(), clock.micros());
    }
  }

  List<Orphanage.Described> orphans() {
    return orphanage.all();
  }

  private boolean refuses(Peer peer) {
    return peer.kind == ConnectionKind.BLOCK_RELAY
        || peer.kind == ConnectionKind.FEELER
        || (options.blocksOnly() && !peer.has(Permission.RELAY));
  }

  private boolean anyWtxidPeer() {
    return !wtxidPeers.isEmpty();
  }

  private boolean have(Bytes hash, boolean byWtxid) {
    if (confirmed.contains(hash) || rejects.contains(hash)) {
      return true;
    }
    // Without a witness both ids are the same; with one, the orphan may be another than is meant.
    return orphanage.contains(new Wtxid(hash))
        || (byWtxid
            ? mempool.byWtxid(new Wtxid(hash)) != null
            : mempool.byTxid(new Txid(hash)) != null);
  }

  /** Sends requests, announcements and our fee filter when they are due. */
  void tick(Peer peer) {
    long now = clock.micros();
    List<InvItem> ask = new ArrayList<>();
    for (TransactionRequests.Wanted wanted : requests.due(peer, now)) {
      if (have(wanted.hash(), wanted.byWtxid())) {
        requests.forget(wanted.hash());
      } else {
        int byTxid =
            Services.has(peer.services(), Services.WITNESS) ? InvItem.WITNESS_TX : InvItem.TX;
        int kind = wanted.byWtxid() ? InvItem.WTX : byTxid;
        InvItem item = new InvItem(kind, wanted.hash());
        log.debug("Requesting {} peer={}", item, peer.id);
        ask.add(item);
        if (ask.size() >= MAX_GETDATA) {
          peer.send(new GetData(ask));
          ask.clear();
        }
      }
    }
    if (!ask.isEmpty()) {
      peer.send(new GetData(ask));
    }
    announcements.tick(peer);
    feeFilters.tick(peer);
  }

  /** A peer that relays transactions is ready. */
  void connected(Peer peer) {
    TransactionAnnouncements.connected(peer);
    peer.knownTransactions.countIn(known);
    if (peer.wantsWtxid) {
      wtxidPeers.add(peer.id);
    }
  }

  void received(Peer peer, Transaction transaction) {
    if (refuses(peer)) {
      log.debug("transaction sent in violation of protocol, {}", peer.disconnectMessage());
      peer.disconnect = true;
      return;
    }
    if (chain.initialBlockDownload()) {
      return;
    }
    Bytes txid = transaction.txid().hash();
    Bytes wtxid = transaction.wtxid().hash();
    peer.knownTransactions.add(peer.wantsWtxid ? wtxid : txid);
    requests.answered(peer, txid);
    requests.answered(peer, wtxid);
    if (have(wtxid, true)) {
      if (peer.has(Permission.FORCERELAY) && mempool.byTxid(transaction.txid()) == null) {
        log.info(
            "Not relaying non-mempool transaction {} (wtxid={}) from forcerelay peer={}",
            transaction.txid(),
            transaction.wtxid(),
            peer.id);
      } else if (peer.has(Permission.FORCERELAY)) {
        log.info(
            "Force relaying tx {} (wtxid={}) from peer={}",
            transaction.txid(),
            transaction.wtxid(),
            peer.id);
        announcements.broadcast(transaction);
      }
      return;
    }
    if (underpaid.contains(wtxid)) {
      // Alone it was refused; with a child that came meanwhile it may pay.
      Deque<Transaction> work = new ArrayDeque<>();
      tryWithChild(peer, transaction, work);
      work.forEach(next -> process(peer, next));
      return;
    }
    process(peer, transaction);
  }

  private void process(Peer peer, Transaction first) {
    Deque<Transaction> work = new ArrayDeque<>();
    work.add(first);
    while (!work.isEmpty()) {
      Transaction transaction = work.poll();
      PeerMempool.TxOutcome outcome = mempool.submit(transaction);
      switch (outcome.status()) {
        case ACCEPTED -> {
          peer.lastTransactionSeconds = clock.seconds();
          requests.forget(transaction.txid().hash());
          requests.forget(transaction.wtxid().hash());
          orphanage.remove(transaction.wtxid());
          announcements.broadcast(transaction);
          work.addAll(orphanage.childrenOf(transaction));
        }
        case MISSING_INPUTS -> {
          logRejection(peer, transaction, outcome.reason());
          keepOrphan(peer, transaction);
        }
        case RECONSIDERABLE -> {
          refused(peer, transaction, outcome);
          tryWithChild(peer, transaction, work);
        }
        case WITNESS_STRIPPED, REJECTED -> refused(peer, transaction, outcome);
      }
    }
  }

  private void refused(Peer peer, Transaction transaction, PeerMempool.TxOutcome outcome) {
    logRejection(peer, transaction, outcome.reason());
    switch (outcome.status()) {
      case WITNESS_STRIPPED -> {
        // With its witness it may be good, and nobody can tell by the txid which one this is.
      }
      case RECONSIDERABLE -> underpaid.add(transaction.wtxid().hash());
      default -> {
        rejects.add(transaction.wtxid().hash());
        // The same outputs with another witness would be refused as well.
        if (outcome.reason().startsWith("bad-txns-nonstandard-inputs")) {
          rejects.add(transaction.txid().hash());
        }
      }
    }
    requests.forget(transaction.wtxid().hash());
    if (outcome.status() != PeerMempool.TxOutcome.Status.WITNESS_STRIPPED) {
      orphanage.remove(transaction.wtxid());
    }
  }

  /** Tries a parent that pays too little together with a child the same peer announced. */
  private void tryWithChild(Peer peer, Transaction parent, Deque<Transaction> work) {
    for (Transaction child : orphanage.childrenFrom(parent, peer)) {
      Bytes pair = PackageShape.hash(List.of(parent, child));
      if (!underpaid.contains(pair)) {
        List<PeerMempool.TxOutcome> outcomes = mempool.submitPair(parent, child);
        boolean accepted =
            outcomes.stream().allMatch(o -> o.status() == PeerMempool.TxOutcome.Status.ACCEPTED);
        packages.debug(
            "package evaluation for parent {} (wtxid={}, sender={}) + child {} (wtxid={},"
                + " sender={}): {}",
            parent.txid(),
            parent.wtxid(),
            peer.id,
            child.txid(),
            child.wtxid(),
            peer.id,
            accepted ? "package accepted" : "package rejected");
        if (!accepted) {
          underpaid.add(pair);
        }
        settle(peer, parent, outcomes.get(0), work);
        settle(peer, child, outcomes.get(1), work);
        return;
      }
    }
  }

  private void settle(
      Peer peer, Transaction transaction, PeerMempool.TxOutcome outcome, Deque<Transaction> work) {
    if (outcome.status() == PeerMempool.TxOutcome.Status.ACCEPTED) {
      peer.lastTransactionSeconds = clock.seconds();
      requests.forget(transaction.txid().hash());
      requests.forget(transaction.wtxid().hash());
      orphanage.remove(transaction.wtxid());
      announcements.broadcast(transaction);
      work.addAll(orphanage.childrenOf(transaction));
    } else if (outcome.status() != PeerMempool.TxOutcome.Status.MISSING_INPUTS) {
      refused(peer, transaction, outcome);
    }
  }

  private static void logRejection(Peer peer, Transaction transaction, String reason) {
    rejected.debug(
        "{} (wtxid={}) from peer={} was not accepted: {}",
        transaction.txid(),
        transaction.wtxid(),
        peer.id,
        reason);
  }

  private void keepOrphan(Peer peer, Transaction transaction) {
    if (orphanage.contains(transaction.wtxid())) {
      return;
    }
    int underpaidParents = 0;
    boolean refused = false;
    for (Txid parent : parents(transaction)) {
      refused |= rejects.contains(parent.hash());
      if (underpaid.contains(parent.hash()) && mempool.byTxid(parent) == null) {
        underpaidParents++;
      }
    }
    if (refused || underpaidParents > 1) {
      rejects.add(transaction.txid().hash());
      rejects.add(transaction.wtxid().hash());
      packages.debug(
          "not keeping orphan with rejected parents {} (wtxid={})",
          transaction.txid(),
          transaction.wtxid());
      requests.forget(transaction.txid().hash());
      requests.forget(transaction.wtxid().hash());
      return;
    }
    Set<Txid> missing = missingParents(transaction);
    Set<Peer> announcers = new LinkedHashSet<>(List.of(peer));
    announcers.addAll(requests.candidates(transaction.wtxid().hash()));
    announcers.addAll(requests.candidates(transaction.txid().hash()));
    for (Peer announcer : announcers) {
      if (orphanage.add(transaction, announcer)) {
        request(announcer, missing);
      }
    }
    requests.forget(transaction.txid().hash());
    requests.forget(transaction.wtxid().hash());
  }

  private static Set<Txid> parents(Transaction transaction) {
    Set<Txid> parents = new LinkedHashSet<>();
    transaction.inputs().forEach(in -> parents.add(in.prevout().txid()));
    return parents;
  }

  void received(Peer peer, NotFound message) {
    if (message.items().size() > MAX_NOT_FOUND) {
      return; // So much was never asked.
    }
    for (InvItem item : message.items()) {
      if (item.isTransaction()) {
        requests.answered(peer, item.hash());
      }
    }
  }

  void blockConnected(Block block) {
    announcements.blockConnected(block);
    if (chain.initialBlockDownload()) {
      return; // No peer is asked for transactions now, so there is nothing to tidy up.
    }
    orphanage.blockConnected(block);
    for (Transaction tx : block.transactions()) {
      confirmed.add(tx.txid().hash());
      if (tx.hasWitness()) {
        confirmed.add(tx.wtxid().hash());
      }
      requests.forget(tx.txid().hash());
      requests.forget(tx.wtxid().hash());
    }
    rejects.clear();
    underpaid.clear();
    // The block may have brought the parents of orphans.
    for (Transaction tx : block.transactions()) {
      for (Transaction child : orphanage.childrenOf(tx)) {
        orphanage.announcers(child.wtxid()).stream()
            .findFirst()
            .ifPresent(peer -> process(peer, child));
      }
    }
  }

  void blockDisconnected() {
    announcements.blockDisconnected();
    confirmed.clear();
    rejects.clear();
    underpaid.clear();
  }

  void removed(Peer peer) {
    requests.removed(peer);
    orphanage.removed(peer);
    wtxidPeers.remove(peer.id);
    peer.knownTransactions.forget();
  }

  @Override
  public void close() {
    requests.close();
    known.give(known.takenBytes());
    known.close();
    orphanage.close();
  }
}
