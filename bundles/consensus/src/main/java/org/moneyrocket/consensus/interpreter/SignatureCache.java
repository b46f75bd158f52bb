// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.security.MessageDigest;

/**
 * Remembers signatures that were found right, so that a transaction that was checked for the memory
 * pool need not be checked again in a block. Wrong ones are never kept. Safe for several threads.
 */
public final class SignatureCache {
  private final SaltedHash ecdsa;
  private final SaltedHash schnorr;
  private final SaltedSet set;

  /**
   * @param maxBytes memory it may take
   */
  public SignatureCache(long maxBytes) {
    byte[] nonce = SaltedHash.newNonce();
    this.ecdsa = new SaltedHash(nonce, 'E');
    this.schnorr = new SaltedHash(nonce, 'S');
    this.set = new SaltedSet(maxBytes);
  }

  /** Stands for one signature. */
  record Key(long[] hash) {}

  Key ecdsa(byte[] hash, byte[] key, byte[] signature) {
    return key(ecdsa, hash, key, signature);
  }

  Key schnorr(byte[] hash, byte[] key, byte[] signature) {
    return key(schnorr, hash, key, signature);
  }

  private static Key key(SaltedHash salted, byte[] hash, byte[] key, byte[] signature) {
    // The parts cannot run into each other: the first has 32 bytes, and the first byte of the
    // second tells its length.
    MessageDigest digest = salted.begin();
    digest.update(hash);
    digest.update(key);
    digest.update(signature);
    return new Key(SaltedHash.finish(digest));
  }

  /** Tells whether nothing was ever added, as while old blocks are connected. */
  boolean isUnused() {
    return set.isUnused();
  }

  boolean contains(Key key, boolean giveUp) {
    return set.contains(key.hash(), giveUp);
  }

  void add(Key key) {
    set.add(key.hash());
  }
}
