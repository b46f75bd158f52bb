// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.kernel.coins.CoinCodec;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;

/** Reads the coins behind the header of a snapshot file. */
public final class SnapshotReader {
  private static final int CHUNK = 1 << 16;
  // The largest a coin can be: a script of 10,000 bytes, its length, amount, height, number.
  private static final int MAX_COIN_BYTES = CoinCodec.MAX_SCRIPT_BYTES + 64;

  private final InputStream file;
  private final long total;
  private final int baseHeight;
  private byte[] buffer = new byte[CHUNK];
  private ByteReader in = new ByteReader(new byte[0]);
  private boolean ended;
  private long read;
  private Txid txid = Txid.ZERO;
  private long leftInGroup;

  /**
   * Takes a file from which the header has been read.
   *
   * @param coins how many coins the header promises
   * @param baseHeight no coin can come from above
   */
  public SnapshotReader(InputStream file, long coins, int baseHeight) {
    this.file = file;
    this.total = coins;
    this.baseHeight = baseHeight;
  }

  /** A coin and its place. */
  public record Entry(OutPoint outpoint, Coin coin) {}

  /** Returns how many coins have been read. */
  public long read() {
    return read;
  }

  /** Tells whether there are more coins to come. */
  public boolean hasNext() {
    return Long.compareUnsigned(read, total) < 0;
  }

  /**
   * Returns the next coin.
   *
   * @throws SnapshotException if the file makes no sense
   * @throws IOException if it cannot be read
   */
  public Entry next() throws IOException, SnapshotException {
    try {
      while (leftInGroup == 0) {
        fill();
        txid = Txid.read(in);
        leftInGroup = in.compactSize();
        if (Long.compareUnsigned(leftInGroup, total - read) > 0) {
          throw new SnapshotException(
              "Mismatch in coins count in snapshot metadata and actual snapshot data");
        }
      }
      fill();
      final long index = in.compactSize();
      Coin coin = CoinCodec.read(in);
      if (coin.height() > baseHeight || index >= 0xffffffffL) {
        throw new SnapshotException("Bad snapshot data after deserializing " + read + " coins");
      }
      if (!Amount.isMoney(coin.output().valueSats())) {
        throw new SnapshotException(
            "Bad snapshot data after deserializing " + read + " coins - bad tx out value");
      }
      leftInGroup--;
      read++;
      return new Entry(new OutPoint(txid, (int) index), coin);
    } catch (DecodeException e) {
      throw new SnapshotException(
          "Bad snapshot format or truncated snapshot after deserializing " + read + " coins");
    }
  }

  /** Makes sure that a whole coin can be read from memory, unless the file ends before. */
  private void fill() throws IOException {
    if (ended || in.remaining() >= MAX_COIN_BYTES) {
      return;
    }
    int keep = in.remaining();
    byte[] rest = Arrays.copyOfRange(in.array(), in.position(), in.position() + keep);
    if (buffer.length < keep + CHUNK) {
      buffer = new byte[keep + CHUNK];
    }
    System.arraycopy(rest, 0, buffer, 0, keep);
    int got = file.readNBytes(buffer, keep, buffer.length - keep);
    ended = got < buffer.length - keep;
    in = new ByteReader(buffer, 0, keep + got);
  }

  /** Refuses bytes behind the last coin. */
  public void expectEnd() throws IOException, SnapshotException {
    fill();
    if (in.remaining() > 0) {
      throw new SnapshotException(
          "Bad snapshot - coins left over after deserializing "
              + Long.toUnsignedString(total)
              + " coins");
    }
  }
}
