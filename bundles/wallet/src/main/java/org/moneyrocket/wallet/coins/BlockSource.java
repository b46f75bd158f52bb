// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import java.util.Optional;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Txid;

/** What the ledger asks of the chain. */
public interface BlockSource {
  Optional<BlockInfo> block(BlockHash hash);

  boolean inMempool(Txid txid);

  /** Returns the node's clock in seconds since 1970. */
  long now();
}
