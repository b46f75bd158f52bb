// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.coins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.TxOut;

public class CoinCodecTest {
  private static final String KEY_X =
      "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
  private static final String KEY_Y =
      "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8";

  private static String varInt(long value) {
    ByteWriter out = new ByteWriter();
    VarInt.write(out, value);
    return out.toBytes().toHex();
  }

  @Test
  public void writesNumbersAsCoreDoes() {
    assertThat(varInt(0)).isEqualTo("00");
    assertThat(varInt(127)).isEqualTo("7f");
    assertThat(varInt(128)).isEqualTo("8000");
    assertThat(varInt(255)).isEqualTo("807f");
    assertThat(varInt(256)).isEqualTo("8100");
    assertThat(varInt(16383)).isEqualTo("fe7f");
    assertThat(varInt(16384)).isEqualTo("ff00");
    assertThat(varInt(16511)).isEqualTo("ff7f");
    assertThat(varInt(65535)).isEqualTo("82fe7f");
    assertThat(varInt(1L << 32)).isEqualTo("8efefeff00");
  }

  @Test
  public void readsBackEveryNumber() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >>> random.nextInt(64);
      ByteWriter out = new ByteWriter();
      VarInt.write(out, value);
      assertThat(out.size()).isEqualTo(VarInt.length(value));
      assertThat(VarInt.read(new ByteReader(out.toArray()))).isEqualTo(value);
    }
  }

  @Test
  public void refusesNumbersOfMoreThan64Bits() {
    Bytes tooLong = Bytes.fromHex("fefefefefefefefefefe00");

    assertThatThrownBy(() -> VarInt.read(new ByteReader(tooLong)))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  public void compressesAmountsAsCoreDoes() {
    assertThat(AmountCode.compress(0)).isZero();
    assertThat(AmountCode.compress(1)).isEqualTo(1);
    assertThat(AmountCode.compress(1_000_000)).isEqualTo(7);
    assertThat(AmountCode.compress(1_0000_0000)).isEqualTo(9);
    assertThat(AmountCode.compress(50_0000_0000L)).isEqualTo(0x32);
    assertThat(AmountCode.compress(21_000_000_0000_0000L)).isEqualTo(0x1406f40);
    Random random = new Random(4);
    for (int i = 0; i < 10_000; i++) {
      long sats = random.nextLong(21_000_000_0000_0000L) >>> random.nextInt(50);
      assertThat(AmountCode.decompress(AmountCode.compress(sats))).isEqualTo(sats);
    }
  }

  private static String output(String script) {
    ByteWriter out = new ByteWriter();
    CoinCodec.writeOutput(out, new TxOut(0, Bytes.fromHex(script)));
    return out.toBytes().toHex().substring(2);
  }

  private static String hash20() {
    return "00112233445566778899aabbccddeeff00112233";
  }

  @Test
  public void shortensTheUsualScripts() {
    assertThat(output("76a914" + hash20() + "88ac")).isEqualTo("00" + hash20());
    assertThat(output("a914" + hash20() + "87")).isEqualTo("01" + hash20());
    assertThat(output("2102" + KEY_X + "ac")).isEqualTo("02" + KEY_X);
    assertThat(output("2103" + KEY_X + "ac")).isEqualTo("03" + KEY_X);
    assertThat(output("4104" + KEY_X + KEY_Y + "ac")).isEqualTo("04" + KEY_X);
    assertThat(output("0014" + hash20())).isEqualTo("1c0014" + hash20());
    assertThat(output("")).isEqualTo("06");
  }

  @Test
  public void keepsAnUncompressedKeyThatIsNoPointAsItIs() {
    String script = "4104" + KEY_X + KEY_X + "ac";

    assertThat(output(script)).isEqualTo("49" + script);
  }

  @Test
  public void readsBackWhatItWrote() throws Exception {
    List<String> scripts =
        List.of(
            "",
            "51",
            "76a914" + hash20() + "88ac",
            "a914" + hash20() + "87",
            "2102" + KEY_X + "ac",
            "2103" + KEY_X + "ac",
            "4104" + KEY_X + KEY_Y + "ac",
            "4104" + KEY_X + KEY_X + "ac",
            "5120" + KEY_X);
    for (String script : scripts) {
      Coin coin = new Coin(new TxOut(123_4560_0000L, Bytes.fromHex(script)), 654_321, true);
      ByteWriter out = new ByteWriter();
      CoinCodec.write(out, coin);
      assertThat(CoinCodec.read(new ByteReader(out.toArray()))).isEqualTo(coin);
    }
  }

  @Test
  public void turnsAScriptThatIsTooLongIntoOneThatCannotBeSpent() throws Exception {
    ByteWriter out = new ByteWriter();
    VarInt.write(out, 0);
    VarInt.write(out, 10_001 + 6);
    out.bytes(new byte[10_001]);

    TxOut read = CoinCodec.readOutput(new ByteReader(out.toArray()));

    assertThat(read.script().toHex()).isEqualTo("6a");
  }

  @Test
  public void refusesAScriptLongerThanTheData() {
    ByteWriter out = new ByteWriter();
    VarInt.write(out, 0);
    VarInt.write(out, 500);

    assertThatThrownBy(() -> CoinCodec.readOutput(new ByteReader(out.toArray())))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("script of 494 bytes");
  }

  @Test
  public void writesUndoDataAsCoreDoes() throws Exception {
    Coin spent = new Coin(new TxOut(50_0000_0000L, Bytes.fromHex("51")), 5, true);
    BlockUndo undo = new BlockUndo(List.of(new BlockUndo.TxUndo(List.of(spent))));
    ByteWriter out = new ByteWriter();
    undo.write(out);

    // Count of transactions, count of inputs, height and mark, a dummy, amount, script.
    assertThat(out.toBytes().toHex()).isEqualTo("01" + "01" + "0b" + "00" + "32" + "0751");
    assertThat(BlockUndo.read(new ByteReader(out.toArray()))).isEqualTo(undo);
  }
}
