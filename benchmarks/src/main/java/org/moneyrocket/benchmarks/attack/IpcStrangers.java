// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.lane.ControlSocket;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.UnixListener;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;

/**
 * Programs of the same user that come to the socket of {@code -ipcbind=unix} and do not behave as a
 * wallet or window would.
 */
final class IpcStrangers {
  private static final int LANES = 5000;
  private static final byte[] MAGIC = "MNYR".getBytes(StandardCharsets.US_ASCII);

  private IpcStrangers() {}

  private static SocketChannel connect(Assault assault) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(assault.target().ipcSocket()));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Comes, says the first half of the greeting, and leaves. */
  static void leaving(Assault assault) {
    byte[] half = frame(Frame.AUTHENTICATE, 0, new ByteWriter().bytes(MAGIC).toArray());
    assault.each(
        () -> {
          try (SocketChannel channel = connect(assault)) {
            channel.write(ByteBuffer.wrap(half, 0, half.length / 2));
          }
        });
  }

  /** Comes and stays without a word; each attacker a hundred times. */
  static void silent(Assault assault) {
    assault.each(
        () -> {
          SocketChannel[] channels = new SocketChannel[100];
          try {
            for (int i = 0; i < channels.length; i++) {
              channels[i] = connect(assault);
            }
            assault.pause(Duration.ofHours(1));
          } finally {
            for (SocketChannel channel : channels) {
              if (channel != null) {
                channel.close();
              }
            }
          }
        });
  }

  /** Greets properly, then opens one lane after the other and uses none. */
  static void lanes(Assault assault) {
    assault.each(
        () -> {
          List<Descriptor> ends = new ArrayList<>();
          try (ControlSocket control =
              new ControlSocket(UnixListener.connect(assault.target().ipcSocket()), 64)) {
            greet(control);
            for (int i = 0; i < LANES && !assault.isOver(); i++) {
              ends.add(lane(control, i));
            }
            assault.find(ends.size(), 0, ends.size() + " lanes were passed");
            assault.pause(Duration.ofHours(1));
          } finally {
            ends.forEach(Descriptor::close);
          }
        });
  }

  /** Returns the end of the lane that stays here. */
  private static Descriptor lane(ControlSocket control, int number) throws IOException {
    Descriptor[] ends = Descriptor.pair();
    byte[] name = new ByteWriter().text("lane" + number).toArray();
    // The other process has its own copy of what is passed.
    try (Descriptor passed = ends[1]) {
      send(control, frame(Frame.LANE, 2 * number + 1, name), passed);
      return ends[0];
    } catch (IOException e) {
      ends[0].close();
      throw e;
    }
  }

  private static void greet(ControlSocket control) throws IOException {
    send(
        control,
        frame(Frame.AUTHENTICATE, 0, new ByteWriter().bytes(MAGIC).varBytes(Bytes.EMPTY).toArray()),
        null);
    ByteWriter hello = new ByteWriter().u16(1).i64(Long.MAX_VALUE).i64(1 << 28);
    hello.text("attack").text("regtest").text("wallet").i64(ProcessHandle.current().pid());
    hello.text("attack").compactSize(0);
    send(control, frame(Frame.HELLO, 0, hello.toArray()), null);
    send(control, frame(Frame.READY, 0, new byte[0]), null);
    if (control.receive(new byte[4096]) < 0) {
      throw new IOException("greeting refused");
    }
  }

  private static byte[] frame(byte kind, int number, byte[] body) {
    ByteBuffer out = Wire.little(Frame.HEADER + body.length);
    out.putInt(Frame.HEADER + body.length).put(kind).put((byte) 0).putShort((short) 0);
    return out.putInt(number).putInt(0).put(body).array();
  }

  private static void send(ControlSocket control, byte[] frame, @Nullable Descriptor passed)
      throws IOException {
    int done = 0;
    while (done < frame.length) {
      int n = control.sendNow(frame, done, frame.length - done, done == 0 ? passed : null);
      done += n;
      if (n == 0) {
        control.awaitWritable(100);
      }
    }
  }
}
