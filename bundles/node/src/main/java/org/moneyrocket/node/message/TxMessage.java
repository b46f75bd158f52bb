// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;

/** A transaction with its witnesses. */
public record TxMessage(Transaction transaction) implements Message {
  public static final String TYPE = "tx";

  @Override
  public String type() {
    return TYPE;
  }

  static TxMessage read(ByteReader in) throws DecodeException {
    return new TxMessage(Transaction.read(in));
  }

  @Override
  public void write(ByteWriter out) {
    transaction.write(out);
  }
}
