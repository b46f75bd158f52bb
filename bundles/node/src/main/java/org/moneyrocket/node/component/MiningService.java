// SPDX-License-Identifier: MIT
package org.moneyrocket.node.component;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.mining.BlockTemplate;
import org.moneyrocket.interfaces.mining.BlockVerdict;
import org.moneyrocket.interfaces.mining.Mining;
import org.moneyrocket.interfaces.mining.TemplateOptions;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mining.AssemblyOptions;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Makes and takes blocks for miners. */
@Component(service = Mining.class)
public final class MiningService implements Mining {
  private final NodeCore core;

  @Activate
  public MiningService(@Reference NodeCore core) {
    this.core = core;
  }

  @Override
  public boolean mineableOnDemand() {
    return core.parameters().minesOnDemand();
  }

  @Override
  public boolean initialBlockDownload() {
    return core.kernel().isInitialBlockDownload();
  }

  @Override
  public Optional<BlockRef> tip() {
    return core.tips().tip();
  }

  @Override
  public Optional<BlockRef> waitTipChanged(BlockHash known, Duration timeout) {
    // Zero would mean for ever to the signal; to the caller it means not at all.
    Duration patience = timeout.isPositive() ? timeout : Duration.ofNanos(1);
    return core.tips()
        .await(tip -> !tip.hash().equals(known), patience)
        .filter(tip -> !tip.hash().equals(known));
  }

  @Override
  public BlockTemplate createTemplate(TemplateOptions options) {
    AssemblyOptions assembly =
        core.maker()
            .defaults()
            .withScript(options.coinbaseScript())
            .withMempool(options.useMempool())
            .withReservedWeight(options.reservedWeight());
    return new Template(core, assembly, core.maker().assemble(assembly));
  }

  @Override
  public BlockVerdict checkBlock(Bytes block, boolean checkMerkleRoot, boolean checkProofOfWork) {
    try {
      return verdict(core.maker().check(Block.decode(block), checkMerkleRoot, checkProofOfWork));
    } catch (DecodeException e) {
      return undecodable(e);
    }
  }

  @Override
  public BlockVerdict submitBlock(Bytes block) {
    try {
      return verdict(core.maker().submit(Block.decode(block)));
    } catch (DecodeException e) {
      return undecodable(e);
    }
  }

  @Override
  public List<BlockHash> generate(int count, Bytes coinbaseScript, long maxTries) {
    return core.maker().generate(count, coinbaseScript, maxTries, core.tips()::isEnded);
  }

  static BlockVerdict verdict(Verdict verdict) {
    return verdict instanceof Verdict.Invalid invalid
        ? new BlockVerdict(false, invalid.reason(), invalid.detail())
        : new BlockVerdict(true, "", "");
  }

  private static BlockVerdict undecodable(DecodeException e) {
    return new BlockVerdict(false, "Block decode failed", String.valueOf(e.getMessage()));
  }
}
