// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.lane;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * A stream of bytes in both directions, below a lane. One thread reads and one thread writes; any
 * thread may {@link #shutdown}. Blocking.
 */
public interface Transport extends AutoCloseable {
  /**
   * Waits for bytes.
   *
   * @return how many were put into {@code into} from {@code offset}, at most {@code length}; -1 at
   *     the end of the stream
   */
  int receive(MemorySegment into, long offset, long length) throws IOException;

  /** Tells whether a receive would not wait: there are bytes, or the stream has ended. */
  boolean hasInput() throws IOException;

  /** Fills a part of an array, straight from the system where that is possible. */
  void receive(byte[] into, int offset, int length) throws IOException;

  /** Sends all of it. */
  void send(MemorySegment from, long offset, long length) throws IOException;

  /** Sends all of it, straight from the Java heap where that is possible. */
  void send(byte[] from, int offset, int length) throws IOException;

  /** Makes both sides' reads and writes end. Any thread may call it. */
  void shutdown();

  @Override
  void close();
}
