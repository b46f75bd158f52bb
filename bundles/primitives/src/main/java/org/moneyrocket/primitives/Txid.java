// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

/**
 * Identifies a transaction without its witness: double SHA-256 of the legacy serialization,
 * internal byte order.
 */
public record Txid(Bytes hash) implements Comparable<Txid> {
  public static final int BYTES = 32;

  /** All zero bytes. */
  public static final Txid ZERO = new Txid(Bytes.wrap(new byte[BYTES]));

  public Txid {
    if (hash.size() != BYTES) {
      throw new IllegalArgumentException("txid needs 32 bytes, got " + hash.size());
    }
  }

  public static Txid read(ByteReader in) throws DecodeException {
    return new Txid(in.bytes(BYTES));
  }

  public void write(ByteWriter out) {
    out.bytes(hash);
  }

  /**
   * Reads the display form: 64 hexadecimal digits, reversed byte order.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Txid fromDisplay(String hex) {
    return new Txid(Bytes.fromHex(hex).reversed());
  }

  /** Orders by the bytes as they are stored, first byte first. */
  @Override
  public int compareTo(Txid other) {
    return hash.compareTo(other.hash);
  }

  /** Returns the display form: hex in reversed byte order, as in RPC and explorers. */
  @Override
  public String toString() {
    return hash.reversed().toHex();
  }
}
