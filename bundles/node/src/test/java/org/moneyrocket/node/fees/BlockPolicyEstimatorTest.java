// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Txid;

public class BlockPolicyEstimatorTest {
  private static final FeeRate LOW = new FeeRate(1000);
  private static final FeeRate HIGH = new FeeRate(20_000);

  private final BlockPolicyEstimator estimator = new BlockPolicyEstimator();
  private int made;
  private int height = 100;

  @Test
  public void nothingIsEstimatedWithoutHistory() {
    assertThat(estimator.estimate(6, false).rate()).isEmpty();
    assertThat(estimator.estimate(0, false).rate()).isEmpty();
    assertThat(estimator.estimate(1009, false).rate()).isEmpty();
    assertThat(estimator.raw(EstimateHorizon.SHORT, 13, 0.95)).isEmpty();
    assertThat(estimator.raw(EstimateHorizon.SHORT, 12, 0.95).orElseThrow().found()).isFalse();
  }

  @Test
  public void theLowestRateThatGetsConfirmedInTimeIsTheEstimate() {
    for (int i = 0; i < 20; i++) {
      confirm(add(10, LOW, true), LOW);
      confirm(add(10, HIGH, true), HIGH);
    }
    assertThat(estimator.estimate(1, false))
        .isEqualTo(new BlockPolicyEstimator.Estimate(Optional.of(LOW), 2));
  }

  @Test
  public void aRateWhoseTransactionsStayInTheMempoolIsTooLow() {
    for (int i = 0; i < 30; i++) {
      add(10, LOW, true);
      confirm(add(10, HIGH, true), HIGH);
    }
    assertThat(estimator.estimate(2, false).rate()).contains(HIGH);
  }

  @Test
  public void aRateWhoseTransactionsWereReplacedIsTooLow() {
    for (int i = 0; i < 30; i++) {
      List<Txid> waiting = add(10, LOW, true);
      confirm(add(10, HIGH, true), HIGH);
      waiting.forEach(estimator::removed);
    }
    assertThat(estimator.estimate(2, false).rate()).contains(HIGH);
  }

  @Test
  public void whatSaysNothingAboutItsFeeIsNotCounted() {
    for (int i = 0; i < 20; i++) {
      confirm(add(10, LOW, false), LOW);
    }
    assertThat(estimator.estimate(2, false).rate()).isEmpty();
  }

  @Test
  public void conservativeEstimatesRememberLonger() {
    for (int i = 0; i < 12; i++) {
      confirm(add(24, HIGH, true), HIGH);
    }
    for (int i = 0; i < 4; i++) {
      confirm(add(24, LOW, true), LOW);
    }
    assertThat(estimator.estimate(1, true).rate()).contains(HIGH);
    assertThat(estimator.estimate(1, false).rate()).contains(LOW);
  }

  @Test
  public void theTargetIsLimitedByHalfOfTheHistory() {
    for (int i = 0; i < 21; i++) {
      confirm(add(10, LOW, true), LOW);
    }
    assertThat(estimator.estimate(1008, false).target()).isEqualTo(10);
  }

  @Test
  public void aFileKeepsEverythingButWhatWaits() throws DecodeException {
    for (int i = 0; i < 30; i++) {
      confirm(add(10, LOW, true), LOW);
      confirm(add(3, HIGH, true), HIGH);
    }
    estimator.giveUpWaiting();
    ByteWriter first = new ByteWriter();
    estimator.write(first);
    BlockPolicyEstimator again = new BlockPolicyEstimator();
    again.read(new ByteReader(first.toArray()));
    assertThat(again.estimate(5, true)).isEqualTo(estimator.estimate(5, true));
    ByteWriter second = new ByteWriter();
    again.write(second);
    assertThat(second.toBytes()).isEqualTo(first.toBytes());
    assertThat(new ByteReader(first.toArray()).i32()).isEqualTo(309_900);
  }

  @Test
  public void aDamagedFileChangesNothing() {
    for (int i = 0; i < 20; i++) {
      confirm(add(10, LOW, true), LOW);
    }
    ByteWriter good = new ByteWriter();
    estimator.write(good);
    byte[] wrongVersion = good.toArray();
    wrongVersion[0]++;
    byte[] shortened = java.util.Arrays.copyOf(good.toArray(), good.size() - 1);
    byte[] noBuckets = good.toArray();
    noBuckets[16] = 1;
    for (byte[] bad : List.of(wrongVersion, shortened, noBuckets)) {
      assertThatThrownBy(() -> estimator.read(new ByteReader(bad)))
          .isInstanceOf(DecodeException.class);
      assertThat(estimator.estimate(2, false).rate()).contains(LOW);
    }
  }

  @Test
  public void thereAreAsManyBucketsAsBitcoinCoreHas() {
    assertThat(FeeBuckets.standard().size()).isEqualTo(237);
    assertThat(FeeBuckets.standard().indexOf(100)).isZero();
    assertThat(FeeBuckets.standard().indexOf(100.5)).isEqualTo(1);
    assertThat(FeeBuckets.standard().indexOf(2e15)).isEqualTo(236);
  }

  @Test
  public void onAShortChainWhatWaitsIsCountedAsBitcoinCoreDoes() {
    FeeBuckets buckets = FeeBuckets.standard();
    Horizon horizon = EstimateHorizon.LONG.empty(buckets);
    int bucket = buckets.indexOf(1000);
    horizon.entered(100, bucket);
    horizon.entered(200, bucket);

    // Heights below zero wrap around 2^32, so that the first is met at two ages, the second at one.
    assertThat(horizon.search(10, 0.1, 0.95, 200).fail().orElseThrow().waiting()).isEqualTo(3);
    assertThat(horizon.search(10, 0.1, 0.95, 1100).fail().orElseThrow().waiting()).isEqualTo(2);
  }

  /** Puts transactions into the mempool. */
  private List<Txid> add(int count, FeeRate rate, boolean meaningful) {
    if (made == 0) {
      estimator.block(List.of(), height);
    }
    List<Txid> txids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] id = new byte[32];
      id[0] = (byte) ++made;
      id[1] = (byte) (made >> 8);
      Txid txid = new Txid(Bytes.wrap(id));
      estimator.added(txid, rate, height, meaningful);
      txids.add(txid);
    }
    return txids;
  }

  /** Makes a block of them. */
  private void confirm(List<Txid> txids, FeeRate rate) {
    height++;
    estimator.block(
        txids.stream().map(txid -> new BlockPolicyEstimator.Confirmed(txid, rate)).toList(),
        height);
  }
}
