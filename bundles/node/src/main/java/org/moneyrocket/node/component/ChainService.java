// SPDX-License-Identifier: MIT
package org.moneyrocket.node.component;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.interfaces.chain.ChainListener;
import org.moneyrocket.interfaces.chain.ChainStatus;
import org.moneyrocket.interfaces.chain.CoinInfo;
import org.moneyrocket.interfaces.chain.FeeEstimate;
import org.moneyrocket.interfaces.chain.FeeLimits;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.interfaces.chain.MempoolAncestry;
import org.moneyrocket.interfaces.chain.ScanListener;
import org.moneyrocket.interfaces.chain.ScanRequest;
import org.moneyrocket.interfaces.chain.SubmitResult;
import org.moneyrocket.node.core.ChainQueries;
import org.moneyrocket.node.core.ChainScan;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.core.PoolQueries;
import org.moneyrocket.node.core.StoredSettings;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Shows chain and mempool to wallets. */
@Component(service = Chain.class)
public final class ChainService implements Chain {
  private static final String FEES_OFF = "Fee estimation disabled";

  private final NodeCore core;
  private final ChainQueries chain;
  private final PoolQueries pool;

  /** What the wallet process has loaded, in order; guarded by itself. */
  private final Set<String> notedWallets = new LinkedHashSet<>();

  @Activate
  public ChainService(@Reference NodeCore core) {
    this.core = core;
    this.chain = new ChainQueries(core);
    this.pool = new PoolQueries(core);
  }

  @Override
  public ChainStatus status() {
    return chain.status();
  }

  @Override
  public Optional<BlockRef> tip() {
    return chain.tip();
  }

  @Override
  public long sequence() {
    return core.feed().sequence();
  }

  @Override
  public Optional<BlockInfo> blockAt(int height) {
    return chain.blockAt(height);
  }

  @Override
  public Optional<BlockInfo> activeBlock(BlockHash hash) {
    return chain.activeBlock(hash);
  }

  @Override
  public Optional<BlockInfo> knownBlock(BlockHash hash) {
    return chain.knownBlock(hash);
  }

  @Override
  public Optional<Bytes> blockData(BlockHash hash) {
    return chain.blockData(hash);
  }

  @Override
  public Optional<BlockInfo> firstBlockFrom(long time, int minHeight) {
    return chain.firstBlockFrom(time, minHeight);
  }

  @Override
  public BlockRef forkPoint(Locator locator) {
    return chain.forkPoint(locator);
  }

  @Override
  public Locator locatorAt(int height) {
    return chain.locatorAt(height);
  }

  @Override
  public Subscription subscribe(Locator from, ChainListener listener) {
    return core.feed().subscribe(from, listener);
  }

  @Override
  public List<Txid> mempoolTxids() {
    return pool.txids();
  }

  @Override
  public List<Bytes> mempoolTransactions(List<Txid> txids) {
    return pool.transactions(txids);
  }

  @Override
  public boolean hasBlockFilters() {
    return core.indexes().filters().isPresent();
  }

  @Override
  public Subscription scan(ScanRequest request, ScanListener listener) {
    return new ChainScan(core.kernel(), core.indexes().filters(), request, listener).start();
  }

  @Override
  public List<CoinInfo> coins(List<OutPoint> outPoints) {
    return pool.coins(outPoints);
  }

  @Override
  public SubmitResult submit(Bytes transaction, long maxFeeSats, boolean relay) {
    return pool.submit(transaction, maxFeeSats, relay);
  }

  @Override
  public boolean inMempool(Txid txid) {
    return core.pool().contains(txid);
  }

  @Override
  public MempoolAncestry ancestry(Txid txid) {
    return pool.ancestry(txid);
  }

  @Override
  public String checkChainLimits(Bytes transaction) {
    return pool.checkChainLimits(transaction);
  }

  @Override
  public FeeLimits feeLimits() {
    return pool.feeLimits();
  }

  @Override
  public FeeEstimate estimateFee(int target, boolean conservative) {
    return core.fees()
        .map(fees -> fees.estimate(target, conservative))
        .orElseGet(() -> new FeeEstimate(Optional.empty(), 0, List.of(FEES_OFF)));
  }

  @Override
  public List<Long> bumpFees(List<OutPoint> outPoints, long satsPerKvb) {
    return pool.bumpFees(outPoints, new FeeRate(satsPerKvb));
  }

  @Override
  public Optional<Long> combinedBumpFee(List<OutPoint> outPoints, long satsPerKvb) {
    return pool.combinedBumpFee(outPoints, new FeeRate(satsPerKvb));
  }

  @Override
  public Optional<String> setting(String name) {
    return StoredSettings.find(core.settings(), name);
  }

  @Override
  public boolean updateSetting(String name, Optional<String> json) {
    return StoredSettings.update(core.settings(), name, json);
  }

  @Override
  public void noteWallet(String name, boolean loaded) {
    synchronized (notedWallets) {
      if (loaded) {
        notedWallets.add(name);
      } else {
        notedWallets.remove(name);
      }
    }
  }

  @Override
  public List<String> notedWallets() {
    synchronized (notedWallets) {
      return List.copyOf(notedWallets);
    }
  }

  @Override
  public long now() {
    return core.clock().seconds();
  }
}
