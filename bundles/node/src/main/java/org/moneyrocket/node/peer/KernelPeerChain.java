// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.BlockResult;
import org.moneyrocket.kernel.HeadersResult;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chain of the kernel as the peer code sees it. */
public final class KernelPeerChain implements PeerChain {
  private static final Logger log = LoggerFactory.getLogger("net");
  private static final Logger validation = LoggerFactory.getLogger("validation");

  private final Kernel kernel;

  public KernelPeerChain(Kernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public BlockEntry tip() {
    return kernel.chain().requireTip();
  }

  @Override
  public BlockEntry bestHeader() {
    return kernel.bestHeader().orElseGet(this::tip);
  }

  @Override
  public @Nullable BlockEntry find(BlockHash hash) {
    return kernel.index().find(hash);
  }

  @Override
  public boolean isActive(BlockEntry entry) {
    return kernel.chain().contains(entry);
  }

  @Override
  public @Nullable BlockEntry activeAt(int height) {
    return kernel.chain().at(height);
  }

  @Override
  public boolean initialBlockDownload() {
    return kernel.isInitialBlockDownload();
  }

  @Override
  public boolean importing() {
    return kernel.isImporting();
  }

  @Override
  public ChainParameters parameters() {
    return kernel.parameters();
  }

  @Override
  public void reportPresync(long height, long time) {
    kernel.reportPresync(height, time);
  }

  @Override
  public UInt256 minimumChainWork() {
    return kernel.options().minimumChainWork();
  }

  @Override
  public boolean needsWitness(BlockEntry entry) {
    return parameters().isActiveAt(BuriedDeployment.SEGWIT, entry.height());
  }

  @Override
  public long blockSpacing() {
    return kernel.parameters().pow().targetSpacing();
  }

  @Override
  public boolean pruned() {
    return kernel.hasPruned();
  }

  @Override
  public Optional<HistoricalRange> historicalRange() {
    if (!kernel.isSnapshotUnverified()) {
      return Optional.empty();
    }
    return kernel.chainstates().stream()
        .filter(info -> info.target().isPresent() && info.tip().isPresent())
        .map(info -> new HistoricalRange(info.tip().get(), info.target().get()))
        .findFirst();
  }

  @Override
  public HeadersOutcome acceptHeaders(List<BlockHeader> headers) {
    HeadersResult result = kernel.processHeaders(headers, true);
    return new HeadersOutcome(
        result.last().orElse(null), reason(result.verdict()), Fault.of(result.verdict()));
  }

  @Override
  public boolean isMutated(Block block) {
    BlockEntry parent = kernel.index().find(block.header().previous());
    if (parent == null) {
      return false;
    }
    Verdict verdict =
        BlockCheck.checkMutation(
            block, parameters().isActiveAt(BuriedDeployment.SEGWIT, parent.height() + 1));
    if (!verdict.isValid()) {
      validation.debug("Block mutated: {}", verdict.text());
    }
    return !verdict.isValid();
  }

  @Override
  public BlockOutcome acceptBlock(Block block, boolean requested) {
    BlockEntry parent = kernel.index().find(block.header().previous());
    boolean enoughWork =
        parent != null
            && parent
                    .chainWork()
                    .plus(ProofOfWork.work(block.header().bits()))
                    .compareTo(leastWork())
                >= 0;
    BlockResult result = kernel.processBlock(block, requested, enoughWork);
    return new BlockOutcome(result.isNew(), reason(result.verdict()), Fault.of(result.verdict()));
  }

  @Override
  public @Nullable Bytes blockData(BlockEntry entry) {
    try {
      return kernel.readRawBlock(entry);
    } catch (StorageException e) {
      log.error("Cannot load block {} from disk: {}", entry.hash(), e.getMessage());
      return null;
    }
  }

  static String reason(Verdict verdict) {
    return verdict instanceof Verdict.Invalid invalid
        ? Objects.requireNonNullElse(invalid.reason(), "invalid")
        : "";
  }
}
