// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.TestHeader;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

public class TransactionCheckTest {
  private static final OutPoint A = new OutPoint(new Txid(Bytes.wrap(filled(1))), 0);
  private static final OutPoint B = new OutPoint(new Txid(Bytes.wrap(filled(2))), 7);

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static TxIn in(OutPoint outpoint) {
    return new TxIn(outpoint, Bytes.EMPTY, TxIn.SEQUENCE_FINAL);
  }

  private static TxOut out(long value) {
    return new TxOut(value, Bytes.EMPTY);
  }

  private static Transaction tx(List<TxIn> inputs, TxOut... outputs) {
    return new Transaction(2, inputs, List.of(outputs), 0);
  }

  private static Verdict broken(String reason) {
    return Verdict.invalid(Blame.CONSENSUS, reason);
  }

  @Test
  public void acceptsAnOrdinaryTransaction() {
    assertThat(TransactionCheck.check(tx(List.of(in(A), in(B)), out(0), out(Amount.MAX_MONEY))))
        .isEqualTo(Verdict.VALID);
  }

  @Test
  public void rejectsMissingInputsAndOutputs() {
    assertThat(TransactionCheck.check(tx(List.of(), out(1))))
        .isEqualTo(broken("bad-txns-vin-empty"));
    assertThat(TransactionCheck.check(tx(List.of(in(A))))).isEqualTo(broken("bad-txns-vout-empty"));
  }

  @Test
  public void rejectsWhatNoBlockCanHold() {
    // 62 bytes are around the script, which itself needs five bytes of length.
    int fits = 1_000_000 - 60 - 4;
    TxIn largest = new TxIn(A, Bytes.wrap(new byte[fits]), 0);
    Transaction tx = tx(List.of(largest), out(1));
    assertThat(tx.baseSize()).isEqualTo(1_000_000);
    assertThat(TransactionCheck.check(tx)).isEqualTo(Verdict.VALID);
    TxIn larger = new TxIn(A, Bytes.wrap(new byte[fits + 1]), 0);
    assertThat(TransactionCheck.check(tx(List.of(larger), out(1))))
        .isEqualTo(broken("bad-txns-oversize"));
  }

  @Test
  public void rejectsValuesOutOfRangeOutputByOutput() {
    List<TxIn> inputs = List.of(in(A));
    assertThat(TransactionCheck.check(tx(inputs, out(-1))))
        .isEqualTo(broken("bad-txns-vout-negative"));
    assertThat(TransactionCheck.check(tx(inputs, out(Amount.MAX_MONEY + 1))))
        .isEqualTo(broken("bad-txns-vout-toolarge"));
    assertThat(TransactionCheck.check(tx(inputs, out(Amount.MAX_MONEY), out(1))))
        .isEqualTo(broken("bad-txns-txouttotal-toolarge"));
    assertThat(TransactionCheck.check(tx(inputs, out(Amount.MAX_MONEY), out(1), out(-1))))
        .isEqualTo(broken("bad-txns-txouttotal-toolarge"));
    // The two outputs of 2010 whose sum wraps around to a small number.
    assertThat(
            TransactionCheck.check(tx(inputs, out(0x7ffffffffff85ee0L), out(0x7ffffffffff85ee0L))))
        .isEqualTo(broken("bad-txns-vout-toolarge"));
  }

  @Test
  public void rejectsAnInputThatIsSpentTwice() {
    assertThat(TransactionCheck.check(tx(List.of(in(A), in(A)), out(1))))
        .isEqualTo(broken("bad-txns-inputs-duplicate"));
    assertThat(TransactionCheck.check(tx(List.of(in(A), in(B), in(A)), out(1))))
        .isEqualTo(broken("bad-txns-inputs-duplicate"));
  }

  private static Transaction coinbase(int scriptBytes) {
    return tx(List.of(new TxIn(OutPoint.NULL, Bytes.wrap(new byte[scriptBytes]), 0)), out(1));
  }

  @Test
  public void rejectsCoinbaseScriptsThatAreTooShortOrTooLong() {
    assertThat(TransactionCheck.check(coinbase(1))).isEqualTo(broken("bad-cb-length"));
    assertThat(TransactionCheck.check(coinbase(2))).isEqualTo(Verdict.VALID);
    assertThat(TransactionCheck.check(coinbase(100))).isEqualTo(Verdict.VALID);
    assertThat(TransactionCheck.check(coinbase(101))).isEqualTo(broken("bad-cb-length"));
  }

  @Test
  public void rejectsNullOutpointsOutsideCoinbases() {
    assertThat(TransactionCheck.check(tx(List.of(in(A), in(OutPoint.NULL)), out(1))))
        .isEqualTo(broken("bad-txns-prevout-null"));
    // Only one half of the null outpoint is an ordinary one that does not exist.
    assertThat(TransactionCheck.check(tx(List.of(in(A), in(new OutPoint(Txid.ZERO, 0))), out(1))))
        .isEqualTo(Verdict.VALID);
    assertThat(TransactionCheck.check(tx(List.of(in(new OutPoint(A.txid(), -1)), in(B)), out(1))))
        .isEqualTo(Verdict.VALID);
  }

  private static InputsCheck.Outcome spend(
      int height, List<@Nullable Coin> coins, TxOut... outputs) {
    List<TxIn> inputs = new ArrayList<>();
    for (int i = 0; i < coins.size(); i++) {
      inputs.add(in(new OutPoint(A.txid(), i)));
    }
    return InputsCheck.check(tx(inputs, outputs), coins.toArray(new Coin[0]), height);
  }

  private static Coin coin(long value, int height, boolean coinbase) {
    return new Coin(out(value), height, coinbase);
  }

  @Test
  public void computesTheFee() {
    InputsCheck.Outcome outcome =
        spend(200, List.of(coin(70, 1, false), coin(40, 100, true)), out(60), out(45));
    assertThat(outcome.verdict()).isEqualTo(Verdict.VALID);
    assertThat(outcome.feeSats()).isEqualTo(5);
  }

  @Test
  public void rejectsInputsThatCannotBeSpent() {
    List<@Nullable Coin> missing = new ArrayList<>();
    missing.add(coin(1, 1, false));
    missing.add(null);
    assertThat(spend(200, missing, out(1)).verdict())
        .isEqualTo(
            Verdict.invalid(
                Blame.MISSING_INPUTS,
                "bad-txns-inputs-missingorspent",
                "CheckTxInputs: inputs missing/spent"));
    assertThat(spend(199, List.of(coin(9, 100, true)), out(1)).verdict())
        .isEqualTo(
            Verdict.invalid(
                Blame.PREMATURE_SPEND,
                "bad-txns-premature-spend-of-coinbase",
                "tried to spend coinbase at depth 99"));
    assertThat(spend(200, List.of(coin(9, 100, true)), out(1)).isValid()).isTrue();
    assertThat(spend(9, List.of(coin(-1, 1, false)), out(0)).verdict())
        .isEqualTo(broken("bad-txns-inputvalues-outofrange"));
    assertThat(
            spend(9, List.of(coin(Amount.MAX_MONEY, 1, false), coin(1, 1, false)), out(0))
                .verdict())
        .isEqualTo(broken("bad-txns-inputvalues-outofrange"));
  }

  @Test
  public void rejectsSpendingMoreThanThereIs() {
    assertThat(spend(9, List.of(coin(100_000_000, 1, false)), out(123_456_789)).verdict())
        .isEqualTo(
            Verdict.invalid(
                Blame.CONSENSUS,
                "bad-txns-in-belowout",
                "value in (1.00) < value out (1.23456789)"));
    assertThat(spend(9, List.of(coin(0, 1, false)), out(10)).verdict().text())
        .isEqualTo("bad-txns-in-belowout, value in (0.00) < value out (0.0000001)");
    assertThat(spend(9, List.of(coin(10_00000000L, 1, false)), out(20_50000000L)).verdict().text())
        .isEqualTo("bad-txns-in-belowout, value in (10.00) < value out (20.50)");
  }

  private static Transaction locked(int lockTime, int sequence) {
    return new Transaction(
        2, List.of(new TxIn(A, Bytes.EMPTY, sequence)), List.of(out(1)), lockTime);
  }

  @Test
  public void lockTimesAreStrictlyBelowHeightOrTime() {
    assertThat(Finality.isFinal(locked(0, 0), 0, 0)).isTrue();
    assertThat(Finality.isFinal(locked(10, 0), 10, 0)).isFalse();
    assertThat(Finality.isFinal(locked(10, 0), 11, 0)).isTrue();
    assertThat(Finality.isFinal(locked(10, -1), 10, 0)).isTrue();
    assertThat(Finality.isFinal(locked(499_999_999, 0), 11, Long.MAX_VALUE)).isFalse();
    assertThat(Finality.isFinal(locked(500_000_000, 0), Integer.MAX_VALUE, 500_000_000)).isFalse();
    assertThat(Finality.isFinal(locked(500_000_000, 0), 1, 500_000_001)).isTrue();
    // Unsigned: the highest lock time lies in the year 2106.
    assertThat(Finality.isFinal(locked(-1, 0), 1, 0xffffffffL)).isFalse();
    assertThat(Finality.isFinal(locked(-1, 0), 1, 0x100000000L)).isTrue();
  }

  private static final TestHeader TIP =
      TestHeader.genesis(ChainParameters.of(Chain.REGTEST).genesis().header()).thenMany(30, 4, 600);

  private static SequenceLocks locks(int version, int sequence, int coinHeight) {
    Transaction tx =
        new Transaction(version, List.of(new TxIn(A, Bytes.EMPTY, sequence)), List.of(out(1)), 0);
    return SequenceLocks.of(tx, new int[] {coinHeight}, TIP);
  }

  @Test
  public void relativeLockTimesCountBlocksOrTime() {
    assertThat(locks(2, 5, 20)).isEqualTo(new SequenceLocks(24, -1));
    assertThat(locks(2, 0, 31)).isEqualTo(new SequenceLocks(30, -1));
    assertThat(locks(2, 5 | 0x7f3f0000 & ~(1 << 22), 20)).isEqualTo(new SequenceLocks(24, -1));
    long median = TIP.ancestor(19).medianTimePast();
    assertThat(locks(2, 3 | 1 << 22, 20)).isEqualTo(new SequenceLocks(-1, median + 3 * 512 - 1));
    assertThat(locks(2, 1 << 22, 0))
        .isEqualTo(new SequenceLocks(-1, TIP.ancestor(0).medianTimePast() - 1));
    assertThat(locks(2, 5 | 1 << 31, 20)).isEqualTo(SequenceLocks.NONE);
    assertThat(locks(1, 5, 20)).isEqualTo(SequenceLocks.NONE);
    assertThat(locks(0, 5, 20)).isEqualTo(SequenceLocks.NONE);
    assertThat(locks(-1, 5, 20)).isEqualTo(new SequenceLocks(24, -1));
  }

  @Test
  public void relativeLockTimesEndBelowTheNextBlock() {
    assertThat(new SequenceLocks(30, -1).satisfiedAfter(TIP)).isTrue();
    assertThat(new SequenceLocks(31, -1).satisfiedAfter(TIP)).isFalse();
    assertThat(new SequenceLocks(-1, TIP.medianTimePast() - 1).satisfiedAfter(TIP)).isTrue();
    assertThat(new SequenceLocks(-1, TIP.medianTimePast()).satisfiedAfter(TIP)).isFalse();
    assertThat(locks(2, 0, 31).satisfiedAfter(TIP)).isTrue();
    assertThat(locks(2, 1, 31).satisfiedAfter(TIP)).isFalse();
  }
}
