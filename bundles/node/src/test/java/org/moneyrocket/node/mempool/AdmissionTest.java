// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moneyrocket.node.mempool.PoolFixture.ANYBODY;
import static org.moneyrocket.node.mempool.PoolFixture.output;
import static org.moneyrocket.node.mempool.PoolFixture.spend;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.node.policy.MoneyText;
import org.moneyrocket.node.policy.RelayPolicy;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

public class AdmissionTest {
  private final PoolFixture fixture = new PoolFixture();

  @Test
  public void aGoodTransactionComesInAndIsTold() {
    Transaction tx = spend(fixture.coin(100_000), 99_000);

    assertThat(fixture.submit(tx)).isEqualTo("ok");

    assertThat(fixture.pool.find(tx.txid()).orElseThrow().baseFee()).isEqualTo(1000);
    assertThat(fixture.events).containsExactly("1 + " + tx.txid());
    assertThat(fixture.pool.totals().sequence()).isEqualTo(2);
  }

  @Test
  public void memoryIsCountedByTheFormulaUsersKnow() {
    // One input with two witness items of 1 and 33 bytes, one output of 34 bytes.
    Transaction tx =
        new Transaction(
            2,
            List.of(
                new TxIn(
                    fixture.coin(100_000),
                    Bytes.EMPTY,
                    -1,
                    List.of(Bytes.wrap(new byte[1]), Bytes.wrap(new byte[33])))),
            List.of(new TxOut(99_000, ANYBODY)),
            0);

    assertThat(MemoryUsage.of(tx)).isEqualTo(544);
    assertThat(fixture.pool.usage()).isZero();
    fixture.submit(spend(fixture.coin(100_000), 99_000));
    // Without the second item (64) and its place in the list (24 rounded up: 32 less).
    assertThat(fixture.pool.usage()).isEqualTo(1112 - 64 - 16);
  }

  @Test
  public void theSameTransactionTwiceIsToldApartFromAnotherWitness() {
    Transaction tx = spend(fixture.coin(100_000), 99_000);
    fixture.submit(tx);
    TxIn in = tx.inputs().get(0);
    Transaction stripped = tx.withInputs(List.of(in.withWitness(List.of())));

    assertThat(fixture.submit(tx)).isEqualTo("txn-already-in-mempool");
    assertThat(fixture.submit(stripped)).isEqualTo("txn-same-nonwitness-data-in-mempool");
  }

  @Test
  public void aMissingInputIsNoFaultOfTheTransaction() {
    Transaction tx = spend(new OutPoint(Txid.ZERO, 7), 1000);

    AdmissionResult result = fixture.door.submit(tx);

    assertThat(PoolFixture.text(result)).isEqualTo("bad-txns-inputs-missingorspent");
    assertThat(((AdmissionResult.Rejected) result).blame()).isEqualTo(Blame.MISSING_INPUTS);
  }

  @Test
  public void aTransactionConfirmedAMomentAgoIsKnown() {
    Transaction tx = spend(new OutPoint(Txid.ZERO, 7), 1000);
    fixture.coins.put(
        output(tx, 0), new org.moneyrocket.consensus.Coin(tx.outputs().get(0), 200, false));
    fixture.coin(output(tx, 0));

    assertThat(fixture.submit(tx)).isEqualTo("txn-already-known");
  }

  @Test
  public void aYoungCoinbaseCannotBeSpent() {
    OutPoint young = fixture.coin(5_000_000_000L, 102, true);
    OutPoint old = fixture.coin(5_000_000_000L, 101, true);

    assertThat(fixture.submit(spend(young, 4_999_000_000L)))
        .isEqualTo("bad-txns-premature-spend-of-coinbase, tried to spend coinbase at depth 99");
    assertThat(fixture.submit(spend(old, 4_999_000_000L))).isEqualTo("ok");
  }

  @Test
  public void feesAreComparedWithTheMinimum() {
    Transaction free = spend(fixture.coin(100_000), 100_000);
    int vsize = free.vsize();

    assertThat(fixture.submit(free))
        .isEqualTo("min relay fee not met, 0 < " + new FeeRate(100).feeOf(vsize));
    assertThat(fixture.submit(spend(fixture.coin(100_000), 99_989))).isEqualTo("ok");
  }

  @Test
  public void aDeltaCountsAsFeeBeforeAndAfter() {
    Transaction free = spend(fixture.coin(100_000), 100_000);
    fixture.pool.prioritise(free.txid(), 500);

    assertThat(fixture.submit(free)).isEqualTo("ok");
    fixture.pool.prioritise(free.txid(), 300);

    assertThat(fixture.pool.find(free.txid()).orElseThrow().modifiedFee()).isEqualTo(800);
    assertThat(fixture.pool.totals().fees()).isZero();
    assertThat(fixture.pool.deltas()).containsEntry(free.txid(), 800L);
  }

  @Test
  public void spendingMoreThanThereIsNamesBothAmounts() {
    assertThat(fixture.submit(spend(fixture.coin(100_000), 100_001)))
        .isEqualTo("bad-txns-in-belowout, value in (0.001) < value out (0.00100001)");
  }

  @Test
  public void aWrongScriptIsNamedWithItsInput() {
    OutPoint coin = fixture.coin(100_000);
    Transaction tx =
        new Transaction(
            2,
            List.of(
                new TxIn(coin, Bytes.EMPTY, -1, List.of(Bytes.fromHex("51"), Bytes.fromHex("52")))),
            List.of(new TxOut(99_000, ANYBODY)),
            0);

    AdmissionResult.Rejected result = (AdmissionResult.Rejected) fixture.door.submit(tx);

    assertThat(result.why().reason())
        .isEqualTo("mempool-script-verify-flag-failed (Witness program hash mismatch)");
    assertThat(result.why().detail())
        .isEqualTo("input 0 of " + tx.txid() + " (wtxid " + tx.wtxid() + "), spending " + coin);
    assertThat(result.blame()).isEqualTo(Blame.NOT_STANDARD);
  }

  @Test
  public void aStrippedWitnessIsRecognised() {
    Transaction tx = spend(fixture.coin(100_000), 99_000);
    Transaction stripped = tx.withInputs(List.of(tx.inputs().get(0).withWitness(List.of())));

    AdmissionResult.Rejected result = (AdmissionResult.Rejected) fixture.door.submit(stripped);

    assertThat(result.blame()).isEqualTo(Blame.WITNESS_STRIPPED);
    assertThat(result.why().reason())
        .isEqualTo(
            "mempool-script-verify-flag-failed (Witness program was passed an empty witness)");
  }

  @Test
  public void formsThatAreNotStandardHaveTheirReasons() {
    assertThat(fixture.submit(spend(4, List.of(fixture.coin(100_000)), 99_000)))
        .isEqualTo("version");
    assertThat(fixture.submit(spend(fixture.coin(100_000), 329, 329, 90_000))).isEqualTo("dust");
    assertThat(fixture.submit(spend(fixture.coin(100_000), 329, 90_000)))
        .isEqualTo("dust, tx with dust output must be 0-fee");
    Transaction strange =
        new Transaction(
            2,
            List.of(new TxIn(fixture.coin(100_000), Bytes.EMPTY, -1)),
            List.of(new TxOut(99_000, Bytes.fromHex("61"))),
            0);
    assertThat(fixture.submit(strange)).isEqualTo("scriptpubkey");
    Transaction small =
        new Transaction(
            2,
            List.of(new TxIn(fixture.coin(100_000), Bytes.EMPTY, -1)),
            List.of(new TxOut(0, Bytes.fromHex("6a"))),
            0);
    assertThat(fixture.submit(small)).isEqualTo("tx-size-small");
  }

  @Test
  public void aReplacementPaysForWhatGoesAndForItself() {
    OutPoint coin = fixture.coin(100_000);
    Transaction first = spend(coin, 99_000);
    fixture.submit(first);
    Transaction child = spend(output(first, 0), 98_000);
    fixture.submit(child);

    Transaction less = spend(coin, 98_500);
    Transaction enough = spend(coin, 97_900);
    int vsize = enough.vsize();

    assertThat(fixture.submit(less))
        .isEqualTo(
            "insufficient fee, rejecting replacement "
                + less.txid()
                + ", less fees than conflicting txs; 0.000015 < 0.00002");
    Transaction barely = spend(coin, 98_000);
    assertThat(fixture.submit(barely))
        .isEqualTo(
            "insufficient fee, rejecting replacement "
                + barely.txid()
                + ", not enough additional fees to relay; 0.00 < "
                + MoneyText.of(new FeeRate(100).feeOf(vsize)));
    assertThat(fixture.submit(enough)).isEqualTo("ok");
    assertThat(fixture.pool.size()).isEqualTo(1);
    assertThat(fixture.events.subList(2, 5))
        .containsExactly(
            "3 REPLACED " + first.txid(), "4 REPLACED " + child.txid(), "5 + " + enough.txid());
  }

  @Test
  public void aReplacementMustNotSpendWhatItReplaces() {
    OutPoint coin = fixture.coin(100_000);
    Transaction first = spend(coin, 99_000);
    fixture.submit(first);

    Transaction odd = spend(List.of(coin, output(first, 0)), 190_000);

    assertThat(fixture.submit(odd))
        .isEqualTo(
            "bad-txns-spends-conflicting-tx, "
                + odd.txid()
                + " spends conflicting transaction "
                + first.txid());
  }

  @Test
  public void aReplacementOfLowerRateDoesNotImproveTheDiagram() {
    OutPoint coin = fixture.coin(100_000);
    fixture.submit(spend(coin, 99_000));
    long[] many = new long[200];
    java.util.Arrays.fill(many, 400);

    Transaction large = spend(coin, many);

    // 20,000 sat fee, but for 40 times the size.
    assertThat(fixture.submit(large))
        .isEqualTo("replacement-failed, insufficient feerate: does not improve feerate diagram");
  }

  @Test
  public void aClusterHasLimits() {
    OutPoint last = fixture.coin(1_000_000);
    for (int i = 0; i < 64; i++) {
      Transaction tx = spend(last, 1_000_000 - 100L * (i + 1));
      assertThat(fixture.submit(tx)).as("%d", i).isEqualTo("ok");
      last = output(tx, 0);
    }

    assertThat(fixture.submit(spend(last, 900_000))).isEqualTo("too-large-cluster");
  }

  @Test
  public void versionThreeHasOneParentAndOneChild() {
    Transaction parent = spend(3, List.of(fixture.coin(100_000)), 49_000, 50_000);
    fixture.submit(parent);
    Transaction mixed = spend(2, List.of(output(parent, 0)), 48_000);
    assertThat(fixture.submit(mixed))
        .isEqualTo(
            "TRUC-violation, non-version=3 tx "
                + mixed.txid()
                + " (wtxid="
                + mixed.wtxid()
                + ") cannot spend from version=3 tx "
                + parent.txid()
                + " (wtxid="
                + parent.wtxid()
                + ")");
    Transaction child = spend(3, List.of(output(parent, 0)), 48_000);
    assertThat(fixture.submit(child)).isEqualTo("ok");
    Transaction grandchild = spend(3, List.of(output(child, 0)), 47_000);
    assertThat(fixture.submit(grandchild)).endsWith("would have too many ancestors");

    Transaction cheaper = spend(3, List.of(output(parent, 1)), 49_500);
    Transaction dearer = spend(3, List.of(output(parent, 1)), 40_000);
    assertThat(fixture.submit(cheaper))
        .startsWith("insufficient fee (including sibling eviction), rejecting replacement ");
    assertThat(fixture.submit(dearer)).isEqualTo("ok");
    assertThat(fixture.pool.contains(child.txid())).isFalse();
  }

  @Test
  public void theWorstGoesWhenThereIsNoRoomAndTheMinimumRises() {
    PoolFixture small =
        new PoolFixture(
            RelayPolicy.DEFAULT, new MempoolLimits(20_000, 3600, ClusterLimits.DEFAULT));
    List<Transaction> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Transaction tx = spend(small.coin(100_000), 99_000 - i * 100L);
      all.add(tx);
      assertThat(small.submit(tx)).isEqualTo("ok");
    }

    assertThat(small.pool.usage()).isLessThanOrEqualTo(20_000);
    assertThat(small.pool.contains(all.get(0).txid())).isFalse();
    assertThat(small.pool.contains(all.get(39).txid())).isTrue();
    assertThat(small.pool.rollingMinimum().satsPerKvb()).isGreaterThan(1000 * 1000 / 110);
    assertThat(small.submit(spend(small.coin(100_000), 99_900)))
        .startsWith("mempool min fee not met, 100 < ");
  }

  @Test
  public void whatIsOldExpiresWithTheNextArrival() {
    Transaction old = spend(fixture.coin(100_000), 99_000);
    fixture.submit(old);
    fixture.now += 336 * 3600 + 1;

    fixture.submit(spend(fixture.coin(100_000), 98_000));

    assertThat(fixture.pool.contains(old.txid())).isFalse();
    assertThat(fixture.events).contains("2 EXPIRY " + old.txid());
  }

  @Test
  public void aTestLeavesNothingBehind() {
    OutPoint coin = fixture.coin(100_000);

    assertThat(fixture.door.test(spend(coin, 99_000)).isAccepted()).isTrue();

    assertThat(fixture.pool.size()).isZero();
    assertThat(fixture.cached).doesNotContain(coin);
  }
}
