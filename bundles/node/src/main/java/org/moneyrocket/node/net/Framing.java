// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;

/**
 * How messages become bytes on one connection, and bytes messages. One thread reads, one at a time
 * writes.
 */
interface Framing {
  /** Where the memory for frames comes from. */
  interface Room {
    /** Room without end. */
    Room ENDLESS =
        new Room() {
          @Override
          public boolean take(long bytes) {
            return true;
          }

          @Override
          public void give(long bytes) {
            // There is always more.
          }
        };

    /** Takes room before it is allocated; false if there is none now. */
    boolean take(long bytes);

    /** Gives back the room of a frame that is passed over. */
    void give(long bytes);
  }

  /**
   * Reads on where the last call stopped. A frame that is returned has taken {@link
   * Frame#heapBytes} of {@code room}. What is wrong with itself alone is logged and passed over.
   *
   * @return null if no frame is complete: either {@code in} has been read to its end, or there is
   *     no room for what comes next, and it is to be asked again with what is left of {@code in}
   * @throws FrameException if the connection must end
   */
  @Nullable Frame read(ByteBuffer in, LongSupplier microClock, Room room) throws FrameException;

  /** Tells whether a frame has begun and is not complete. */
  boolean insideFrame();

  /** Returns how many bytes of refused frames came since the last call. */
  long takeRejectedBytes();

  /** Returns the bytes that carry a message. */
  byte[] encode(String type, Bytes payload);
}
