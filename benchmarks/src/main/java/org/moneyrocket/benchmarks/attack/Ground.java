// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.attack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What every attacked node has in its chain: coins that anyone may spend, and a large block. */
public final class Ground {
  /** A program of version 0 that only says true: no keys are needed, and relay takes it. */
  static final String ADDRESS = "bcrt1qft5p2uhsdcdc3l2ua4ap5qqfg4pjaqlp250x7us7a8qqhrxrxfsqseac85";

  static final int COINS = 25;
  static final int MATURE = 100 + COINS;

  private static final String PROGRAM =
      "00204ae81572f06e1b88fd5ced7a1a000945432e83e1551e6f721ee9c00b8cc33260";
  private static final byte[] SCRIPT = HexFormat.of().parseHex(PROGRAM);
  private static final long REWARD = 50_0000_0000L;
  private static final int OUTPUTS_OF_LARGE = 20_000;
  private static final int LARGE_HEIGHT = MATURE + 1;

  private Ground() {}

  /** Mines the chain; it takes a second. */
  public static void prepare(Target target) throws IOException {
    Rpc rpc = new Rpc(target, Duration.ofSeconds(60));
    rpc.call("generatetoaddress", MATURE, ADDRESS);
    byte[] large = spend(coin(rpc, 1), REWARD, OUTPUTS_OF_LARGE);
    rpc.call("generateblock", ADDRESS, List.of(HexFormat.of().formatHex(large)));
  }

  /** Returns the hash of the large block as messages have it. */
  static byte[] largeBlock(Rpc rpc) throws IOException {
    return Wire.reversed(HexFormat.of().parseHex(largeBlockName(rpc)));
  }

  /** Returns the hash of the large block as RPC shows it. */
  static String largeBlockName(Rpc rpc) throws IOException {
    return rpc.call("getblockhash", LARGE_HEIGHT).asText();
  }

  /** Returns the transaction, as messages have its hash, whose first output is a free coin. */
  static byte[] coin(Rpc rpc, int height) throws IOException {
    String block = rpc.call("getblockhash", height).asText();
    String txid = rpc.call("getblock", block).path("tx").path(0).asText();
    return Wire.reversed(HexFormat.of().parseHex(txid));
  }

  /** Returns a valid transaction that gives a whole coin to as many outputs, without a fee. */
  static byte[] spend(byte[] coin, long sats, int outputs) {
    return transaction(coin, sats / outputs, outputs, true);
  }

  /** Returns the number that names a transaction without its witness, as RPC shows it. */
  static byte[] txid(byte[] coin, long each, int outputs) {
    return Wire.doubleHash(transaction(coin, each, outputs, false));
  }

  static byte[] transaction(byte[] coin, long each, int outputs, boolean withWitness) {
    ByteBuffer out = Wire.little(100 + outputs * (9 + SCRIPT.length));
    out.putInt(2);
    if (withWitness) {
      out.put((byte) 0).put((byte) 1);
    }
    out.put((byte) 1).put(coin).putInt(0).put((byte) 0).putInt(-3);
    Wire.count(out, outputs);
    for (int i = 0; i < outputs; i++) {
      out.putLong(each).put((byte) SCRIPT.length).put(SCRIPT);
    }
    if (withWitness) {
      out.put(new byte[] {1, 1, 0x51});
    }
    out.putInt(0);
    return Arrays.copyOf(out.array(), out.position());
  }
}
