// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;

/**
 * A transaction as people see it: what was sent and what was received.
 *
 * @param feeSats what we paid for it, 0 if it is not ours; negative if others paid in as well
 * @param fromMe whether it spends our coins
 */
public record TxMovements(
    List<Movement> sent, List<Movement> received, long feeSats, boolean fromMe) {
  /** One output. */
  public record Movement(Bytes script, long valueSats, int output) {}

  /** Works out the movements of {@code tx}; change is left out unless {@code withChange}. */
  public static TxMovements of(WalletTx tx, Ledger ledger, AddressBook book, boolean withChange) {
    Transaction transaction = tx.transaction();
    long debit = ledger.debit(transaction);
    long fee = debit > 0 ? debit - outputValue(transaction) : 0;
    List<Movement> sent = new ArrayList<>();
    List<Movement> received = new ArrayList<>();
    List<TxOut> outputs = transaction.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      TxOut output = outputs.get(i);
      boolean mine = ledger.isMine(output);
      if (debit > 0 ? !withChange && isChange(output, ledger, book) : !mine) {
        continue;
      }
      Movement movement = new Movement(output.script(), output.valueSats(), i);
      if (debit > 0) {
        sent.add(movement);
      }
      if (mine) {
        received.add(movement);
      }
    }
    return new TxMovements(sent, received, fee, debit > 0);
  }

  /** Tells whether an output is ours and has no labelled address. */
  public static boolean isChange(TxOut output, Ledger ledger, AddressBook book) {
    return ledger.isMine(output) && book.find(output.script()).isEmpty();
  }

  /** Returns the sum of all outputs in satoshis. */
  public static long outputValue(Transaction transaction) {
    return transaction.outputs().stream().mapToLong(TxOut::valueSats).sum();
  }
}
