// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.moneyrocket.node.message.Message;
import org.moneyrocket.node.message.PeerAddress;
import org.moneyrocket.node.message.SendAddrV2;
import org.moneyrocket.node.message.Verack;
import org.moneyrocket.node.message.Version;
import org.moneyrocket.node.message.WtxidRelay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Version, verack and what may be said between them. */
final class Handshake {
  private static final int MIN_PEER_VERSION = 31800;
  private static final int WTXID_RELAY_VERSION = 70016;
  private static final long REQUIRED_SERVICES = Services.NETWORK | Services.WITNESS;
  private static final long REQUIRED_NEAR_TIP = Services.NETWORK_LIMITED | Services.WITNESS;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final PeerOptions options;
  private final PeerChain chain;
  private final PeerClock clock;
  private final TimeOffsets timeOffsets;
  private final LongPredicate isOurNonce;
  private final Predicate<Peer> isRelayFull;

  /**
   * @param isOurNonce tells whether a nonce was sent by us on an outbound connection
   */
  Handshake(
      PeerOptions options,
      PeerChain chain,
      PeerClock clock,
      TimeOffsets timeOffsets,
      LongPredicate isOurNonce,
      Predicate<Peer> isRelayFull) {
    this.options = options;
    this.chain = chain;
    this.clock = clock;
    this.timeOffsets = timeOffsets;
    this.isOurNonce = isOurNonce;
    this.isRelayFull = isRelayFull;
  }

  /** Sends our version, once. */
  void sendVersion(Peer peer) {
    if (peer.versionSent) {
      return;
    }
    peer.versionSent = true;
    boolean relay =
        peer.kind.relaysTransactions() && (!options.blocksOnly() || peer.has(Permission.RELAY));
    int height = chain.tip().height();
    long now = clock.seconds();
    peer.send(
        new Version(
            Message.PROTOCOL_VERSION,
            Services.offered(options.services(), chain),
            now,
            peer.socket.remoteAddress().toPeerAddress(peer.services()),
            new PeerAddress(
                Services.offered(options.services(), chain), PeerAddress.UNKNOWN.ip(), 0),
            peer.ownNonce,
            options.userAgent(),
            height,
            relay));
    log.debug(
        "send version message: version {}, blocks={}, txrelay={}, {}",
        Message.PROTOCOL_VERSION,
        height,
        relay ? 1 : 0,
        peer.logName());
  }

  /** Returns true if the peer is welcome. */
  boolean received(Peer peer, Version message) {
    if (peer.version != null) {
      log.debug("redundant version message from peer={}", peer.id);
      return false;
    }
    long services = message.services();
    if (!peer.inbound() && peer.kind != ConnectionKind.MANUAL && !offersEnough(peer, services)) {
      return false;
    }
    if (message.version() < MIN_PEER_VERSION) {
      log.debug("peer using obsolete version {}, {}", message.version(), peer.disconnectMessage());
      peer.disconnect = true;
      return false;
    }
    if (peer.inbound() && isOurNonce.test(message.nonce())) {
      log.info("connected to self at {}, disconnecting", peer.address);
      peer.disconnect = true;
      return false;
    }
    int common = Math.min(message.version(), Message.PROTOCOL_VERSION);
    peer.version =
        new Peer.VersionInfo(
            message.version(),
            common,
            services,
            clean(message.userAgent()),
            message.startHeight(),
            message.relay(),
            message.time() - clock.seconds(),
            Optional.empty());
    if (!peer.inbound()) {
      // Whoever comes to us could come often, to bend the median.
      timeOffsets.add(peer.version.timeOffset());
    }
    // Our own transactions are announced even if we want none from others.
    peer.relaysTransactions = message.relay() && peer.kind.relaysTransactions();
    if (peer.inbound() && peer.relaysTransactions && isRelayFull.test(peer)) {
      log.debug(
          "failed to find a tx-relaying eviction candidate - connection dropped after version"
              + " message, {}",
          peer.logName());
      peer.disconnect = true;
      return false;
    }
    if (peer.inbound()) {
      sendVersion(peer);
    }
    if (common >= WTXID_RELAY_VERSION) {
      peer.send(new WtxidRelay());
      peer.send(new SendAddrV2());
    }
    peer.send(new Verack());
    log.debug(
        "receive version message: {}: version {}, blocks={}, us={}, txrelay={}, {}",
        clean(message.userAgent()),
        message.version(),
        message.startHeight(),
        "[::]:" + message.receiver().port(),
        message.relay() ? 1 : 0,
        peer.logName());
    if (peer.kind == ConnectionKind.FEELER) {
      log.debug("feeler connection completed, {}", peer.disconnectMessage());
      peer.disconnect = true;
    }
    return true;
  }

  private boolean offersEnough(Peer peer, long services) {
    if (peer.kind == ConnectionKind.FEELER) {
      return true;
    }
    long recent = clock.seconds() - 144 * chain.blockSpacing();
    boolean nearTip = chain.tip().time() > recent;
    long wanted =
        nearTip && Services.has(services, Services.NETWORK_LIMITED)
            ? REQUIRED_NEAR_TIP
            : REQUIRED_SERVICES;
    if (Services.has(services, wanted)) {
      return true;
    }
    log.debug(
        "peer does not offer the expected services ({} offered, {} expected), {}",
        String.format("%08x", services),
        String.format("%08x", wanted),
        peer.disconnectMessage());
    peer.disconnect = true;
    return false;
  }

  /** Returns true the first time, when the connection is ready for everything else. */
  boolean receivedVerack(Peer peer) {
    if (peer.verackReceived) {
      log.debug("ignoring redundant verack message from peer={}", peer.id);
      return false;
    }
    peer.verackReceived = true;
    Peer.VersionInfo info = peer.version;
    String line = "New {} peer connected: transport: v1, version: {}, blocks={} {}";
    Object[] parts = {
      peer.inbound() ? "inbound" : peer.kind.text(),
      info == null ? 0 : info.version(),
      info == null ? -1 : info.startHeight(),
      peer.logName()
    };
    if (peer.inbound()) {
      log.debug(line, parts);
    } else {
      log.info(line, parts);
    }
    return true;
  }

  void receivedWtxidRelay(Peer peer) {
    if (peer.verackReceived) {
      log.debug("wtxidrelay received after verack, {}", peer.disconnectMessage());
      peer.disconnect = true;
    } else if (peer.commonVersion() < WTXID_RELAY_VERSION) {
      log.debug(
          "ignoring wtxidrelay due to old common version={} from peer={}",
          peer.commonVersion(),
          peer.id);
    } else if (peer.wantsWtxid) {
      log.debug("ignoring duplicate wtxidrelay from peer={}", peer.id);
    } else {
      peer.wantsWtxid = true;
    }
  }

  void receivedSendAddrV2(Peer peer) {
    if (peer.verackReceived) {
      log.debug("sendaddrv2 received after verack, {}", peer.disconnectMessage());
      peer.disconnect = true;
    } else {
      peer.wantsAddrV2 = true;
    }
  }

  /** Leaves only characters that can do no harm in logs and JSON. */
  static String clean(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || " .,;-_/:?@()".indexOf(c) >= 0) {
        out.append(c);
      }
    }
    return out.toString();
  }
}
