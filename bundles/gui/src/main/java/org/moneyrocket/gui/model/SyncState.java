// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import static org.moneyrocket.gui.text.Text.t;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.moneyrocket.gui.format.Times;
import org.moneyrocket.interfaces.node.NodeStatus;
import org.moneyrocket.interfaces.wallet.WalletStatus;

/**
 * How far node and wallet are, compared with the rest of the world as far as that can be known.
 *
 * @param text sentence for the user
 */
public record SyncState(Phase phase, String text) {
  /** What is under way, or what is missing. */
  public enum Phase {
    /** There is no node. */
    ABSENT,
    /** The node is still loading. */
    STARTING,
    /** The user has switched the network off. */
    OFF,
    NO_PEERS,
    /** Nobody has told yet how long the chain is. */
    HEADERS,
    /** Blocks are missing whose headers are known. */
    BLOCKS,
    /** The newest block that is known is older than blocks are as a rule. */
    OLD,
    /** The wallet is still reading what the node has. */
    WALLET,
    CURRENT
  }

  /** One block in 8,000 comes later than this after the one before. */
  private static final Duration USUAL_AGE = Duration.ofMinutes(90);

  /**
   * Works out the state.
   *
   * @param stage what the node does while it is loading, or why there is none
   */
  public static SyncState of(
      Optional<NodeStatus> node, String stage, Optional<WalletStatus> wallet, Instant now) {
    if (node.isEmpty()) {
      return new SyncState(Phase.ABSENT, t(stage));
    }
    if (!stage.isEmpty()) {
      return new SyncState(Phase.STARTING, t(stage));
    }
    return of(node.get(), wallet, now);
  }

  private static SyncState of(NodeStatus node, Optional<WalletStatus> wallet, Instant now) {
    int height = node.chain().tip().map(tip -> tip.height()).orElse(0);
    int headers = node.chain().headersHeight();
    Duration age = Duration.between(Instant.ofEpochSecond(node.tipTime()), now);
    String block = t("block %,d, %s old", height, Times.span(age));
    if (!node.networkActive()) {
      return new SyncState(Phase.OFF, t("The network is off: %s", block));
    }
    if (node.inboundPeers() + node.outboundPeers() == 0) {
      return new SyncState(Phase.NO_PEERS, t("No peers: %s", block));
    }
    if (headers > height) {
      String text = t("Fetching blocks: %,d of %,d, %s behind", height, headers, Times.span(age));
      return new SyncState(Phase.BLOCKS, text);
    }
    if (node.chain().initialBlockDownload()) {
      return new SyncState(Phase.HEADERS, t("Looking for newer blocks: %s", block));
    }
    if (age.compareTo(USUAL_AGE) > 0) {
      return new SyncState(Phase.OLD, t("No newer block is known: %s", block));
    }
    Optional<Integer> read = wallet.flatMap(WalletStatus::lastBlock).map(at -> at.height());
    boolean scanning = wallet.flatMap(WalletStatus::scanProgress).isPresent();
    if (scanning || read.filter(at -> at < height).isPresent()) {
      return new SyncState(
          Phase.WALLET, t("The wallet reads the chain: block %,d of %,d", read.orElse(0), height));
    }
    return new SyncState(Phase.CURRENT, t("Up to date: block %,d", height));
  }

  /** Tells whether balances may lack what happened since. */
  public boolean balancesMayBeOld() {
    return phase != Phase.CURRENT;
  }
}
