// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.sign.SigningData;

/**
 * What a caller may decide about a transaction; whatever is not set the wallet decides. Filled step
 * by step, then given to {@link TransactionBuilder}. Not thread-safe.
 */
public final class SpendOptions {
  static final int MAX_DEPTH = 9_999_999;

  private final Map<OutPoint, Preselected> preselected = new LinkedHashMap<>();
  private Optional<Bytes> changeScript = Optional.empty();
  private Optional<OutputType> changeType = Optional.empty();
  private Optional<Integer> changePosition = Optional.empty();
  private boolean includeUnsafe;
  private boolean allowOtherInputs = true;
  private Optional<FeeRate> feeRate = Optional.empty();
  private boolean overrideFeeRate;
  private Optional<Integer> confirmTarget = Optional.empty();
  private FeeMode feeMode = FeeMode.UNSET;
  private Optional<Boolean> signalRbf = Optional.empty();
  private boolean avoidPartialSpends;
  private boolean avoidReuse;
  private int minDepth;
  private int maxDepth = MAX_DEPTH;
  private int version = 2;
  private Optional<Integer> lockTime = Optional.empty();
  private Optional<Integer> maxWeight = Optional.empty();
  private SigningData external = new SigningData();

  public SpendOptions copy() {
    SpendOptions copy = new SpendOptions();
    copy.preselected.putAll(preselected);
    copy.changeScript = changeScript;
    copy.changeType = changeType;
    copy.changePosition = changePosition;
    copy.includeUnsafe = includeUnsafe;
    copy.allowOtherInputs = allowOtherInputs;
    copy.feeRate = feeRate;
    copy.overrideFeeRate = overrideFeeRate;
    copy.confirmTarget = confirmTarget;
    copy.feeMode = feeMode;
    copy.signalRbf = signalRbf;
    copy.avoidPartialSpends = avoidPartialSpends;
    copy.avoidReuse = avoidReuse;
    copy.minDepth = minDepth;
    copy.maxDepth = maxDepth;
    copy.version = version;
    copy.lockTime = lockTime;
    copy.maxWeight = maxWeight;
    copy.external = external;
    return copy;
  }

  /** Returns inputs that have to be in the transaction, in their order. */
  public List<Preselected> preselected() {
    return new ArrayList<>(preselected.values());
  }

  public Optional<Preselected> preselected(OutPoint outPoint) {
    return Optional.ofNullable(preselected.get(outPoint));
  }

  /** Adds an input, or replaces what was said about it. */
  public SpendOptions preselect(Preselected input) {
    preselected.put(input.outPoint(), input);
    return this;
  }

  public Optional<Bytes> changeScript() {
    return changeScript;
  }

  /** Sends change there instead of to a new address. */
  public SpendOptions changeScript(Optional<Bytes> script) {
    changeScript = script;
    return this;
  }

  public Optional<OutputType> changeType() {
    return changeType;
  }

  public SpendOptions changeType(Optional<OutputType> type) {
    changeType = type;
    return this;
  }

  public Optional<Integer> changePosition() {
    return changePosition;
  }

  public SpendOptions changePosition(Optional<Integer> position) {
    changePosition = position;
    return this;
  }

  public boolean includeUnsafe() {
    return includeUnsafe;
  }

  public SpendOptions includeUnsafe(boolean include) {
    includeUnsafe = include;
    return this;
  }

  public boolean allowOtherInputs() {
    return allowOtherInputs;
  }

  public SpendOptions allowOtherInputs(boolean allow) {
    allowOtherInputs = allow;
    return this;
  }

  public Optional<FeeRate> feeRate() {
    return feeRate;
  }

  public SpendOptions feeRate(Optional<FeeRate> rate) {
    feeRate = rate;
    return this;
  }

  public boolean overrideFeeRate() {
    return overrideFeeRate;
  }

  /** Uses the fee rate that was set even if the node would not relay it. */
  public SpendOptions overrideFeeRate(boolean override) {
    overrideFeeRate = override;
    return this;
  }

  public Optional<Integer> confirmTarget() {
    return confirmTarget;
  }

  public SpendOptions confirmTarget(Optional<Integer> blocks) {
    confirmTarget = blocks;
    return this;
  }

  public FeeMode feeMode() {
    return feeMode;
  }

  public SpendOptions feeMode(FeeMode mode) {
    feeMode = mode;
    return this;
  }

  public Optional<Boolean> signalRbf() {
    return signalRbf;
  }

  public SpendOptions signalRbf(Optional<Boolean> signal) {
    signalRbf = signal;
    return this;
  }

  public boolean avoidPartialSpends() {
    return avoidPartialSpends;
  }

  public SpendOptions avoidPartialSpends(boolean avoid) {
    avoidPartialSpends = avoid;
    return this;
  }

  public boolean avoidReuse() {
    return avoidReuse;
  }

  /** Leaves coins on used addresses alone, if the wallet keeps track of them. */
  public SpendOptions avoidReuse(boolean avoid) {
    avoidReuse = avoid;
    return this;
  }

  public int minDepth() {
    return minDepth;
  }

  public SpendOptions minDepth(int depth) {
    minDepth = depth;
    return this;
  }

  public int maxDepth() {
    return maxDepth;
  }

  public SpendOptions maxDepth(int depth) {
    maxDepth = depth;
    return this;
  }

  public int version() {
    return version;
  }

  public SpendOptions version(int newVersion) {
    version = newVersion;
    return this;
  }

  public Optional<Integer> lockTime() {
    return lockTime;
  }

  public SpendOptions lockTime(Optional<Integer> time) {
    lockTime = time;
    return this;
  }

  public Optional<Integer> maxWeight() {
    return maxWeight;
  }

  public SpendOptions maxWeight(Optional<Integer> weight) {
    maxWeight = weight;
    return this;
  }

  /** Returns keys and scripts of inputs that are not the wallet's, for their sizes. */
  public SigningData external() {
    return external;
  }

  public SpendOptions external(SigningData data) {
    external = data;
    return this;
  }
}
