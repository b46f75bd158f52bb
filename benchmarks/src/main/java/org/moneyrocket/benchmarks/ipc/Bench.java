// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.ipc;

import org.moneyrocket.interfaces.OneWay;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.primitives.Bytes;

/** The contract that is measured. */
public interface Bench {
  /** A record of five fields with a nested record. */
  record Sample(int height, long time, String name, boolean active, Place place) {}

  /** The nested record. */
  record Place(int x, int y) {}

  /** Called back inside a call. */
  interface Callback {
    int call(int value);
  }

  /** Hears events. */
  @OneWay
  interface Listener {
    void happened(int number);

    void lagged(long sequence);
  }

  /** An object that is made and closed. */
  interface Thing extends AutoCloseable {
    @Override
    void close();
  }

  int add(int a, int b);

  Sample sample(Sample value);

  /** Calls back {@code times} times. */
  int callBack(Callback callback, int times);

  /** Takes the whole array and answers with its size. */
  int take(Bytes bytes);

  /** Returns an array of this size. */
  Bytes give(int size);

  Thing make();

  Subscription subscribe(Listener listener);

  /** Emits this many events to every listener. */
  void emit(int count);
}
