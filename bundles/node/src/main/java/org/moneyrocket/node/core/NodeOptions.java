// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.OptionalInt;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.KernelNotifications;
import org.moneyrocket.kernel.KernelOptions;
import org.moneyrocket.node.mempool.ClusterLimits;
import org.moneyrocket.node.mempool.MempoolLimits;
import org.moneyrocket.node.mining.AssemblyOptions;
import org.moneyrocket.node.policy.RelayPolicy;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.MiningOptions;
import org.moneyrocket.settings.catalogue.RelayOptions;
import org.moneyrocket.settings.catalogue.StateOptions;

/**
 * What the user chose, checked and in the units the parts of the node use.
 *
 * @param relay what is relayed
 * @param mempool what the mempool may hold
 * @param mining how blocks are assembled unless somebody asks otherwise
 */
public record NodeOptions(RelayPolicy relay, MempoolLimits mempool, AssemblyOptions mining) {
  private static final int MAX_CLUSTER_COUNT = 64;
  private static final long MEGABYTE = 1_000_000L;
  private static final long MEBIBYTE = 1L << 20;
  private static final int HASH_DIGITS = 64;

  /** The mempool must hold this many of the largest clusters. */
  private static final int LEAST_CLUSTERS = 40;

  /**
   * Reads the options.
   *
   * @throws StartException with a sentence for the user if one is out of range
   */
  public static NodeOptions of(Settings settings, ChainParameters params) {
    return new NodeOptions(relay(settings, params), mempool(settings), mining(settings));
  }

  private static RelayPolicy relay(Settings settings, ChainParameters params) {
    long incremental = settings.get(RelayOptions.INCREMENTALRELAYFEE);
    long least = settings.get(RelayOptions.MINRELAYTXFEE);
    if (!settings.isSet(RelayOptions.MINRELAYTXFEE)) {
      // Otherwise a replacement would pay more than a transaction that is new.
      least = Math.max(least, incremental);
    }
    boolean nonStandard = settings.get(RelayOptions.ACCEPTNONSTDTXN);
    if (nonStandard && params.chain() == Chain.MAIN) {
      throw new StartException(
          "acceptnonstdtxn is not currently supported for " + params.chain().rpcName() + " chain");
    }
    return new RelayPolicy(
        new FeeRate(least),
        new FeeRate(incremental),
        new FeeRate(settings.get(RelayOptions.DUSTRELAYFEE)),
        Math.toIntExact(Math.clamp(settings.get(RelayOptions.BYTESPERSIGOP), 0, Integer.MAX_VALUE)),
        settings.get(RelayOptions.DATACARRIER) ? settings.get(RelayOptions.DATACARRIERSIZE) : 0,
        settings.get(RelayOptions.PERMITBAREMULTISIG),
        !nonStandard);
  }

  private static MempoolLimits mempool(Settings settings) {
    long count = settings.get(RelayOptions.LIMITCLUSTERCOUNT);
    if (count > MAX_CLUSTER_COUNT) {
      throw new StartException(
          "limitclustercount must be less than or equal to " + MAX_CLUSTER_COUNT);
    }
    long clusterBytes = settings.get(RelayOptions.LIMITCLUSTERSIZE) * 1000;
    long maxBytes = settings.get(RelayOptions.MAXMEMPOOL) * MEGABYTE;
    long least = clusterBytes * LEAST_CLUSTERS;
    if (maxBytes < 0 || (maxBytes > 0 && maxBytes < least)) {
      throw new StartException(
          "-maxmempool must be at least " + Math.ceilDiv(least, MEGABYTE) + " MB");
    }
    return new MempoolLimits(
        maxBytes,
        settings.get(RelayOptions.MEMPOOLEXPIRY) * 3600,
        new ClusterLimits((int) Math.max(1, count), clusterBytes));
  }

  private static AssemblyOptions mining(Settings settings) {
    long max = settings.get(MiningOptions.BLOCKMAXWEIGHT);
    long reserved = settings.get(MiningOptions.BLOCKRESERVEDWEIGHT);
    for (var option :
        java.util.List.of(MiningOptions.BLOCKMAXWEIGHT, MiningOptions.BLOCKRESERVEDWEIGHT)) {
      if (settings.get(option) > Limits.MAX_BLOCK_WEIGHT) {
        throw new StartException(
            option.name()
                + " ("
                + settings.get(option)
                + ") exceeds consensus maximum block weight ("
                + Limits.MAX_BLOCK_WEIGHT
                + ")");
      }
    }
    if (reserved < AssemblyOptions.MIN_RESERVED_WEIGHT) {
      throw new StartException(
          "-blockreservedweight ("
              + reserved
              + ") is lower than minimum safety value of ("
              + AssemblyOptions.MIN_RESERVED_WEIGHT
              + ")");
    }
    if (reserved > max) {
      throw new StartException(
          "-blockreservedweight (" + reserved + ") exceeds -blockmaxweight (" + max + ")");
    }
    return new AssemblyOptions(
        true,
        new FeeRate(settings.get(MiningOptions.BLOCKMINTXFEE)),
        (int) reserved,
        (int) max,
        AssemblyOptions.DEFAULT_RESERVED_SIGOPS,
        AssemblyOptions.ANYBODY,
        settings.isSet(MiningOptions.BLOCKVERSION)
            ? OptionalInt.of((int) (long) settings.get(MiningOptions.BLOCKVERSION))
            : OptionalInt.empty());
  }

  /**
   * Returns what the kernel is told.
   *
   * @throws StartException with a sentence for the user if an option is out of range
   */
  public static KernelOptions kernel(
      Settings settings,
      ChainParameters params,
      NodeClock clock,
      KernelNotifications notifications) {
    KernelOptions.Builder builder =
        KernelOptions.builder(params, settings.dataDirectory().chain(), notifications)
            .blocksDirectory(settings.dataDirectory().blocks())
            .blocksXor(settings.get(StateOptions.BLOCKSXOR))
            .fastPrune(settings.get(StateOptions.FASTPRUNE))
            .pruneTargetBytes(pruneTarget(settings.get(StateOptions.PRUNE)))
            .cacheBytes(settings.get(StateOptions.DBCACHE) * MEBIBYTE)
            .scriptThreads(scriptThreads(settings.get(StateOptions.PAR)))
            .checkBlocks((int) (long) settings.get(StateOptions.CHECKBLOCKS))
            .checkLevel((int) Math.clamp(settings.get(StateOptions.CHECKLEVEL), 0L, 4L))
            .requireCheck(
                settings.isSet(StateOptions.CHECKBLOCKS) || settings.isSet(StateOptions.CHECKLEVEL))
            .reindex(settings.get(StateOptions.REINDEX))
            .reindexChainState(settings.get(StateOptions.REINDEX_CHAINSTATE))
            .maxTipAgeSeconds(settings.get(StateOptions.MAXTIPAGE))
            .stopAtHeight((int) (long) settings.get(StateOptions.STOPATHEIGHT))
            .databaseBatchBytes(
                Math.clamp(settings.get(StateOptions.DBBATCHSIZE), 1, Integer.MAX_VALUE))
            .crashRatio(Math.clamp(settings.get(StateOptions.DBCRASHRATIO), 0, Integer.MAX_VALUE))
            .clock(clock);
    long prefetch = settings.get(StateOptions.PREVOUTFETCHTHREADS);
    if (prefetch < 0) {
      throw new StartException(
          "-prevoutfetchthreads must be non-negative (got "
              + prefetch
              + "). Use 0 to disable parallel input fetching.");
    }
    builder.prefetchThreads((int) Math.min(prefetch, 16));
    if (settings.isSet(StateOptions.CHECKBLOCKINDEX)) {
      builder.checkBlockIndex((int) (long) settings.get(StateOptions.CHECKBLOCKINDEX));
    }
    settings
        .find(StateOptions.MINIMUMCHAINWORK)
        .ifPresent(text -> builder.minimumChainWork(minimumWork(text)));
    settings
        .find(StateOptions.ASSUMEVALID)
        .ifPresent(text -> builder.assumeValid(assumeValid(text)));
    return builder.build();
  }

  private static long pruneTarget(long mebibytes) {
    return mebibytes == 1 ? KernelOptions.PRUNE_MANUALLY : mebibytes * MEBIBYTE;
  }

  private static int scriptThreads(long par) {
    long threads = par <= 0 ? Runtime.getRuntime().availableProcessors() + par : par;
    return (int) Math.clamp(threads, 1L, KernelOptions.MAX_SCRIPT_THREADS);
  }

  private static UInt256 minimumWork(String text) {
    String digits = hexDigits(text);
    if (digits.isEmpty() || digits.length() > HASH_DIGITS) {
      throw new StartException(
          "Invalid minimum work specified ("
              + text
              + "), must be up to "
              + HASH_DIGITS
              + " hex digits");
    }
    return UInt256.fromHex(digits);
  }

  private static BlockHash assumeValid(String text) {
    String digits = hexDigits(text);
    if (digits.isEmpty() || digits.length() > HASH_DIGITS) {
      throw new StartException(
          "Invalid assumevalid block hash specified ("
              + text
              + "), must be up to "
              + HASH_DIGITS
              + " hex digits (or 0 to disable)");
    }
    return BlockHash.fromDisplay("0".repeat(HASH_DIGITS - digits.length()) + digits);
  }

  /** Returns the digits without a leading 0x, empty if it is no hexadecimal number. */
  private static String hexDigits(String text) {
    String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    return digits.matches("[0-9a-fA-F]+") ? digits : "";
  }
}
