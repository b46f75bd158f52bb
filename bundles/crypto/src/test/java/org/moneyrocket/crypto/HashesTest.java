// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.junit.Test;

public class HashesTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  public void ripemd160MatchesItsPublishedVectors() {
    assertThat(ripemd("")).isEqualTo("9c1185a5c5e9fc54612808977ee8f548b2258d31");
    assertThat(ripemd("abc")).isEqualTo("8eb208f7e05d987a9b044a8e98c6b087f15a0bfc");
    assertThat(ripemd("message digest")).isEqualTo("5d0689ef49d2fae572b881b123a85ffa21595f36");
    assertThat(ripemd("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))
        .isEqualTo("12a053384a9c0c88e405a06c27dcf49ada62eb2b");
    assertThat(ripemd("a".repeat(1_000_000))).isEqualTo("52783243c1697bdbe16d37f97f68f08325dc1528");
  }

  @Test
  public void ripemd160AgreesWithAnotherImplementationForEveryLengthToThreeBlocks() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int length = 0; length <= 192; length++) {
      byte[] data = new byte[length];
      random.nextBytes(data);
      RIPEMD160Digest other = new RIPEMD160Digest();
      other.update(data, 0, length);
      byte[] expected = new byte[20];
      other.doFinal(expected, 0);
      assertThat(Hashes.ripemd160(data)).as("length %d", length).isEqualTo(expected);
    }
  }

  @Test
  public void doubleSha256IsTheSameForArraysRangesPairsAndStreams() {
    byte[] data = HEX.parseHex("00".repeat(10) + "ab".repeat(32) + "cd".repeat(32));
    byte[] part = Arrays.copyOfRange(data, 10, 74);
    byte[] expected = Hashes.sha256(Hashes.sha256(part));

    assertThat(Hashes.sha256d(part)).isEqualTo(expected);
    assertThat(Hashes.sha256d(data, 10, 64)).isEqualTo(expected);
    assertThat(
            Hashes.sha256dPair(Arrays.copyOfRange(data, 10, 42), Arrays.copyOfRange(data, 42, 74)))
        .isEqualTo(expected);
    MessageDigest stream = Hashes.newSha256();
    stream.update(part);
    assertThat(Hashes.finishTwice(stream)).isEqualTo(expected);
    Hashes.sha256dInto(data, 10, 64, data, 10);
    assertThat(Arrays.copyOfRange(data, 10, 42)).isEqualTo(expected);
  }

  @Test
  public void doubleSha256OfTheGenesisHeaderIsItsHash() {
    byte[] header =
        HEX.parseHex(
            "01000000"
                + "00".repeat(32)
                + "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a"
                + "29ab5f49ffff001d1dac2b7c");

    assertThat(HEX.formatHex(Hashes.sha256d(header)))
        .isEqualTo("6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000");
  }

  @Test
  public void rangesOutsideTheArrayAreRefused() {
    assertThatThrownBy(() -> Hashes.sha256(new byte[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Hashes.sha256dInto(new byte[4], 0, 4, new byte[40], 9))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  public void taggedHashIsSha256OverTheTagTwice() {
    byte[] tag = Hashes.sha256("TapLeaf".getBytes(US_ASCII));
    byte[] data = {1, 2, 3};

    assertThat(TaggedHash.TAP_LEAF.hash(data)).isEqualTo(Hashes.sha256(tag, tag, data));
    assertThat(TaggedHash.TAP_LEAF.hash(new byte[] {1}, new byte[] {2, 3}))
        .isEqualTo(TaggedHash.TAP_LEAF.hash(data));
  }

  @Test
  public void hmacMatchesRfc4231() {
    byte[] key = "Jefe".getBytes(US_ASCII);
    byte[] data = "what do ya want for nothing?".getBytes(US_ASCII);

    assertThat(HEX.formatHex(Hashes.hmacSha256(key, data)))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assertThat(HEX.formatHex(Hashes.hmacSha512(key, data)))
        .isEqualTo(
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
                + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
  }

  @Test
  public void hkdfMatchesTheFirstBlockOfRfc5869() {
    byte[] key = HEX.parseHex("0b".repeat(22));
    byte[] salt = HEX.parseHex("000102030405060708090a0b0c");
    byte[] info = HEX.parseHex("f0f1f2f3f4f5f6f7f8f9");

    assertThat(HEX.formatHex(Hashes.hkdfSha256(key, salt, info)))
        .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
  }

  private static String ripemd(String text) {
    return HEX.formatHex(Hashes.ripemd160(text.getBytes(US_ASCII)));
  }
}
