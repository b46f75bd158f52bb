// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.coins;

import java.util.HashSet;
import java.util.Set;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;

/** Works out what the wallet holds and which unconfirmed transactions can be relied on. */
public final class BalanceSheet {
  /**
   * Sums in satoshis.
   *
   * @param nonMempool negative: part of the others that transactions outside the mempool spend
   * @param available part of trusted that a payment could use now
   */
  public record Sums(
      long trusted, long pending, long immature, long used, long nonMempool, long available) {}

  private final Ledger ledger;
  private final AddressBook book;
  private final boolean spendZeroConfChange;
  private final Set<Txid> trusted = new HashSet<>();

  /** Makes a sheet for one reading: it remembers what it trusted. */
  public BalanceSheet(Ledger ledger, AddressBook book, boolean spendZeroConfChange) {
    this.ledger = ledger;
    this.book = book;
    this.spendZeroConfChange = spendZeroConfChange;
  }

  /**
   * Sums up.
   *
   * @param minDepth confirmations trusted money must have
   * @param separateUsed whether coins on used addresses are counted apart
   * @param withNonMempool whether coins count that only transactions outside the mempool spend
   */
  public Sums sums(int minDepth, boolean separateUsed, boolean withNonMempool) {
    long trustedSum = 0;
    long pending = 0;
    long immature = 0;
    long used = 0;
    long nonMempool = 0;
    long available = 0;
    for (OwnOutput own : ledger.ownOutputs()) {
      Ledger.Spent spent = ledger.howSpent(own.outPoint());
      boolean outside = spent == Ledger.Spent.OUTSIDE_MEMPOOL;
      if (spent.compareTo(Ledger.Spent.OUTSIDE_MEMPOOL) > 0 || (outside && !withNonMempool)) {
        continue;
      }
      WalletTx tx = own.tx();
      boolean trust = isTrusted(tx);
      boolean isImmature = tx.isConfirmed() && ledger.isImmature(tx);
      boolean isTrustedMoney = !isImmature && trust && ledger.depth(tx) >= minDepth;
      boolean isPending = !isImmature && !trust && tx.inMempool();
      if (!isImmature && !isTrustedMoney && !isPending) {
        continue;
      }
      long value = own.output().valueSats();
      if (separateUsed && book.isUsed(own.output().script())) {
        used += value;
      } else if (isImmature) {
        immature += value;
      } else if (isTrustedMoney) {
        trustedSum += value;
        available += isAvailable(own, spent) ? value : 0;
      } else {
        pending += value;
      }
      if (outside) {
        nonMempool -= value;
      }
    }
    return new Sums(trustedSum, pending, immature, used, nonMempool, available);
  }

  /** Tells whether trusted money could be chosen for a payment: as coins are looked for. */
  private boolean isAvailable(OwnOutput own, Ledger.Spent spent) {
    WalletTx tx = own.tx();
    boolean settled =
        ledger.depth(tx) > 0
            || (tx.notes().replaces().isEmpty()
                && tx.notes().replacedBy().isEmpty()
                && !tx.isTruc());
    return settled && spent == Ledger.Spent.NO && !ledger.isLocked(own.outPoint());
  }

  /** Tells whether nobody but us could undo a transaction. */
  public boolean isTrusted(WalletTx tx) {
    if (trusted.contains(tx.txid()) || tx.isConfirmed()) {
      return true;
    }
    if (tx.isBlockConflicted()
        || !spendZeroConfChange
        || !tx.inMempool()
        || !ledger.isFromMe(tx.transaction())) {
      return false;
    }
    for (TxIn in : tx.transaction().inputs()) {
      OwnOutput parent = ledger.ownOutput(in.prevout()).orElse(null);
      if (parent == null || !isTrusted(parent.tx())) {
        return false;
      }
    }
    trusted.add(tx.txid());
    return true;
  }
}
