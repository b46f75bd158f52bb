// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.node.message.Addr;
import org.moneyrocket.node.message.AddrV2;
import org.moneyrocket.node.message.BlockMessage;
import org.moneyrocket.node.message.FeeFilter;
import org.moneyrocket.node.message.GetAddr;
import org.moneyrocket.node.message.GetBlocks;
import org.moneyrocket.node.message.GetData;
import org.moneyrocket.node.message.GetHeaders;
import org.moneyrocket.node.message.Headers;
import org.moneyrocket.node.message.Inv;
import org.moneyrocket.node.message.InvItem;
import org.moneyrocket.node.message.MempoolRequest;
import org.moneyrocket.node.message.Message;
import org.moneyrocket.node.message.NotFound;
import org.moneyrocket.node.message.Ping;
import org.moneyrocket.node.message.Pong;
import org.moneyrocket.node.message.RawMessage;
import org.moneyrocket.node.message.SendAddrV2;
import org.moneyrocket.node.message.SendCmpct;
import org.moneyrocket.node.message.SendHeaders;
import org.moneyrocket.node.message.TxMessage;
import org.moneyrocket.node.message.Verack;
import org.moneyrocket.node.message.Version;
import org.moneyrocket.node.message.WtxidRelay;
import org.moneyrocket.node.net.Frame;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.DecodeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread ({@code msghand}) on which every message is processed and everything that is due
 * is sent. Peers take turns, one message each. Work of other threads comes as tasks.
 */
final class MessageLoop implements Turns.Work {
  private static final long WAIT_NANOS = 100_000_000L;

  /** Most transactions that are looked up in one turn. */
  private static final int MAX_SERVED = 1000;

  private static final long MAX_STUCK_MICROS = 30_000_000L;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final Collection<Peer> peers;
  private final Handshake handshake;
  private final HeaderSync headers;
  private final BlockDownload download;
  private final OutboundWatch watch;
  private final BlockServing serving;
  private final TransactionRelay transactions;
  private final AddressRelay addresses;
  private final Pings pings;
  private final Misbehaviour misbehaviour;
  private final PeerClock clock;
  private final long handshakeMicros;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Turns turns;
  private final AtomicBoolean signalled = new AtomicBoolean();
  private long preferred;
  private volatile boolean stopping;
  private volatile @Nullable Thread thread;

  MessageLoop(
      Collection<Peer> peers,
      Handshake handshake,
      HeaderSync headers,
      BlockDownload download,
      OutboundWatch watch,
      BlockServing serving,
      TransactionRelay transactions,
      AddressRelay addresses,
      Pings pings,
      Misbehaviour misbehaviour,
      PeerClock clock,
      long peerTimeoutSeconds) {
    this.peers = peers;
    this.handshake = handshake;
    this.headers = headers;
    this.download = download;
    this.watch = watch;
    this.serving = serving;
    this.transactions = transactions;
    this.addresses = addresses;
    this.pings = pings;
    this.misbehaviour = misbehaviour;
    this.clock = clock;
    this.handshakeMicros = peerTimeoutSeconds * 1_000_000;
    this.turns = new Turns(peers, this, System::nanoTime);
  }

  void start() {
    thread = Thread.ofPlatform().name("msghand").start(this::run);
  }

  /** Ends the thread and waits for it. */
  void stop() {
    stopping = true;
    wake();
    Thread running = thread;
    LockSupport.unpark(running);
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Lets {@code task} run on the message thread. */
  void post(Runnable task) {
    tasks.add(task);
    wake();
  }

  /** Lets the thread look what is to be done. Costs next to nothing if it is told already. */
  void wake() {
    if (!signalled.get() && signalled.compareAndSet(false, true)) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    log.info("msghand thread start");
    while (!stopping) {
      signalled.set(false);
      boolean told = runTasks();
      preferred = countPreferred();
      if (!turns.round(told) && !stopping) {
        await();
      }
    }
    log.info("msghand thread exit");
  }

  /** Runs what other threads have posted; tells whether there was anything. */
  private boolean runTasks() {
    boolean any = false;
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      any = true;
      try {
        task.run();
      } catch (RuntimeException e) {
        // A bug in one task must not silence the node.
        log.error("a task of the message thread failed", e);
      }
    }
    return any;
  }

  private long countPreferred() {
    long count = 0;
    for (Peer peer : peers) {
      count += peer.verackReceived && peer.preferredDownload() ? 1 : 0;
    }
    return count;
  }

  private void await() {
    if (!signalled.get()) {
      LockSupport.parkNanos(this, WAIT_NANOS);
    }
    if (Thread.interrupted()) {
      stopping = true;
    }
  }

  /** Processes one message of {@code peer}; true if it has more. */
  @Override
  public boolean process(Peer peer) {
    serveRequests(peer);
    if (!peer.getData.isEmpty() || !peer.socket.hasFrames() || peer.socket.sendQueueFull()) {
      return false; // What it asked for goes first; it is not heard before that is sent.
    }
    Frame frame = peer.socket.poll();
    if (frame == null) {
      return false;
    }
    if (log.isDebugEnabled()) {
      log.debug(
          "received: {} ({} bytes) peer={}",
          Handshake.clean(frame.type()),
          frame.payload().size(),
          peer.id);
    }
    try {
      Message message = Message.read(frame.type(), new ByteReader(frame.payload()));
      if (message == null) {
        unknown(peer, frame);
      } else {
        dispatch(peer, message, frame);
      }
    } catch (DecodeException e) {
      badPayload(peer, frame, e);
    }
    serveRequests(peer);
    return peer.socket.hasFrames();
  }

  private void unknown(Peer peer, Frame frame) {
    if (peer.version == null) {
      notBeforeVersion(peer, frame.type());
    } else if (log.isDebugEnabled()) {
      log.debug("Unknown message type \"{}\" from peer={}", Handshake.clean(frame.type()), peer.id);
    }
  }

  private void badPayload(Peer peer, Frame frame, DecodeException e) {
    String text = String.valueOf(e.getMessage());
    if (frame.type().equals(Headers.TYPE) && text.startsWith("headers message size")) {
      misbehaviour.punish(peer, text);
      return;
    }
    if (frame.type().equals(Pong.TYPE)) {
      pings.received(peer, new Pong(0), frame);
      return;
    }
    if (log.isDebugEnabled()) {
      log.debug(
          "ProcessMessages({}, {} bytes): Exception '{}{}' caught",
          Handshake.clean(frame.type()),
          frame.payload().size(),
          text.startsWith("end of data") ? "DataStream::read(): " : "",
          text);
    }
  }

  private static void notBeforeVersion(Peer peer, String type) {
    if (log.isDebugEnabled()) {
      log.debug(
          "non-version message before version handshake. Message \"{}\" from peer={}",
          Handshake.clean(type),
          peer.id);
    }
  }

  private void dispatch(Peer peer, Message message, Frame frame) {
    if (!(message instanceof Version) && peer.version == null) {
      notBeforeVersion(peer, message.type());
      return;
    }
    boolean early =
        message instanceof Version
            || message instanceof Verack
            || message instanceof WtxidRelay
            || message instanceof SendAddrV2;
    if (!early && !peer.verackReceived) {
      log.debug("Unsupported message \"{}\" prior to verack from peer={}", message.type(), peer.id);
      return;
    }
    switch (message) {
      case Version version -> {
        if (handshake.received(peer, version)) {
          addresses.introduced(peer);
        }
      }
      case Verack() -> {
        if (handshake.receivedVerack(peer)) {
          ready(peer);
        }
      }
      case WtxidRelay() -> handshake.receivedWtxidRelay(peer);
      case SendAddrV2() -> handshake.receivedSendAddrV2(peer);
      case SendHeaders() -> peer.prefersHeaders = true;
      case SendCmpct sendCmpct ->
          log.trace("peer={} offers compact blocks version {}", peer.id, sendCmpct.version());
      case Ping ping -> pings.received(peer, ping);
      case Pong pong -> pings.received(peer, pong, frame);
      case FeeFilter feeFilter -> transactions.announcements().received(peer, feeFilter);
      case Inv inv -> announced(peer, inv);
      case GetData getData -> requested(peer, getData);
      // It says nothing of blocks: who owes one and does not have it is as one who keeps silent.
      case NotFound notFound -> transactions.received(peer, notFound);
      case GetHeaders getHeaders -> serving.received(peer, getHeaders);
      case GetBlocks getBlocks -> serving.received(peer, getBlocks);
      case Headers list -> {
        headers.noteUnknown(peer);
        headers.received(peer, list);
      }
      case BlockMessage block -> {
        download.received(peer, block.block());
        HeaderSync.better(peer, null);
      }
      case TxMessage tx -> transactions.received(peer, tx.transaction());
      case Addr addr -> addresses.received(peer, addr);
      case AddrV2 addr -> addresses.received(peer, addr);
      case GetAddr() -> addresses.asked(peer);
      case MempoolRequest() -> {
        if (!peer.has(Permission.MEMPOOL)) {
          log.debug("mempool request with bloom filters disabled, {}", peer.disconnectMessage());
          peer.disconnect = !peer.has(Permission.NOBAN);
        } else {
          TransactionAnnouncements.queueAll(peer);
        }
      }
      case RawMessage raw -> throw new IllegalStateException(raw.type() + " is never read");
    }
  }

  /** The handshake is over. */
  private void ready(Peer peer) {
    if (peer.relaysTransactions) {
      transactions.connected(peer);
    }
  }

  private void announced(Peer peer, Inv inv) {
    if (inv.items().size() > Inv.MAX) {
      misbehaviour.punish(peer, "inv message size = " + inv.items().size());
      return;
    }
    BlockHash newest = null;
    Set<InvItem> seen = new HashSet<>();
    for (InvItem item : inv.items()) {
      // With and without witness it is the same transaction that is announced.
      int kind = item.kind() == InvItem.WITNESS_TX ? InvItem.TX : item.kind();
      if (!seen.add(new InvItem(kind, item.hash()))) {
        continue;
      }
      if (item.kind() == InvItem.BLOCK || item.kind() == InvItem.WITNESS_BLOCK) {
        newest = new BlockHash(item.hash());
        log.debug("got inv: {} peer={}", item, peer.id);
      } else if (item.isTransaction()) {
        transactions.announced(peer, item);
        if (peer.disconnect) {
          return;
        }
      } else {
        log.debug("Unknown inv type \"{}\" received from peer={}", item, peer.id);
      }
    }
    if (newest != null) {
      headers.blockAnnounced(peer, newest);
    }
  }

  private void requested(Peer peer, GetData message) {
    List<InvItem> items = message.items();
    if (items.size() > GetData.MAX) {
      misbehaviour.punish(peer, "getdata message size = " + items.size());
      return;
    }
    log.debug("received getdata ({} invsz) peer={}", items.size(), peer.id);
    if (!items.isEmpty()) {
      log.debug("received getdata for: {} peer={}", items.get(0), peer.id);
    }
    peer.getData.add(items);
  }

  /**
   * Serves what fits into the send buffer and a turn: transactions in one go, then one block at a
   * time.
   */
  private void serveRequests(Peer peer) {
    if (peer.getData.isEmpty() || peer.disconnect) {
      return;
    }
    List<InvItem> missing = new ArrayList<>();
    InvItem next = peer.getData.peek();
    int served = 0;
    while (next != null
        && next.isTransaction()
        && served < MAX_SERVED
        && !peer.socket.sendQueueFull()) {
      peer.getData.remove();
      transactions.announcements().serve(peer, next, missing);
      served++;
      next = peer.getData.peek();
    }
    if (next != null && !next.isTransaction() && maySend(peer)) {
      peer.getData.remove();
      if (next.isBlock()) {
        serving.serve(peer, next);
      }
    }
    if (!missing.isEmpty()) {
      peer.send(new NotFound(missing));
    }
    if (!peer.getData.isEmpty() && maySend(peer)) {
      wake();
    }
  }

  private static boolean maySend(Peer peer) {
    return !peer.socket.sendQueueFull() && !peer.socket.mustWaitForOthers();
  }

  @Override
  public void tick(Peer peer) {
    if (!peer.inbound()) {
      handshake.sendVersion(peer);
    }
    long now = clock.micros();
    if (!peer.verackReceived) {
      if (now > peer.socket.connectedAtMicros() + handshakeMicros) {
        String never =
            (peer.socket.lastReceiveMicros() == 0 ? ", never received from peer" : "")
                + (peer.socket.lastSendMicros() == 0 ? ", never sent to peer" : "");
        if (never.isEmpty()) {
          log.debug("version handshake timeout, {}", peer.disconnectMessage());
        } else {
          log.debug(
              "socket no message in first {} seconds{}, {}",
              handshakeMicros / 1_000_000,
              never,
              peer.disconnectMessage());
        }
        peer.disconnect = true;
      }
      return;
    }
    pings.tick(peer);
    if (peer.socket.mustWaitForOthers() && peer.socket.stuckMicros() > MAX_STUCK_MICROS) {
      log.debug("takes nothing while others wait, {}", peer.disconnectMessage());
      peer.disconnect = true;
    }
    if (peer.disconnect) {
      return;
    }
    headers.tick(peer, preferred);
    watch.tick(peer, headers::ask);
    addresses.tick(peer);
    if (!peer.socket.sendQueueFull()) {
      // Whoever does not take what it has been sent is told no more.
      serving.announce(peer);
      transactions.tick(peer);
    }
    headers.noteUnknown(peer);
    if (!peer.disconnect) {
      download.tick(peer, preferred > 0);
    }
  }
}
