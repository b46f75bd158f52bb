// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

/** Identifies a block: double SHA-256 of its 80-byte header, internal byte order. */
public record BlockHash(Bytes hash) implements Comparable<BlockHash> {
  public static final int BYTES = 32;

  /** All zero bytes. */
  public static final BlockHash ZERO = new BlockHash(Bytes.wrap(new byte[BYTES]));

  public BlockHash {
    if (hash.size() != BYTES) {
      throw new IllegalArgumentException("block hash needs 32 bytes, got " + hash.size());
    }
  }

  public static BlockHash read(ByteReader in) throws DecodeException {
    return new BlockHash(in.bytes(BYTES));
  }

  public void write(ByteWriter out) {
    out.bytes(hash);
  }

  /**
   * Reads the display form: 64 hexadecimal digits, reversed byte order.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static BlockHash fromDisplay(String hex) {
    return new BlockHash(Bytes.fromHex(hex).reversed());
  }

  /** Orders by the bytes as they are stored, first byte first. */
  @Override
  public int compareTo(BlockHash other) {
    return hash.compareTo(other.hash);
  }

  /** Returns the display form: hex in reversed byte order, as in RPC and explorers. */
  @Override
  public String toString() {
    return hash.reversed().toHex();
  }
}
