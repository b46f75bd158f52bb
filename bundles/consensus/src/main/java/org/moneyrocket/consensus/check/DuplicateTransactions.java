// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.BlockHash;

/** Where a transaction may have the identifier of one that is not spent completely (BIP30). */
public final class DuplicateTransactions {
  /**
   * From here on a coinbase could repeat one from before BIP34 that happens to begin with this
   * height.
   */
  private static final int BIP34_IMPLIES_BIP30_LIMIT = 1983702;

  private static final BlockHash REPEAT_1 =
      BlockHash.fromDisplay("00000000000a4d0a398161ffc163c503763b1f4360639393e0e4c8e300e0caec");
  private static final BlockHash REPEAT_2 =
      BlockHash.fromDisplay("00000000000743f190a18c5577a3c2d2a1f610ae9601ac046a38084ccb7cd721");
  private static final BlockHash REPEATED_1 =
      BlockHash.fromDisplay("00000000000271a2dc26e7667f8419f2e15416dc6955e5a6c6cdf3f2574dd08e");
  private static final BlockHash REPEATED_2 =
      BlockHash.fromDisplay("00000000000af0aed4792b1acee3d966af36cf5def14935db8de83d6f9306f2f");

  private DuplicateTransactions() {}

  /** Tells whether {@code block} is one of the two of main that repeat an earlier coinbase. */
  public static boolean isRepeat(ChainParameters params, int height, BlockHash block) {
    return params.chain() == Chain.MAIN
        && ((height == 91842 && block.equals(REPEAT_1))
            || (height == 91880 && block.equals(REPEAT_2)));
  }

  /**
   * Tells whether {@code block} is one of the two of main whose coinbase was repeated later, so
   * that its outputs are not as they were when it is disconnected.
   */
  public static boolean isRepeated(ChainParameters params, int height, BlockHash block) {
    return params.chain() == Chain.MAIN
        && ((height == 91722 && block.equals(REPEATED_1))
            || (height == 91812 && block.equals(REPEATED_2)));
  }

  /**
   * Tells whether no transaction of the block may have an output that is unspent already. Not for
   * genesis.
   */
  public static boolean mustCheck(ChainParameters params, HeaderView block) {
    HeaderView parent = block.previous();
    if (parent == null) {
      throw new IllegalArgumentException("genesis has no parent");
    }
    if (block.height() >= BIP34_IMPLIES_BIP30_LIMIT) {
      return true;
    }
    if (isRepeat(params, block.height(), block.hash())) {
      return false;
    }
    // With BIP34 no two coinbases can be equal, so the costly search is left out on that chain.
    HeaderView bip34 = parent.ancestor(params.activationHeight(BuriedDeployment.BIP34));
    return bip34 == null || !bip34.hash().equals(params.bip34Hash());
  }
}
