// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Frames that came and are not processed yet: bounded in number and in memory. */
final class FrameQueue {
  /** Enough for the message thread to have something to do; more would only be held. */
  static final int MAX_FRAMES = 512;

  private final long maxBytes;

  /** Guards the queue; no other lock is taken while it is held. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Deque<Frame> frames = new ArrayDeque<>();
  private volatile int count;
  private volatile long bytes;

  /**
   * @param maxBytes of memory; one frame more than that is taken
   */
  FrameQueue(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(Frame frame) {
    lock.lock();
    try {
      frames.add(frame);
      count = frames.size();
      bytes += frame.heapBytes();
    } finally {
      lock.unlock();
    }
  }

  /** Takes the oldest frame, null if there is none. */
  @Nullable Frame poll() {
    if (count == 0) {
      return null;
    }
    lock.lock();
    try {
      Frame frame = frames.poll();
      if (frame != null) {
        count = frames.size();
        bytes -= frame.heapBytes();
      }
      return frame;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  boolean isFull() {
    return count >= MAX_FRAMES || bytes > maxBytes;
  }

  /** Tells whether so much has been taken out that it is worth to fill it again. */
  boolean hasMuchRoom() {
    return count <= MAX_FRAMES / 2 && bytes <= maxBytes / 2;
  }

  void clear() {
    lock.lock();
    try {
      frames.clear();
      count = 0;
      bytes = 0;
    } finally {
      lock.unlock();
    }
  }
}
