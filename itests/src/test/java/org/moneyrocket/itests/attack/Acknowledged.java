// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.attack;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Everything that the programs have answered, and may not take back by being killed. */
final class Acknowledged {
  /** Transactions that were not found confirmed yet. */
  final Set<String> payments = ConcurrentHashMap.newKeySet();

  final Set<String> confirmed = ConcurrentHashMap.newKeySet();
  final Map<Integer, String> blocks = new ConcurrentHashMap<>();

  /** Wallets that were encrypted, by name. */
  final Set<String> encrypted = ConcurrentHashMap.newKeySet();

  /** Wallets that were made. */
  final Set<String> wallets = ConcurrentHashMap.newKeySet();

  final Set<Path> backups = ConcurrentHashMap.newKeySet();
  final Set<String> imported = ConcurrentHashMap.newKeySet();

  private final Set<String> addresses = new HashSet<>();
  private final ConcurrentLinkedQueue<String> twice = new ConcurrentLinkedQueue<>();

  synchronized void address(String address) {
    if (!addresses.add(address)) {
      twice.add(address);
    }
  }

  synchronized int addressCount() {
    return addresses.size();
  }

  List<String> givenTwice() {
    return List.copyOf(twice);
  }
}
