// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.interfaces.chain.MempoolAncestry;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.wallet.select.Selection.Algorithm;
import org.moneyrocket.wallet.select.SelectionOutcome.Found;
import org.moneyrocket.wallet.select.SelectionOutcome.NotFound;

public class CoinSelectionTest {
  private static final FeeRate LONG_TERM = new FeeRate(10_000);
  private static final int VSIZE = 68;

  private int serial;

  private static SelectionParameters parameters(long rate, boolean subtractFee, boolean group) {
    FeeRate effective = new FeeRate(rate);
    long changeFee = effective.feeOf(31);
    return new SelectionParameters(
        effective,
        LONG_TERM,
        42,
        31,
        changeFee,
        changeFee + LONG_TERM.feeOf(VSIZE),
        LONG_TERM.feeOf(VSIZE) + 1,
        changeFee + 50_000,
        400_000,
        subtractFee,
        group,
        false,
        false);
  }

  private OutPoint nextOutPoint() {
    byte[] hash = new byte[32];
    ByteBuffer.wrap(hash).putInt(serial++);
    return new OutPoint(new Txid(Bytes.wrap(hash)), 0);
  }

  private Candidate coin(long effective, int vsize, int depth, boolean fromMe, long rate) {
    FeeRate feeRate = new FeeRate(rate);
    long value = effective + feeRate.feeOf(vsize);
    return Candidate.of(
        nextOutPoint(),
        new TxOut(value, Bytes.fromHex(String.format("%08x", serial))),
        depth,
        vsize,
        true,
        0,
        fromMe,
        feeRate);
  }

  private List<CoinGroup> groups(SelectionParameters parameters, long... effective) {
    List<CoinGroup> groups = new ArrayList<>();
    for (long amount : effective) {
      CoinGroup group = new CoinGroup(parameters);
      group.add(coin(amount, VSIZE, 6, false, parameters.effectiveRate().satsPerKvb()), 0, 0);
      groups.add(group);
    }
    return groups;
  }

  private static Selection found(SelectionOutcome outcome) {
    assertThat(outcome).isInstanceOf(Found.class);
    return ((Found) outcome).selection();
  }

  private static List<Long> amounts(Selection selection) {
    return selection.coins().stream().map(Candidate::effectiveValueSats).sorted().toList();
  }

  @Test
  public void branchAndBoundFindsAnExactSumOfManyCoins() {
    SelectionParameters p = parameters(20_000, false, false);

    Selection s =
        found(
            BranchAndBound.select(
                groups(p, 1_000, 2_000, 4_000, 8_000, 16_000, 900_000), 21_000, 100, 400_000, p));

    assertThat(amounts(s)).containsExactly(1_000L, 4_000L, 16_000L);
  }

  @Test
  public void branchAndBoundAcceptsNoMoreThanTheCostOfChange() {
    SelectionParameters p = parameters(20_000, false, false);

    assertThat(BranchAndBound.select(groups(p, 10_500), 10_000, 500, 400_000, p))
        .isInstanceOf(Found.class);
    assertThat(BranchAndBound.select(groups(p, 10_501), 10_000, 500, 400_000, p))
        .isEqualTo(SelectionOutcome.INSUFFICIENT);
    assertThat(BranchAndBound.select(groups(p, 9_999), 10_000, 500, 400_000, p))
        .isEqualTo(SelectionOutcome.INSUFFICIENT);
  }

  @Test
  public void branchAndBoundPrefersFewInputsAtHighRatesAndManyAtLowOnes() {
    SelectionParameters high = parameters(100_000, false, false);
    SelectionParameters low = parameters(1_000, false, false);
    long[] amounts = {6_000, 3_000, 2_000, 1_000};

    assertThat(found(BranchAndBound.select(groups(high, amounts), 6_000, 10, 400_000, high)).size())
        .isEqualTo(1);
    assertThat(found(BranchAndBound.select(groups(low, amounts), 6_000, 10, 400_000, low)).size())
        .isEqualTo(3);
  }

  @Test
  public void branchAndBoundSaysWhenOnlyTheWeightIsInTheWay() {
    SelectionParameters p = parameters(20_000, false, false);

    assertThat(BranchAndBound.select(groups(p, 5_000, 5_000), 10_000, 10, VSIZE * 4, p))
        .isEqualTo(SelectionOutcome.TOO_HEAVY);
  }

  @Test
  public void coinGrinderTakesTheLightestSet() {
    SelectionParameters p = parameters(100_000, false, false);
    List<CoinGroup> groups = new ArrayList<>();
    long[][] amountAndVsize = {{100_000, 300}, {60_000, 68}, {50_000, 68}, {40_000, 68}};
    for (long[] pair : amountAndVsize) {
      CoinGroup group = new CoinGroup(p);
      group.add(coin(pair[0], (int) pair[1], 6, false, 100_000), 0, 0);
      groups.add(group);
    }

    Selection s = found(CoinGrinder.select(groups, 80_000, 10_000, 400_000, p));

    assertThat(amounts(s)).containsExactly(40_000L, 50_000L);
    assertThat(s.weight()).isEqualTo(2 * 68 * 4);
  }

  @Test
  public void knapsackTakesTheSingleLargerCoinWhenTheSmallOnesDoNotReach() {
    SelectionParameters p = parameters(1_000, false, false);

    Selection s =
        found(
            Knapsack.select(
                groups(p, 1_000, 2_000, 500_000, 700_000), 100_000, 400_000, p, new Random(1)));

    assertThat(amounts(s)).containsExactly(500_000L);
  }

  @Test
  public void randomDrawLeavesRoomForChange() {
    SelectionParameters p = parameters(1_000, false, false);
    for (int seed = 0; seed < 50; seed++) {
      Selection s =
          found(
              SingleRandomDraw.select(
                  groups(p, 40_000, 40_000, 40_000, 40_000, 40_000),
                  100_000,
                  400_000,
                  p,
                  new Random(seed)));
      assertThat(s.effectiveValue()).isGreaterThanOrEqualTo(150_000);
    }
  }

  @Test
  public void randomPoolsNeverGiveTooLittleOrTooHeavy() {
    long seed = System.nanoTime();
    System.out.println("CoinSelectionTest seed " + seed);
    Random random = new Random(seed);
    int solved = 0;
    for (int round = 0; round < 300; round++) {
      SelectionParameters p =
          parameters(random.nextInt(1, 80_000), random.nextInt(5) == 0, random.nextBoolean());
      CoinPool pool = new CoinPool();
      int count = random.nextInt(1, 60);
      for (int i = 0; i < count; i++) {
        SpendType type = SpendType.values()[random.nextInt(5)];
        pool.add(
            type,
            coin(
                random.nextLong(-500, 200_000),
                random.nextInt(58, 200),
                random.nextInt(0, 10),
                random.nextBoolean(),
                p.effectiveRate().satsPerKvb()));
      }
      long target = random.nextLong(1, 2_000_000);
      int maxWeight = random.nextInt(3_000, 20_000);
      CoinSelector selector =
          new CoinSelector(
              p.withMaxWeight(maxWeight), SelectionLimits.DEFAULT, new QuietMempool(), random);
      if (selector.select(pool, new CoinPool(), target, true) instanceof Found(Selection s)) {
        solved++;
        assertThat(p.subtractFee() ? s.value() : s.effectiveValue()).isGreaterThanOrEqualTo(target);
        assertThat(s.weight()).isLessThanOrEqualTo(maxWeight - p.noInputsSize() * 4);
        assertThat(s.change(p)).isGreaterThanOrEqualTo(0);
      }
    }
    assertThat(solved).isGreaterThan(50);
  }

  @Test
  public void usesUnconfirmedCoinsOfOthersOnlyWhenAllowed() {
    SelectionParameters p = parameters(1_000, false, false);
    CoinPool pool = new CoinPool();
    pool.add(SpendType.BECH32, coin(500_000, VSIZE, 0, false, 1_000));
    CoinSelector selector =
        new CoinSelector(p, SelectionLimits.DEFAULT, new QuietMempool(), new Random(1));

    assertThat(selector.select(pool, new CoinPool(), 100_000, true))
        .isEqualTo(SelectionOutcome.INSUFFICIENT);

    CoinPool mine = new CoinPool();
    mine.add(SpendType.BECH32, coin(500_000, VSIZE, 0, true, 1_000));
    assertThat(selector.select(mine, new CoinPool(), 100_000, true)).isInstanceOf(Found.class);
  }

  @Test
  public void explainsThatTheChainOfUnconfirmedCoinsIsTooLong() {
    SelectionParameters p = parameters(1_000, false, false);
    CoinPool pool = new CoinPool();
    pool.add(SpendType.BECH32, coin(500_000, VSIZE, 0, true, 1_000));
    MempoolView crowded =
        new QuietMempool() {
          @Override
          public MempoolAncestry ancestry(Txid txid) {
            return new MempoolAncestry(25, 1, 5000, Amount.ZERO, 25);
          }
        };

    assertThat(
            new CoinSelector(p, SelectionLimits.DEFAULT, crowded, new Random(1))
                .select(pool, new CoinPool(), 100_000, true))
        .isInstanceOfSatisfying(
            NotFound.class,
            failure -> assertThat(failure.error()).startsWith("Unconfirmed UTXOs are available"));
  }

  @Test
  public void doesNotMixKindsOfCoinsWhenOneKindDoes() {
    SelectionParameters p = parameters(1_000, false, false);
    CoinPool pool = new CoinPool();
    for (int i = 0; i < 5; i++) {
      pool.add(SpendType.LEGACY, coin(100_000, 148, 10, false, 1_000));
      pool.add(SpendType.BECH32M, coin(100_000, 58, 10, false, 1_000));
    }
    Selection s =
        found(
            new CoinSelector(p, SelectionLimits.DEFAULT, new QuietMempool(), new Random(1))
                .select(pool, new CoinPool(), 300_000, true));

    assertThat(s.coins().stream().map(Candidate::inputVsize).distinct()).hasSize(1);
  }

  @Test
  public void takesLargeCoinsOfAnotherKindWhenTheSmallOnesAreTooHeavy() {
    SelectionParameters p = parameters(1_000, false, false);
    CoinPool pool = new CoinPool();
    for (int i = 0; i < 8_000; i++) {
      pool.add(SpendType.BECH32, coin(9_900, VSIZE, 10, true, 1_000));
    }
    pool.add(SpendType.BECH32M, coin(5_000_000_000L, 58, 10, true, 1_000));
    for (int seed = 0; seed < 5; seed++) {
      Selection s =
          found(
              new CoinSelector(p, SelectionLimits.DEFAULT, new QuietMempool(), new Random(seed))
                  .select(pool, new CoinPool(), 60_000_000, true));

      assertThat(s.effectiveValue()).isGreaterThan(60_000_000);
      assertThat(s.weight()).isLessThanOrEqualTo(400_000);
    }
  }

  @Test
  public void spendsAllCoinsOfAScriptTogetherWhenAvoidingPartialSpends() {
    SelectionParameters p = parameters(1_000, false, true);
    CoinPool pool = new CoinPool();
    Bytes script = Bytes.fromHex("0014aa");
    for (int i = 0; i < 4; i++) {
      pool.add(
          SpendType.BECH32,
          Candidate.of(
              nextOutPoint(),
              new TxOut(100_000, script),
              10,
              VSIZE,
              true,
              0,
              false,
              p.effectiveRate()));
    }
    Selection s =
        found(
            new CoinSelector(p, SelectionLimits.DEFAULT, new QuietMempool(), new Random(1))
                .select(pool, new CoinPool(), 50_000, true));

    assertThat(s.size()).isEqualTo(4);
  }

  @Test
  public void preselectedCoinsThatSufficeAreTakenAsTheyAre() {
    SelectionParameters p = parameters(1_000, false, false);
    CoinPool preselected = new CoinPool();
    preselected.add(SpendType.UNKNOWN, coin(100_000, VSIZE, 0, false, 1_000));
    CoinSelector selector =
        new CoinSelector(p, SelectionLimits.DEFAULT, new QuietMempool(), new Random(1));

    Selection s = found(selector.select(new CoinPool(), preselected, 90_000, false));
    assertThat(s.algorithm()).isEqualTo(Algorithm.MANUAL);

    assertThat(selector.select(new CoinPool(), preselected, 110_000, false))
        .isInstanceOfSatisfying(
            NotFound.class,
            failure -> assertThat(failure.error()).startsWith("The preselected coins total"));
  }

  @Test
  public void sharedAncestorsAreBumpedOnce() {
    SelectionParameters p = parameters(50_000, false, false);
    CoinPool pool = new CoinPool();
    pool.add(SpendType.BECH32, coin(80_000, VSIZE, 0, true, 50_000).withBumpFee(5_000));
    pool.add(SpendType.BECH32, coin(80_000, VSIZE, 0, true, 50_000).withBumpFee(5_000));
    MempoolView shared =
        new QuietMempool() {
          @Override
          public Optional<Long> combinedBumpFee(List<OutPoint> outPoints, FeeRate rate) {
            return Optional.of(outPoints.isEmpty() ? 0L : 5_000L);
          }
        };
    Selection s =
        found(
            new CoinSelector(p, SelectionLimits.DEFAULT, shared, new Random(1))
                .select(pool, new CoinPool(), 90_000, true));

    assertThat(s.size()).isEqualTo(2);
    assertThat(s.bumpFees()).isEqualTo(5_000);
  }

  private static class QuietMempool implements MempoolView {
    @Override
    public MempoolAncestry ancestry(Txid txid) {
      return new MempoolAncestry(1, 1, 100, Amount.ZERO, 1);
    }

    @Override
    public Optional<Long> combinedBumpFee(List<OutPoint> outPoints, FeeRate rate) {
      return Optional.of(0L);
    }
  }
}
