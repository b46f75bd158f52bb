// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.Test;

public class MuHash3072Test {
  @Test
  public void insertingTwoAndRemovingOneGivesTheKnownHash() {
    byte[] hash = new MuHash3072().insert(number(0)).insert(number(1)).remove(number(2)).digest();

    assertThat(reversedHex(hash))
        .isEqualTo("10d312b100cbd32ada024a6646e40d3482fcff103668d2625f10002a607d5863");
  }

  @Test
  public void numbersAboveTheModulusAreReduced() {
    byte[] state = new byte[MuHash3072.STATE_BYTES];
    Arrays.fill(state, 0, 384, (byte) 0xff);
    state[384] = 1;

    assertThat(HexFormat.of().formatHex(MuHash3072.fromBytes(state).digest()))
        .isEqualTo("3a31e6903aff0de9f62f9a9f7f8b861de76ce2cda09822b90014319ae5dc2271");
  }

  @Test
  public void orderDoesNotMatterAndRemovalUndoesInsertion() {
    byte[] one = new MuHash3072().insert(number(1)).insert(number(2)).insert(number(3)).digest();
    MuHash3072 other = new MuHash3072().remove(number(4)).insert(number(3)).insert(number(2));
    other.combine(new MuHash3072().insert(number(4)).insert(number(1)));

    assertThat(other.digest()).isEqualTo(one);
  }

  @Test
  public void stateSurvivesBytesAndHasDenominatorOneAfterDigest() {
    MuHash3072 hash = new MuHash3072().insert(number(1)).remove(number(2));
    MuHash3072 again = MuHash3072.fromBytes(hash.toBytes());

    assertThat(again.digest()).isEqualTo(hash.copy().digest());
    byte[] state = again.toBytes();
    byte[] one = new byte[384];
    one[0] = 1;
    assertThat(Arrays.copyOfRange(state, 384, 768)).isEqualTo(one);
  }

  @Test
  public void productsAgreeWithBigIntegers() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    BigInteger modulus = BigInteger.ONE.shiftLeft(3072).subtract(BigInteger.valueOf(1103717));
    for (int round = 0; round < 200; round++) {
      BigInteger a = randomNumber(random);
      BigInteger b = randomNumber(random);
      MuHash3072 hash = MuHash3072.fromBytes(state(a)).combine(MuHash3072.fromBytes(state(b)));
      hash.normalize();
      assertThat(hash.toBytes()).isEqualTo(state(a.multiply(b).mod(modulus)));
    }
  }

  @Test
  public void aStateOfTheWrongLengthOrWithDenominatorZeroIsRefused() {
    assertThatThrownBy(() -> MuHash3072.fromBytes(new byte[767]))
        .hasMessageContaining("needs 768 bytes, got 767");
    assertThatThrownBy(() -> MuHash3072.fromBytes(new byte[768]))
        .hasMessageContaining("denominator");
  }

  private static BigInteger randomNumber(Random random) {
    // Half of them close to 2^3072, where carries and the final subtraction happen.
    return random.nextBoolean()
        ? new BigInteger(3072, random)
        : BigInteger.ONE
            .shiftLeft(3072)
            .subtract(BigInteger.valueOf(1 + random.nextInt(2_000_000)));
  }

  private static byte[] state(BigInteger value) {
    byte[] out = new byte[768];
    byte[] big = value.toByteArray();
    for (int i = 0; i < Math.min(384, big.length); i++) {
      out[i] = big[big.length - 1 - i];
    }
    out[384] = 1;
    return out;
  }

  private static byte[] number(int value) {
    byte[] out = new byte[32];
    out[0] = (byte) value;
    return out;
  }

  private static String reversedHex(byte[] hash) {
    byte[] reversed = new byte[hash.length];
    for (int i = 0; i < hash.length; i++) {
      reversed[i] = hash[hash.length - 1 - i];
    }
    return HexFormat.of().formatHex(reversed);
  }
}
