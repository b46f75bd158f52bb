// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses which incoming connection makes room for a new one. Several kinds of usefulness protect
 * some connections each, so that whoever wants to push out all others has to be better than them in
 * every one.
 */
final class InboundEviction {
  private static final int BY_GROUP = 4;
  private static final int BY_PING = 8;
  private static final int BY_TRANSACTION = 4;
  private static final int BLOCKS_ONLY = 8;
  private static final int BY_BLOCK = 4;

  private InboundEviction() {}

  /**
   * What counts of an incoming connection.
   *
   * @param group secret number of the network it comes from
   * @param minority kind of network that needs protection of its own, empty if none
   */
  record Candidate(
      long id,
      long connectedMicros,
      long minPingMicros,
      long lastBlockSeconds,
      long lastTransactionSeconds,
      boolean servesBlocks,
      boolean relaysTransactions,
      long group,
      boolean preferEvict,
      String minority) {}

  /** Returns the connection to end, empty if all are protected. */
  static Optional<Long> choose(List<Candidate> inbound) {
    List<Candidate> left = new ArrayList<>(inbound);
    protect(left, BY_GROUP, Comparator.comparingLong(Candidate::group), c -> true);
    protect(
        left, BY_PING, Comparator.comparingLong(Candidate::minPingMicros).reversed(), c -> true);
    protect(
        left,
        BY_TRANSACTION,
        Comparator.comparingLong(Candidate::lastTransactionSeconds)
            .thenComparing(Candidate::relaysTransactions)
            .thenComparing(youngestFirst()),
        c -> true);
    Comparator<Candidate> byBlock =
        Comparator.comparingLong(Candidate::lastBlockSeconds)
            .thenComparing(Candidate::servesBlocks)
            .thenComparing(youngestFirst());
    protect(left, BLOCKS_ONLY, byBlock, c -> !c.relaysTransactions() && c.servesBlocks());
    protect(left, BY_BLOCK, byBlock, c -> true);
    protectHalf(left);
    if (left.isEmpty()) {
      return Optional.empty();
    }
    if (left.stream().anyMatch(Candidate::preferEvict)) {
      left.removeIf(c -> !c.preferEvict());
    }
    return Optional.of(youngestOfLargestGroup(left).id());
  }

  /** Takes out up to {@code count} of those that come last in {@code order}. */
  private static void protect(
      List<Candidate> left, int count, Comparator<Candidate> order, Predicate<Candidate> which) {
    List<Candidate> best = left.stream().filter(which).sorted(order.reversed()).toList();
    left.removeAll(best.subList(0, Math.min(count, best.size())));
  }

  private static Comparator<Candidate> youngestFirst() {
    return Comparator.comparingLong(Candidate::connectedMicros).reversed();
  }

  /**
   * Protects the older half. Half of that is for networks that few come from, shared evenly: their
   * connections are slower, so that they would win nothing else.
   */
  private static void protectHalf(List<Candidate> left) {
    int total = left.size() / 2;
    int before = left.size();
    Map<String, Long> minorities = new LinkedHashMap<>();
    for (Candidate candidate : left) {
      if (!candidate.minority().isEmpty()) {
        minorities.merge(candidate.minority(), 1L, Long::sum);
      }
    }
    List<String> smallestFirst =
        minorities.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList();
    int reserved = total / 2;
    for (int i = 0; i < smallestFirst.size(); i++) {
      // What a small group leaves over goes to the larger ones.
      int share = (reserved - (before - left.size())) / (smallestFirst.size() - i);
      String minority = smallestFirst.get(i);
      protect(left, share, youngestFirst(), c -> c.minority().equals(minority));
    }
    protect(left, total - (before - left.size()), youngestFirst(), c -> true);
  }

  private static Candidate youngestOfLargestGroup(List<Candidate> left) {
    Map<Long, List<Candidate>> groups = new LinkedHashMap<>();
    for (Candidate candidate : left) {
      groups.computeIfAbsent(candidate.group(), g -> new ArrayList<>()).add(candidate);
    }
    List<Candidate> largest =
        groups.values().stream()
            .max(
                Comparator.<List<Candidate>>comparingInt(List::size)
                    .thenComparingLong(group -> youngest(group).connectedMicros()))
            .orElseThrow();
    return youngest(largest);
  }

  private static Candidate youngest(List<Candidate> group) {
    return group.stream().max(Comparator.comparingLong(Candidate::connectedMicros)).orElseThrow();
  }
}
