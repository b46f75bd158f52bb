// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

/**
 * The open IFs of a running script. Only how many there are and which is the first false one
 * matters, so every step takes constant time however deep they nest.
 */
final class ConditionStack {
  private static final int NONE = -1;

  private int size;
  private int firstFalse = NONE;

  boolean isEmpty() {
    return size == 0;
  }

  boolean allTrue() {
    return firstFalse == NONE;
  }

  void push(boolean value) {
    if (firstFalse == NONE && !value) {
      firstFalse = size;
    }
    size++;
  }

  void pop() {
    size--;
    if (firstFalse == size) {
      firstFalse = NONE;
    }
  }

  /** Turns the innermost one round. Below a false one its own value does not matter. */
  void toggle() {
    if (firstFalse == NONE) {
      firstFalse = size - 1;
    } else if (firstFalse == size - 1) {
      firstFalse = NONE;
    }
  }
}
