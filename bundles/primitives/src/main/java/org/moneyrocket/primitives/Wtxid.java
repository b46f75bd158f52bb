// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

/**
 * Identifies a transaction with its witness (BIP141): double SHA-256 of the full serialization,
 * internal byte order.
 */
public record Wtxid(Bytes hash) implements Comparable<Wtxid> {
  public static final int BYTES = 32;

  /** All zero bytes. */
  public static final Wtxid ZERO = new Wtxid(Bytes.wrap(new byte[BYTES]));

  public Wtxid {
    if (hash.size() != BYTES) {
      throw new IllegalArgumentException("wtxid needs 32 bytes, got " + hash.size());
    }
  }

  public static Wtxid read(ByteReader in) throws DecodeException {
    return new Wtxid(in.bytes(BYTES));
  }

  public void write(ByteWriter out) {
    out.bytes(hash);
  }

  /**
   * Reads the display form: 64 hexadecimal digits, reversed byte order.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static Wtxid fromDisplay(String hex) {
    return new Wtxid(Bytes.fromHex(hex).reversed());
  }

  /** Orders by the bytes as they are stored, first byte first. */
  @Override
  public int compareTo(Wtxid other) {
    return hash.compareTo(other.hash);
  }

  /** Returns the display form: hex in reversed byte order, as in RPC and explorers. */
  @Override
  public String toString() {
    return hash.reversed().toHex();
  }
}
