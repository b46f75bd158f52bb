// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Chain state as seen by wallets. Implemented by the node, called by wallets, possibly in another
 * process. Calls take the chain or mempool lock for a moment; none waits for the network.
 */
@ProviderType
public interface Chain {
  /** Returns the chain at this moment. */
  ChainStatus status();

  /** Returns the most-work validated block, or empty before genesis is loaded. */
  Optional<BlockRef> tip();

  /** Returns the number of the last chain event that was made. Listeners may not have it yet. */
  long sequence();

  /** Returns the block of the active chain at {@code height}, empty if there is none. */
  Optional<BlockInfo> blockAt(int height);

  /** Returns a block of the active chain; empty if it is unknown or has left the chain. */
  Optional<BlockInfo> activeBlock(BlockHash hash);

  /**
   * Returns what is known of a block, also of one that has left the active chain or never was in
   * it: such a block confirms nothing.
   */
  Optional<BlockInfo> knownBlock(BlockHash hash);

  /** Returns the serialization of a block, empty if it is not on disk. */
  Optional<Bytes> blockData(BlockHash hash);

  /** Returns the first block of the active chain with a time and height not below these. */
  Optional<BlockInfo> firstBlockFrom(long time, int minHeight);

  /**
   * Finds where {@code locator} leaves the active chain.
   *
   * @return the last common block; the genesis block if nothing else matches
   */
  BlockRef forkPoint(Locator locator);

  /** Returns a locator for the block at {@code height} of the active chain. */
  Locator locatorAt(int height);

  /**
   * Starts delivering chain events, beginning with {@link ChainListener#started} and the blocks
   * behind the place where {@code from} leaves the active chain. A slow listener slows its own
   * catching-up only.
   */
  Subscription subscribe(Locator from, ChainListener listener);

  /** Returns the ids of all transactions in the mempool now, parents before children. */
  List<Txid> mempoolTxids();

  /** Returns those of {@code txids} that are in the mempool now, in that order. */
  List<Bytes> mempoolTransactions(List<Txid> txids);

  /** Tells whether scans look at block filters (BIP158) first, which makes them much faster. */
  boolean hasBlockFilters();

  /** Streams the blocks that match {@code request}; closing the subscription stops the scan. */
  Subscription scan(ScanRequest request, ScanListener listener);

  /**
   * Returns the unspent outputs among {@code outPoints}, outputs of the mempool included. Outputs
   * that only mempool transactions spend count as unspent.
   */
  List<CoinInfo> coins(List<OutPoint> outPoints);

  /**
   * Hands a transaction to the mempool and, if {@code relay}, to the peers.
   *
   * @param maxFeeSats refuse a transaction that pays more; 0 for no limit
   */
  SubmitResult submit(Bytes transaction, long maxFeeSats, boolean relay);

  /** Tells whether the mempool holds the transaction. */
  boolean inMempool(Txid txid);

  /** Returns the relatives of a transaction in the mempool. */
  MempoolAncestry ancestry(Txid txid);

  /**
   * Tells whether a transaction could enter the mempool by its number of relatives.
   *
   * @return a reason for the user, empty if it could
   */
  String checkChainLimits(Bytes transaction);

  /** Returns the fee rates transactions are held to now. */
  FeeLimits feeLimits();

  /**
   * Estimates a fee rate.
   *
   * @param target confirmation target in blocks, 1 to {@link FeeLimits#maxTarget}
   */
  FeeEstimate estimateFee(int target, boolean conservative);

  /**
   * Returns, for each of {@code outPoints}, what its unconfirmed ancestors lack in fees at {@code
   * satsPerKvb}, in satoshis.
   */
  List<Long> bumpFees(List<OutPoint> outPoints, long satsPerKvb);

  /**
   * Returns what the unconfirmed ancestors of all {@code outPoints} together lack in fees at {@code
   * satsPerKvb}, in satoshis: ancestors they share count once. Empty if there are too many
   * relatives to work it out.
   */
  Optional<Long> combinedBumpFee(List<OutPoint> outPoints, long satsPerKvb);

  /** Returns a value of {@code settings.json} as JSON text, empty if it is not there. */
  Optional<String> setting(String name);

  /**
   * Writes a value to {@code settings.json}.
   *
   * @param json JSON text, empty to remove the value
   * @return false if the file could not be written; the reason is in the log
   */
  boolean updateSetting(String name, Optional<String> json);

  /**
   * Notes for a wallet process that was started by this node that a wallet was loaded or unloaded,
   * so that the next process loads again what a killed one had loaded.
   */
  void noteWallet(String name, boolean loaded);

  /**
   * Returns the names of the wallets that are noted as loaded, in order of loading; empty after a
   * start of the node.
   */
  List<String> notedWallets();

  /** Returns the current time of the node in seconds since 1970, which tests may have set. */
  long now();
}
