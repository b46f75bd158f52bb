// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.ipc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.ipc.connection.CallStats;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.lane.UnixListener;
import org.moneyrocket.primitives.Bytes;

/**
 * The process that calls and measures. Arguments: socket path, ping-pong program, processor here,
 * processor there (-1 for any), milliseconds per case and round, rounds, part of the names wanted.
 */
public final class BenchClient {
  private static final int MIB = 1 << 20;

  private final Connection connection;
  private final Bench bench;
  private final PingPong pingPong;
  private final int here;
  private final int there;
  private final int millis;
  private final int rounds;
  private final String mode;
  private final String part;

  private BenchClient(Connection connection, Bench bench, String[] args) {
    this.connection = connection;
    this.bench = bench;
    this.pingPong = PingPong.at(Path.of(args[1]));
    this.here = Integer.parseInt(args[2]);
    this.there = Integer.parseInt(args[3]);
    this.millis = Integer.parseInt(args[4]);
    this.rounds = Integer.parseInt(args[5]);
    this.part = args[6];
    this.mode = here < 0 ? "not pinned" : here == there ? "one core" : "two cores";
  }

  public static void main(String[] args) throws Exception {
    BenchServer.Events events = new BenchServer.Events();
    try (UnixListener listener = UnixListener.listen(Path.of(args[0]));
        Connection connection =
            Connection.open(listener.accept(), BenchServer.settings("client"), events)) {
      Bench bench = connection.importService(events.endpoint.get(), Bench.class);
      new BenchClient(connection, bench, args).run();
    }
  }

  /** Something to repeat. */
  private interface Work {
    void run() throws Exception;
  }

  /** Repeats {@code work} for about {@code millis}; returns nanoseconds per repetition. */
  private double time(Work work, int batch) throws Exception {
    long start = System.nanoTime();
    long end = start + millis * 1_000_000L;
    long count = 0;
    long now = start;
    while (now < end) {
      for (int i = 0; i < batch; i++) {
        work.run();
      }
      count += batch;
      now = System.nanoTime();
    }
    return (double) (now - start) / count;
  }

  private void warm(Work work) throws Exception {
    long end = System.nanoTime() + 2_000_000_000L;
    while (System.nanoTime() < end) {
      work.run();
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Measures {@code work} against round trips of the same size, round by round. */
  private void compare(
      String name, Work work, int batch, double perWork, long[] bytes, double target)
      throws Exception {
    if (!name.contains(part)) {
      return;
    }
    warm(work);
    double[] java = new double[rounds];
    double[] limit = new double[rounds];
    double[] ratio = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      limit[i] = pingPong.run(here, there, bytes[0], bytes[1], millis, 1).nanos();
      java[i] = time(work, batch) / perWork;
      ratio[i] = java[i] / limit[i];
    }
    line(name, median(java) / 1000, median(limit) / 1000, median(ratio), target, "us");
  }

  private void line(
      String name, double java, double limit, double ratio, double target, String unit) {
    String verdict = target == 0 ? "" : ratio <= target ? "met" : "MISSED";
    System.out.printf(
        Locale.ROOT,
        "%-11s %-44s %9.2f %s  limit %9.2f  ratio %6.2f  target %s %s%n",
        mode,
        name,
        java,
        unit,
        limit,
        ratio,
        target == 0 ? "   -  " : String.format(Locale.ROOT, "<=%4.2f", target),
        verdict);
  }

  /** Returns the sizes of one call and its answer. */
  private long[] sizes(String method, boolean outgoing, Work once) throws Exception {
    long[] before = totals(method, outgoing);
    once.run();
    long[] after = totals(method, outgoing);
    long calls = after[2] - before[2];
    long[] bytes = {(after[0] - before[0]) / calls, (after[1] - before[1]) / calls};
    return outgoing ? bytes : new long[] {bytes[1], bytes[0]};
  }

  private long[] totals(String method, boolean outgoing) {
    for (CallStats.MethodStats m : connection.statistics().calls()) {
      if (m.method().equals(method) && m.outgoing() == outgoing) {
        return new long[] {m.bytesOut(), m.bytesIn(), m.count()};
      }
    }
    return new long[3];
  }

  private void run() throws Exception {
    Bench.Sample sample =
        new Bench.Sample(700_000, 1_700_000_000L, "a sample", true, new Bench.Place(3, 4));
    Work add = () -> bench.add(1, 2);
    compare("mapped call, two ints", add, 64, 1, sizes("add", true, add), 1.25);
    Work record = () -> bench.sample(sample);
    compare(
        "mapped call, record with nested record",
        record,
        64,
        1,
        sizes("sample", true, record),
        1.25);
    Bench.Callback plain = v -> v;
    Work callback = () -> bench.callBack(plain, 100);
    long[] callSizes = sizes("call", false, callback);
    compare("callback inside a call", callback, 1, 100, callSizes, 1.25);
    Bench.Callback nesting = v -> bench.add(v, 1);
    Work nested = () -> bench.callBack(nesting, 100);
    compare("nested call inside a callback (2 trips)", nested, 1, 100, callSizes, 2.5);
    Work listener = () -> bench.callBack(new Doubler(), 1);
    compare("new listener, one callback, release", listener, 16, 1, callSizes, 2.5);
    Work thing = () -> bench.make().close();
    compare("object made and closed (2 trips)", thing, 16, 1, sizes("make", true, thing), 2.5);
    megabytes();
    if ("lane opened".contains(part)) {
      lanes();
    }
    if ("events".contains(part)) {
      events();
    }
    if (here < 0 && "four threads".contains(part)) {
      fourThreads(add);
    }
    if (here < 0 && "local call".contains(part)) {
      localCall();
    }
  }

  private static final class Doubler implements Bench.Callback {
    @Override
    public int call(int value) {
      return 2 * value;
    }
  }

  private void megabytes() throws Exception {
    Bytes bytes = Bytes.wrap(new byte[MIB]);
    double target = here < 0 ? 1.5 : 1.7;
    Work take = () -> bench.take(bytes);
    compare("1 MiB argument", take, 1, 1, new long[] {MIB, 20}, target);
    Work give = () -> bench.give(MIB);
    compare("1 MiB result", give, 1, 1, new long[] {20, MIB}, target);
  }

  /** New lanes and their first calls, on threads that were there already. */
  private void lanes() throws Exception {
    int count = 200;
    double[] medians = new double[rounds];
    for (int i = 0; i < 4000; i++) {
      Thread warm = new Thread(() -> bench.add(1, 2));
      warm.start();
      warm.join();
    }
    for (int round = 0; round <= rounds; round++) {
      double[] micros = new double[count];
      for (int i = 0; i < count; i++) {
        AtomicLong nanos = new AtomicLong();
        CountDownLatch go = new CountDownLatch(1);
        Thread thread =
            new Thread(
                () -> {
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    return;
                  }
                  long start = System.nanoTime();
                  bench.add(1, 2);
                  nanos.set(System.nanoTime() - start);
                });
        thread.start();
        Thread.sleep(1);
        go.countDown();
        thread.join();
        micros[i] = nanos.get() / 1000.0;
      }
      if (round > 0) {
        medians[round - 1] = median(micros);
      }
    }
    double micros = median(medians);
    line("lane opened and first call", micros, 200, micros / 200, 1, "us");
  }

  private static final class Counting implements Bench.Listener {
    final AtomicInteger heard = new AtomicInteger();
    final AtomicInteger lags = new AtomicInteger();
    volatile CountDownLatch done = new CountDownLatch(1);
    volatile int until;

    @Override
    public void happened(int number) {
      if (heard.incrementAndGet() == until) {
        done.countDown();
      }
    }

    @Override
    public void lagged(long sequence) {
      lags.incrementAndGet();
      done.countDown();
    }
  }

  /** A thousand events against a thousand calls. */
  private void events() throws Exception {
    int count = 1000;
    Counting counting = new Counting();
    try (Subscription subscription = bench.subscribe(counting)) {
      Work batch =
          () -> {
            counting.done = new CountDownLatch(1);
            counting.until = counting.heard.get() + count;
            bench.emit(count);
            counting.done.await();
          };
      Work calls =
          () -> {
            for (int i = 0; i < count; i++) {
              bench.add(i, 1);
            }
          };
      warm(batch);
      double[] event = new double[rounds];
      double[] call = new double[rounds];
      double[] ratio = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        call[i] = time(calls, 1) / count;
        event[i] = time(batch, 1) / count;
        ratio[i] = event[i] / call[i];
      }
      line(
          "1,000 events (limit: as many calls)",
          median(event) / 1000,
          median(call) / 1000,
          median(ratio),
          0.2,
          "us");
      if (counting.lags.get() > 0) {
        System.out.println("  the listener lagged " + counting.lags.get() + " times");
      }
    }
  }

  private void fourThreads(Work add) throws Exception {
    int threads = 4;
    double[] java = new double[rounds];
    double[] limit = new double[rounds];
    double[] ratio = new double[rounds];
    long[] bytes = sizes("add", true, add);
    for (int round = -1; round < rounds; round++) {
      double c = pingPong.run(here, there, bytes[0], bytes[1], 3 * millis, threads).rate();
      List<Thread> all = new ArrayList<>();
      double[] rates = new double[threads];
      for (int t = 0; t < threads; t++) {
        int number = t;
        Thread thread =
            new Thread(
                () -> {
                  long start = System.nanoTime();
                  long end = start + 3L * millis * 1_000_000;
                  long calls = 0;
                  long now = start;
                  while (now < end) {
                    for (int i = 0; i < 64; i++) {
                      bench.add(i, number);
                    }
                    calls += 64;
                    now = System.nanoTime();
                  }
                  rates[number] = calls * 1e9 / (now - start);
                });
        thread.start();
        all.add(thread);
      }
      for (Thread thread : all) {
        thread.join();
      }
      if (round >= 0) {
        java[round] = Arrays.stream(rates).sum();
        limit[round] = c;
        ratio[round] = c / java[round];
      }
    }
    line(
        "four threads, calls/s in thousands",
        median(java) / 1000,
        median(limit) / 1000,
        median(ratio),
        1 / 0.9,
        "  ");
  }

  private static int sink;

  private void localCall() throws Exception {
    Bench local = new BenchService();
    BenchService plain = new BenchService();
    double[] contract = new double[rounds];
    double[] direct = new double[rounds];
    double[] ratio = new double[rounds];
    for (int round = -2; round < rounds; round++) {
      double d =
          time(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  sink += plain.add(sink, i);
                }
              },
              10);
      double c =
          time(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  sink += local.add(sink, i);
                }
              },
              10);
      if (round >= 0) {
        contract[round] = c;
        direct[round] = d;
        ratio[round] = c / d;
      }
    }
    line(
        "local call through the contract, ns",
        median(contract) / 1000,
        median(direct) / 1000,
        median(ratio),
        1.1,
        "ns");
  }

  /** Moments by the clock of this process, in nanoseconds. */
  record Kill(long killedAt, long failedAt) {}

  /** Makes a call that does not end, and kills the peer. */
  static Kill killed(Process server, Connection connection, Bench bench)
      throws IOException, InterruptedException {
    AtomicLong failed = new AtomicLong();
    CountDownLatch inside = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () -> {
              try {
                bench.callBack(
                    v -> {
                      inside.countDown();
                      return v;
                    },
                    1_000_000_000);
              } catch (org.moneyrocket.interfaces.RemoteCallException e) {
                failed.set(System.nanoTime());
              }
            });
    caller.start();
    inside.await();
    long start = System.nanoTime();
    server.destroyForcibly();
    caller.join();
    connection.close();
    return new Kill(start, failed.get());
  }
}
