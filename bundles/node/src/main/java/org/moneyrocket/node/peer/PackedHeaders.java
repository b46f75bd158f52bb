// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;

/**
 * A queue of headers of which each follows the one before, in 48 bytes each: what a header says of
 * its predecessor is left out.
 */
final class PackedHeaders {
  private static final int BYTES = 48;
  private static final int MERKLE_ROOT = 4;
  private static final int TIME = 36;
  private static final int BITS = 40;
  private static final int NONCE = 44;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] data = new byte[0];
  private int start;
  private int end;

  /** Hash of the header before the first one. */
  private BlockHash before;

  /**
   * @param before hash of the header that the first one will follow
   */
  PackedHeaders(BlockHash before) {
    this.before = before;
  }

  int size() {
    return (end - start) / BYTES;
  }

  void add(BlockHeader header) {
    if (end == data.length) {
      makeRoom();
    }
    INT.set(data, end, header.version());
    header.merkleRoot().copyTo(0, data, end + MERKLE_ROOT, 32);
    INT.set(data, end + TIME, (int) header.time());
    INT.set(data, end + BITS, header.bits());
    INT.set(data, end + NONCE, header.nonce());
    end += BYTES;
  }

  private void makeRoom() {
    int used = end - start;
    boolean grows = data.length == 0 || used > data.length / 2;
    byte[] target = grows ? new byte[Math.max(64 * BYTES, 2 * used)] : data;
    System.arraycopy(data, start, target, 0, used);
    data = target;
    start = 0;
    end = used;
  }

  /** Takes the oldest headers until only {@code keep} are left. */
  List<BlockHeader> takeAllBut(int keep) {
    List<BlockHeader> taken = new ArrayList<>(Math.max(0, size() - keep));
    while (size() > keep) {
      BlockHeader header =
          new BlockHeader(
              (int) INT.get(data, start),
              before,
              Bytes.of(Arrays.copyOfRange(data, start + MERKLE_ROOT, start + TIME)),
              Integer.toUnsignedLong((int) INT.get(data, start + TIME)),
              (int) INT.get(data, start + BITS),
              (int) INT.get(data, start + NONCE));
      taken.add(header);
      before = header.hash();
      start += BYTES;
    }
    return taken;
  }
}
