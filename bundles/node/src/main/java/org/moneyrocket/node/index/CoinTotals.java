// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * Sums over the coins after a block, and over all that happened up to it. Amounts are in satoshis;
 * those of {@link UInt256} grow with every payment and may become greater than all money.
 *
 * @param muHash hash of the coins, internal byte order
 * @param outputs unspent outputs
 * @param bogoSize 50 bytes and the script for each
 * @param amount sum of the unspent outputs
 * @param subsidy what blocks were allowed to create
 * @param spent what inputs brought
 * @param created what outputs got, except those of coinbases
 * @param coinbase what outputs of coinbases got
 * @param lostGenesis the output of genesis
 * @param lostDuplicates outputs of coinbases that were repeated (BIP30)
 * @param lostScripts outputs that nobody can spend
 * @param unclaimed what coinbases could have taken and did not
 */
public record CoinTotals(
    Bytes muHash,
    long outputs,
    long bogoSize,
    long amount,
    long subsidy,
    UInt256 spent,
    UInt256 created,
    UInt256 coinbase,
    long lostGenesis,
    long lostDuplicates,
    long lostScripts,
    long unclaimed) {
  private static final int HASH = 32;
  private static final int BYTES = 192;

  /** Before genesis. */
  public static final CoinTotals NONE =
      new CoinTotals(
          Bytes.wrap(new byte[HASH]),
          0,
          0,
          0,
          0,
          UInt256.ZERO,
          UInt256.ZERO,
          UInt256.ZERO,
          0,
          0,
          0,
          0);

  /** Returns all that can never be spent. */
  public long lost() {
    return lostGenesis + lostDuplicates + lostScripts + unclaimed;
  }

  byte[] toBytes() {
    return new ByteWriter(BYTES)
        .bytes(muHash)
        .i64(outputs)
        .i64(bogoSize)
        .i64(amount)
        .i64(subsidy)
        .bytes(spent.toLittleEndian())
        .bytes(created.toLittleEndian())
        .bytes(coinbase.toLittleEndian())
        .i64(lostGenesis)
        .i64(lostDuplicates)
        .i64(lostScripts)
        .i64(unclaimed)
        .toArray();
  }

  static CoinTotals read(byte[] data) throws DecodeException {
    ByteReader in = new ByteReader(data);
    CoinTotals totals =
        new CoinTotals(
            in.bytes(HASH),
            in.i64(),
            in.i64(),
            in.i64(),
            in.i64(),
            UInt256.fromLittleEndian(in.bytes(HASH)),
            UInt256.fromLittleEndian(in.bytes(HASH)),
            UInt256.fromLittleEndian(in.bytes(HASH)),
            in.i64(),
            in.i64(),
            in.i64(),
            in.i64());
    in.expectEnd("totals");
    return totals;
  }
}
