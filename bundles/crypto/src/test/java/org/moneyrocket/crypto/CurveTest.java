// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.Test;

public class CurveTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final byte[] HASH = Hashes.sha256("a message".getBytes(UTF_8));
  private static final byte[] ONE = secret(1);

  @Test
  public void knownKeysComeOutOfSmallSecrets() {
    assertThat(HEX.formatHex(Secp256k1.publicKey(ONE, true)))
        .isEqualTo("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    assertThat(HEX.formatHex(Secp256k1.publicKey(ONE, false)))
        .isEqualTo(
            "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8");
  }

  @Test
  public void signaturesHaveLowRAndLowSAndVerify() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] key = new byte[32];
      byte[] hash = new byte[32];
      random.nextBytes(key);
      random.nextBytes(hash);
      key[0] = 1; // below the group order for certain
      byte[] signature = Ecdsa.sign(key, hash);
      assertThat(signature.length).isLessThanOrEqualTo(70);
      assertThat(Ecdsa.isLowS(signature)).isTrue();
      byte[] publicKey = Secp256k1.publicKey(key, (i & 1) == 0);
      assertThat(Ecdsa.verify(publicKey, hash, signature)).isTrue();
      hash[5] ^= 1;
      assertThat(Ecdsa.verify(publicKey, hash, signature)).isFalse();
    }
  }

  @Test
  public void signingIsRfc6979() {
    // From the published secp256k1 vectors of RFC 6979 style signers: key 1, "Satoshi Nakamoto".
    byte[] hash = Hashes.sha256("Satoshi Nakamoto".getBytes(UTF_8));

    assertThat(HEX.formatHex(Ecdsa.sign(ONE, hash, false, 0)))
        .isEqualTo(
            "3045022100934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
                + "02202442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5");
    assertThat(Ecdsa.sign(ONE, hash)).isNotEqualTo(Ecdsa.sign(ONE, hash, false, 0));
    assertThat(Ecdsa.sign(ONE, hash, false, 1)).isNotEqualTo(Ecdsa.sign(ONE, hash, false, 0));
  }

  @Test
  public void highSVerifiesButIsNotLow() {
    BigInteger[] rs = numbers(Ecdsa.sign(ONE, HASH));
    byte[] high = der(rs[0].toByteArray(), ORDER.subtract(rs[1]).toByteArray());

    assertThat(Ecdsa.isLowS(high)).isFalse();
    assertThat(Ecdsa.verify(Secp256k1.publicKey(ONE, true), HASH, high)).isTrue();
  }

  @Test
  public void hybridKeysVerifyOnlyWithTheRightParity() {
    byte[] signature = Ecdsa.sign(ONE, HASH);
    byte[] hybrid = Secp256k1.publicKey(ONE, false);
    hybrid[0] = 6; // the Y of the generator is even

    assertThat(Ecdsa.verify(hybrid, HASH, signature)).isTrue();
    hybrid[0] = 7;
    assertThat(Ecdsa.verify(hybrid, HASH, signature)).isFalse();
    assertThat(Secp256k1.isPublicKey(hybrid)).isFalse();
  }

  @Test
  public void sloppyDerOfOldBlocksVerifies() {
    byte[] key = Secp256k1.publicKey(ONE, true);
    BigInteger[] rs = numbers(Ecdsa.sign(ONE, HASH));
    byte[] r = rs[0].toByteArray();
    byte[] s = rs[1].toByteArray();
    byte[] good = der(r, s);

    assertThat(Ecdsa.verify(key, HASH, good)).isTrue();
    assertThat(Ecdsa.verify(key, HASH, concat(good, new byte[] {1, 2, 3})))
        .as("garbage at the end")
        .isTrue();
    assertThat(Ecdsa.verify(key, HASH, der(concat(new byte[5], r), concat(new byte[3], s))))
        .as("padded numbers")
        .isTrue();
    byte[] wrongLength = good.clone();
    wrongLength[1] = 0x7f;
    assertThat(Ecdsa.verify(key, HASH, wrongLength)).as("sequence length ignored").isTrue();
    byte[] longForm =
        concat(
            new byte[] {0x30, (byte) 0x82, 0, 0, 2, (byte) 0x83, 0, 0, (byte) r.length},
            r,
            new byte[] {2, (byte) 0x85, 0, 0, 0, 0, (byte) s.length},
            s);
    assertThat(Ecdsa.verify(key, HASH, longForm)).as("long length forms").isTrue();
  }

  @Test
  public void brokenDerIsRefused() {
    byte[] key = Secp256k1.publicKey(ONE, true);
    byte[] good = Ecdsa.sign(ONE, HASH);

    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThat(Ecdsa.verify(key, HASH, cut)).as("cut to %d", length).isFalse();
      assertThat(Ecdsa.isLowS(cut)).isFalse();
    }
    byte[] noSequence = good.clone();
    noSequence[0] = 0x31;
    assertThat(Ecdsa.verify(key, HASH, noSequence)).isFalse();
    byte[] fourLengthBytes = {0x30, 6, 2, (byte) 0x84, 1, 0, 0, 1, 1, 2, 1, 1};
    assertThat(Ecdsa.isLowS(fourLengthBytes)).isFalse();
  }

  @Test
  public void numbersThatAreTooLargeCanBeReadButNeverVerify() {
    byte[] key = Secp256k1.publicKey(ONE, true);
    byte[] tooLong = der(HEX.parseHex("01" + "00".repeat(32)), new byte[] {1});
    byte[] order = der(concat(new byte[1], HEX.parseHex(ORDER.toString(16))), new byte[] {1});

    // Core reads such signatures as zero, which counts as low S.
    assertThat(Ecdsa.isLowS(tooLong)).isTrue();
    assertThat(Ecdsa.isLowS(order)).isTrue();
    assertThat(Ecdsa.verify(key, HASH, tooLong)).isFalse();
    assertThat(Ecdsa.verify(key, HASH, order)).isFalse();
  }

  @Test
  public void recoverableSignaturesGiveTheKeyBack() {
    for (boolean compressed : new boolean[] {true, false}) {
      byte[] signature = Ecdsa.signRecoverable(ONE, HASH, compressed);
      assertThat(signature).hasSize(65);
      assertThat(Ecdsa.recover(HASH, signature)).hasValue(Secp256k1.publicKey(ONE, compressed));
    }
    assertThat(Ecdsa.recover(HASH, new byte[65])).isEmpty();
    assertThat(Ecdsa.recover(HASH, new byte[64])).isEmpty();
  }

  @Test
  public void tweakingSecretAndPublicKeyGoTogether() {
    byte[] tweak = Hashes.sha256(new byte[] {9});
    byte[] secret = Secp256k1.secretTweakAdd(secret(7), tweak).orElseThrow();

    assertThat(Secp256k1.publicTweakAdd(Secp256k1.publicKey(secret(7), false), tweak))
        .hasValue(Secp256k1.publicKey(secret, true));
    assertThat(Secp256k1.secretTweakAdd(ONE, bytes(ORDER.subtract(BigInteger.ONE)))).isEmpty();
    assertThat(Secp256k1.publicTweakAdd(Secp256k1.publicKey(ONE, true), bytes(ORDER))).isEmpty();
  }

  @Test
  public void xonlyTweaksAgreeForBothParities() {
    byte[] tweak = Hashes.sha256(new byte[] {10});
    for (int i = 1; i <= 20; i++) {
      byte[] internal = Secp256k1.xonlyPublicKey(secret(i));
      Secp256k1.Tweaked output = Secp256k1.xonlyTweakAdd(internal, tweak).orElseThrow();
      assertThat(Secp256k1.isXonlyTweak(output.key(), output.odd(), internal, tweak)).isTrue();
      assertThat(Secp256k1.isXonlyTweak(output.key(), !output.odd(), internal, tweak)).isFalse();
      byte[] secret = Secp256k1.secretXonlyTweakAdd(secret(i), tweak).orElseThrow();
      assertThat(Secp256k1.xonlyPublicKey(secret)).isEqualTo(output.key());
    }
  }

  @Test
  public void negationsAgree() {
    byte[] negated = Secp256k1.secretNegate(secret(5));

    assertThat(Secp256k1.publicNegate(Secp256k1.publicKey(secret(5), true)))
        .hasValue(Secp256k1.publicKey(negated, true));
    assertThat(Secp256k1.secretNegate(negated)).isEqualTo(secret(5));
  }

  @Test
  public void invalidKeysAreToldApart() {
    assertThat(Secp256k1.isSecret(new byte[32])).isFalse();
    assertThat(Secp256k1.isSecret(bytes(ORDER))).isFalse();
    assertThat(Secp256k1.isSecret(new byte[31])).isFalse();
    assertThat(Secp256k1.isSecret(bytes(ORDER.subtract(BigInteger.ONE)))).isTrue();
    assertThat(Secp256k1.isPublicKey(new byte[33])).isFalse();
    assertThat(Secp256k1.isPublicKey(new byte[0])).isFalse();
    assertThat(Secp256k1.isXonlyKey(new byte[32])).isFalse();
    assertThatThrownBy(() -> Secp256k1.publicKey(new byte[32], true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("secret key is zero or not below the group order");
    assertThatThrownBy(() -> Ecdsa.sign(ONE, new byte[31]))
        .hasMessage("hash needs 32 bytes, got 31");
  }

  @Test
  public void bothSidesOfAKeyExchangeAgree() {
    byte[] a = EllSwift.create(secret(11), HASH);
    byte[] b = EllSwift.create(secret(12), HASH);

    assertThat(EllSwift.decode(a)).isEqualTo(Secp256k1.publicKey(secret(11), true));
    assertThat(EllSwift.exchange(secret(11), a, b, true))
        .isEqualTo(EllSwift.exchange(secret(12), b, a, false))
        .isNotEqualTo(EllSwift.exchange(secret(11), a, b, false));
    assertThat(Secp256k1.ecdh(secret(11), Secp256k1.publicKey(secret(12), true)))
        .isEqualTo(Secp256k1.ecdh(secret(12), Secp256k1.publicKey(secret(11), false)));
    assertThat(EllSwift.decode(EllSwift.encode(Secp256k1.publicKey(secret(13), false), HASH)))
        .isEqualTo(Secp256k1.publicKey(secret(13), true));
  }

  @Test
  public void manyThreadsShareTheLibrary() throws Exception {
    byte[] key = Secp256k1.publicKey(ONE, true);
    byte[] signature = Ecdsa.sign(ONE, HASH);
    Callable<Boolean> work =
        () -> {
          for (int i = 0; i < 100; i++) {
            if (!Ecdsa.verify(key, HASH, signature)) {
              return false;
            }
          }
          return true;
        };
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var result : pool.invokeAll(Collections.nCopies(8, work))) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  private static byte[] secret(int value) {
    return bytes(BigInteger.valueOf(value));
  }

  private static byte[] bytes(BigInteger value) {
    byte[] big = value.toByteArray();
    byte[] out = new byte[32];
    int n = Math.min(32, big.length);
    System.arraycopy(big, big.length - n, out, 32 - n, n);
    return out;
  }

  private static BigInteger[] numbers(byte[] der) {
    int r = der[3];
    int s = der[5 + r];
    return new BigInteger[] {
      new BigInteger(Arrays.copyOfRange(der, 4, 4 + r)),
      new BigInteger(Arrays.copyOfRange(der, 6 + r, 6 + r + s))
    };
  }

  private static byte[] der(byte[] r, byte[] s) {
    return concat(
        new byte[] {0x30, (byte) (4 + r.length + s.length), 2, (byte) r.length},
        r,
        new byte[] {2, (byte) s.length},
        s);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
