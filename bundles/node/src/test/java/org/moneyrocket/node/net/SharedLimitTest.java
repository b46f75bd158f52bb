// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;
import org.moneyrocket.primitives.Bytes;

/** What all connections together may hold, over real sockets on this machine. */
public class SharedLimitTest {
  private static final Bytes MAGIC = Bytes.fromHex("f9beb4d9");
  private static final int BIG = 3_000_000;

  private final SharedLimit received = new SharedLimit(5_000_000);
  private final SharedLimit sent = new SharedLimit(5_000_000);

  /** One end of a connection that the test plays, and the other, which is under test. */
  private record Line(Socket far, PeerSocket near, CountDownLatch closed) {}

  private Line connect(ServerSocket server, boolean exempt) throws Exception {
    Socket far = new Socket(server.getInetAddress(), server.getLocalPort());
    CountDownLatch closed = new CountDownLatch(1);
    PeerSocket near =
        new PeerSocket(
            1,
            server.accept(),
            MAGIC,
            Set.of("block"),
            new PeerSocket.Limits(10_000_000, 1_000_000, received, sent, exempt),
            () -> System.nanoTime() / 1000,
            new PeerSocket.Events() {
              @Override
              public void frameArrived(PeerSocket from) {
                // The test looks itself.
              }

              @Override
              public void closed(PeerSocket from) {
                closed.countDown();
              }
            });
    near.start();
    return new Line(far, near, closed);
  }

  /** Sends all of a big message but its last byte. */
  private static void sendMost(Line line) throws Exception {
    byte[] frame = new V1Frames(MAGIC, 2).encode("block", Bytes.wrap(new byte[BIG]));
    OutputStream out = line.far().getOutputStream();
    out.write(frame, 0, frame.length - 1);
    out.flush();
  }

  private void await(long bytes) throws Exception {
    for (int i = 0; i < 500 && received.used() != bytes; i++) {
      Thread.sleep(10);
    }
    assertThat(received.used()).isEqualTo(bytes);
  }

  @Test
  public void whoBringsAllTogetherOverTheLimitIsCutOffAndWhatItHeldIsFree() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Line first = connect(server, false);
      sendMost(first);
      await(BIG);
      Line second = connect(server, false);
      try {
        sendMost(second);
      } catch (java.net.SocketException e) {
        // It may be cut off before all is written.
        assertThat(e).hasMessageNotContaining("refused");
      }
      assertThat(second.closed().await(10, TimeUnit.SECONDS)).isTrue();
      await(BIG);
      assertThat(first.near().isClosed()).isFalse();

      Line chosen = connect(server, true);
      sendMost(chosen);
      await(2L * BIG);
      assertThat(received.isShort()).isTrue();
      assertThat(chosen.near().isClosed()).isFalse();

      first.near().close();
      chosen.near().close();
      await(0);
      first.far().close();
      second.far().close();
      chosen.far().close();
    }
  }

  @Test
  public void aMessageThatWasTakenHoldsNothing() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Line line = connect(server, false);
      V1Frames frames = new V1Frames(MAGIC, 2);
      OutputStream out = line.far().getOutputStream();
      byte[] broken = frames.encode("block", Bytes.wrap(new byte[1000]));
      broken[broken.length - 1] ^= 1;
      out.write(broken);
      out.write(frames.encode("block", Bytes.wrap(new byte[1234])));
      await(1234);
      assertThat(line.near().poll()).isNotNull();
      await(0);
      line.near().close();
      line.far().close();
    }
  }
}
