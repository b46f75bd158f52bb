// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.moneyrocket.ipc.codec.Contract;
import org.moneyrocket.ipc.reference.MethodCounter;

/**
 * Counters of all contracts of a connection in one direction. Kept by name, so that a connection
 * does not hold on to the classes of a bundle that was updated.
 */
final class Counters {
  private final boolean outgoing;
  private final Map<String, Row> rows = new ConcurrentHashMap<>();

  private record Row(String contract, List<String> methods, MethodCounter[] counters) {}

  Counters(boolean outgoing) {
    this.outgoing = outgoing;
  }

  /** Returns the counters of the methods of {@code contract}, by their numbers. */
  MethodCounter[] of(Contract contract) {
    String name = contract.type().getName() + '/' + contract.methodCount();
    Row known = rows.get(name);
    return known != null
        ? known.counters()
        : rows.computeIfAbsent(name, n -> row(contract)).counters();
  }

  private static Row row(Contract contract) {
    List<String> methods = new ArrayList<>();
    MethodCounter[] counters = new MethodCounter[contract.methodCount()];
    for (int i = 0; i < counters.length; i++) {
      methods.add(contract.methodName(i));
      counters[i] = new MethodCounter();
    }
    return new Row(contract.name(), methods, counters);
  }

  /** Adds what was counted to {@code calls}. */
  void collect(List<CallStats.MethodStats> calls) {
    for (Row row : rows.values()) {
      for (int i = 0; i < row.counters().length; i++) {
        MethodCounter c = row.counters()[i];
        if (c.count() > 0) {
          calls.add(
              new CallStats.MethodStats(
                  row.contract(),
                  row.methods().get(i),
                  outgoing,
                  c.count(),
                  c.failures(),
                  c.nanos(),
                  c.maxNanos(),
                  c.bytesOut(),
                  c.bytesIn()));
        }
      }
    }
  }
}
