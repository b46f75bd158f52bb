// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.interpreter.ScriptFlag;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.consensus.params.ScriptFlagException;
import org.moneyrocket.primitives.BlockHash;

/** Which rules hold for a block. */
public final class Deployments {
  private static final ScriptFlags ALWAYS =
      ScriptFlags.of(ScriptFlag.P2SH, ScriptFlag.WITNESS, ScriptFlag.TAPROOT);

  private Deployments() {}

  /** Tells whether {@code deployment} holds for a child of {@code parent} (null: genesis). */
  public static boolean isActiveAfter(
      ChainParameters params, BuriedDeployment deployment, @Nullable HeaderView parent) {
    return params.isActiveAt(deployment, parent == null ? 0 : parent.height() + 1);
  }

  /** Returns the flags with which the scripts of this block are run. */
  public static ScriptFlags scriptFlags(ChainParameters params, HeaderView block) {
    return scriptFlags(params, block.hash(), block.height());
  }

  /** Returns the flags with which the scripts of this block are run. */
  public static ScriptFlags scriptFlags(ChainParameters params, BlockHash hash, int height) {
    ScriptFlags flags = params.scriptFlagException(hash).map(Deployments::flagsOf).orElse(ALWAYS);
    if (params.isActiveAt(BuriedDeployment.BIP66, height)) {
      flags = flags.with(ScriptFlag.DERSIG);
    }
    if (params.isActiveAt(BuriedDeployment.BIP65, height)) {
      flags = flags.with(ScriptFlag.CHECKLOCKTIMEVERIFY);
    }
    if (params.isActiveAt(BuriedDeployment.CSV, height)) {
      flags = flags.with(ScriptFlag.CHECKSEQUENCEVERIFY);
    }
    if (params.isActiveAt(BuriedDeployment.SEGWIT, height)) {
      flags = flags.with(ScriptFlag.NULLDUMMY);
    }
    return flags;
  }

  private static ScriptFlags flagsOf(ScriptFlagException exception) {
    ScriptFlags flags = ScriptFlags.NONE;
    flags = exception.p2sh() ? flags.with(ScriptFlag.P2SH) : flags;
    flags = exception.witness() ? flags.with(ScriptFlag.WITNESS) : flags;
    return exception.taproot() ? flags.with(ScriptFlag.TAPROOT) : flags;
  }

  /**
   * Returns the time that lock times of transactions in a child of {@code parent} are compared
   * with.
   *
   * @param blockTime the child's own time, Unix seconds
   */
  public static long lockTimeCutoff(
      ChainParameters params, @Nullable HeaderView parent, long blockTime) {
    if (parent != null && isActiveAfter(params, BuriedDeployment.CSV, parent)) {
      return parent.medianTimePast();
    }
    return blockTime;
  }

  /** Returns the start and other facts of the deployment with this name, if it exists. */
  public static Optional<org.moneyrocket.consensus.params.VersionBitsDeployment> byName(
      ChainParameters params, String name) {
    return params.deployments().stream().filter(d -> d.name().equals(name)).findFirst();
  }
}
