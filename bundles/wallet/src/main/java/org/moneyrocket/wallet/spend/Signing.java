// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.script.sign.HashType;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.script.sign.TransactionSigner;
import org.moneyrocket.wallet.OpenWallet;

/** Signs with the wallet's keys. Needs the wallet's lock. */
public final class Signing {
  private Signing() {}

  /** Signs all inputs; empty if one cannot be finished. */
  static Optional<Transaction> sign(
      OpenWallet wallet, Transaction transaction, Map<OutPoint, TxOut> spent) {
    TransactionSigner.Result result =
        sign(wallet, transaction, spent, new SigningData(), HashType.DEFAULT);
    return result.isComplete() ? Optional.of(result.transaction()) : Optional.empty();
  }

  /**
   * Signs as far as possible.
   *
   * @param spent the outputs that are spent, as far as they are known
   * @param more scripts of outputs that the wallet does not know
   */
  public static TransactionSigner.Result sign(
      OpenWallet wallet,
      Transaction transaction,
      Map<OutPoint, TxOut> spent,
      SigningData more,
      HashType hashType) {
    List<Bytes> scripts = new ArrayList<>();
    spent.values().forEach(output -> scripts.add(output.script()));
    try (SigningData data = wallet.ring().signingData(scripts, true)) {
      data.merge(more);
      return TransactionSigner.sign(transaction, spent, data, hashType);
    }
  }
}
