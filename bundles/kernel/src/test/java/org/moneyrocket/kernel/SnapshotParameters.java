// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

import java.util.List;
import org.moneyrocket.consensus.params.AssumeUtxo;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;

/** Chains that know snapshots of tests. */
final class SnapshotParameters {
  private SnapshotParameters() {}

  /** Returns regtest with one known snapshot. */
  static ChainParameters regtestWith(AssumeUtxo known) {
    ChainParameters p = ChainParameters.of(Chain.REGTEST);
    return new ChainParameters(
        p.chain(),
        p.genesis(),
        p.magic(),
        p.port(),
        p.dnsSeeds(),
        p.keys(),
        p.pow(),
        p.subsidyHalvingInterval(),
        p.activationHeights(),
        p.bip34Hash(),
        p.scriptFlagExceptions(),
        p.deployments(),
        p.ruleChangeThreshold(),
        p.ruleChangePeriod(),
        p.minVersionBitsWarningHeight(),
        p.minimumChainWork(),
        p.defaultAssumeValid(),
        List.of(known),
        p.statistics(),
        p.headersSync(),
        p.signetChallenge(),
        p.pruneAfterHeight(),
        p.assumedBlockchainGigabytes(),
        p.assumedChainStateGigabytes(),
        p.minesOnDemand());
  }
}
