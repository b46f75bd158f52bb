// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.MuHash3072;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;

/** Walks over all coins and adds them up. */
public final class CoinSetSummation {
  private static final int BOGO_OVERHEAD = 50;
  private static final int POLL_INTERVAL = 1024;

  private final CoinSetStatistics.Hash kind;
  private final MessageDigest serialized = Hashes.newSha256();
  private final MuHash3072 muHash = new MuHash3072();
  private final ByteWriter buffer = new ByteWriter(256);
  private long transactions;
  private long outputs;
  private long bogoSize;
  private long total;

  private CoinSetSummation(CoinSetStatistics.Hash kind) {
    this.kind = kind;
  }

  /**
   * Adds up what the cursor shows.
   *
   * @param height of the block the coins belong to
   * @param diskBytes what the database takes
   * @return empty if {@code interrupted} said so
   */
  public static Optional<CoinSetStatistics> of(
      CoinsCursor cursor,
      int height,
      long diskBytes,
      CoinSetStatistics.Hash kind,
      BooleanSupplier interrupted) {
    CoinSetSummation sums = new CoinSetSummation(kind);
    if (!sums.walk(cursor, interrupted)) {
      return Optional.empty();
    }
    return Optional.of(
        new CoinSetStatistics(
            height,
            cursor.bestBlock(),
            sums.transactions,
            sums.outputs,
            sums.bogoSize,
            diskBytes,
            sums.total,
            sums.digest()));
  }

  private boolean walk(CoinsCursor cursor, BooleanSupplier interrupted) {
    Txid current = null;
    // Outputs come in the order of their encoded numbers; the hash wants the numeric one.
    TreeMap<Integer, Coin> coins = new TreeMap<>(Integer::compareUnsigned);
    long count = 0;
    while (cursor.next()) {
      if (++count % POLL_INTERVAL == 0 && interrupted.getAsBoolean()) {
        return false;
      }
      OutPoint outpoint = cursor.outpoint();
      if (!outpoint.txid().equals(current)) {
        add(current, coins);
        current = outpoint.txid();
        coins.clear();
      }
      coins.put(outpoint.index(), cursor.coin());
    }
    add(current, coins);
    return true;
  }

  private void add(@Nullable Txid txid, TreeMap<Integer, Coin> coins) {
    if (txid == null) {
      return;
    }
    transactions++;
    for (Map.Entry<Integer, Coin> entry : coins.entrySet()) {
      Coin coin = entry.getValue();
      outputs++;
      total += coin.output().valueSats();
      bogoSize += BOGO_OVERHEAD + coin.output().script().size();
      if (kind != CoinSetStatistics.Hash.NONE) {
        buffer.reset();
        writeElement(buffer, new OutPoint(txid, entry.getKey()), coin);
        if (kind == CoinSetStatistics.Hash.MUHASH) {
          muHash.insert(buffer.toArray());
        } else {
          serialized.update(buffer.unsafeArray(), 0, buffer.size());
        }
      }
    }
  }

  /** Writes a coin in the form in which sets of coins are hashed. */
  public static void writeElement(ByteWriter out, OutPoint outpoint, Coin coin) {
    outpoint.write(out);
    out.i32(CoinCodec.code(coin));
    coin.output().write(out);
  }

  private Optional<Bytes> digest() {
    return switch (kind) {
      case NONE -> Optional.empty();
      case SERIALIZED -> Optional.of(Bytes.wrap(Hashes.finishTwice(serialized)));
      case MUHASH -> Optional.of(Bytes.wrap(muHash.digest()));
    };
  }
}
