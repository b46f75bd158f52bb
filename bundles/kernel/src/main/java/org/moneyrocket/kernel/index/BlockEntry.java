// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.CompactTarget;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;

/**
 * One known header: its place in the tree and what is known about its block. There is one object
 * for each header, so entries are compared by identity.
 *
 * <p>Header fields, height, parent and work never change and may be read by any thread. The others
 * are changed under the chain lock; a reader without it sees some recent value of each.
 */
public final class BlockEntry implements HeaderView {
  // Hashes are kept as words and made on demand: there is an entry for each of a million headers.
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final long h0;
  final long h1;
  final long h2;
  final long h3;
  private final long m0;
  private final long m1;
  private final long m2;
  private final long m3;
  // A header counts only with proof of work, so the sum of all work never needs 128 bits.
  private final long workHigh;
  private final long workLow;
  private final @Nullable BlockEntry previous;
  private final @Nullable BlockEntry skip;
  private final int height;
  private final int version;
  private final int time;
  private final int bits;
  private final int nonce;
  private final int timeMax;

  private volatile int status;
  private volatile int transactionCount;
  private volatile long chainTransactionCount;
  int file;
  int dataOffset;
  int undoOffset;
  int sequence;

  BlockEntry(BlockHeader header, BlockHash hash, @Nullable BlockEntry previous) {
    byte[] hashBytes = hash.hash().unsafeArray();
    this.h0 = (long) LONG.get(hashBytes, 0);
    this.h1 = (long) LONG.get(hashBytes, 8);
    this.h2 = (long) LONG.get(hashBytes, 16);
    this.h3 = (long) LONG.get(hashBytes, 24);
    byte[] root = header.merkleRoot().unsafeArray();
    this.m0 = (long) LONG.get(root, 0);
    this.m1 = (long) LONG.get(root, 8);
    this.m2 = (long) LONG.get(root, 16);
    this.m3 = (long) LONG.get(root, 24);
    this.version = header.version();
    this.time = (int) header.time();
    this.bits = header.bits();
    this.nonce = header.nonce();
    this.previous = previous;
    this.height = previous == null ? 0 : previous.height + 1;
    this.skip = previous == null ? null : previous.ancestor(skipHeight(height));
    UInt256 proof = proof(bits);
    UInt256 work = previous == null ? proof : previous.chainWork().plus(proof);
    this.workHigh = work.shiftRight(64).low64();
    this.workLow = work.low64();
    this.timeMax =
        previous != null && Integer.compareUnsigned(previous.timeMax, time) > 0
            ? previous.timeMax
            : time;
  }

  @Override
  public BlockHash hash() {
    return new BlockHash(bytes(h0, h1, h2, h3));
  }

  private static Bytes bytes(long a, long b, long c, long d) {
    byte[] out = new byte[32];
    LONG.set(out, 0, a);
    LONG.set(out, 8, b);
    LONG.set(out, 16, c);
    LONG.set(out, 24, d);
    return Bytes.wrap(out);
  }

  /** Tells whether this is the header with {@code hash}. */
  public boolean hasHash(BlockHash hash) {
    byte[] bytes = hash.hash().unsafeArray();
    return h0 == (long) LONG.get(bytes, 0)
        && h1 == (long) LONG.get(bytes, 8)
        && h2 == (long) LONG.get(bytes, 16)
        && h3 == (long) LONG.get(bytes, 24);
  }

  static long firstWord(BlockHash hash) {
    return (long) LONG.get(hash.hash().unsafeArray(), 0);
  }

  /** Returns the header. */
  public BlockHeader header() {
    return new BlockHeader(
        version,
        previous == null ? BlockHash.ZERO : previous.hash(),
        bytes(m0, m1, m2, m3),
        time(),
        bits,
        nonce);
  }

  public Bytes merkleRoot() {
    return bytes(m0, m1, m2, m3);
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public long time() {
    return Integer.toUnsignedLong(time);
  }

  @Override
  public int bits() {
    return bits;
  }

  public int nonce() {
    return nonce;
  }

  /** Returns the greatest time of this header and its ancestors, Unix seconds. */
  public long timeMax() {
    return Integer.toUnsignedLong(timeMax);
  }

  @Override
  public @Nullable BlockEntry previous() {
    return previous;
  }

  @Override
  public UInt256 chainWork() {
    return UInt256.of(workHigh).shiftLeft(64).plus(UInt256.of(workLow));
  }

  /** Compares the work of two chains without making numbers. */
  public int compareWork(BlockEntry other) {
    int order = Long.compareUnsigned(workHigh, other.workHigh);
    return order != 0 ? order : Long.compareUnsigned(workLow, other.workLow);
  }

  /** Returns the work of this header alone. */
  public UInt256 proof() {
    return proof(bits);
  }

  /** The work of a target; it is the same for thousands of headers in a row. */
  private record Proof(int bits, UInt256 work) {}

  private static volatile Proof lastProof = new Proof(0, UInt256.ZERO);

  private static UInt256 proof(int bits) {
    Proof last = lastProof;
    if (last.bits() != bits) {
      last = new Proof(bits, new CompactTarget(bits).work());
      lastProof = last;
    }
    return last.work();
  }

  @Override
  public @Nullable BlockEntry ancestor(int wanted) {
    if (wanted > height || wanted < 0) {
      return null;
    }
    BlockEntry at = this;
    int atHeight = height;
    while (atHeight > wanted) {
      int skipTo = skipHeight(atHeight);
      int skipToFromParent = skipHeight(atHeight - 1);
      // Follow the skip only if the parent's skip would not be the better one.
      if (at.skip != null
          && (skipTo == wanted
              || (skipTo > wanted
                  && !(skipToFromParent < skipTo - 2 && skipToFromParent >= wanted)))) {
        at = at.skip;
        atHeight = skipTo;
      } else {
        at = java.util.Objects.requireNonNull(at.previous);
        atHeight--;
      }
    }
    return at;
  }

  // Any choice below the height is correct; this one makes walks logarithmic.
  private static int skipHeight(int height) {
    if (height < 2) {
      return 0;
    }
    return (height & 1) != 0
        ? clearLowestBit(clearLowestBit(height - 1)) + 1
        : clearLowestBit(height);
  }

  private static int clearLowestBit(int n) {
    return n & (n - 1);
  }

  /** Tells whether this is {@code other} or one of its ancestors. */
  public boolean isAncestorOf(BlockEntry other) {
    return other.ancestor(height) == this;
  }

  /** Returns the last header that both chains have. */
  public static BlockEntry lastCommon(BlockEntry a, BlockEntry b) {
    BlockEntry left = java.util.Objects.requireNonNull(a.ancestor(Math.min(a.height, b.height)));
    BlockEntry right = java.util.Objects.requireNonNull(b.ancestor(Math.min(a.height, b.height)));
    while (left != right) {
      if (left.previous == null || right.previous == null) {
        throw new IllegalStateException("two headers without a common ancestor");
      }
      if (left.skip != null && right.skip != null && left.skip != right.skip) {
        left = left.skip;
        right = right.skip;
      } else {
        left = left.previous;
        right = right.previous;
      }
    }
    return left;
  }

  /** Returns the bits of {@link BlockStatus}. */
  public int status() {
    return status;
  }

  void setStatus(int newStatus) {
    status = newStatus;
  }

  public boolean hasData() {
    return (status & BlockStatus.HAVE_DATA) != 0;
  }

  public boolean hasUndo() {
    return (status & BlockStatus.HAVE_UNDO) != 0;
  }

  /** Tells whether the block or an ancestor broke a rule or was marked invalid. */
  public boolean isFailed() {
    return (status & BlockStatus.FAILED) != 0;
  }

  /** Tells whether the block passed the checks of {@code level} and is not failed. */
  public boolean isValid(int level) {
    int now = status;
    return (now & BlockStatus.FAILED) == 0 && (now & BlockStatus.VALID_MASK) >= level;
  }

  /** Returns the number of transactions, 0 while the block was never seen. */
  public int transactionCount() {
    return transactionCount;
  }

  void setTransactionCount(int count) {
    transactionCount = count;
  }

  /** Returns the number of transactions up to this block, 0 while that is not known. */
  public long chainTransactionCount() {
    return chainTransactionCount;
  }

  void setChainTransactionCount(long count) {
    chainTransactionCount = count;
  }

  /** Tells whether this block and all its ancestors have been seen. */
  public boolean hasChainTransactions() {
    return chainTransactionCount != 0;
  }

  /** Tells whether the block was stored once and its file has been pruned. */
  public boolean isPruned() {
    return !hasData() && transactionCount > 0;
  }

  /** Returns where the block is stored, or empty. */
  public Optional<FilePosition> dataPosition() {
    return hasData() ? Optional.of(new FilePosition(file, dataOffset)) : Optional.empty();
  }

  /** Returns where the undo data is stored, or empty. */
  public Optional<FilePosition> undoPosition() {
    return hasUndo() ? Optional.of(new FilePosition(file, undoOffset)) : Optional.empty();
  }

  /** Returns the order of arrival; less is earlier. Decides between chains of equal work. */
  public int sequence() {
    return sequence;
  }

  @Override
  public String toString() {
    return "BlockEntry height=" + height + " hash=" + hash();
  }
}
