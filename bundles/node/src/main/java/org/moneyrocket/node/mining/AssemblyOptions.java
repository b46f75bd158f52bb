// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mining;

import java.util.OptionalInt;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;

/**
 * How a block is assembled.
 *
 * @param useMempool false makes an empty block
 * @param minRate chunks that pay less are left out
 * @param reservedWeight weight kept free for header and coinbase
 * @param maxWeight most weight of the block
 * @param reservedSigops cost of signature operations kept free for the coinbase
 * @param coinbaseScript where the reward goes
 * @param version version to use instead of the one that deployments ask for
 */
public record AssemblyOptions(
    boolean useMempool,
    FeeRate minRate,
    int reservedWeight,
    int maxWeight,
    int reservedSigops,
    Bytes coinbaseScript,
    OptionalInt version) {
  public static final int DEFAULT_RESERVED_WEIGHT = 8000;
  public static final int MIN_RESERVED_WEIGHT = 2000;
  public static final int DEFAULT_RESERVED_SIGOPS = 400;

  /** A script that anybody can spend, for templates whose user brings a coinbase of his own. */
  public static final Bytes ANYBODY = new ScriptBuilder().number(1).build();

  public static final AssemblyOptions DEFAULT =
      new AssemblyOptions(
          true,
          new FeeRate(1),
          DEFAULT_RESERVED_WEIGHT,
          Limits.MAX_BLOCK_WEIGHT,
          DEFAULT_RESERVED_SIGOPS,
          ANYBODY,
          OptionalInt.empty());

  /**
   * @throws IllegalArgumentException with a sentence for the user if a number is out of range
   */
  public AssemblyOptions {
    if (reservedWeight < MIN_RESERVED_WEIGHT) {
      throw new IllegalArgumentException(
          "block_reserved_weight ("
              + reservedWeight
              + ") is lower than minimum safety value of ("
              + MIN_RESERVED_WEIGHT
              + ")");
    }
    if (maxWeight > Limits.MAX_BLOCK_WEIGHT) {
      throw new IllegalArgumentException(
          "block_max_weight ("
              + maxWeight
              + ") exceeds consensus maximum block weight ("
              + Limits.MAX_BLOCK_WEIGHT
              + ")");
    }
    if (reservedWeight > maxWeight) {
      throw new IllegalArgumentException(
          "block_reserved_weight ("
              + reservedWeight
              + ") exceeds block_max_weight ("
              + maxWeight
              + ")");
    }
    if (reservedSigops < 0 || reservedSigops > Limits.MAX_BLOCK_SIGOPS_COST) {
      throw new IllegalArgumentException(
          "coinbase_output_max_additional_sigops ("
              + reservedSigops
              + ") exceeds consensus maximum block sigops cost ("
              + Limits.MAX_BLOCK_SIGOPS_COST
              + ")");
    }
  }

  public AssemblyOptions withScript(Bytes script) {
    return new AssemblyOptions(
        useMempool, minRate, reservedWeight, maxWeight, reservedSigops, script, version);
  }

  public AssemblyOptions withMempool(boolean use) {
    return new AssemblyOptions(
        use, minRate, reservedWeight, maxWeight, reservedSigops, coinbaseScript, version);
  }

  public AssemblyOptions withReservedWeight(int weight) {
    return new AssemblyOptions(
        useMempool, minRate, weight, maxWeight, reservedSigops, coinbaseScript, version);
  }
}
