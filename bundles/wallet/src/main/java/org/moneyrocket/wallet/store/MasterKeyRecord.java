// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * The key that encrypts the private keys, itself encrypted by a passphrase.
 *
 * @param encryptedKey 48 bytes
 * @param salt 8 bytes
 * @param method how the passphrase becomes a key; 0 is the only one
 * @param iterations rounds of hashing, unsigned 32 bits
 * @param parameters of other methods, empty
 */
public record MasterKeyRecord(
    Bytes encryptedKey, Bytes salt, long method, long iterations, Bytes parameters) {
  public Bytes toBytes() {
    return new ByteWriter(96)
        .varBytes(encryptedKey)
        .varBytes(salt)
        .u32(method)
        .u32(iterations)
        .varBytes(parameters)
        .toBytes();
  }

  public static MasterKeyRecord decode(Bytes value) throws DecodeException {
    ByteReader in = new ByteReader(value);
    return new MasterKeyRecord(in.varBytes(), in.varBytes(), in.u32(), in.u32(), in.varBytes());
  }
}
