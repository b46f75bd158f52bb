// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.Posix;
import org.moneyrocket.ipc.lane.UnixListener;
import org.moneyrocket.ipc.lane.UnixTransport;

public class GateTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final BlockingQueue<Descriptor> visitors = new ArrayBlockingQueue<>(10);

  private Path path() {
    return folder.getRoot().toPath().resolve("inner/node.sock");
  }

  private void expectVisitor() throws Exception {
    try (Descriptor client = UnixListener.connect(path());
        Descriptor visitor = visitors.poll(10, TimeUnit.SECONDS)) {
      assertThat(visitor.credentials().uid()).isEqualTo(Posix.effectiveUser());
      assertThat(client.isUnixStream()).isTrue();
    }
  }

  @Test
  public void makesAPrivateDirectoryAndASocketForTheOwnerOnly() throws Exception {
    try (Gate gate = Gate.open(path(), visitors::add)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(gate.path())))
          .isEqualTo("rw-------");
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(gate.path().getParent())))
          .isEqualTo("rwx------");
      expectVisitor();
    }
    assertThat(path()).doesNotExist();
  }

  @Test
  public void replacesASocketThatNobodyListensAt() throws Exception {
    Files.createDirectories(path().getParent());
    UnixListener.listen(path()).close();
    assertThat(path()).exists();

    try (Gate gate = Gate.open(path(), visitors::add)) {
      assertThat(gate.path()).isEqualTo(path());
      expectVisitor();
    }
  }

  @Test
  public void leavesASocketAloneWhereAnotherProcessListens() throws Exception {
    try (Gate first = Gate.open(path(), visitors::add)) {
      assertThatThrownBy(() -> Gate.open(path(), visitors::add))
          .hasMessage(
              "Unable to bind to IPC address '" + path() + "': another process listens there");
      // The probe of the second was the first visitor.
      visitors.poll(10, TimeUnit.SECONDS).close();
      assertThat(first.path()).exists();
      expectVisitor();
    }
  }

  @Test
  public void leavesAFileAloneThatIsNoSocket() throws Exception {
    Files.createDirectories(path().getParent());
    Files.writeString(path(), "precious");

    assertThatThrownBy(() -> Gate.open(path(), visitors::add))
        .hasMessageContaining("a file that is no socket lies there");
    assertThat(path()).hasContent("precious");
  }

  @Test
  public void refusesADirectoryThatOthersCanChange() throws Exception {
    Files.createDirectories(path().getParent());
    Files.setPosixFilePermissions(path().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> Gate.open(path(), visitors::add))
        .hasMessageContaining("other users may write to");
  }

  @Test
  public void goesOnListeningAfterThereWasNoDescriptorLeft() throws Exception {
    AtomicInteger refusals = new AtomicInteger();
    Files.createDirectories(path().getParent());
    UnixListener listener = UnixListener.listen(path());
    Gate.Source source =
        () -> {
          switch (refusals.incrementAndGet()) {
            case 1 -> throw new IOException("accept: Too many open files");
            case 2 -> throw new OutOfMemoryError("no thread, as a test");
            case 3 -> throw new IllegalStateException("whatever else");
            default -> {
              return listener.accept();
            }
          }
        };
    try (Gate gate = new Gate(listener, source, visitors::add)) {
      expectVisitor();
      assertThat(gate.path()).isEqualTo(path());
      assertThat(refusals).hasValueGreaterThanOrEqualTo(4);
    }
  }

  @Test
  public void whoConnectsAndSaysNothingKeepsNobodyOut() throws Exception {
    CountDownLatch none = new CountDownLatch(1);
    AtomicInteger gone = new AtomicInteger();
    BlockingQueue<Descriptor> welcomed = new LinkedBlockingQueue<>();
    List<Descriptor> silent = new ArrayList<>();
    try (Gate gate =
        Gate.open(
            path(),
            socket -> {
              welcomed.add(socket);
              // As a handshake does: waits for the peer, until the stream ends.
              try (var transport = new UnixTransport(socket)) {
                byte[] one = new byte[1];
                transport.receive(one, 0, 1);
              } catch (IOException e) {
                gone.incrementAndGet();
                throw e;
              }
            })) {
      for (int i = 0; i < 40; i++) {
        silent.add(UnixListener.connect(gate.path()));
        assertThat(welcomed.poll(10, TimeUnit.SECONDS)).isNotNull();
      }
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (gone.get() < 24 && System.nanoTime() < until) {
        none.await(2, TimeUnit.MILLISECONDS);
      }
      assertThat(gone).hasValue(24);
    } finally {
      silent.forEach(Descriptor::close);
    }
  }
}
