// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.gui.model.SyncState.Phase;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.ChainStatus;
import org.moneyrocket.interfaces.node.NodeStatus;
import org.moneyrocket.interfaces.wallet.Balances;
import org.moneyrocket.interfaces.wallet.WalletStatus;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.BlockHash;

/** "Up to date" is said when it is, and at no other time. */
public class SyncStateTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private int height = 101;
  private int headers = 101;
  private boolean download;
  private Duration age = Duration.ofMinutes(7);
  private int peers = 1;
  private boolean network = true;
  private String stage = "";
  private int walletHeight = 101;
  private Optional<Double> scan = Optional.empty();

  private SyncState state() {
    ChainStatus chain =
        new ChainStatus(
            "main",
            Optional.of(new BlockRef(BlockHash.ZERO, height)),
            headers,
            0,
            download,
            0.5,
            1,
            Optional.empty(),
            Optional.empty());
    NodeStatus node =
        new NodeStatus(
            "Moneyrocket",
            0,
            chain,
            NOW.minus(age).getEpochSecond(),
            stage,
            0,
            peers,
            network,
            0,
            0,
            0,
            0,
            List.of());
    Amount none = Amount.ZERO;
    WalletStatus wallet =
        new WalletStatus(
            "w",
            1,
            false,
            false,
            0,
            true,
            true,
            0,
            new Balances(none, none, none, none, none),
            scan,
            Optional.of(new BlockRef(BlockHash.ZERO, walletHeight)));
    return SyncState.of(Optional.of(node), stage, Optional.of(wallet), NOW);
  }

  private void is(Phase phase, String text) {
    assertThat(state()).isEqualTo(new SyncState(phase, text));
    assertThat(state().balancesMayBeOld()).isEqualTo(phase != Phase.CURRENT);
  }

  @Test
  public void aFreshTipWithPeersIsUpToDate() {
    is(Phase.CURRENT, "Up to date: block 101");
    age = Duration.ofMinutes(90);
    is(Phase.CURRENT, "Up to date: block 101");
  }

  @Test
  public void aFreshNodeWithAPeerLooksForBlocks() {
    height = 0;
    headers = 0;
    download = true;
    age = Duration.ofDays(365 * 17);
    is(Phase.HEADERS, "Looking for newer blocks: block 0, 17 years old");
  }

  @Test
  public void headersThatAreAheadMeanBlocksAreFetched() {
    headers = 300_000;
    download = true;
    age = Duration.ofDays(12);
    is(Phase.BLOCKS, "Fetching blocks: 101 of 300,000, 12 days behind");
    download = false;
    headers = 102;
    age = Duration.ofMinutes(7);
    is(Phase.BLOCKS, "Fetching blocks: 101 of 102, 7 min behind");
  }

  @Test
  public void anOldTipIsNotUpToDateWhateverTheNodeThinks() {
    age = Duration.ofDays(9);
    is(Phase.OLD, "No newer block is known: block 101, 9 days old");
    age = Duration.ofMinutes(91);
    is(Phase.OLD, "No newer block is known: block 101, 1 h old");
  }

  @Test
  public void withoutPeersNobodyCanSayThatItIsUpToDate() {
    peers = 0;
    is(Phase.NO_PEERS, "No peers: block 101, 7 min old");
    network = false;
    is(Phase.OFF, "The network is off: block 101, 7 min old");
  }

  @Test
  public void aWalletThatIsBehindIsSaidToBe() {
    walletHeight = 40;
    is(Phase.WALLET, "The wallet reads the chain: block 40 of 101");
    walletHeight = 101;
    scan = Optional.of(0.4);
    is(Phase.WALLET, "The wallet reads the chain: block 101 of 101");
  }

  @Test
  public void aNodeThatLoadsOrIsGoneSaysThat() {
    stage = "Verifying blocks\u2026";
    is(Phase.STARTING, "Verifying blocks\u2026");
    assertThat(SyncState.of(Optional.empty(), "No node.", Optional.empty(), NOW))
        .isEqualTo(new SyncState(Phase.ABSENT, "No node."));
  }
}
