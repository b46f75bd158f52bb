// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.consensus.params.VersionBitsDeployment;

/**
 * Soft forks that miners signal for (BIP9), with what was found out about them so far. One instance
 * per chain; safe for several threads.
 */
public final class VersionBits {
  /** What the three top bits of a version are when the others are signals. */
  public static final int TOP_BITS = 0x20000000;

  /** The three top bits. */
  public static final int TOP_MASK = 0xE0000000;

  /** How many bits are watched for signals that we do not know (BIP323). */
  public static final int WATCHED_BITS = 5;

  /**
   * Signals in a period.
   *
   * @param period blocks in a period
   * @param threshold signals needed
   * @param elapsed blocks of this period up to now
   * @param count signals among them
   * @param possible whether the threshold can still be reached in this period
   * @param signalling for each block of this period whether it signals, earliest first
   */
  public record Statistics(
      int period,
      int threshold,
      int elapsed,
      int count,
      boolean possible,
      List<Boolean> signalling) {
    public Statistics {
      signalling = List.copyOf(signalling);
    }
  }

  /**
   * All about one deployment at one block.
   *
   * @param state state of the block
   * @param next state of its child
   * @param since height of the first block with this state
   * @param statistics present while signals count or the rule is locked in
   * @param activeSince height of the first block for which the rule holds, if that is known
   */
  public record Info(
      ThresholdState state,
      ThresholdState next,
      int since,
      Optional<Statistics> statistics,
      OptionalInt activeSince) {}

  /**
   * A soft fork we do not know.
   *
   * @param bit number of the version bit
   * @param active false while it is only locked in
   */
  public record UnknownRule(int bit, boolean active) {}

  private final Map<VersionBitsDeployment, SignallingRule> rules = new LinkedHashMap<>();
  private final List<SignallingRule> watched = new ArrayList<>();

  public VersionBits(ChainParameters params) {
    for (VersionBitsDeployment deployment : params.deployments()) {
      rules.put(
          deployment, new SignallingRule(deployment, block -> signals(block, deployment.bit())));
    }
    for (int i = 0; i < WATCHED_BITS; i++) {
      int bit = i;
      watched.add(
          new SignallingRule(
              0,
              VersionBitsDeployment.NO_TIMEOUT,
              0,
              params.ruleChangeThreshold(),
              params.ruleChangePeriod(),
              block ->
                  block.height() >= params.minVersionBitsWarningHeight()
                      && signals(block, bit)
                      && (versionAfter(block.previous()) >> bit & 1) == 0));
    }
  }

  private static boolean signals(HeaderView block, int bit) {
    return (block.version() & TOP_MASK) == TOP_BITS && (block.version() >> bit & 1) != 0;
  }

  private SignallingRule rule(VersionBitsDeployment deployment) {
    SignallingRule rule = rules.get(deployment);
    if (rule == null) {
      throw new IllegalArgumentException("no deployment of this chain: " + deployment.name());
    }
    return rule;
  }

  /** Returns the state of a child of {@code parent} (null: of genesis). */
  public synchronized ThresholdState stateAfter(
      VersionBitsDeployment deployment, @Nullable HeaderView parent) {
    return rule(deployment).stateAfter(parent);
  }

  public boolean isActiveAfter(VersionBitsDeployment deployment, @Nullable HeaderView parent) {
    return stateAfter(deployment, parent) == ThresholdState.ACTIVE;
  }

  /** Returns the height of the first block with the state that a child of {@code parent} has. */
  public synchronized int sinceHeightAfter(
      VersionBitsDeployment deployment, @Nullable HeaderView parent) {
    return rule(deployment).sinceHeightAfter(parent);
  }

  /** Returns what RPC tells about {@code deployment} at {@code block}. */
  public synchronized Info info(VersionBitsDeployment deployment, HeaderView block) {
    SignallingRule rule = rule(deployment);
    ThresholdState state = rule.stateAfter(block.previous());
    ThresholdState next = rule.stateAfter(block);
    int since = rule.sinceHeightAfter(block.previous());
    Optional<Statistics> statistics = Optional.empty();
    if (state == ThresholdState.STARTED) {
      statistics = Optional.of(rule.statistics(block));
    } else if (state == ThresholdState.LOCKED_IN) {
      Statistics counted = rule.statistics(block);
      statistics =
          Optional.of(
              new Statistics(
                  counted.period(),
                  0,
                  counted.elapsed(),
                  counted.count(),
                  false,
                  counted.signalling()));
    }
    OptionalInt activeSince = OptionalInt.empty();
    if (state == ThresholdState.ACTIVE) {
      activeSince = OptionalInt.of(since);
    } else if (next == ThresholdState.ACTIVE) {
      activeSince = OptionalInt.of(block.height() + 1);
    }
    return new Info(state, next, since, statistics, activeSince);
  }

  /** Returns the version that a new child of {@code parent} should have. */
  public synchronized int versionAfter(@Nullable HeaderView parent) {
    int version = TOP_BITS;
    for (Map.Entry<VersionBitsDeployment, SignallingRule> entry : rules.entrySet()) {
      ThresholdState state = entry.getValue().stateAfter(parent);
      if (state == ThresholdState.STARTED || state == ThresholdState.LOCKED_IN) {
        version |= 1 << entry.getKey().bit();
      }
    }
    return version;
  }

  /** Returns the soft forks we do not know that hold, or soon will, after {@code tip}. */
  public synchronized List<UnknownRule> unknownRules(HeaderView tip) {
    List<UnknownRule> found = new ArrayList<>();
    for (int bit = 0; bit < WATCHED_BITS; bit++) {
      ThresholdState state = watched.get(bit).stateAfter(tip);
      if (state == ThresholdState.ACTIVE || state == ThresholdState.LOCKED_IN) {
        found.add(new UnknownRule(bit, state == ThresholdState.ACTIVE));
      }
    }
    return found;
  }
}
