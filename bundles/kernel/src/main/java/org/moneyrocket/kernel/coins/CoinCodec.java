// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import java.util.Optional;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.TxOut;

/** Bitcoin Core's encoding of coins in the database, in undo data and in UTXO snapshots. */
public final class CoinCodec {
  /** Longest script an output can be spent with. */
  public static final int MAX_SCRIPT_BYTES = 10_000;

  private static final int SPECIAL_SCRIPTS = 6;
  private static final Bytes OP_RETURN = Bytes.wrap(new byte[] {0x6a});

  private CoinCodec() {}

  /** Returns height and coinbase mark in one number, as coins and undo data store them. */
  public static int code(Coin coin) {
    return coin.height() * 2 + (coin.coinbase() ? 1 : 0);
  }

  public static void write(ByteWriter out, Coin coin) {
    VarInt.write(out, Integer.toUnsignedLong(code(coin)));
    writeOutput(out, coin.output());
  }

  public static Coin read(ByteReader in) throws DecodeException {
    long code = VarInt.read(in);
    if (code < 0 || code > 0xffffffffL) {
      throw new DecodeException("coin height out of range");
    }
    return new Coin(readOutput(in), (int) (code >>> 1), (code & 1) != 0);
  }

  /** Writes amount and script in their short forms. */
  public static void writeOutput(ByteWriter out, TxOut output) {
    VarInt.write(out, AmountCode.compress(output.valueSats()));
    writeScript(out, output.script().unsafeArray());
  }

  /** Reads amount and script from their short forms. */
  public static TxOut readOutput(ByteReader in) throws DecodeException {
    long value = AmountCode.decompress(VarInt.read(in));
    return new TxOut(value, readScript(in));
  }

  private static void writeScript(ByteWriter out, byte[] script) {
    int length = script.length;
    if (length == 25
        && script[0] == 0x76
        && script[1] == (byte) 0xa9
        && script[2] == 20
        && script[23] == (byte) 0x88
        && script[24] == (byte) 0xac) {
      out.u8(0).bytes(script, 3, 20);
      return;
    }
    if (length == 23 && script[0] == (byte) 0xa9 && script[1] == 20 && script[22] == (byte) 0x87) {
      out.u8(1).bytes(script, 2, 20);
      return;
    }
    if (length == 35
        && script[0] == 33
        && script[34] == (byte) 0xac
        && (script[1] == 2 || script[1] == 3)) {
      out.u8(script[1]).bytes(script, 2, 32);
      return;
    }
    if (length == 67
        && script[0] == 65
        && script[66] == (byte) 0xac
        && script[1] == 4
        && UncompressedKey.isOnCurve(script, 1)) {
      out.u8(4 | (script[65] & 1)).bytes(script, 2, 32);
      return;
    }
    VarInt.write(out, length + SPECIAL_SCRIPTS);
    out.bytes(script);
  }

  private static Bytes readScript(ByteReader in) throws DecodeException {
    long kind = VarInt.read(in);
    if (kind >= 0 && kind < SPECIAL_SCRIPTS) {
      return Bytes.wrap(expand((int) kind, in));
    }
    long length = kind - SPECIAL_SCRIPTS;
    if (length < 0 || length > in.remaining()) {
      throw new DecodeException(
          "script of " + Long.toUnsignedString(length) + " bytes, " + in.remaining() + " left");
    }
    if (length > MAX_SCRIPT_BYTES) {
      in.skip((int) length);
      return OP_RETURN;
    }
    return in.bytes((int) length);
  }

  private static byte[] expand(int kind, ByteReader in) throws DecodeException {
    switch (kind) {
      case 0 -> {
        byte[] script = new byte[25];
        script[0] = 0x76;
        script[1] = (byte) 0xa9;
        script[2] = 20;
        in.bytes(20).copyTo(0, script, 3, 20);
        script[23] = (byte) 0x88;
        script[24] = (byte) 0xac;
        return script;
      }
      case 1 -> {
        byte[] script = new byte[23];
        script[0] = (byte) 0xa9;
        script[1] = 20;
        in.bytes(20).copyTo(0, script, 2, 20);
        script[22] = (byte) 0x87;
        return script;
      }
      case 2, 3 -> {
        byte[] script = new byte[35];
        script[0] = 33;
        script[1] = (byte) kind;
        in.bytes(32).copyTo(0, script, 2, 32);
        script[34] = (byte) 0xac;
        return script;
      }
      default -> {
        Optional<byte[]> key = UncompressedKey.expand(in.array(32), kind & 1);
        if (key.isEmpty()) {
          // Such an X is never written; read back it gives an empty script.
          return new byte[0];
        }
        byte[] script = new byte[67];
        script[0] = 65;
        System.arraycopy(key.get(), 0, script, 1, 65);
        script[66] = (byte) 0xac;
        return script;
      }
    }
  }
}
