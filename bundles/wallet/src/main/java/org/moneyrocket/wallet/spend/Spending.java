// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.AddressBook;
import org.moneyrocket.wallet.coins.LedgerWatcher;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.store.TxState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes transactions, stores them and hands them to the node. */
public final class Spending {
  private static final Logger log = LoggerFactory.getLogger(Spending.class);

  /**
   * What is written about a new transaction.
   *
   * @param replaces transaction it replaces, which is marked as replaced
   * @param sendKey idempotency key, empty for none
   * @param labels whom the payments are for
   */
  public record Notes(
      String comment,
      String to,
      List<String> messages,
      Optional<Txid> replaces,
      String sendKey,
      List<Label> labels) {
    public static final Notes NONE = new Notes("", "", List.of(), Optional.empty(), "");

    public Notes {
      messages = List.copyOf(messages);
      labels = List.copyOf(labels);
    }

    public Notes(
        String comment, String to, List<String> messages, Optional<Txid> replaces, String sendKey) {
      this(comment, to, messages, replaces, sendKey, List.of());
    }
  }

  /** Whom a payment is for. */
  public record Label(Destination destination, String text) {}

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
    return wallet.sending(() -> choose(recipients, options, sign, keepChange));
  }

  private BuiltTransaction choose(
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
   * Stores a transaction, then hands it to the node. To be called without the wallet's lock. It
   * counts as sent when it is stored: if the node does not take it now, it is tried again later.
   */
  public WalletTx commit(Transaction transaction, Notes notes) {
    return commit(transaction, notes, () -> {});
  }

  /** Says by an exception that a transaction is not to be stored. */
  @FunctionalInterface
  interface Guard<X extends Exception> {
    void check() throws X;
  }

  /**
   * As {@link #commit(Transaction, Notes)}.
   *
   * @param guard is asked last, with the wallet's lock, which is held until it is stored
   */
  <X extends Exception> WalletTx commit(Transaction transaction, Notes notes, Guard<X> guard)
      throws X {
    return wallet.sending(
        () -> {
          log.info("{} CommitTransaction:\n{}", wallet.logName(), transaction);
          WalletTx tx = store(transaction, notes, guard);
          if (wallet.settings().broadcast()) {
            submit(tx, notes);
          }
          return tx;
        });
  }

  private void submit(WalletTx tx, Notes notes) {
    String error;
    try {
      error = wallet.resender().submit(tx, true);
      if (error.isEmpty()) {
        notes.replaces().ifPresent(this::leaves);
      }
    } catch (RuntimeException e) {
      // It is stored, so it is sent: the node gets it later, and no answer may deny that.
      error = String.valueOf(e.getMessage());
    }
    if (!error.isEmpty()) {
      log.info(
          "{} CommitTransaction(): Transaction cannot be broadcast immediately, {}",
          wallet.logName(),
          error);
    }
  }

  private void leaves(Txid original) {
    wallet.locked(
        () -> {
          wallet.ledger().find(original).ifPresent(wallet.sync()::leftMempool);
          return original;
        });
  }

  private <X extends Exception> WalletTx store(Transaction transaction, Notes notes, Guard<X> guard)
      throws X {
    wallet.lock().lock();
    try {
      guard.check();
      return wallet.records().unit().get(() -> storeInUnit(transaction, notes));
    } finally {
      wallet.lock().unlock();
    }
  }

  private WalletTx storeInUnit(Transaction transaction, Notes notes) {
    WalletTx stored =
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
                Optional.empty());
    wallet.sendKeys().put(notes.sendKey(), transaction.txid());
    notes.labels().forEach(label -> label(label.destination(), label.text()));
    notes.replaces().ifPresent(original -> markReplaced(original, stored));
    for (TxIn in : transaction.inputs()) {
      wallet
          .ledger()
          .find(in.prevout().txid())
          .ifPresent(parent -> wallet.events().changed(parent, LedgerWatcher.Change.TOUCHED));
    }
    return stored;
  }

  /** Notes whom a payment was for, unless its address has a label. */
  private void label(Destination destination, String text) {
    if (!text.isEmpty() && wallet.book().find(destination.script()).isEmpty()) {
      wallet.book().setLabel(destination, text, Optional.of(AddressBook.Purpose.SEND));
      wallet.events().addressesChanged();
    }
  }

  private void markReplaced(Txid original, WalletTx replacement) {
    wallet
        .ledger()
        .find(original)
        .ifPresent(tx -> wallet.sync().markReplaced(tx, replacement.txid()));
  }
}
