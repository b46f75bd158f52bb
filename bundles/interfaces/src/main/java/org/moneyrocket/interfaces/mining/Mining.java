// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.mining;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/** Makes and takes blocks. */
@ProviderType
public interface Mining {
  /** Tells whether blocks of this chain can be made at will (regtest). */
  boolean mineableOnDemand();

  boolean initialBlockDownload();

  Optional<BlockRef> tip();

  /** Waits until the tip is another block than {@code known}; empty after {@code timeout}. */
  Optional<BlockRef> waitTipChanged(BlockHash known, Duration timeout);

  BlockTemplate createTemplate(TemplateOptions options);

  /** Checks a block on top of the tip without proof of work. */
  BlockVerdict checkBlock(Bytes block, boolean checkMerkleRoot, boolean checkProofOfWork);

  /** Takes a complete block. */
  BlockVerdict submitBlock(Bytes block);

  /**
   * Mines blocks at once, for regtest.
   *
   * @param maxTries nonces tried in all
   * @return hashes of the blocks, in order; fewer than {@code count} if the tries ran out
   */
  List<BlockHash> generate(int count, Bytes coinbaseScript, long maxTries);
}
