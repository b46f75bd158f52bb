// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.UnixListener;
import org.moneyrocket.ipc.shapes.Shapes;
import org.moneyrocket.ipc.shapes.ShapesService;

/**
 * Two processes, one of which is killed at a random moment. {@code -Dipc.kills=200} makes it the
 * long run.
 */
public class ProcessTest {
  private static final int KILLS = Integer.getInteger("ipc.kills", 6);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private static Process child(Path socket, String mode) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            ChildMain.class.getName(),
            socket.toString(),
            mode)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Test
  public void twoProcessesCallEachOther() throws Exception {
    Path path = folder.getRoot().toPath().resolve("s");
    try (UnixListener listener = UnixListener.listen(path)) {
      Process process = child(path, "serves");
      Pair.Events events = new Pair.Events();
      try (Connection connection =
          Connection.open(listener.accept(), Pair.settings("parent", 1), events)) {
        assertThat(connection.peer().pid()).isEqualTo(process.pid());
        Shapes shapes = connection.importService(events.await("child"), Shapes.class);
        assertThat(shapes.add(20, 22)).isEqualTo(42);
        Thread here = Thread.currentThread();
        assertThat(shapes.callBack(n -> "" + n + (Thread.currentThread() == here), 7))
            .isEqualTo("7true");
      }
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
  }

  @Test
  public void killingEitherSideAtAnyMomentLeavesNothingHanging() throws Exception {
    Random random = new Random(Long.getLong("seed", System.nanoTime()));
    int descriptors = Descriptor.openCount();
    long[] toFailure = new long[KILLS];
    for (int round = 0; round < KILLS; round++) {
      toFailure[round] = kill(random, round % 2 == 0 ? "serves" : "calls", round);
    }
    ReferencesTest.await(() -> Descriptor.openCount() <= descriptors);
    java.util.Arrays.sort(toFailure);
    System.out.println(
        KILLS
            + " kills; from kill to the last failed call, median "
            + toFailure[KILLS / 2] / 1000
            + " us, longest "
            + toFailure[KILLS - 1] / 1000
            + " us");
  }

  private long kill(Random random, String mode, int round) throws Exception {
    Path path = folder.getRoot().toPath().resolve("s" + round);
    try (UnixListener listener = UnixListener.listen(path)) {
      Process process = child(path, mode);
      Pair.Events events = new Pair.Events();
      ShapesService service = new ShapesService();
      Connection connection =
          Connection.open(listener.accept(), Pair.settings("parent", 1), events);
      List<Thread> callers = new ArrayList<>();
      AtomicInteger running = new AtomicInteger();
      if (mode.equals("serves")) {
        Shapes shapes = connection.importService(events.await("child"), Shapes.class);
        for (int i = 0; i < 3; i++) {
          int seed = i;
          running.incrementAndGet();
          Thread caller =
              new Thread(
                  () -> {
                    ChildMain.load(shapes, seed);
                    running.decrementAndGet();
                  });
          caller.start();
          callers.add(caller);
        }
      } else {
        connection.announce("parent", Map.of(), service, List.of(Shapes.class));
        ReferencesTest.await(() -> connection.lanes().open() > 0);
      }
      TimeUnit.MICROSECONDS.sleep(random.nextInt(40_000));
      long killed = System.nanoTime();
      process.destroyForcibly();
      for (Thread caller : callers) {
        caller.join(20_000);
        assertThat(caller.isAlive()).as("caller in round " + round).isFalse();
      }
      assertThat(events.ended.await(20, TimeUnit.SECONDS)).as("end in round " + round).isTrue();
      long failed = System.nanoTime();
      assertThat(running).hasValue(0);
      assertThat(connection.end().orElseThrow().cause()).isEqualTo(ConnectionEnd.Cause.LOST);
      ReferencesTest.await(() -> connection.lanes().open() == 0);
      assertThat(connection.given().size()).isZero();
      assertThat(connection.statistics().objectsHeld()).isZero();
      // One more event finds the listeners of the dead process, if any were left.
      service.emit(0, 1);
      assertThat(service.queues).isEmpty();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return failed - killed;
    }
  }
}
