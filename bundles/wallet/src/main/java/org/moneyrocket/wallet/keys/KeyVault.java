// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.keys;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.Aes256Cbc;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.PassphraseKey;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.wallet.store.MasterKeyRecord;
import org.moneyrocket.wallet.store.WalletRecords;

/**
 * The key that encrypts all private keys. It is itself stored encrypted by a passphrase and known
 * only while the wallet is unlocked.
 */
public final class KeyVault {
  private static final int MASTER_KEY_BYTES = 32;

  private final Map<Integer, MasterKeyRecord> stored;
  private final WalletRecords records;
  private final SecureRandom random;
  private final KeyStretch stretch;
  private byte @Nullable [] masterKey;

  public KeyVault(WalletRecords records, SecureRandom random, KeyStretch stretch) {
    this.records = records;
    this.stored = records.unit().map(new TreeMap<>());
    this.random = random;
    this.stretch = stretch;
  }

  void load(Map<Integer, MasterKeyRecord> masterKeys) {
    stored.putAll(masterKeys);
  }

  /** Tells whether private keys are encrypted. */
  public boolean isEncrypted() {
    return !stored.isEmpty();
  }

  /** Tells whether the passphrase is needed before private keys can be used. */
  public boolean isLocked() {
    return isEncrypted() && masterKey == null;
  }

  /** Makes a master key and keeps it; nothing is stored before {@link #store}. */
  Stored create(Secret passphrase) {
    byte[] key = new byte[MASTER_KEY_BYTES];
    random.nextBytes(key);
    byte[] salt = new byte[PassphraseKey.SALT_BYTES];
    random.nextBytes(salt);
    byte[] phrase = passphrase.toArray();
    try {
      MasterKeyRecord record = seal(key, phrase, salt);
      int id = stored.keySet().stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
      return new Stored(id, record, key);
    } finally {
      Arrays.fill(phrase, (byte) 0);
    }
  }

  /** A master key that was made but is not in use yet. */
  record Stored(int id, MasterKeyRecord record, byte[] key) {}

  /** Begins to use a new master key and stores it. */
  void store(Stored created) {
    records.atomically(
        () -> {
          records.unit().undo(this::lock);
          masterKey = created.key();
          records.putMasterKey(created.id(), created.record());
          stored.put(created.id(), created.record());
        });
  }

  private MasterKeyRecord seal(byte[] key, byte[] phrase, byte[] salt) {
    int iterations = stretch.iterations(phrase, salt);
    try (PassphraseKey outer = PassphraseKey.derive(phrase, salt, iterations)) {
      return new MasterKeyRecord(
          Bytes.wrap(outer.encrypt(key)), Bytes.of(salt), 0, iterations, Bytes.EMPTY);
    }
  }

  /**
   * Decrypts a master key.
   *
   * @param fits tells whether the result opens the private keys
   * @return the id of the record it came from, empty if the passphrase is wrong
   */
  Optional<Integer> unlock(Secret passphrase, Predicate<byte[]> fits) {
    byte[] phrase = passphrase.toArray();
    try {
      for (Map.Entry<Integer, MasterKeyRecord> entry : stored.entrySet()) {
        byte[] key = open(entry.getValue(), phrase);
        if (key == null) {
          continue;
        }
        if (fits.test(key)) {
          lock();
          masterKey = key;
          return Optional.of(entry.getKey());
        }
        Arrays.fill(key, (byte) 0);
      }
      return Optional.empty();
    } finally {
      Arrays.fill(phrase, (byte) 0);
    }
  }

  private static byte @Nullable [] open(MasterKeyRecord record, byte[] phrase) {
    if (record.method() != 0
        || record.salt().size() != PassphraseKey.SALT_BYTES
        || record.iterations() < 1
        || record.iterations() > Integer.MAX_VALUE) {
      return null;
    }
    try (PassphraseKey outer =
        PassphraseKey.derive(phrase, record.salt().toArray(), (int) record.iterations())) {
      byte[] key = outer.decrypt(record.encryptedKey().toArray()).orElse(null);
      if (key != null && key.length != MASTER_KEY_BYTES) {
        Arrays.fill(key, (byte) 0);
        return null;
      }
      return key;
    }
  }

  /** Encrypts the master key in use with another passphrase. */
  void changePassphrase(int id, Secret replacement) {
    byte[] key = requireKey();
    MasterKeyRecord before = stored.get(id);
    if (before == null) {
      throw new IllegalStateException("no master key " + id);
    }
    byte[] phrase = replacement.toArray();
    try {
      MasterKeyRecord after = seal(key, phrase, before.salt().toArray());
      records.atomically(
          () -> {
            records.putLeftovers();
            records.putMasterKey(id, after);
            stored.put(id, after);
          });
    } finally {
      Arrays.fill(phrase, (byte) 0);
    }
  }

  /** Forgets the master key. */
  void lock() {
    if (masterKey != null) {
      Arrays.fill(masterKey, (byte) 0);
      masterKey = null;
    }
  }

  /** Removes all stored master keys: for wallets that have no private keys to encrypt. */
  public void clear() {
    records.atomically(
        () -> {
          stored.keySet().forEach(records::deleteMasterKey);
          stored.clear();
        });
    lock();
  }

  private byte[] requireKey() {
    byte[] key = masterKey;
    if (key == null) {
      throw new IllegalStateException("the wallet is locked");
    }
    return key;
  }

  /** Encrypts a private key. */
  Bytes encrypt(SecretKey key) {
    byte[] secret = new byte[32];
    key.copyTo(secret, 0);
    try {
      return Bytes.wrap(Aes256Cbc.encrypt(requireKey(), vector(key.publicKey()), secret));
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** Decrypts a private key; empty if the wallet is locked or the result does not fit. */
  Optional<SecretKey> decrypt(PublicKey publicKey, Bytes encrypted) {
    return masterKey == null ? Optional.empty() : decrypt(masterKey, publicKey, encrypted);
  }

  static Optional<SecretKey> decrypt(byte[] masterKey, PublicKey publicKey, Bytes encrypted) {
    Optional<SecretKey> key =
        Aes256Cbc.decrypt(masterKey, vector(publicKey), encrypted.unsafeArray())
            .flatMap(secret -> SecretKey.of(secret, publicKey.isCompressed()));
    if (key.isPresent() && !key.get().publicKey().equals(publicKey)) {
      key.get().close();
      return Optional.empty();
    }
    return key;
  }

  private static byte[] vector(PublicKey publicKey) {
    return Arrays.copyOf(Hashes.sha256d(publicKey.bytes().unsafeArray()), Aes256Cbc.IV_BYTES);
  }
}
