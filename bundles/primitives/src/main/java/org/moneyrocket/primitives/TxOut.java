// SPDX-License-Identifier: MIT
package org.moneyrocket.primitives;

/**
 * One output.
 *
 * @param valueSats amount in satoshis; anything a signed 64-bit number holds, since bytes from
 *     outside may say anything; the rules check its range
 * @param script the locking script (scriptPubKey)
 */
public record TxOut(long valueSats, Bytes script) {
  public static TxOut read(ByteReader in) throws DecodeException {
    return new TxOut(in.i64(), in.varBytes());
  }

  public void write(ByteWriter out) {
    out.i64(valueSats).varBytes(script);
  }
}
