// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Bytes of messages between peers, made once and sent many times. */
final class Wire {
  static final int HEADER = 24;
  static final int MSG_TX = 1;
  static final int MSG_BLOCK = 2;
  static final int MSG_WTX = 5;
  static final int WITNESS_BLOCK = 1 << 30 | MSG_BLOCK;

  private static final byte[] REGTEST = {(byte) 0xfa, (byte) 0xbf, (byte) 0xb5, (byte) 0xda};
  private static final int VERSION = 70016;
  // Blocks, and blocks with witnesses.
  private static final long SERVICES = 9;

  private Wire() {}

  static byte[] message(String command, byte[] payload) {
    byte[] name = new byte[12];
    byte[] ascii = command.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, name, 0, ascii.length);
    return little(HEADER + payload.length)
        .put(REGTEST)
        .put(name)
        .putInt(payload.length)
        .put(doubleHash(payload), 0, 4)
        .put(payload)
        .array();
  }

  static byte[] message(String command) {
    return message(command, new byte[0]);
  }

  /** Returns the same bytes many times, to be written at once. */
  static byte[] repeated(byte[] bytes, int times) {
    ByteBuffer all = ByteBuffer.allocate(bytes.length * times);
    for (int i = 0; i < times; i++) {
      all.put(bytes);
    }
    return all.array();
  }

  static byte[] version(long nonce) {
    byte[] agent = "/attack:0.1/".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = little(85 + agent.length + 1);
    out.putInt(VERSION).putLong(SERVICES).putLong(System.currentTimeMillis() / 1000);
    address(out);
    address(out);
    out.putLong(nonce).put((byte) agent.length).put(agent).putInt(0).put((byte) 1);
    return message("version", out.array());
  }

  private static void address(ByteBuffer out) {
    out.putLong(SERVICES).put(new byte[10]).putShort((short) -1).put(new byte[] {127, 0, 0, 1});
    out.putShort((short) 0);
  }

  /** Payload of {@code inv}, {@code getdata} and {@code notfound}. */
  static byte[] inventory(int type, List<byte[]> hashes) {
    ByteBuffer out = little(9 + 36 * hashes.size());
    count(out, hashes.size());
    for (byte[] hash : hashes) {
      out.putInt(type).put(hash);
    }
    return used(out);
  }

  /** Payload of {@code getheaders} and {@code getblocks}. */
  static byte[] locator(List<byte[]> hashes) {
    ByteBuffer out = little(9 + 4 + 32 * (hashes.size() + 1));
    out.putInt(VERSION);
    count(out, hashes.size());
    hashes.forEach(out::put);
    return used(out.put(new byte[32]));
  }

  /** Payload of {@code headers} with one header. */
  static byte[] headers(byte[] header) {
    return little(82).put((byte) 1).put(header, 0, 80).put((byte) 0).array();
  }

  static void count(ByteBuffer out, int count) {
    if (count < 0xfd) {
      out.put((byte) count);
    } else if (count <= 0xffff) {
      out.put((byte) 0xfd).putShort((short) count);
    } else {
      out.put((byte) 0xfe).putInt(count);
    }
  }

  static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] used(ByteBuffer out) {
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }

  static byte[] doubleHash(byte[] bytes) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return sha.digest(sha.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Turns hashes as RPC shows them into those of messages. */
  static byte[] reversed(byte[] bytes) {
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[i] = bytes[bytes.length - 1 - i];
    }
    return turned;
  }
}
