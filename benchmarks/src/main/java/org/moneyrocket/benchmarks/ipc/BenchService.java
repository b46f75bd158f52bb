// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.ipc;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.event.EventQueue;
import org.moneyrocket.primitives.Bytes;

/** Does as little as possible. */
final class BenchService implements Bench {
  private final List<EventQueue<Listener>> queues = new CopyOnWriteArrayList<>();
  private Bytes kept = Bytes.EMPTY;

  @Override
  public int add(int a, int b) {
    return a + b;
  }

  @Override
  public Sample sample(Sample value) {
    return value;
  }

  @Override
  public int callBack(Callback callback, int times) {
    int sum = 0;
    for (int i = 0; i < times; i++) {
      sum += callback.call(i);
    }
    return sum;
  }

  @Override
  public int take(Bytes bytes) {
    return bytes.size();
  }

  @Override
  public Bytes give(int size) {
    if (kept.size() != size) {
      kept = Bytes.wrap(new byte[size]);
    }
    return kept;
  }

  @Override
  public Thing make() {
    return () -> {};
  }

  @Override
  public Subscription subscribe(Listener listener) {
    EventQueue<Listener> queue = new EventQueue<>("bench-events", listener, Listener::lagged);
    queues.add(queue);
    return queue.onClose(() -> queues.remove(queue));
  }

  @Override
  public void emit(int count) {
    for (int i = 0; i < count; i++) {
      int number = i;
      for (EventQueue<Listener> queue : queues) {
        queue.emit(l -> l.happened(number));
      }
    }
  }
}
