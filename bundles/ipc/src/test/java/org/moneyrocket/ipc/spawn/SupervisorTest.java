// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;

/** A child is supervised whatever goes wrong with it. */
public class SupervisorTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  @Rule public final Timeout timeout = Timeout.seconds(60);

  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicInteger orderlyEnds = new AtomicInteger();

  private Supervisor supervisor(String script, Link link) {
    return new Supervisor(
        "test",
        List.of("/bin/sh", "-c", script),
        () -> new byte[0],
        link,
        new Supervisor.Listener() {
          @Override
          public void warning(String text) {
            failures.add(text);
          }

          @Override
          public void startFailed(String text) {
            failures.add(text);
          }

          @Override
          public boolean endedInOrder() {
            orderlyEnds.incrementAndGet();
            return true;
          }

          @Override
          public void changed() {
            changes.incrementAndGet();
            throw new IllegalStateException("a listener that fails");
          }
        });
  }

  private Path starts() {
    return folder.getRoot().toPath().resolve("starts");
  }

  private long startCount() throws IOException {
    try (var lines = Files.lines(starts())) {
      return lines.count();
    }
  }

  private void awaitStarts(long count) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!Files.exists(starts()) || startCount() < count) {
      assertThat(System.nanoTime()).as("started %d times", count).isLessThan(until);
      Thread.sleep(10);
    }
  }

  /**
   * Fails as it does when the child dies right after the handshake, and in a way nobody foresaw.
   */
  @Test
  public void aChildIsStartedAgainWhateverConnectingToItThrows() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Link link =
        (socket, authentication, kind, whenEnded) -> {
          socket.close();
          if (tries.incrementAndGet() == 1) {
            throw new RemoteCallException(Reason.LOST, "the connection has ended");
          }
          throw new NoClassDefFoundError("as a test");
        };
    try (Supervisor child = supervisor("echo x >> " + starts() + "; sleep 60", link)) {
      child.start();
      awaitStarts(3);
      assertThat(child.state()).isNotEqualTo(ChildState.FAILED);
    }
    assertThat(failures).isEmpty();
    assertThat(changes).hasPositiveValue();
  }

  @Test
  public void aChildThatRefusesTheHandshakeAndTheSignalIsKilled() throws Exception {
    Link link =
        (socket, authentication, kind, whenEnded) -> {
          awaitTrap();
          socket.close();
          throw new IOException("the peer refused");
        };
    try (Supervisor child =
        supervisor("trap '' TERM; echo x >> " + starts() + "; while :; do sleep 1; done", link)) {
      child.start();
      awaitStarts(2);
    }
  }

  @Test
  public void aChildThatWasGivenUpHasNotEndedInOrderAndIsStartedAgain() throws Exception {
    Link link =
        (socket, authentication, kind, whenEnded) -> {
          awaitTrap();
          socket.close();
          throw new IOException("the peer did not answer in time");
        };
    String script = "trap 'exit 0' TERM; echo x >> " + starts() + "; while :; do sleep 0.1; done";
    try (Supervisor child = supervisor(script, link)) {
      child.start();
      awaitStarts(2);
      assertThat(child.detail()).isEmpty();
    }
    assertThat(orderlyEnds).hasValue(0);
    assertThat(failures).isEmpty();
  }

  @Test
  public void aChildThatEndsByItselfBeforeItIsConnectedSaysWhy() throws Exception {
    Link link =
        (socket, authentication, kind, whenEnded) -> {
          socket.close();
          throw new IOException("the stream has ended");
        };
    try (Supervisor child = supervisor("echo 'Error: no such folder' >&2; exit 1", link)) {
      child.start();
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (failures.isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(until);
        Thread.sleep(10);
      }
      assertThat(failures).containsExactly("no such folder");
      assertThat(child.detail()).isEqualTo("ended with status 1: no such folder");
    }
  }

  private void awaitTrap() throws IOException {
    try {
      awaitStarts(1);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
