// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.List;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainOptions;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.StateOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which chain the options ask for, with its parameters. */
public final class ChainChoice {
  private static final Logger log = LoggerFactory.getLogger(ChainChoice.class);

  private ChainChoice() {}

  /**
   * Returns the parameters.
   *
   * @throws StartException if an option cannot be understood or is not possible on this chain
   */
  public static ChainParameters of(Settings settings) {
    Chain chain =
        Chain.byRpcName(settings.chain().id())
            .orElseThrow(() -> new IllegalStateException("unknown chain " + settings.chain()));
    ChainOptions options = ChainOptions.NONE;
    try {
      for (String text :
          settings.get(org.moneyrocket.settings.catalogue.ChainOptions.TESTACTIVATIONHEIGHT)) {
        options = options.withTestActivationHeight(text);
      }
      for (String text : settings.get(org.moneyrocket.settings.catalogue.ChainOptions.VBPARAMS)) {
        options = options.withVersionBitsParameters(text);
      }
      if (chain == Chain.SIGNET) {
        options = withSignet(options, settings);
      }
    } catch (DecodeException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
    if (settings.get(StateOptions.FASTPRUNE)) {
      options = options.withFastPrune();
    }
    if (chain == Chain.REGTEST && settings.get(ConnectionOptions.TEST).contains("bip94")) {
      options = options.withBip94();
    }
    try {
      return ChainParameters.of(chain, options);
    } catch (IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  /** Writes to the log which signet it is, since those are not told apart by name. */
  static void log(Settings settings, ChainParameters params) {
    params
        .signetChallenge()
        .ifPresent(
            challenge -> {
              if (settings.isSet(org.moneyrocket.settings.catalogue.ChainOptions.SIGNETCHALLENGE)) {
                log.info("Signet with challenge {}", challenge.toHex());
              }
              log.info("Signet derived magic (message start): {}", params.magic().toHex());
            });
  }

  private static ChainOptions withSignet(ChainOptions options, Settings settings)
      throws DecodeException {
    ChainOptions changed = options;
    List<String> challenges =
        settings.get(org.moneyrocket.settings.catalogue.ChainOptions.SIGNETCHALLENGE);
    if (challenges.size() > 1) {
      throw new StartException("-signetchallenge cannot be multiple values.");
    }
    if (!challenges.isEmpty()) {
      changed = changed.withSignetChallenge(challenges.get(0));
    }
    List<String> seeds =
        settings.get(org.moneyrocket.settings.catalogue.ChainOptions.SIGNETSEEDNODE);
    return seeds.isEmpty() ? changed : changed.withSignetSeedNodes(seeds);
  }
}
