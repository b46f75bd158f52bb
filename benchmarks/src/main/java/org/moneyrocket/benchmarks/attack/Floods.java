// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Peers that send as much as the node takes, always the same few buffers: they cost their own side
 * next to nothing.
 */
final class Floods {
  private static final int BUFFERS = 32;
  private static final int HASHES = 1000;

  private Floods() {}

  /** Makes what is sent in turn. */
  interface Ammunition {
    List<byte[]> load(Target target) throws IOException;
  }

  /** A flood whose answers are read. */
  static Attack.Body read(Ammunition ammunition) {
    return assault -> {
      List<byte[]> buffers = ammunition.load(assault.target());
      assault.each(
          () -> {
            Socket socket = assault.target().peerSocket();
            WirePeer peer = assault.greet(socket);
            assault.beside(peer::drain);
            pour(assault, socket, buffers);
          });
    };
  }

  /** A flood whose answers nobody reads. */
  static Attack.Body unread(Ammunition ammunition) {
    return assault -> {
      List<byte[]> buffers = ammunition.load(assault.target());
      assault.each(
          () -> {
            Socket socket = assault.target().narrowPeerSocket();
            assault.greet(socket);
            pour(assault, socket, buffers);
          });
    };
  }

  private static void pour(Assault assault, Socket socket, List<byte[]> buffers)
      throws IOException {
    try {
      for (int i = 0; !assault.isOver(); i++) {
        assault.write(socket, buffers.get(i % buffers.size()));
      }
    } finally {
      assault.drop(socket);
    }
  }

  static List<byte[]> pings(Target target) {
    return List.of(Wire.repeated(Wire.message("ping", new byte[8]), 500));
  }

  static List<byte[]> empty(Target target) {
    return List.of(Wire.repeated(Wire.message("sendheaders"), 2000));
  }

  static List<byte[]> transactions(Target target) {
    return inventories("inv", Wire.MSG_WTX);
  }

  static List<byte[]> blocks(Target target) {
    return inventories("inv", Wire.MSG_BLOCK);
  }

  static List<byte[]> unknown(Target target) {
    return inventories("getdata", Wire.MSG_WTX);
  }

  private static List<byte[]> inventories(String command, int type) {
    SplittableRandom random = new SplittableRandom();
    List<byte[]> buffers = new ArrayList<>();
    for (int i = 0; i < BUFFERS; i++) {
      List<byte[]> hashes = new ArrayList<>();
      for (int k = 0; k < HASHES; k++) {
        byte[] hash = new byte[32];
        random.nextBytes(hash);
        hashes.add(hash);
      }
      buffers.add(Wire.message(command, Wire.inventory(type, hashes)));
    }
    return buffers;
  }

  /** The large block, ten times in one message. */
  static List<byte[]> known(Target target) throws IOException {
    byte[] hash = Ground.largeBlock(new Rpc(target, Duration.ofSeconds(30)));
    List<byte[]> hashes = List.of(hash, hash, hash, hash, hash, hash, hash, hash, hash, hash);
    return List.of(Wire.message("getdata", Wire.inventory(Wire.WITNESS_BLOCK, hashes)));
  }

  static List<byte[]> headers(Target target) {
    byte[] one = Wire.message("getheaders", Wire.locator(List.of(new byte[32])));
    return List.of(Wire.repeated(one, 100));
  }

  static List<byte[]> addresses(Target target) {
    SplittableRandom random = new SplittableRandom();
    List<byte[]> buffers = new ArrayList<>();
    for (int i = 0; i < BUFFERS; i++) {
      ByteBuffer out = Wire.little(3 + HASHES * 30);
      Wire.count(out, HASHES);
      for (int k = 0; k < HASHES; k++) {
        byte[] ip = new byte[4];
        random.nextBytes(ip);
        ip[0] = 50;
        out.putInt((int) (System.currentTimeMillis() / 1000)).putLong(9);
        out.put(new byte[10]).putShort((short) -1).put(ip).put((byte) 0x20).put((byte) 0x8d);
      }
      buffers.add(Wire.message("addr", out.array()));
    }
    return buffers;
  }
}
