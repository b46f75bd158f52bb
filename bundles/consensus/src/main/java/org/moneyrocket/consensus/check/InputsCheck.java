// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import static org.moneyrocket.consensus.check.Verdict.invalid;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;

/** Checks of a transaction against the coins it spends. */
public final class InputsCheck {
  /**
   * What came out.
   *
   * @param feeSats what the transaction leaves to the miner; 0 if it is not valid
   */
  public record Outcome(Verdict verdict, long feeSats) {
    public boolean isValid() {
      return verdict.isValid();
    }
  }

  private InputsCheck() {}

  /**
   * Checks that all coins are there, old enough and worth what is spent. Not for coinbases, and
   * only after {@link TransactionCheck}. Scripts are not run.
   *
   * @param coins what each input spends, in order; null where there is nothing to spend
   * @param height of the block it is to be in
   */
  public static Outcome check(Transaction tx, @Nullable Coin[] coins, int height) {
    if (coins.length != tx.inputs().size()) {
      throw new IllegalArgumentException(
          coins.length + " coins for " + tx.inputs().size() + " inputs");
    }
    for (Coin coin : coins) {
      if (coin == null) {
        return failed(
            invalid(
                Blame.MISSING_INPUTS,
                "bad-txns-inputs-missingorspent",
                "CheckTxInputs: inputs missing/spent"));
      }
    }
    long in = 0;
    for (Coin coin : coins) {
      if (coin == null) {
        throw new IllegalStateException("a coin of " + tx.txid() + " vanished");
      }
      int depth = height - coin.height();
      if (coin.coinbase() && depth < Limits.COINBASE_MATURITY) {
        return failed(
            invalid(
                Blame.PREMATURE_SPEND,
                "bad-txns-premature-spend-of-coinbase",
                "tried to spend coinbase at depth " + depth));
      }
      long value = coin.output().valueSats();
      in += value;
      if (!Amount.isMoney(value) || !Amount.isMoney(in)) {
        return failed(invalid(Blame.CONSENSUS, "bad-txns-inputvalues-outofrange"));
      }
    }
    long out = 0;
    for (TxOut output : tx.outputs()) {
      out += output.valueSats();
    }
    if (in < out) {
      return failed(
          invalid(
              Blame.CONSENSUS,
              "bad-txns-in-belowout",
              "value in (" + money(in) + ") < value out (" + money(out) + ")"));
    }
    long fee = in - out;
    if (!Amount.isMoney(fee)) {
      return failed(invalid(Blame.CONSENSUS, "bad-txns-fee-outofrange"));
    }
    return new Outcome(Verdict.VALID, fee);
  }

  private static Outcome failed(Verdict verdict) {
    return new Outcome(verdict, 0);
  }

  /** Bitcoin with two to eight decimals. */
  private static String money(long sats) {
    BigDecimal bitcoin = BigDecimal.valueOf(sats, 8).stripTrailingZeros();
    return bitcoin.setScale(Math.max(2, bitcoin.scale())).toPlainString();
  }
}
