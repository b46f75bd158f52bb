// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * A descriptor of the wallet without its keys and caches.
 *
 * @param descriptor public text with checksum
 * @param creationTime seconds since 1970; nothing was paid to it before
 * @param nextIndex first index that was not handed out
 * @param rangeStart first index watched
 * @param rangeEnd index behind the last one watched
 */
public record DescriptorRecord(
    String descriptor, long creationTime, int nextIndex, int rangeStart, int rangeEnd) {
  private static final int MAX_TEXT = 10_000_000;

  public Bytes toBytes() {
    return new ByteWriter(256)
        .text(descriptor)
        .i64(creationTime)
        .i32(nextIndex)
        .i32(rangeStart)
        .i32(rangeEnd)
        .toBytes();
  }

  public static DescriptorRecord decode(Bytes value) throws DecodeException {
    ByteReader in = new ByteReader(value);
    return new DescriptorRecord(in.text(MAX_TEXT), in.i64(), in.i32(), in.i32(), in.i32());
  }

  public DescriptorRecord withNextIndex(int index) {
    return new DescriptorRecord(descriptor, creationTime, index, rangeStart, rangeEnd);
  }

  public DescriptorRecord withRangeEnd(int end) {
    return new DescriptorRecord(descriptor, creationTime, nextIndex, rangeStart, end);
  }
}
