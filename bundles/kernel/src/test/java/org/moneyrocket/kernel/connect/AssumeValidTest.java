// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.index.BlockTree;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;

public class AssumeValidTest {
  private static final int HEADERS = 2300;

  private final ChainParameters params = ChainParameters.of(Chain.REGTEST);
  private final BlockTree tree = new BlockTree();
  private final List<BlockEntry> chain = new ArrayList<>();

  @Before
  public void grow() {
    chain.add(tree.add(params.genesis().header(), params.genesisHash()));
    for (int i = 1; i <= HEADERS; i++) {
      chain.add(child(chain.get(i - 1), 0));
    }
  }

  private BlockEntry child(BlockEntry parent, int nonce) {
    BlockHeader header =
        new BlockHeader(
            4, parent.hash(), Bytes.wrap(new byte[32]), parent.time() + 600, 0x207fffff, nonce);
    return tree.add(header, header.hash());
  }

  private String reason(BlockHash assumed, UInt256 minimumWork, BlockEntry block) {
    return new AssumeValid(params, assumed, minimumWork, tree)
        .reasonToCheck(block)
        .orElse("not checked");
  }

  private String reason(BlockEntry assumed, BlockEntry block) {
    return reason(assumed.hash(), UInt256.ZERO, block);
  }

  @Test
  public void nothingIsAssumedWithoutAKnownBlock() {
    assertThat(reason(BlockHash.ZERO, UInt256.ZERO, chain.get(1)))
        .isEqualTo("assumevalid=0 (always verify)");
    assertThat(reason(BlockHash.fromDisplay("11".repeat(32)), UInt256.ZERO, chain.get(1)))
        .isEqualTo("assumevalid hash not in headers");
  }

  @Test
  public void onlyAncestorsOfTheAssumedBlockAreTrusted() {
    BlockEntry assumed = chain.get(100);
    BlockEntry aside = child(chain.get(49), 1);

    assertThat(reason(assumed, chain.get(100))).isEqualTo("not checked");
    assertThat(reason(assumed, chain.get(101))).isEqualTo("block height above assumevalid height");
    assertThat(reason(assumed, aside)).isEqualTo("block not in assumevalid chain");
  }

  @Test
  public void theBestHeaderMustDescendFromTheBlock() {
    BlockEntry other = chain.get(9);
    for (int i = 0; i < HEADERS; i++) {
      other = child(other, 1);
    }

    assertThat(tree.bestHeader()).isEqualTo(other);
    assertThat(reason(chain.get(100), chain.get(9))).isEqualTo("not checked");
    assertThat(reason(chain.get(100), chain.get(10))).isEqualTo("block not in best header chain");
  }

  @Test
  public void theBestHeaderNeedsTheMinimumWork() {
    UInt256 work = chain.get(HEADERS).chainWork();
    BlockHash assumed = chain.get(100).hash();

    assertThat(reason(assumed, work, chain.get(100))).isEqualTo("not checked");
    assertThat(reason(assumed, work.plus(UInt256.ONE), chain.get(100)))
        .isEqualTo("best header chainwork below minimumchainwork");
  }

  @Test
  public void twoWeeksOfWorkMustLieOnTopOfTheBlock() {
    BlockEntry tip = chain.get(HEADERS);

    // Exactly two weeks are not enough: 2016 blocks of ten minutes.
    assertThat(reason(tip, chain.get(HEADERS - 2016)))
        .isEqualTo("block too recent relative to best header");
    assertThat(reason(tip, chain.get(HEADERS - 2017))).isEqualTo("not checked");
  }
}
