// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.Optional;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.interfaces.chain.FeeLimits;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.wallet.WalletSettings;

/** Finds the fee rate of a transaction. */
public final class FeeRates {
  /** Where a rate came from, with the names that RPC and logs use. */
  public enum Reason {
    ESTIMATOR("Fee Rate Estimator"),
    MEMPOOL_MIN("Mempool Min Fee"),
    USER_SPECIFIED("User Specified Fee"),
    FALLBACK("Fallback fee"),
    REQUIRED("Minimum Required Fee");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /**
   * A rate and where it came from.
   *
   * @param target confirmation target it was estimated for, in blocks
   */
  public record Found(FeeRate rate, Reason reason, Optional<Integer> target) {}

  private final Chain chain;
  private final WalletSettings settings;
  private final FeeLimits limits;

  public FeeRates(Chain chain, WalletSettings settings) {
    this.chain = chain;
    this.settings = settings;
    this.limits = chain.feeLimits();
  }

  public FeeLimits limits() {
    return limits;
  }

  /** Returns the lowest rate that is ever used without being told to. */
  public FeeRate required() {
    return max(settings.minFeeRate(), limits.relayMin());
  }

  /** Returns the rate for a new transaction. */
  public Found minimum(SpendOptions options) {
    if (options.feeRate().isPresent()) {
      FeeRate given = options.feeRate().get();
      boolean enough = options.overrideFeeRate() || given.compareTo(required()) >= 0;
      return enough
          ? new Found(given, Reason.USER_SPECIFIED, Optional.empty())
          : new Found(required(), Reason.REQUIRED, Optional.empty());
    }
    int target = options.confirmTarget().orElse(settings.confirmTarget());
    boolean conservative =
        switch (options.feeMode()) {
          case CONSERVATIVE -> true;
          case ECONOMICAL -> false;
          case UNSET -> !options.signalRbf().orElse(settings.signalRbf());
        };
    var estimate = chain.estimateFee(target, conservative);
    Found found;
    if (estimate.rate().filter(rate -> rate.satsPerKvb() > 0).isPresent()) {
      found = new Found(estimate.rate().get(), Reason.ESTIMATOR, Optional.of(estimate.target()));
    } else {
      found = new Found(settings.fallbackFeeRate(), Reason.FALLBACK, Optional.empty());
      if (found.rate().satsPerKvb() == 0) {
        return found;
      }
    }
    if (found.rate().compareTo(limits.mempoolMin()) < 0) {
      found = new Found(limits.mempoolMin(), Reason.MEMPOOL_MIN, Optional.empty());
    }
    return found.rate().compareTo(required()) < 0
        ? new Found(required(), Reason.REQUIRED, Optional.empty())
        : found;
  }

  /** Returns the rate for a new transaction; fails if the one asked for cannot be used. */
  public Found usable(SpendOptions options) throws BuildException {
    Found found = minimum(options);
    Optional<FeeRate> given = options.feeRate();
    if (given.isPresent() && found.rate().compareTo(given.get()) > 0) {
      String message =
          "Fee rate ("
              + MoneyText.perVbyte(given.get())
              + ") is lower than the minimum fee rate setting ("
              + MoneyText.perVbyte(found.rate())
              + ").";
      if (found.reason() == Reason.REQUIRED) {
        message +=
            "\nConsider modifying -mintxfee ("
                + MoneyText.perVbyte(settings.minFeeRate())
                + ") or -minrelaytxfee ("
                + MoneyText.perVbyte(limits.relayMin())
                + ").";
      }
      throw new BuildException(message);
    }
    if (found.reason() == Reason.FALLBACK && found.rate().satsPerKvb() == 0) {
      throw new BuildException(
          "Fee estimation failed. Fallbackfee is disabled. Wait a few blocks or enable"
              + " -fallbackfee.");
    }
    return found;
  }

  /** Returns the rate at which change is compared with the cost of spending it. */
  public FeeRate discard() {
    FeeRate longest = chain.estimateFee(limits.maxTarget(), false).rate().orElse(FeeRate.ZERO);
    FeeRate rate =
        longest.satsPerKvb() == 0 || longest.compareTo(settings.discardRate()) > 0
            ? settings.discardRate()
            : longest;
    return max(rate, limits.dust());
  }

  static FeeRate max(FeeRate a, FeeRate b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
