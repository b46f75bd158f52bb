// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.memory.MemoryBudget;

/**
 * One message as it came from the wire.
 *
 * @param type name of the message
 * @param wireSize bytes it took with its header
 * @param receivedAtMicros microseconds since 1970
 */
public record Frame(String type, Bytes payload, int wireSize, long receivedAtMicros) {
  /** What a frame without a payload takes in memory: itself, its bytes, and a type of its own. */
  static final int EMPTY_BYTES = 3 * MemoryBudget.OBJECT_BYTES + 2 * MemoryBudget.ARRAY_BYTES;

  /** Returns what it takes in memory. */
  public long heapBytes() {
    return (long) EMPTY_BYTES + payload.size();
  }
}
