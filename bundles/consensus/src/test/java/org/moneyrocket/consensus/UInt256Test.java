// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.primitives.Bytes;

public class UInt256Test {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  @Test
  public void calculatesLikeUnlimitedNumbersModuloTwoToThe256() {
    long seed = System.nanoTime();
    System.out.println("UInt256: seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      BigInteger a = number(random);
      BigInteger b = number(random);
      UInt256 x = UInt256.fromBigInteger(a);
      UInt256 y = UInt256.fromBigInteger(b);
      assertThat(x.toBigInteger()).isEqualTo(a);
      assertThat(x.plus(y).toBigInteger()).isEqualTo(a.add(b).mod(MODULUS));
      assertThat(x.minus(y).toBigInteger()).isEqualTo(a.subtract(b).mod(MODULUS));
      long factor = random.nextLong() >>> random.nextInt(64);
      BigInteger unsigned = new BigInteger(Long.toUnsignedString(factor));
      assertThat(x.times(factor).toBigInteger()).isEqualTo(a.multiply(unsigned).mod(MODULUS));
      if (b.signum() != 0) {
        assertThat(x.dividedBy(y).toBigInteger()).isEqualTo(a.divide(b));
      }
      int shift = random.nextInt(300);
      assertThat(x.shiftLeft(shift).toBigInteger()).isEqualTo(a.shiftLeft(shift).mod(MODULUS));
      assertThat(x.shiftRight(shift).toBigInteger()).isEqualTo(a.shiftRight(shift));
      assertThat(x.bitLength()).isEqualTo(a.bitLength());
      assertThat(Integer.signum(x.compareTo(y))).isEqualTo(a.compareTo(b));
      assertThat(x.equals(y)).isEqualTo(a.equals(b));
      assertThat(UInt256.fromHex(x.toHex())).isEqualTo(x);
      assertThat(UInt256.fromLittleEndian(x.toLittleEndian())).isEqualTo(x);
      assertThat(new BigInteger(1, x.toLittleEndian().reversed().toArray())).isEqualTo(a);
    }
  }

  private static BigInteger number(Random random) {
    return new BigInteger(random.nextInt(257), random);
  }

  @Test
  public void refusesTextThatIsNoNumberOf256Bits() {
    assertThatThrownBy(() -> UInt256.fromHex("")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> UInt256.fromHex("1".repeat(65)))
        .isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> UInt256.fromHex("xyz")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> UInt256.fromHex("+1")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> UInt256.ONE.dividedBy(UInt256.ZERO))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> UInt256.fromLittleEndian(Bytes.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
