// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.keys;

import java.util.Optional;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.wallet.store.StoreException;
import org.moneyrocket.wallet.store.WalletRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Encrypts, unlocks and locks the keys of a wallet. */
public final class Encryption {
  private static final Logger log = LoggerFactory.getLogger(Encryption.class);

  private final KeyRing ring;
  private final KeyVault vault;
  private final WalletRecords records;
  private boolean thoroughlyChecked;

  public Encryption(KeyRing ring, WalletRecords records) {
    this.ring = ring;
    this.vault = ring.vault();
    this.records = records;
  }

  /**
   * Encrypts all keys, makes a new seed if asked to, and leaves the wallet locked: all of it or, if
   * it fails, nothing.
   *
   * @param newSeed whether default descriptors with a new seed replace the old ones
   * @return false if the wallet is encrypted already
   * @throws StoreException if the file could not be written; then nothing was done, unless the
   *     message says so
   */
  public boolean encrypt(Secret passphrase, boolean newSeed) {
    if (vault.isEncrypted()) {
      return false;
    }
    KeyVault.Stored created = vault.create(passphrase);
    try {
      records.atomically(
          () -> {
            records.putLeftovers();
            vault.store(created);
            ring.descriptors().forEach(OwnedDescriptor::encryptKeys);
            if (newSeed) {
              ring.createDefaults();
            }
          });
    } finally {
      vault.lock();
    }
    thoroughlyChecked = true;
    try {
      records.overwriteLeftovers();
    } catch (StoreException e) {
      throw new StoreException(
          "The wallet is encrypted now, but the keys may still lie in unused parts of its file"
              + " until it could be rewritten, which is tried again when it is loaded: "
              + e.getMessage(),
          e);
    }
    return true;
  }

  /**
   * Unlocks the wallet.
   *
   * @throws IllegalStateException if some keys can be decrypted and others not
   */
  public boolean unlock(Secret passphrase) {
    return tryUnlock(passphrase).isPresent();
  }

  private Optional<Integer> tryUnlock(Secret passphrase) {
    return vault.unlock(passphrase, this::opensKeys);
  }

  private boolean opensKeys(byte[] masterKey) {
    int opened = 0;
    int tried = 0;
    for (OwnedDescriptor descriptor : ring.descriptors()) {
      int of =
          thoroughlyChecked
              ? Math.min(1, descriptor.encryptedKeyCount())
              : descriptor.encryptedKeyCount();
      opened += descriptor.countOpened(masterKey, !thoroughlyChecked);
      tried += of;
    }
    if (opened > 0 && opened < tried) {
      log.error("The wallet is probably corrupted: Some keys decrypt but not all.");
      throw new IllegalStateException(
          "Error unlocking wallet: some keys decrypt but not all. Your wallet file may be"
              + " corrupt.");
    }
    if (opened == tried) {
      thoroughlyChecked = true;
      return true;
    }
    return false;
  }

  /** Forgets what unlocked the wallet. */
  public void lock() {
    vault.lock();
  }

  /**
   * Changes the passphrase; the wallet is locked or unlocked afterwards as it was before.
   *
   * @return false if the old passphrase is wrong
   * @throws StoreException if the file could not be written; then the old passphrase stays
   */
  public boolean changePassphrase(Secret old, Secret replacement) {
    boolean wasLocked = vault.isLocked();
    Optional<Integer> id = tryUnlock(old);
    if (id.isEmpty()) {
      return false;
    }
    try {
      vault.changePassphrase(id.get(), replacement);
    } finally {
      if (wasLocked) {
        vault.lock();
      }
    }
    try {
      records.overwriteLeftovers();
    } catch (StoreException e) {
      // It is changed all the same; an error would make people believe in the old one.
      log.error(
          "What the old passphrase opens may still lie in unused parts of a wallet's file until it"
              + " could be rewritten, which is tried again when it is loaded: {}",
          e.getMessage());
    }
    return true;
  }
}
