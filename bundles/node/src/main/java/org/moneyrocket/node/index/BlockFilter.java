// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.SipHash;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;

/**
 * The basic filter of a block (BIP158): a compressed set of all scripts that the block pays to or
 * spends from. It may tell of a script that is not there, once in 784,931 times, but misses none.
 */
public final class BlockFilter {
  private static final int GOLOMB_BITS = 19;
  private static final long RANGE_PER_ELEMENT = 784_931;
  private static final int OP_RETURN = 0x6a;

  private final BlockHash block;
  private final Bytes encoded;
  private final long[] values;

  private BlockFilter(BlockHash block, Bytes encoded, long[] values) {
    this.block = block;
    this.encoded = encoded;
    this.values = values;
  }

  /** Makes the filter of a block. */
  public static BlockFilter of(Block block, BlockUndo undo) {
    return of(block.hash(), elements(block, undo));
  }

  /** Makes the filter of the block with this hash for some scripts. */
  static BlockFilter of(BlockHash block, Set<Bytes> elements) {
    long[] values = hashes(block, elements, elements.size());
    ByteWriter out = new ByteWriter(16 + values.length * 3);
    out.compactSize(values.length);
    BitSink bits = new BitSink(out);
    long last = 0;
    for (long value : values) {
      bits.golomb(value - last);
      last = value;
    }
    bits.finish();
    return new BlockFilter(block, out.toBytes(), values);
  }

  /** Returns the scripts that belong into a filter. */
  static Set<Bytes> elements(Block block, BlockUndo undo) {
    Set<Bytes> elements = new HashSet<>();
    for (Transaction tx : block.transactions()) {
      for (TxOut output : tx.outputs()) {
        Bytes script = output.script();
        if (!script.isEmpty() && script.unsigned(0) != OP_RETURN) {
          elements.add(script);
        }
      }
    }
    for (BlockUndo.TxUndo tx : undo.transactions()) {
      for (Coin coin : tx.spent()) {
        if (!coin.output().script().isEmpty()) {
          elements.add(coin.output().script());
        }
      }
    }
    return elements;
  }

  /**
   * Reads a filter.
   *
   * @throws DecodeException if these bytes are no filter
   */
  public static BlockFilter read(BlockHash block, Bytes encoded) throws DecodeException {
    ByteReader in = new ByteReader(encoded);
    long count = in.compactSize();
    if (count > 8L * in.remaining() / (GOLOMB_BITS + 1)) {
      throw new DecodeException(count + " elements do not fit into the filter");
    }
    long[] values = new long[(int) count];
    BitSource bits = new BitSource(in);
    long last = 0;
    for (int i = 0; i < values.length; i++) {
      last += bits.golomb();
      values[i] = last;
    }
    in.expectEnd("filter");
    return new BlockFilter(block, encoded, values);
  }

  /** Returns the sorted values of scripts in a filter of {@code count} elements. */
  private static long[] hashes(BlockHash block, Collection<Bytes> scripts, long count) {
    ByteReader key = new ByteReader(block.hash());
    SipHash hasher;
    try {
      hasher = new SipHash(key.i64(), key.i64());
    } catch (DecodeException e) {
      throw new IllegalStateException("a hash has 32 bytes", e);
    }
    long range = count * RANGE_PER_ELEMENT;
    long[] values = new long[scripts.size()];
    int next = 0;
    for (Bytes script : scripts) {
      values[next++] = Math.unsignedMultiplyHigh(hasher.hash(script.unsafeArray()), range);
    }
    Arrays.sort(values);
    return values;
  }

  /** Returns the block's hash. */
  public BlockHash block() {
    return block;
  }

  /** Returns the bytes: number of elements, then their differences, Golomb-Rice coded. */
  public Bytes encoded() {
    return encoded;
  }

  /** Returns how many elements there are. */
  public int size() {
    return values.length;
  }

  /** Returns the double SHA-256 of the bytes. */
  public Bytes hash() {
    return Bytes.wrap(Hashes.sha256d(encoded.unsafeArray()));
  }

  /** Returns the header that chains this filter to the one of the parent (BIP157). */
  public Bytes header(Bytes previousHeader) {
    return Bytes.wrap(Hashes.sha256dPair(hash().unsafeArray(), previousHeader.unsafeArray()));
  }

  /** Tells whether the block may pay to or spend from one of these scripts. */
  public boolean mayContainAny(Collection<Bytes> scripts) {
    if (values.length == 0) {
      return false;
    }
    long[] wanted = hashes(block, scripts, values.length);
    int here = 0;
    for (long value : wanted) {
      while (here < values.length && values[here] < value) {
        here++;
      }
      if (here == values.length) {
        return false;
      }
      if (values[here] == value) {
        return true;
      }
    }
    return false;
  }

  /** Writes bits, the most significant of each byte first. */
  private static final class BitSink {
    private final ByteWriter out;
    private int open;
    private int used;

    BitSink(ByteWriter out) {
      this.out = out;
    }

    void golomb(long value) {
      for (long ones = value >>> GOLOMB_BITS; ones > 0; ones--) {
        bit(1);
      }
      bit(0);
      for (int i = GOLOMB_BITS - 1; i >= 0; i--) {
        bit((int) (value >>> i) & 1);
      }
    }

    private void bit(int value) {
      open = open << 1 | value;
      if (++used == 8) {
        out.u8(open);
        open = 0;
        used = 0;
      }
    }

    void finish() {
      if (used > 0) {
        out.u8(open << (8 - used));
      }
    }
  }

  private static final class BitSource {
    private final ByteReader in;
    private int open;
    private int left;

    BitSource(ByteReader in) {
      this.in = in;
    }

    long golomb() throws DecodeException {
      long value = 0;
      while (bit() == 1) {
        value++;
      }
      for (int i = 0; i < GOLOMB_BITS; i++) {
        value = value << 1 | bit();
      }
      return value;
    }

    private int bit() throws DecodeException {
      if (left == 0) {
        open = in.u8();
        left = 8;
      }
      left--;
      return open >>> left & 1;
    }
  }
}
