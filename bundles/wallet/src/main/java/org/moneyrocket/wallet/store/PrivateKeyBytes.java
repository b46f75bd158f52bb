// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.security.MessageDigest;
import java.util.Arrays;

/** The 32 bytes of a private key. Shown nowhere, wiped by {@link #close}. */
public final class PrivateKeyBytes implements AutoCloseable {
  private final byte[] secret;

  private PrivateKeyBytes(byte[] secret) {
    this.secret = secret;
  }

  /** Takes {@code secret} without copying it. */
  public static PrivateKeyBytes wrap(byte[] secret) {
    return new PrivateKeyBytes(secret);
  }

  /** Returns a copy, for the caller to wipe. */
  public byte[] toArray() {
    return secret.clone();
  }

  /** Returns a second secret of the same bytes. */
  public PrivateKeyBytes copy() {
    return new PrivateKeyBytes(secret.clone());
  }

  @Override
  public void close() {
    Arrays.fill(secret, (byte) 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrivateKeyBytes that && MessageDigest.isEqual(secret, that.secret);
  }

  @Override
  public int hashCode() {
    return secret.length;
  }

  @Override
  public String toString() {
    return "PrivateKeyBytes(****)";
  }
}
