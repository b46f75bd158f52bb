// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.snapshot;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.coins.CoinCodec;
import org.moneyrocket.kernel.coins.CoinsCursor;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;

/** Writes all coins that a cursor shows. */
public final class SnapshotWriter {
  private static final int FLUSH_BYTES = 1 << 16;
  private static final int POLL_INTERVAL = 5000;

  private final OutputStream file;
  private final ByteWriter out = new ByteWriter(2 * FLUSH_BYTES);
  // Coins of one transaction: its number must come before them.
  private final ByteWriter group = new ByteWriter(1 << 12);
  private int groupCoins;
  private long written;

  private SnapshotWriter(OutputStream file) {
    this.file = file;
  }

  /**
   * Writes header and coins.
   *
   * @param coins how many there are
   * @param interrupted polled now and then; true ends it early
   * @return the number of coins written, less than {@code coins} if it was ended early
   * @throws IOException if the file cannot be written
   */
  public static long write(
      OutputStream file,
      ChainParameters params,
      CoinsCursor cursor,
      long coins,
      BooleanSupplier interrupted)
      throws IOException {
    SnapshotWriter writer = new SnapshotWriter(file);
    new SnapshotHeader(cursor.bestBlock(), coins).write(writer.out, params);
    writer.walk(cursor, interrupted);
    return writer.written;
  }

  private void walk(CoinsCursor cursor, BooleanSupplier interrupted) throws IOException {
    Txid txid = null;
    while (cursor.next()) {
      if (written % POLL_INTERVAL == 0 && interrupted.getAsBoolean()) {
        return;
      }
      OutPoint outpoint = cursor.outpoint();
      if (!outpoint.txid().equals(txid)) {
        finishGroup(txid);
        txid = outpoint.txid();
      }
      group.compactSize(Integer.toUnsignedLong(outpoint.index()));
      Coin coin = cursor.coin();
      CoinCodec.write(group, coin);
      groupCoins++;
      written++;
    }
    finishGroup(txid);
    file.write(out.unsafeArray(), 0, out.size());
  }

  private void finishGroup(@Nullable Txid txid) throws IOException {
    if (txid == null) {
      return;
    }
    txid.write(out);
    out.compactSize(groupCoins).bytes(group.unsafeArray(), 0, group.size());
    group.reset();
    groupCoins = 0;
    if (out.size() >= FLUSH_BYTES) {
      file.write(out.unsafeArray(), 0, out.size());
      out.reset();
    }
  }
}
