// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * Names a transaction or block in an announcement or a request.
 *
 * @param kind one of the constants here; others are passed over
 * @param hash 32 bytes, internal byte order
 */
public record InvItem(int kind, Bytes hash) {
  public static final int TX = 1;
  public static final int BLOCK = 2;
  public static final int FILTERED_BLOCK = 3;
  public static final int COMPACT_BLOCK = 4;

  /** A transaction by its wtxid (BIP339). */
  public static final int WTX = 5;

  /** Added to {@link #TX} and {@link #BLOCK} in a request: with witnesses (BIP144). */
  public static final int WITNESS_FLAG = 1 << 30;

  public static final int WITNESS_TX = TX | WITNESS_FLAG;
  public static final int WITNESS_BLOCK = BLOCK | WITNESS_FLAG;

  static final int BYTES = 36;

  static InvItem read(ByteReader in) throws DecodeException {
    return new InvItem(in.i32(), in.bytes(32));
  }

  void write(ByteWriter out) {
    out.i32(kind).bytes(hash);
  }

  /** Tells whether a transaction is meant, by whichever hash. */
  public boolean isTransaction() {
    return kind == TX || kind == WTX || kind == WITNESS_TX;
  }

  /** Tells whether a block is meant, in whichever form. */
  public boolean isBlock() {
    return kind == BLOCK
        || kind == FILTERED_BLOCK
        || kind == COMPACT_BLOCK
        || kind == WITNESS_BLOCK;
  }

  /** Returns the word for the log, as in {@code got inv: tx …}. */
  public String word() {
    String witness = (kind & WITNESS_FLAG) != 0 ? "witness-" : "";
    return switch (kind & ~WITNESS_FLAG) {
      case TX -> witness + "tx";
      case BLOCK -> witness + "block";
      case FILTERED_BLOCK -> witness + "merkleblock";
      case COMPACT_BLOCK -> witness + "cmpctblock";
      case WTX -> witness + "wtx";
      default -> "0x" + Integer.toHexString(kind);
    };
  }

  @Override
  public String toString() {
    return word() + " " + hash.reversed().toHex();
  }
}
