// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One wallet. Every call first waits until the wallet has applied the chain event that was current
 * when the call began, so that "mine, then ask the balance" is right in every wiring.
 */
@ProviderType
public interface Wallet {
  String name();

  WalletStatus status();

  Balances balances();

  Subscription subscribe(WalletListener listener);

  TxPage transactions(TxQuery query);

  Optional<TxDetails> transaction(Txid txid);

  /** Makes a receiving address. Needs no passphrase while derived keys are left. */
  AddressOutcome newAddress(AddressType type, String label);

  /** Returns receiving or sending addresses, newest first. */
  List<AddressEntry> addresses(boolean receiving, int offset, int limit);

  /** Sets a label; returns what is wrong, empty if nothing. */
  String setLabel(String address, String label);

  /** Returns a window of the unspent coins, largest first. */
  List<CoinEntry> coins(int offset, int limit);

  /** Locks or unlocks a coin for automatic selection; false if there is no such coin. */
  boolean setCoinLocked(OutPoint coin, boolean locked);

  /** Tells whether {@code text} is an address of this chain; returns what is wrong, else empty. */
  String checkAddress(String text);

  /** Works out a send without making it. Needs no passphrase. */
  SendPreview previewSend(SendRequest request);

  /**
   * Signs, stores and broadcasts the transaction that was confirmed, at most once for each key. It
   * is sent with the inputs, outputs, change and fee of {@code confirmed}, or not at all.
   *
   * @param request what {@code confirmed} is a preview of
   */
  SendOutcome send(SendRequest request, SendDraft confirmed);

  /** Tells what became of the send with this key. */
  SendOutcome sendOutcome(String key);

  /** Works out a replacement with a higher fee. */
  SendPreview previewBump(Txid txid, FeeChoice fee);

  /**
   * Replaces a transaction by the one with a higher fee that was confirmed, at most once for each
   * key; by exactly that one, or not at all.
   */
  SendOutcome bump(Txid txid, SendDraft confirmed, String key);

  /** Gives up an unconfirmed transaction that is not in the mempool; returns what is wrong. */
  String abandon(Txid txid);

  /** Encrypts the wallet. */
  UnlockOutcome encrypt(Secret passphrase);

  /** Unlocks for spending for {@code time}. */
  UnlockOutcome unlock(Secret passphrase, Duration time);

  void lock();

  UnlockOutcome changePassphrase(Secret old, Secret replacement);

  /** Copies the wallet to a file of the wallet process; returns what is wrong, empty if nothing. */
  String backup(String file);
}
