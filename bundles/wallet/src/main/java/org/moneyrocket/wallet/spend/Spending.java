// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.LedgerWatcher;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.store.StoreException;
import org.moneyrocket.wallet.store.TxState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes transactions, stores them and hands them to the node. */
public final class Spending {
  private static final Logger log = LoggerFactory.getLogger(Spending.class);

  /**
   * What is written about a new transaction.
   *
   * @param replaces transaction it replaces
   * @param sendKey idempotency key, empty for none
   */
  public record Notes(
      String comment, String to, List<String> messages, Optional<Txid> replaces, String sendKey) {
    public static final Notes NONE = new Notes("", "", List.of(), Optional.empty(), "");

    public Notes {
      messages = List.copyOf(messages);
    }
  }

  private final OpenWallet wallet;

  public Spending(OpenWallet wallet) {
    this.wallet = wallet;
  }

  /**
   * Builds a transaction, preferring one that spends all coins of an address if that costs no more
   * than allowed.
   *
   * @param sign whether it is signed
   */
  public BuiltTransaction build(List<Recipient> recipients, SpendOptions options, boolean sign)
      throws BuildException {
    return build(recipients, options, sign, true);
  }

  /** Builds a transaction that is only looked at: no change address is used up. */
  public BuiltTransaction preview(List<Recipient> recipients, SpendOptions options)
      throws BuildException {
    return build(recipients, options, false, false);
  }

  private BuiltTransaction build(
      List<Recipient> recipients, SpendOptions options, boolean sign, boolean keepChange)
      throws BuildException {
    if (recipients.isEmpty()) {
      throw new BuildException("Transaction must have at least one recipient");
    }
    if (recipients.stream().anyMatch(recipient -> recipient.sats() < 0)) {
      throw new BuildException("Transaction amounts must not be negative");
    }
    wallet.lock().lock();
    try {
      return buildLocked(recipients, options, sign, keepChange);
    } finally {
      wallet.lock().unlock();
    }
  }

  private BuiltTransaction buildLocked(
      List<Recipient> recipients, SpendOptions options, boolean sign, boolean keepChange)
      throws BuildException {
    TransactionBuilder builder = new TransactionBuilder(wallet, recipients, options);
    try {
      BuiltTransaction ungrouped = builder.build(sign);
      long maxExtra = wallet.settings().maxApsFeeSats();
      if (ungrouped.feeSats() <= 0 || maxExtra < 0 || options.avoidPartialSpends()) {
        return ungrouped;
      }
      return grouped(recipients, options, ungrouped, maxExtra, sign, keepChange);
    } finally {
      if (!keepChange) {
        builder.giveBackChange();
      }
    }
  }

  private BuiltTransaction grouped(
      List<Recipient> recipients,
      SpendOptions options,
      BuiltTransaction ungrouped,
      long maxExtra,
      boolean sign,
      boolean keepChange) {
    SpendOptions again = options.copy().avoidPartialSpends(true);
    if (ungrouped.changePosition().isPresent()) {
      // The same change address, so that no index is left out.
      Bytes change =
          ungrouped.transaction().outputs().get(ungrouped.changePosition().get()).script();
      again.changeScript(Optional.of(change));
    }
    try {
      TransactionBuilder builder = new TransactionBuilder(wallet, recipients, again);
      BuiltTransaction grouped = builder.build(sign);
      if (!keepChange) {
        builder.giveBackChange();
      }
      boolean use = grouped.feeSats() <= ungrouped.feeSats() + maxExtra;
      log.info(
          "{} Fee non-grouped = {}, grouped = {}, using {}",
          wallet.logName(),
          ungrouped.feeSats(),
          grouped.feeSats(),
          use ? "grouped" : "non-grouped");
      return use ? grouped : ungrouped;
    } catch (BuildException e) {
      log.debug("{} no grouped transaction: {}", wallet.logName(), e.getMessage());
      return ungrouped;
    }
  }

  /**
   * Stores a transaction, then hands it to the node. It counts as sent when it is stored: if the
   * node does not take it now, it is tried again later.
   */
  public WalletTx commit(Transaction transaction, Notes notes) {
    wallet.lock().lock();
    try {
      log.info("{} CommitTransaction:\n{}", wallet.logName(), transaction);
      WalletTx tx = store(transaction, notes);
      for (TxIn in : transaction.inputs()) {
        wallet
            .ledger()
            .find(in.prevout().txid())
            .ifPresent(parent -> wallet.events().changed(parent, LedgerWatcher.Change.TOUCHED));
      }
      if (wallet.settings().broadcast()) {
        String error = wallet.resender().submit(tx, true);
        if (!error.isEmpty()) {
          log.info(
              "{} CommitTransaction(): Transaction cannot be broadcast immediately, {}",
              wallet.logName(),
              error);
        }
      }
      return tx;
    } finally {
      wallet.lock().unlock();
    }
  }

  private WalletTx store(Transaction transaction, Notes notes) {
    boolean known = wallet.ledger().find(transaction.txid()).isPresent();
    WalletTx[] stored = new WalletTx[1];
    try {
      wallet
          .records()
          .atomically(
              () -> {
                stored[0] =
                    wallet
                        .sync()
                        .add(
                            transaction,
                            TxState.INACTIVE,
                            old -> {
                              var written = old.withComments(notes.comment(), notes.to());
                              if (!notes.messages().isEmpty()) {
                                written = written.withMessages(notes.messages());
                              }
                              return notes.replaces().isPresent()
                                  ? written.withReplaces(notes.replaces().get())
                                  : written;
                            },
                            false);
                wallet.sendKeys().put(notes.sendKey(), transaction.txid());
              });
      return stored[0];
    } catch (StoreException e) {
      wallet.sendKeys().forget(notes.sendKey());
      if (!known) {
        wallet.sync().drop(transaction.txid());
      }
      throw e;
    }
  }
}
