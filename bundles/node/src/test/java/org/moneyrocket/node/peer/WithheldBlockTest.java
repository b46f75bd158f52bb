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
import org.moneyrocket.node.message.InvItem;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.testkit.TestChain;

/** Nobody keeps a block from us for longer than the time that a block may take. */
public class WithheldBlockTest {
  private static final long MINUTE = 60_000_000L;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final TestChain blocks = new TestChain().mineEmpty(6);
  private final List<Peer> peers = new ArrayList<>();
  private long now = (TestChain.GENESIS_TIME + 7200) * 1_000_000;
  private Kernel kernel;
  private BlockDownload download;

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
    for (Block block : blocks.above(0).subList(0, 3)) {
      assertThat(kernel.processBlock(block, true, true).verdict().isValid()).isTrue();
    }
    kernel.processHeaders(blocks.above(3).stream().map(Block::header).toList(), true);
    assertThat(kernel.isInitialBlockDownload()).isFalse();
    download = new BlockDownload(new KernelPeerChain(kernel), () -> now, new Misbehaviour(), peers);
  }

  @After
  public void close() {
    kernel.close();
  }

  private PeerFixture.Listening add(ConnectionKind kind, Permission... permissions) {
    return add(PeerFixture.listening(peers.size(), kind, permissions));
  }

  private PeerFixture.Listening add(PeerFixture.Listening peer) {
    peer.bestKnown = entry(6);
    peers.add(peer);
    return peer;
  }

  private BlockEntry entry(int height) {
    return kernel.find(blocks.at(height).hash()).orElseThrow();
  }

  private void tickAll() {
    for (Peer peer : List.copyOf(peers)) {
      download.tick(peer, true);
      if (peer.disconnect) {
        peers.remove(peer);
        download.removed(peer);
      }
    }
  }

  @Test
  public void whoeverWithholdsABlockIsAskedOnceAndGoesWhenItsTimeIsOver() {
    now += 4 * 60 * MINUTE; // The tip is old, so that one peer at a time is asked.
    PeerFixture.Listening bad = add(ConnectionKind.INBOUND);
    tickAll();
    PeerFixture.Listening good = add(ConnectionKind.FULL_RELAY);
    for (int minute = 0; minute < 10; minute++) {
      tickAll();
      download.fetchTowards(bad, entry(6));
      now += MINUTE;
    }
    assertThat(bad.asked()).hasSize(3);
    assertThat(good.asked()).isEmpty();

    now += 1;
    tickAll();

    assertThat(bad.disconnect).isTrue();
    assertThat(good.asked()).hasSize(3);
  }

  @Test
  public void atTheTipOthersAreAskedTooAfterTwentySeconds() {
    List<PeerFixture.Listening> bad = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      bad.add(add(ConnectionKind.INBOUND));
    }
    tickAll();
    PeerFixture.Listening good = add(ConnectionKind.FULL_RELAY);
    now += MINUTE / 3 - 1;
    tickAll();
    assertThat(good.asked()).isEmpty();
    for (int i = 0; i < 3; i++) {
      now += MINUTE / 3;
      tickAll();
    }

    assertThat(bad).allMatch(peer -> peer.asked().size() <= 3);
    assertThat(bad.stream().filter(peer -> !peer.asked().isEmpty())).hasSizeLessThan(3);
    assertThat(good.asked()).as("the last place is for one that we chose").hasSize(3);
    download.received(good, blocks.at(4));
    download.received(good, blocks.at(5));
    download.received(good, blocks.at(6));
    assertThat(kernel.chain().height()).isEqualTo(6);
    assertThat(download.isBusy()).isFalse();
    assertThat(peers).allMatch(peer -> peer.owed.isEmpty());
  }

  @Test
  public void theUsersWishGoesBeforeWhoWasAsked() {
    PeerFixture.Listening asked = add(ConnectionKind.INBOUND);
    PeerFixture.Listening wished = add(ConnectionKind.INBOUND);
    download.request(asked, List.of(entry(4)));

    download.fetch(wished, entry(4));

    assertThat(wished.asked()).hasSize(1);
    assertThat(download.isOwedBy(wished, entry(4).hash())).isTrue();
    assertThat(asked.owed.isEmpty()).isTrue();
  }

  @Test
  public void givingSomethingElseMovesNoDeadline() {
    PeerFixture.Listening bad = add(ConnectionKind.INBOUND);
    tickAll();
    now += 9 * MINUTE;
    download.received(bad, blocks.at(5));
    download.received(bad, blocks.at(2));
    download.received(bad, changed(blocks.at(4)));
    tickAll();
    now += MINUTE + 1;

    tickAll();

    assertThat(bad.disconnect).isTrue();
    assertThat(bad.asked()).hasSize(3);
  }

  @Test
  public void aTrustedPeerThatSendsAChangedBlockIsNotAskedAgainForIt() {
    PeerFixture.Listening trusted = add(ConnectionKind.INBOUND, Permission.NOBAN);
    tickAll();
    download.received(trusted, changed(blocks.at(4)));
    tickAll();
    tickAll();

    assertThat(trusted.asked()).hasSize(3);
  }

  @Test
  public void eachBlockThatComesGivesTimeForTheNext() {
    PeerFixture.Listening slow = add(ConnectionKind.INBOUND);
    tickAll();
    for (int height = 4; height <= 5; height++) {
      now += 9 * MINUTE;
      download.received(slow, blocks.at(height));
      tickAll();
    }
    assertThat(slow.disconnect).isFalse();
    assertThat(kernel.chain().height()).isEqualTo(5);
    now += 10 * MINUTE + 1;
    tickAll();
    assertThat(slow.disconnect).isTrue();
  }

  @Test
  public void aBlockThatAnotherGaveIsNotWaitedFor() {
    PeerFixture.Listening slow = add(ConnectionKind.INBOUND);
    tickAll();
    PeerFixture.Listening other = add(ConnectionKind.INBOUND);
    blocks.above(3).forEach(block -> download.received(other, block));

    assertThat(download.isBusy()).isFalse();
    now += 11 * MINUTE;
    tickAll();
    assertThat(slow.disconnect).isFalse();
    assertThat(slow.owed.heights()).isEmpty();
  }

  @Test
  public void aChangedBlockOfAnotherTakesNothingFromWhoeverWasAsked() {
    PeerFixture.Listening asked = add(ConnectionKind.FULL_RELAY);
    tickAll();
    PeerFixture.Listening attacker = add(ConnectionKind.INBOUND);
    download.received(attacker, changed(blocks.at(4)));

    assertThat(download.isOwedBy(asked, blocks.at(4).hash())).isTrue();
    assertThat(attacker.disconnect).isTrue();
  }

  @Test
  public void aPeerWithoutWitnessesIsAskedOnlyForBlocksThatHaveNone() {
    PeerFixture.Listening old =
        add(PeerFixture.withServices(0, ConnectionKind.FULL_RELAY, Services.NETWORK));
    tickAll();
    download.fetchTowards(old, entry(6));
    assertThat(old.asked()).isEmpty();

    PeerFixture.Listening current = add(ConnectionKind.FULL_RELAY);
    tickAll();
    assertThat(current.asked()).hasSize(3).allMatch(i -> i.kind() == InvItem.WITNESS_BLOCK);
  }

  @Test
  public void whoHasLeftOwesNothing() {
    PeerFixture.Listening gone = add(ConnectionKind.INBOUND);
    peers.remove(gone);
    download.removed(gone);

    download.request(gone, List.of(entry(4)));

    assertThat(gone.asked()).isEmpty();
    assertThat(download.isInFlight(entry(4).hash())).isFalse();
  }

  @Test
  public void moreTimeIsGivenWhileOthersShareTheLine() {
    PeerFixture.Listening first = add(ConnectionKind.INBOUND);
    PeerFixture.Listening second = add(ConnectionKind.INBOUND);
    download.request(first, List.of(entry(4)));
    download.request(second, List.of(entry(5), entry(6)));
    now += 15 * MINUTE;
    tickAll();
    assertThat(first.disconnect).isFalse();
    now += 1;
    tickAll();
    assertThat(first.disconnect).isTrue();
  }

  /** Returns a block with the same header that nobody can connect. */
  private static Block changed(Block block) {
    return new Block(
        block.header(), List.of(block.transactions().get(0), block.transactions().get(0)));
  }
}
