// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.Test;

public class CiphersTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  public void aesMatchesNistSp80038aAndPadsWholeBlocks() {
    byte[] key = HEX.parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
    byte[] iv = HEX.parseHex("000102030405060708090a0b0c0d0e0f");
    byte[] plain = HEX.parseHex("6bc1bee22e409f96e93d7e117393172a");

    byte[] encrypted = Aes256Cbc.encrypt(key, iv, plain);

    assertThat(encrypted).hasSize(32);
    assertThat(HEX.formatHex(encrypted, 0, 16)).isEqualTo("f58c4c04d6e5f1ba779eabfb5f7bfbd6");
    assertThat(Aes256Cbc.decrypt(key, iv, encrypted)).hasValue(plain);
  }

  @Test
  public void aWrongKeyOrLengthGivesNothingBack() {
    byte[] encrypted = Aes256Cbc.encrypt(new byte[32], new byte[16], new byte[32]);
    byte[] wrong = new byte[32];
    wrong[0] = 1;

    assertThat(Aes256Cbc.decrypt(wrong, new byte[16], encrypted)).isEmpty();
    assertThat(Aes256Cbc.decrypt(new byte[32], new byte[16], new byte[47])).isEmpty();
    assertThat(Aes256Cbc.decrypt(new byte[32], new byte[16], new byte[0])).isEmpty();
    assertThatThrownBy(() -> Aes256Cbc.encrypt(new byte[31], new byte[16], new byte[1]))
        .hasMessage("AES-256 needs a key of 32 bytes, got 31");
  }

  @Test
  public void passphraseKeyMatchesAKnownDerivation() {
    // Derivation method 0 with 25000 iterations, seen in wallets of other programs.
    byte[] salt = HEX.parseHex("0000deadbeef0000");
    byte[] key = HEX.parseHex("fc7aba077ad5f4c3a0988d8daa4810d0d4a0e3bcb53af662998898f33df0556a");
    byte[] iv = HEX.parseHex("cf2f2691526dd1aa220896fb8bf7c369");
    byte[] master = new byte[32];
    Arrays.fill(master, (byte) 7);

    try (PassphraseKey derived = PassphraseKey.derive("test".getBytes(UTF_8), salt, 25000)) {
      assertThat(derived.encrypt(master)).isEqualTo(Aes256Cbc.encrypt(key, iv, master));
      assertThat(derived.decrypt(Aes256Cbc.encrypt(key, iv, master))).hasValue(master);
      assertThat(derived).hasToString("PassphraseKey [redacted]");
    }
  }

  @Test
  public void chacha20MatchesRfc8439() {
    byte[] key = new byte[32];
    for (int i = 0; i < 32; i++) {
      key[i] = (byte) i;
    }
    ChaCha20 stream = new ChaCha20(key);
    stream.seek(0x09000000, 0x000000004a000000L, 1);
    byte[] out = new byte[64];
    stream.keystream(out, 0, 10);
    stream.keystream(out, 10, 54);

    assertThat(HEX.formatHex(out))
        .isEqualTo(
            "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
                + "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e");
  }

  @Test
  public void chacha20CryptInPlaceTwiceIsIdentity() {
    byte[] key = new byte[32];
    byte[] data =
        "a message that is longer than a single block of the cipher, which has 64".getBytes(UTF_8);
    byte[] work = data.clone();
    new ChaCha20(key).crypt(work, 0, work, 0, work.length);
    assertThat(work).isNotEqualTo(data);
    new ChaCha20(key).crypt(work, 0, work, 0, work.length);
    assertThat(work).isEqualTo(data);
  }
}
