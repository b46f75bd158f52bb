// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;

/**
 * Everything that differs from chain to chain. Immutable.
 *
 * @param genesis the first block
 * @param magic four bytes before each message and stored block
 * @param port default P2P port
 * @param dnsSeeds absolute names to ask for peers, in order
 * @param keys prefixes of addresses and keys
 * @param pow how difficulty is set
 * @param subsidyHalvingInterval blocks between two halvings
 * @param activationHeights first height at which each buried deployment holds
 * @param bip34Hash block at the BIP34 height after which BIP30 need not be checked; zero if there
 *     is none
 * @param scriptFlagExceptions blocks with other script rules
 * @param deployments soft forks that miners signal for
 * @param ruleChangeThreshold signalling blocks in a period that make a warning about unknown rules
 * @param ruleChangePeriod blocks in such a period
 * @param minVersionBitsWarningHeight no warnings about unknown rules below this height
 * @param minimumChainWork least work of a chain that is worth following
 * @param defaultAssumeValid block whose ancestors' scripts need no check; zero if there is none
 * @param assumeUtxo known snapshots, lowest first
 * @param statistics to estimate progress
 * @param headersSync limits for headers of little work
 * @param signetChallenge script that blocks must satisfy (BIP325)
 * @param pruneAfterHeight blocks are only pruned above
 * @param assumedBlockchainGigabytes disk space the blocks take
 * @param assumedChainStateGigabytes disk space the coins take
 * @param minesOnDemand whether blocks cost nothing, so that many conveniences for tests hold
 */
public record ChainParameters(
    Chain chain,
    Block genesis,
    Bytes magic,
    int port,
    List<String> dnsSeeds,
    KeyPrefixes keys,
    PowRules pow,
    int subsidyHalvingInterval,
    Map<BuriedDeployment, Integer> activationHeights,
    BlockHash bip34Hash,
    List<ScriptFlagException> scriptFlagExceptions,
    List<VersionBitsDeployment> deployments,
    int ruleChangeThreshold,
    int ruleChangePeriod,
    int minVersionBitsWarningHeight,
    UInt256 minimumChainWork,
    BlockHash defaultAssumeValid,
    List<AssumeUtxo> assumeUtxo,
    ChainStatistics statistics,
    HeadersSyncParameters headersSync,
    Optional<Bytes> signetChallenge,
    int pruneAfterHeight,
    int assumedBlockchainGigabytes,
    int assumedChainStateGigabytes,
    boolean minesOnDemand) {
  public ChainParameters {
    dnsSeeds = List.copyOf(dnsSeeds);
    activationHeights = Map.copyOf(activationHeights);
    scriptFlagExceptions = List.copyOf(scriptFlagExceptions);
    deployments = List.copyOf(deployments);
    assumeUtxo = List.copyOf(assumeUtxo);
  }

  /** Returns the parameters of {@code chain} without any change. */
  public static ChainParameters of(Chain chain) {
    return of(chain, ChainOptions.NONE);
  }

  /**
   * Returns the parameters of {@code chain} altered by {@code options}.
   *
   * @throws IllegalArgumentException if an option is not possible on this chain; the message is
   *     meant for users
   */
  public static ChainParameters of(Chain chain, ChainOptions options) {
    return KnownChains.of(chain, options);
  }

  /** Returns the first height at which {@code deployment} holds. */
  public int activationHeight(BuriedDeployment deployment) {
    Integer height = activationHeights.get(deployment);
    if (height == null) {
      throw new IllegalStateException("no activation height for " + deployment);
    }
    return height;
  }

  /** Tells whether {@code deployment} holds for the block at {@code height}. */
  public boolean isActiveAt(BuriedDeployment deployment, int height) {
    return height >= activationHeight(deployment);
  }

  public BlockHash genesisHash() {
    return genesis.hash();
  }

  /** Tells whether RPC may set the clock. */
  public boolean mayMockTime() {
    return chain == Chain.REGTEST;
  }

  /** Tells whether costly consistency checks are on unless the user says otherwise. */
  public boolean checksConsistencyByDefault() {
    return chain == Chain.REGTEST;
  }

  /** Returns the snapshot based on the block {@code base}. */
  public Optional<AssumeUtxo> assumeUtxo(BlockHash base) {
    return assumeUtxo.stream().filter(s -> s.base().equals(base)).findFirst();
  }

  /** Returns the exception made for {@code block}, if there is one. */
  public Optional<ScriptFlagException> scriptFlagException(BlockHash block) {
    for (ScriptFlagException exception : scriptFlagExceptions) {
      if (exception.block().equals(block)) {
        return Optional.of(exception);
      }
    }
    return Optional.empty();
  }
}
