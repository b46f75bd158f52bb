// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.moneyrocket.primitives.Bytes;

/**
 * A stack of a running script. Elements are shared between positions and stacks, and so never
 * written to.
 */
final class ScriptStack {
  private static final byte[] TRUE = {1};
  private static final byte[][] NONE = {};
  private static final int FIRST_ROOM = 16;

  private byte[][] items;
  private int size;

  ScriptStack() {
    this.items = NONE;
  }

  private ScriptStack(byte[][] items, int size) {
    this.items = items;
    this.size = size;
  }

  static ScriptStack of(List<Bytes> elements) {
    ScriptStack stack = new ScriptStack(new byte[elements.size() + FIRST_ROOM][], 0);
    for (Bytes element : elements) {
      stack.push(element.unsafeArray());
    }
    return stack;
  }

  ScriptStack copy() {
    return new ScriptStack(items.clone(), size);
  }

  int size() {
    return size;
  }

  void push(byte[] item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, Math.max(FIRST_ROOM, size * 2));
    }
    items[size++] = item;
  }

  void push(boolean value) {
    push(value ? TRUE : ScriptNumber.EMPTY);
  }

  void push(long number) {
    push(ScriptNumber.toArray(number));
  }

  byte[] pop() {
    byte[] item = items[--size];
    return item;
  }

  /** Removes {@code count} elements from the top. */
  void drop(int count) {
    size -= count;
  }

  /** Returns the element that lies {@code depth} below the top; 1 is the top. */
  byte[] top(int depth) {
    return items[size - depth];
  }

  void setTop(int depth, byte[] item) {
    items[size - depth] = item;
  }

  /** Takes out the element that lies {@code depth} below the top; 1 is the top. */
  byte[] remove(int depth) {
    int index = size - depth;
    byte[] item = items[index];
    System.arraycopy(items, index + 1, items, index, depth - 1);
    size--;
    return item;
  }

  /** Puts {@code item} below {@code above} elements. */
  void insert(int above, byte[] item) {
    push(item);
    int index = size - 1 - above;
    System.arraycopy(items, index, items, index + 1, above);
    items[index] = item;
  }

  void require(int count) {
    if (size < count) {
      throw ScriptFailure.of(ScriptError.INVALID_STACK_OPERATION);
    }
  }

  boolean hasElementLongerThan(int bytes) {
    for (int i = 0; i < size; i++) {
      if (items[i].length > bytes) {
        return true;
      }
    }
    return false;
  }

  List<Bytes> toList() {
    List<Bytes> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(Bytes.wrap(items[i]));
    }
    return list;
  }
}
