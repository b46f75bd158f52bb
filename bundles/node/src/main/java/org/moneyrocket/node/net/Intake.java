// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

/**
 * How much a connection may take in now. Nobody holds more than half of what is left for all, so
 * that the largest wait first and there is always something for the next; and everybody may hold a
 * little, so that short messages come through however greedy the others are. A message that has
 * begun may go on while there is any room, or none could ever end. Used by the net thread.
 */
final class Intake implements Framing.Room {
  /** What every connection may hold, whatever the others do. */
  static final int OWN_BYTES = 32 * 1024;

  /** Less than this is not worth a turn. */
  private static final int LEAST_TURN = 1024;

  private final Held held;
  private final FrameQueue queue;
  private final boolean exempt;
  private boolean refused;

  /**
   * @param exempt whether one message at a time goes on even when nothing is left
   */
  Intake(Held held, FrameQueue queue, boolean exempt) {
    this.held = held;
    this.queue = queue;
    this.exempt = exempt;
  }

  /** Returns how many bytes may be read from the network, at most {@code most}. */
  int mayRead(int most, boolean insideFrame) {
    long left = held.left();
    long own = held.bytes();
    if (own < left / 2 || (insideFrame && left > 0) || (exempt && queue.isEmpty())) {
      return most;
    }
    long rest = OWN_BYTES - own;
    return rest < LEAST_TURN ? 0 : (int) Math.min(most, rest);
  }

  @Override
  public boolean take(long bytes) {
    if (held.bytes() + bytes <= OWN_BYTES || (exempt && queue.isEmpty())) {
      held.take(bytes);
      refused = false;
    } else {
      refused = !held.tryTake(bytes);
    }
    return !refused;
  }

  @Override
  public void give(long bytes) {
    held.give(bytes);
  }

  /** Tells whether the last thing that was to be taken found no room. */
  boolean wasRefused() {
    return refused;
  }
}
