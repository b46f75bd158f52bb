// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.moneyrocket.node.message.Ping;
import org.moneyrocket.node.message.RawMessage;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.settings.memory.MemoryBudget;

/** Connections and the thread that serves them, over real sockets on this machine. */
public class NetLoopTest {
  private static final Bytes MAGIC = Bytes.fromHex("f9beb4d9");
  private static final Set<String> TYPES = Set.of("block", "ping", "sendheaders");

  private final MemoryBudget memory = new MemoryBudget(8 << 20);
  private final MemoryBudget.Account received = memory.open("received", 0, 0.5);
  private final MemoryBudget.Account sent = memory.open("sent", 0, 0.5);
  private final AtomicLong nanos = new AtomicLong();
  private final NetLoop net = NetLoop.open(() -> nanos.get() + System.nanoTime());
  private final BlockingQueue<SocketChannel> accepted = new LinkedBlockingQueue<>();
  private final Semaphore anyWork = new Semaphore(0);
  private final List<Line> lines = new ArrayList<>();
  private Acceptor acceptor;

  /** One end of a connection that the test plays, and the other, which is under test. */
  private record Line(Socket far, PeerSocket near, Semaphore work, CountDownLatch closed) {
    /** Waits for a frame and takes it. */
    Frame take() throws InterruptedException {
      for (Frame frame = near.poll(); ; frame = near.poll()) {
        if (frame != null) {
          return frame;
        }
        assertThat(work.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Before
  public void listen() throws IOException {
    acceptor = new Acceptor(new NetAddress(InetAddress.getLoopbackAddress(), 0), accepted::add);
    acceptor.start();
    net.start();
  }

  @After
  public void close() throws IOException {
    for (Line line : lines) {
      line.far().close();
      line.near().close();
    }
    acceptor.close();
    net.close();
    assertThat(received.takenBytes()).isZero();
    assertThat(sent.takenBytes()).isZero();
  }

  private Line connect(boolean exempt) throws Exception {
    Socket far = new Socket(InetAddress.getLoopbackAddress(), acceptor.bound().port());
    SocketChannel channel = accepted.poll(20, TimeUnit.SECONDS);
    assertThat(channel).isNotNull();
    Semaphore work = new Semaphore(0);
    CountDownLatch closed = new CountDownLatch(1);
    PeerSocket near =
        new PeerSocket(
            lines.size(),
            channel,
            NetAddress.NOWHERE,
            NetAddress.NOWHERE,
            MAGIC,
            TYPES,
            new PeerSocket.Limits(5_000_000, 100_000, received, sent, exempt),
            () -> System.nanoTime() / 1000,
            new PeerSocket.Events() {
              @Override
              public void workArrived(PeerSocket from) {
                work.release();
                anyWork.release();
              }

              @Override
              public void closed(PeerSocket from) {
                closed.countDown();
              }
            });
    Line line = new Line(far, near, work, closed);
    lines.add(line);
    net.add(near, channel);
    return line;
  }

  private static byte[] frame(String type, int size) {
    return new V1Framing(MAGIC, new TypeNames(TYPES), 99).encode(type, Bytes.wrap(new byte[size]));
  }

  /** Sends on a thread of its own, as whoever floods does not wait for us. */
  private static Thread flood(Line line, byte[] frame, int times) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                OutputStream out = line.far().getOutputStream();
                for (int i = 0; i < times; i++) {
                  out.write(frame);
                }
              } catch (SocketException e) {
                // The test is over.
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  @Test
  public void bringsMessagesBothWays() throws Exception {
    Line line = connect(false);
    line.far().getOutputStream().write(frame("block", 500_000));
    line.near().send(new Ping(5));

    assertThat(line.take().payload().size()).isEqualTo(500_000);
    byte[] got = new byte[32];
    new DataInputStream(line.far().getInputStream()).readFully(got);
    assertThat(new String(got, 4, 4, java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("ping");
    assertThat(line.near().received().byType()).containsEntry("block", 500_024L);
  }

  @Test
  public void emptyMessagesThatNobodyTakesHoldLittle() throws Exception {
    Line greedy = connect(false);
    Thread flood = flood(greedy, frame("sendheaders", 0), 2_000_000);
    for (int i = 0; i < 50_000; i++) {
      assertThat(greedy.take().type()).isEqualTo("sendheaders");
      assertThat(received.takenBytes()).isLessThan(1 << 20);
    }
    assertThat(flood.isAlive()).isTrue();
  }

  @Test
  public void shortMessagesComeThroughWhenOthersHoldAllThereIs() throws Exception {
    for (int i = 0; i < 6; i++) {
      Line greedy = connect(false);
      flood(greedy, frame("block", 900_000), 10);
    }
    Line honest = connect(false);
    for (int i = 0; i < 20; i++) {
      honest.far().getOutputStream().write(frame("ping", 8));
      assertThat(honest.take().type()).isEqualTo("ping");
    }
    assertThat(received.takenBytes()).isLessThan(6 << 20);
    assertThat(lines).noneMatch(line -> line.near().isClosed());
  }

  @Test
  public void onceThereIsRoomThoseWhoWaitedGoOn() throws Exception {
    List<Line> all = List.of(connect(false), connect(false), connect(false), connect(false));
    for (Line line : all) {
      flood(line, frame("block", 900_000), 5);
    }
    int came = 0;
    while (came < 20) {
      assertThat(anyWork.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      for (Line line : all) {
        while (line.near().poll() != null) {
          came++;
        }
      }
    }
  }

  @Test
  public void whoeverWeChoseGoesOnWhateverTheOthersHold() throws Exception {
    Line greedy = connect(false);
    byte[] most = frame("block", 3_900_000);
    greedy.far().getOutputStream().write(most, 0, most.length - 1);
    Line chosen = connect(true);
    flood(chosen, frame("block", 2_000_000), 3);
    for (int i = 0; i < 3; i++) {
      assertThat(chosen.take().payload().size()).isEqualTo(2_000_000);
    }
  }

  @Test
  public void whoHoldsMemoryAndDoesNothingGoesWhenOthersWaitForIt() throws Exception {
    Line idle = connect(false);
    byte[] most = frame("block", 3_900_000);
    idle.far().getOutputStream().write(most, 0, most.length - 1);
    Line other = connect(false);
    flood(other, frame("block", 3_000_000), 1);
    while (!idle.closed().await(50, TimeUnit.MILLISECONDS)) {
      nanos.addAndGet(5_000_000_000L);
    }
    assertThat(other.take().payload().size()).isEqualTo(3_000_000);
  }

  @Test
  public void whatAPeerDoesNotTakeIsCountedAndEndsWithIt() throws Exception {
    Line line = connect(false);
    Bytes large = Bytes.wrap(new byte[1_000_000]);
    while (!line.near().sendQueueFull()) {
      line.near().send(new RawMessage("block", large));
    }
    assertThat(sent.takenBytes()).isPositive();
    assertThat(line.near().stuckMicros()).isNotNegative();
    line.near().close();
    assertThat(sent.takenBytes()).isZero();
    assertThat(line.closed().await(20, TimeUnit.SECONDS)).isTrue();
    line.near().send(new Ping(1));
    assertThat(sent.takenBytes()).isZero();
  }

  @Test
  public void theEndOfThePeerIsNoticed() throws Exception {
    Line line = connect(false);
    line.far().close();
    assertThat(line.closed().await(20, TimeUnit.SECONDS)).isTrue();
  }
}
