// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * Asks not to hear of transactions below a fee rate, in satoshis per 1,000 virtual bytes (BIP133).
 */
public record FeeFilter(long satsPerKvb) implements Message {
  public static final String TYPE = "feefilter";

  @Override
  public String type() {
    return TYPE;
  }

  static FeeFilter read(ByteReader in) throws DecodeException {
    return new FeeFilter(in.i64());
  }

  @Override
  public void write(ByteWriter out) {
    out.i64(satsPerKvb);
  }
}
