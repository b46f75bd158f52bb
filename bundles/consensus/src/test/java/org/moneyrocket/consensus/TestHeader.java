// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;

/** A header in memory that knows its parent. */
public final class TestHeader implements HeaderView {
  private final BlockHeader header;
  private final BlockHash hash;
  private final @Nullable TestHeader previous;
  private final int height;
  private final UInt256 chainWork;

  private TestHeader(BlockHeader header, @Nullable TestHeader previous, int height) {
    this.header = header;
    this.hash = header.hash();
    this.previous = previous;
    this.height = height;
    UInt256 work = new CompactTarget(header.bits()).work();
    this.chainWork = previous == null ? work : previous.chainWork.plus(work);
  }

  public static TestHeader genesis(BlockHeader header) {
    return new TestHeader(header, null, 0);
  }

  /** Makes a first header that claims to be at {@code height}; what is before is not known. */
  public static TestHeader first(int height, long time, int bits) {
    return new TestHeader(
        new BlockHeader(4, BlockHash.ZERO, Bytes.wrap(new byte[32]), time, bits, height),
        null,
        height);
  }

  public TestHeader then(BlockHeader next) {
    return new TestHeader(next, this, height + 1);
  }

  public TestHeader then(long time, int bits) {
    return then(4, time, bits);
  }

  public TestHeader then(int version, long time, int bits) {
    return then(new BlockHeader(version, hash, header.merkleRoot(), time, bits, height + 1));
  }

  /** Appends {@code count} headers with the given distance in seconds. */
  public TestHeader thenMany(int count, int version, long spacing) {
    TestHeader at = this;
    for (int i = 0; i < count; i++) {
      at = at.then(version, at.time() + spacing, at.bits());
    }
    return at;
  }

  @Override
  public BlockHash hash() {
    return hash;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int version() {
    return header.version();
  }

  @Override
  public long time() {
    return header.time();
  }

  @Override
  public int bits() {
    return header.bits();
  }

  @Override
  public @Nullable TestHeader previous() {
    return previous;
  }

  @Override
  public @Nullable TestHeader ancestor(int wanted) {
    if (wanted < 0 || wanted > height) {
      return null;
    }
    TestHeader at = this;
    while (at != null && at.height != wanted) {
      at = at.previous;
    }
    return at;
  }

  @Override
  public UInt256 chainWork() {
    return chainWork;
  }
}
