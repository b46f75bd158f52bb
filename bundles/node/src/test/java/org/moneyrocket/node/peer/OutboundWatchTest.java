// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.testkit.TestChain;

/** Which of the peers we chose has to go, and when one more is wanted. */
public class OutboundWatchTest {
  private static final long MINUTE = 60_000_000L;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestChain blocks = new TestChain().mineEmpty(4);
  private final List<Peer> peers = new ArrayList<>();
  private final List<BlockEntry> asked = new ArrayList<>();
  private long now = (TestChain.GENESIS_TIME + 100_000) * 1_000_000;
  private Kernel kernel;
  private OutboundWatch watch;

  @Before
  public void fill() throws Exception {
    kernel =
        Kernel.open(
            KernelOptions.builder(
                    ChainParameters.of(Chain.REGTEST),
                    folder.getRoot().toPath().resolve("chain"),
                    text -> {
                      throw new AssertionError(text);
                    })
                .cacheBytes(8 << 20)
                .clock(() -> Instant.ofEpochSecond(now / 1_000_000))
                .build());
    kernel.importBlocks(List.of());
    for (Block block : blocks.above(0)) {
      assertThat(kernel.processBlock(block, true, true).verdict().isValid()).isTrue();
    }
    watch = new OutboundWatch(new KernelPeerChain(kernel), () -> now, peers);
  }

  @After
  public void close() {
    kernel.close();
  }

  private Peer add(ConnectionKind kind) {
    Peer peer = PeerFixture.peer(peers.size(), kind);
    peer.syncStarted = true;
    peers.add(peer);
    return peer;
  }

  private BlockEntry entry(int height) {
    return kernel.chain().at(height);
  }

  private void tick(Peer peer) {
    watch.tick(peer, (of, from) -> asked.add(from));
  }

  @Test
  public void aPeerThatLagsIsAskedOnceMoreAndThenGoes() {
    Peer peer = add(ConnectionKind.FULL_RELAY);
    peer.bestKnown = entry(2);
    tick(peer);
    now += 19 * MINUTE;
    tick(peer);
    assertThat(asked).isEmpty();
    now += 2 * MINUTE;
    tick(peer);
    assertThat(asked).containsExactly(entry(3));
    now += MINUTE;
    tick(peer);
    assertThat(peer.disconnect).isFalse();
    now += 2 * MINUTE;
    tick(peer);
    assertThat(peer.disconnect).isTrue();
  }

  @Test
  public void whoCatchesUpStays() {
    Peer peer = add(ConnectionKind.BLOCK_RELAY);
    tick(peer);
    now += 21 * MINUTE;
    tick(peer);
    peer.bestKnown = entry(4);
    now += 3 * MINUTE;
    tick(peer);
    now += 60 * MINUTE;
    tick(peer);
    assertThat(peer.disconnect).isFalse();
  }

  @Test
  public void theFirstFourWithAGoodChainMayLagLater() {
    for (int i = 0; i < 5; i++) {
      watch.headersCame(add(ConnectionKind.FULL_RELAY), entry(4));
    }
    for (Peer peer : peers) {
      peer.bestKnown = entry(1);
    }
    for (int minutes = 0; minutes < 60; minutes += 10) {
      peers.forEach(this::tick);
      now += 10 * MINUTE;
    }
    assertThat(peers)
        .extracting(peer -> peer.disconnect)
        .containsExactly(false, false, false, false, true);
  }

  @Test
  public void incomingPeersMayLag() {
    Peer peer = add(ConnectionKind.INBOUND);
    tick(peer);
    now += 60 * MINUTE;
    tick(peer);
    assertThat(asked).isEmpty();
  }

  @Test
  public void withoutABlockForHalfAnHourOnePeerMoreIsWanted() {
    watch.check(true, false);
    assertThat(watch.wantsExtra()).isFalse();
    now += 31 * MINUTE;
    watch.check(true, true);
    assertThat(watch.wantsExtra()).as("blocks are on their way").isFalse();
    now += 11 * MINUTE;
    watch.check(true, false);
    assertThat(watch.wantsExtra()).isTrue();
    watch.blockConnected();
    now += 11 * MINUTE;
    watch.check(true, false);
    assertThat(watch.wantsExtra()).isFalse();
  }

  @Test
  public void ofTooManyTheOneGoesThatAnnouncedNothingForLongest() {
    for (int i = 0; i < 9; i++) {
      add(ConnectionKind.FULL_RELAY).lastAnnouncementSeconds = 100 + i;
    }
    peers.get(6).lastAnnouncementSeconds = 50;
    watch.check(true, false);
    assertThat(peers).filteredOn(peer -> peer.disconnect).containsExactly(peers.get(6));
  }

  @Test
  public void ofTheTwoYoungestForBlocksTheOneStaysThatGaveOneLater() {
    for (int i = 0; i < 3; i++) {
      add(ConnectionKind.BLOCK_RELAY);
    }
    peers.get(2).lastBlockSeconds = 10;
    watch.check(true, false);
    assertThat(peers).filteredOn(peer -> peer.disconnect).containsExactly(peers.get(1));
  }
}
