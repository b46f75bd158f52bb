// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.wallet.store.WalletRecords;

/**
 * Which transaction each send with an idempotency key made, so that a repeated send makes no second
 * one. Guarded by the wallet's lock. Kept in records of their own type, which Bitcoin Core ignores:
 * an unknown name inside a transaction's record would make it call the wallet corrupt.
 */
public final class SendKeys {
  /** Longest key, in characters. */
  public static final int MAX_KEY = 64;

  private final WalletRecords records;
  private final Map<String, Txid> made;

  /** Keys of which somebody was told that nothing had been sent with them. */
  private final Set<String> refused = new HashSet<>();

  SendKeys(WalletRecords records) {
    this.records = records;
    this.made = records.unit().map(new HashMap<>());
  }

  void load(Map<String, Txid> stored) {
    made.putAll(stored);
  }

  /** Returns the transaction that a send with this key made. */
  public Optional<Txid> find(String key) {
    return Optional.ofNullable(made.get(key));
  }

  /**
   * Sees to it that no send with this key begins any more, for as long as the wallet is loaded: a
   * call that is still on its way must not make wrong what its caller has been told meanwhile. To
   * be called while no payment is being made.
   */
  public void refuse(String key) {
    if (!key.isEmpty() && key.length() <= MAX_KEY) {
      refused.add(key);
    }
  }

  /** Tells whether a send with this key comes too late. */
  public boolean isRefused(String key) {
    return refused.contains(key);
  }

  /** Remembers it; to be called in the unit that stores the transaction. */
  public void put(String key, Txid txid) {
    if (key.isEmpty()) {
      return;
    }
    if (key.length() > MAX_KEY) {
      throw new IllegalArgumentException("send key of " + key.length() + " characters");
    }
    records.putSend(key, txid);
    made.put(key, txid);
  }
}
