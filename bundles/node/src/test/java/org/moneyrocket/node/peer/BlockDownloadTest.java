// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

/** Where the download of a peer's branch goes on. */
public class BlockDownloadTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final List<String> fatal = new CopyOnWriteArrayList<>();
  private final TestChain ours = new TestChain().mineEmpty(4);
  private final TestChain theirs = ours.forkAt(1);
  private Kernel kernel;

  @Before
  public void fill() throws Exception {
    theirs.setMockTime(TestChain.GENESIS_TIME + 1000);
    theirs.mineEmpty(3);
    kernel =
        Kernel.open(
            KernelOptions.builder(
                    ChainParameters.of(Chain.REGTEST),
                    folder.getRoot().toPath().resolve("chain"),
                    fatal::add)
                .cacheBytes(8 << 20)
                .clock(() -> Instant.ofEpochSecond(TestChain.GENESIS_TIME + 100_000))
                .build());
    kernel.importBlocks(List.of());
    for (Block block : ours.above(0)) {
      assertThat(kernel.processBlock(block, true, true).verdict().isValid()).isTrue();
    }
    kernel.processHeaders(theirs.above(1).stream().map(Block::header).toList(), true);
  }

  @After
  public void close() {
    kernel.close();
    assertThat(fatal).isEmpty();
  }

  private BlockEntry entry(TestChain chain, int height) {
    return kernel.find(chain.at(height).hash()).orElseThrow();
  }

  private BlockEntry start(BlockEntry before) {
    return BlockDownload.startOf(before, entry(theirs, 4), entry(ours, 4));
  }

  @Test
  public void beginsAtTheFork() {
    assertThat(start(null)).isSameAs(entry(ours, 1));
  }

  @Test
  public void goesOnAlongABranchThatIsNotHeavierYet() {
    assertThat(start(entry(theirs, 2))).isSameAs(entry(theirs, 2));
    assertThat(start(entry(theirs, 3))).isSameAs(entry(theirs, 3));
  }

  @Test
  public void beginsAnewWhenThePeerHasChangedItsBranch() {
    assertThat(start(entry(ours, 3))).isSameAs(entry(ours, 1));
    assertThat(start(entry(ours, 0))).isSameAs(entry(ours, 1));
  }

  @Test
  public void whileWeCatchUpThoseWhoCameToUsAreAskedOnlyIfTheOthersHaveNothing() {
    List<Peer> peers = new CopyOnWriteArrayList<>();
    BlockDownload download =
        new BlockDownload(new KernelPeerChain(kernel), () -> 0, new Misbehaviour(), peers);
    Peer inbound = PeerFixture.peer(1, ConnectionKind.INBOUND);
    Peer outbound = PeerFixture.peer(2, ConnectionKind.FULL_RELAY);
    outbound.version = new Peer.VersionInfo(70016, 70016, 9, "", 0, true, 0, Optional.empty());

    assertThat(download.mayAsk(inbound, true)).isTrue();
    download.request(outbound, List.of(entry(theirs, 2)));
    assertThat(download.mayAsk(inbound, true)).isFalse();
    assertThat(download.mayAsk(outbound, true)).isTrue();
    assertThat(download.mayAsk(inbound, false)).isTrue();
    download.removed(outbound);
    assertThat(download.mayAsk(inbound, true)).isTrue();
    assertThat(download.mayAsk(PeerFixture.peer(3, ConnectionKind.ADDR_FETCH), false)).isFalse();
  }
}
