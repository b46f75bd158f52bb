// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Many connections to one node, which makes transactions of its own: when does each connection hear
 * of which, and in what order? One who can tell who heard first, or what came first, learns that
 * they began here.
 */
final class Spy {
  private static final int TRANSACTIONS = 12;
  private static final long SAME_MOMENT_NANOS = 60_000_000;
  private static final Duration LISTEN = Duration.ofSeconds(25);

  private Spy() {}

  /** Where and when a connection heard of a transaction. */
  private record Heard(long nanos, int place) {}

  static void listen(Assault assault) {
    assault.script(() -> spy(assault));
  }

  private static void spy(Assault assault) throws IOException, InterruptedException {
    Rpc rpc = new Rpc(assault.target(), Duration.ofSeconds(30));
    List<Map<String, Heard>> ears = new ArrayList<>();
    for (int i = 0; i < assault.attackers(); i++) {
      WirePeer peer = assault.greet(assault.target().peerSocket());
      Map<String, Heard> heard = new ConcurrentHashMap<>();
      ears.add(heard);
      assault.beside(() -> note(peer, heard));
    }
    assault.pause(Duration.ofSeconds(2));
    List<String> names = new ArrayList<>();
    List<Long> fees = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < TRANSACTIONS; i++) {
      // Neither rising nor falling, so that the orders of arrival and of fees differ.
      long fee = 1000L * (1 + i * 7 % TRANSACTIONS);
      byte[] coin = Ground.coin(rpc, 2 + i);
      long value = 50_0000_0000L - fee;
      byte[] transaction = Ground.transaction(coin, value, 1, true);
      rpc.call("sendrawtransaction", HexFormat.of().formatHex(transaction), 0);
      names.add(HexFormat.of().formatHex(Ground.txid(coin, value, 1)));
      fees.add(fee);
    }
    assault.pause(LISTEN);
    report(assault, ears, names, fees, begin);
  }

  private static void note(WirePeer peer, Map<String, Heard> heard) throws IOException {
    int place = 0;
    while (true) {
      WirePeer.Message message = peer.await("inv");
      long now = System.nanoTime();
      ByteBuffer in = ByteBuffer.wrap(message.payload());
      int count = in.get() & 0xff;
      for (int i = 0; i < count; i++) {
        in.position(in.position() + 4);
        byte[] hash = new byte[32];
        in.get(hash);
        heard.putIfAbsent(HexFormat.of().formatHex(hash), new Heard(now, place++));
      }
    }
  }

  private static void report(
      Assault assault,
      List<Map<String, Heard>> ears,
      List<String> names,
      List<Long> fees,
      long begin) {
    int reached = 0;
    double spread = 0;
    int moments = 0;
    double byArrival = 0;
    double byFee = 0;
    double first = 0;
    for (String name : names) {
      List<Long> times = new ArrayList<>();
      for (Map<String, Heard> heard : ears) {
        Heard one = heard.get(name);
        if (one != null) {
          times.add(one.nanos());
        }
      }
      times.sort(null);
      if (!times.isEmpty()) {
        reached += times.size();
        spread = Math.max(spread, (times.getLast() - times.getFirst()) / 1e9);
        moments = Math.max(moments, distinct(times));
        first = Math.max(first, (times.getFirst() - begin) / 1e9);
      }
    }
    int counted = 0;
    for (Map<String, Heard> heard : ears) {
      TreeMap<Integer, Integer> order = new TreeMap<>();
      for (int i = 0; i < names.size(); i++) {
        Heard one = heard.get(names.get(i));
        if (one != null) {
          order.put(one.place(), i);
        }
      }
      List<Integer> sequence = List.copyOf(order.values());
      if (sequence.size() > 2) {
        counted++;
        byArrival += agreement(sequence, i -> i);
        byFee += agreement(sequence, i -> -fees.get(i));
      }
    }
    byArrival /= Math.max(1, counted);
    byFee /= Math.max(1, counted);
    assault.find(
        moments,
        0.5,
        String.format(
            Locale.ROOT,
            "%d of %d announcements, at most %d moments, %.2f s apart, first after %.2f s;"
                + " order agrees with arrival %+.2f, with fees %+.2f",
            reached,
            ears.size() * names.size(),
            moments,
            spread,
            first,
            byArrival,
            byFee));
  }

  private static int distinct(List<Long> sorted) {
    int moments = 1;
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i) - sorted.get(i - 1) > SAME_MOMENT_NANOS) {
        moments++;
      }
    }
    return moments;
  }

  private interface Rank {
    long of(int number);
  }

  /** Returns Kendall's rank correlation: 1 for the same order, -1 for the reverse. */
  private static double agreement(List<Integer> sequence, Rank rank) {
    int sum = 0;
    for (int i = 0; i < sequence.size(); i++) {
      for (int k = i + 1; k < sequence.size(); k++) {
        sum += rank.of(sequence.get(i)) < rank.of(sequence.get(k)) ? 1 : -1;
      }
    }
    return sum / (sequence.size() * (sequence.size() - 1) / 2.0);
  }
}
