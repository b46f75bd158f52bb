// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

/**
 * Names one output of a transaction.
 *
 * @param txid the transaction
 * @param index the output's number as unsigned 32 bits in an int; {@code -1} (0xffffffff) in a
 *     coinbase input
 */
public record OutPoint(Txid txid, int index) implements Comparable<OutPoint> {
  public static final int BYTES = 36;

  /** The input of a coinbase: no transaction. */
  public static final OutPoint NULL = new OutPoint(Txid.ZERO, -1);

  public boolean isNull() {
    return index == -1 && txid.equals(Txid.ZERO);
  }

  public static OutPoint read(ByteReader in) throws DecodeException {
    return new OutPoint(Txid.read(in), in.i32());
  }

  public void write(ByteWriter out) {
    txid.write(out);
    out.i32(index);
  }

  /** Orders by the bytes of the txid, then by unsigned index: the order of the coins database. */
  @Override
  public int compareTo(OutPoint other) {
    int byTxid = txid.compareTo(other.txid);
    return byTxid != 0 ? byTxid : Integer.compareUnsigned(index, other.index);
  }

  /** Returns {@code txid:index}. */
  @Override
  public String toString() {
    return txid + ":" + Integer.toUnsignedString(index);
  }
}
