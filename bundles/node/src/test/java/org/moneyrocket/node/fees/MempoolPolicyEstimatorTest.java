// SPDX-License-Identifier: MIT
package org.moneyrocket.node.fees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.node.mempool.FeeFraction;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.FeeRate;

public class MempoolPolicyEstimatorTest {
  private static final FeeRate FLOOR = new FeeRate(100);

  private boolean loaded = true;
  private BlockHash tip = BlockHash.ZERO;
  private long now = 1_700_000_000;
  private final List<FeeFraction> chunks = new ArrayList<>();
  private final MempoolPolicyEstimator estimator =
      new MempoolPolicyEstimator(
          MempoolPolicyEstimator.source(() -> loaded, () -> tip, () -> chunks, () -> FLOOR),
          () -> Instant.ofEpochSecond(now));

  @Test
  public void sixBlocksAreNeeded() {
    blocks(1, 5, 1, 1);
    assertThat(estimator.estimate(true).error())
        .isEqualTo("mempool_policy: Not enough recent block data for fee rate estimation");
    blocks(6, 1, 1, 1);
    assertThat(estimator.estimate(true).rate()).contains(FLOOR);
    blocks(8, 1, 1, 1);
    assertThat(estimator.window()).hasSize(1);
  }

  @Test
  public void aMempoolThatMissesWhatIsMinedIsNotTrusted() {
    blocks(1, 6, 74, 100);
    assertThat(estimator.estimate(true).rate()).as("too little activity to judge").isPresent();
    blocks(7, 6, 740_000, 1_000_000);
    assertThat(estimator.estimate(true).error())
        .isEqualTo("mempool_policy: Mempool is unreliable for fee rate estimation");
    blocks(13, 6, 750_000, 1_000_000);
    assertThat(estimator.estimate(true).rate()).isPresent();
    loaded = false;
    assertThat(estimator.estimate(true).error())
        .isEqualTo("mempool_policy: Mempool not loaded yet, no fee rate estimate available");
  }

  @Test
  public void theRatesAtHalfAndThreeQuartersOfABlockAreTheEstimates() {
    blocks(1, 6, 1, 1);
    chunks.add(new FeeFraction(400_000, 2_000_000));
    chunks.add(new FeeFraction(100_000, 1_000_000));
    assertThat(estimator.estimate(true).rate()).contains(new FeeRate(800));
    assertThat(estimator.estimate(false).rate()).contains(new FeeRate(400));
    chunks.clear();
    assertThat(estimator.estimate(true).rate()).as("kept").contains(new FeeRate(800));
    now += 8;
    assertThat(estimator.estimate(true).rate()).as("made again").contains(FLOOR);
  }

  @Test
  public void theFileIsTiedToTheTip() throws DecodeException {
    blocks(1, 6, 3, 4);
    ByteWriter out = new ByteWriter();
    estimator.write(out);
    var again =
        new MempoolPolicyEstimator(
            MempoolPolicyEstimator.source(() -> true, () -> tip, List::of, () -> FLOOR),
            () -> Instant.EPOCH);
    again.read(new ByteReader(out.toArray()), hash(6), 6);
    assertThat(again.window()).isEqualTo(estimator.window());
    assertThatThrownBy(() -> again.read(new ByteReader(out.toArray()), hash(7), 6))
        .isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> again.read(new ByteReader(out.toArray()), hash(6), 7))
        .isInstanceOf(DecodeException.class);
    assertThat(again.window()).hasSize(6);
  }

  private void blocks(int from, int count, long ours, long all) {
    for (int i = from; i < from + count; i++) {
      estimator.block(new MempoolPolicyEstimator.BlockStats(i, ours, all), hash(i));
      tip = hash(i);
    }
  }

  private static BlockHash hash(int n) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) n;
    return new BlockHash(Bytes.wrap(bytes));
  }
}
