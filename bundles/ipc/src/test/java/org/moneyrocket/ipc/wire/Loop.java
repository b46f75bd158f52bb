// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.wire;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.moneyrocket.ipc.lane.Transport;

/** A transport whose bytes come back, in pieces of random size if wanted. */
public final class Loop implements Transport {
  private byte[] bytes = new byte[64];
  private int from;
  private int to;
  private final Random random;

  public Loop(Random random) {
    this.random = random;
  }

  public Loop(byte[] content, Random random) {
    this.random = random;
    this.bytes = content.clone();
    this.to = content.length;
  }

  public byte[] content() {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private int piece(long most) {
    int n = (int) Math.min(most, to - from);
    return n <= 1 || random == null ? n : 1 + random.nextInt(n);
  }

  @Override
  public int receive(MemorySegment into, long offset, long length) {
    int n = piece(length);
    if (n == 0) {
      return -1;
    }
    MemorySegment.copy(bytes, from, into, ValueLayout.JAVA_BYTE, offset, n);
    from += n;
    return n;
  }

  @Override
  public boolean hasInput() {
    return true;
  }

  @Override
  public void receive(byte[] into, int offset, int length) throws IOException {
    if (to - from < length) {
      from = to;
      throw new EOFException("end of test data");
    }
    System.arraycopy(bytes, from, into, offset, length);
    from += length;
  }

  private void need(long more) {
    if (to + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) (2 * (to + more)));
    }
  }

  @Override
  public void send(MemorySegment source, long offset, long length) {
    need(length);
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, to, (int) length);
    to += (int) length;
  }

  @Override
  public void send(byte[] source, int offset, int length) {
    need(length);
    System.arraycopy(source, offset, bytes, to, length);
    to += length;
  }

  @Override
  public void shutdown() {}

  @Override
  public void close() {}
}
