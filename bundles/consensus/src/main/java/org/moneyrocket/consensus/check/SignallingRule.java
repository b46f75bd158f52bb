// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.params.VersionBitsDeployment;
import org.moneyrocket.primitives.BlockHash;

/**
 * The state machine of BIP9 for one soft fork. The state is that of a block and the same for all
 * blocks of a period, so it is kept by the block before the period. Not safe for several threads.
 */
final class SignallingRule {
  private final long startTime;
  private final long timeout;
  private final int minActivationHeight;
  private final int threshold;
  private final int period;
  private final Predicate<HeaderView> signals;
  private final Map<BlockHash, ThresholdState> known = new HashMap<>();

  SignallingRule(VersionBitsDeployment deployment, Predicate<HeaderView> signals) {
    this(
        deployment.startTime(),
        deployment.timeout(),
        deployment.minActivationHeight(),
        deployment.threshold(),
        deployment.period(),
        signals);
  }

  SignallingRule(
      long startTime,
      long timeout,
      int minActivationHeight,
      int threshold,
      int period,
      Predicate<HeaderView> signals) {
    this.startTime = startTime;
    this.timeout = timeout;
    this.minActivationHeight = minActivationHeight;
    this.threshold = threshold;
    this.period = period;
    this.signals = signals;
  }

  private boolean isFixed() {
    return startTime == VersionBitsDeployment.ALWAYS_ACTIVE
        || startTime == VersionBitsDeployment.NEVER_ACTIVE;
  }

  /** Returns the last block of the period before the one that a child of {@code parent} is in. */
  private @Nullable HeaderView periodParent(@Nullable HeaderView parent) {
    return parent == null
        ? null
        : parent.ancestor(parent.height() - (parent.height() + 1) % period);
  }

  /** Returns the state of a child of {@code parent} (null: of genesis). */
  ThresholdState stateAfter(@Nullable HeaderView parent) {
    if (isFixed()) {
      return startTime == VersionBitsDeployment.ALWAYS_ACTIVE
          ? ThresholdState.ACTIVE
          : ThresholdState.FAILED;
    }
    Deque<HeaderView> unknown = new ArrayDeque<>();
    ThresholdState state = ThresholdState.DEFINED;
    for (HeaderView at = periodParent(parent); at != null; at = at.ancestor(at.height() - period)) {
      ThresholdState stored = known.get(at.hash());
      if (stored != null) {
        state = stored;
        break;
      }
      if (at.medianTimePast() < startTime) {
        // Median times never fall, so everything before is defined too.
        known.put(at.hash(), ThresholdState.DEFINED);
        break;
      }
      unknown.push(at);
    }
    while (!unknown.isEmpty()) {
      HeaderView last = unknown.pop();
      state = next(state, last);
      known.put(last.hash(), state);
    }
    return state;
  }

  /** Returns what {@code state} becomes after the period that ends with {@code last}. */
  private ThresholdState next(ThresholdState state, HeaderView last) {
    return switch (state) {
      case DEFINED ->
          last.medianTimePast() >= startTime ? ThresholdState.STARTED : ThresholdState.DEFINED;
      case STARTED -> {
        if (count(last, period) >= threshold) {
          yield ThresholdState.LOCKED_IN;
        }
        yield last.medianTimePast() >= timeout ? ThresholdState.FAILED : ThresholdState.STARTED;
      }
      case LOCKED_IN ->
          last.height() + 1 >= minActivationHeight
              ? ThresholdState.ACTIVE
              : ThresholdState.LOCKED_IN;
      case ACTIVE, FAILED -> state;
    };
  }

  private int count(HeaderView last, int blocks) {
    int count = 0;
    HeaderView at = last;
    for (int i = 0; i < blocks && at != null; i++) {
      if (signals.test(at)) {
        count++;
      }
      at = at.previous();
    }
    return count;
  }

  /** Returns the height of the first block that has the state of a child of {@code parent}. */
  int sinceHeightAfter(@Nullable HeaderView parent) {
    if (isFixed()) {
      return 0;
    }
    ThresholdState state = stateAfter(parent);
    HeaderView at = periodParent(parent);
    if (state == ThresholdState.DEFINED || at == null) {
      return 0;
    }
    while (true) {
      HeaderView before = at.ancestor(at.height() - period);
      if (before == null || stateAfter(before) != state) {
        return at.height() + 1;
      }
      at = before;
    }
  }

  /** Counts signals in the period that {@code block} is in, up to {@code block}. */
  VersionBits.Statistics statistics(HeaderView block) {
    int elapsed = 1 + block.height() % period;
    List<Boolean> signalling = new ArrayList<>(elapsed);
    int count = 0;
    HeaderView at = block;
    for (int i = 0; i < elapsed && at != null; i++) {
      boolean signal = signals.test(at);
      signalling.addFirst(signal);
      count += signal ? 1 : 0;
      at = at.previous();
    }
    return new VersionBits.Statistics(
        period, threshold, elapsed, count, period - threshold >= elapsed - count, signalling);
  }
}
