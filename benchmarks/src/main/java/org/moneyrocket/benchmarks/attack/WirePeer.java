// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** A peer that has shaken hands. One thread reads, one writes; nobody else. */
final class WirePeer implements AutoCloseable {
  private static final int LARGEST = 4_000_000;

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** What came. */
  record Message(String command, byte[] payload) {
    boolean is(String name) {
      return command.equals(name);
    }
  }

  private WirePeer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    this.out = socket.getOutputStream();
  }

  /**
   * Shakes hands on a new socket, which is closed if that fails.
   *
   * @param byWitness whether transactions are to be announced by the hash with witness
   */
  static WirePeer greet(Socket socket, boolean byWitness) throws IOException {
    try {
      socket.setSoTimeout((int) Target.PATIENCE.toMillis());
      WirePeer peer = new WirePeer(socket);
      peer.send(Wire.version(ThreadLocalRandom.current().nextLong()));
      peer.await("version");
      if (byWitness) {
        peer.send(Wire.message("wtxidrelay"));
      }
      peer.send(Wire.message("verack"));
      peer.await("verack");
      socket.setSoTimeout(0);
      return peer;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  Socket socket() {
    return socket;
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Waits for the next message; pings are answered on the way. */
  Message receive() throws IOException {
    while (true) {
      byte[] head = new byte[Wire.HEADER];
      in.readFully(head);
      int end = 4;
      while (end < 16 && head[end] != 0) {
        end++;
      }
      String command = new String(head, 4, end - 4, StandardCharsets.US_ASCII);
      int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(16);
      if (length < 0 || length > LARGEST) {
        throw new IOException("message of " + length + " bytes");
      }
      byte[] payload = new byte[length];
      in.readFully(payload);
      if (!command.equals("ping")) {
        return new Message(command, payload);
      }
      send(Wire.message("pong", payload));
    }
  }

  Message await(String command) throws IOException {
    while (true) {
      Message message = receive();
      if (message.is(command)) {
        return message;
      }
    }
  }

  /** Reads and forgets until the stream ends. */
  void drain() throws IOException {
    byte[] buffer = new byte[1 << 16];
    int n = 0;
    while (n >= 0) {
      n = in.read(buffer);
    }
    throw new EOFException();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
