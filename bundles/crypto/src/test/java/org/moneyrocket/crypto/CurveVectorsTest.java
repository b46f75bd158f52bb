// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.Test;
import org.moneyrocket.testkit.vectors.Vectors;

public class CurveVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  public void bip340VectorsVerifyAndSignAsPublished() {
    int verified = 0;
    int signed = 0;
    for (String[] row : Vectors.csv("keys/bip340_test_vectors.csv", 8)) {
      byte[] key = HEX.parseHex(row[2]);
      byte[] message = HEX.parseHex(row[4]);
      byte[] signature = HEX.parseHex(row[5]);
      assertThat(Schnorr.verify(key, message, signature))
          .as("row %s %s", row[0], row[7])
          .isEqualTo(row[6].equals("TRUE"));
      verified++;
      if (!row[1].isEmpty()) {
        byte[] secret = HEX.parseHex(row[1]);
        assertThat(Secp256k1.xonlyPublicKey(secret)).isEqualTo(key);
        if (message.length == 32) {
          assertThat(Schnorr.sign(secret, message, HEX.parseHex(row[3]))).isEqualTo(signature);
          signed++;
        }
      }
    }
    assertThat(verified).isEqualTo(19);
    assertThat(signed).isEqualTo(4);
  }

  @Test
  public void ellswiftDecodingMatchesTheVectors() {
    int rows = 0;
    for (String[] row : Vectors.csv("keys/ellswift_decode_test_vectors.csv", 3)) {
      byte[] key = EllSwift.decode(HEX.parseHex(row[0]));
      assertThat(HEX.formatHex(key, 1, 33)).as(row[2]).isEqualTo(row[1]);
      rows++;
    }
    assertThat(rows).isEqualTo(76);
  }

  @Test
  public void everyInverseOfTheInverseVectorsDecodesToItsX() {
    int rows = 0;
    int inverses = 0;
    for (String[] row : Vectors.csv("keys/xswiftec_inv_test_vectors.csv", 11)) {
      for (int i = 2; i < 10; i++) {
        if (!row[i].isEmpty()) {
          byte[] key = EllSwift.decode(HEX.parseHex(row[0] + row[i]));
          assertThat(HEX.formatHex(Arrays.copyOfRange(key, 1, 33))).isEqualTo(row[1]);
          inverses++;
        }
      }
      rows++;
    }
    assertThat(rows).isEqualTo(32);
    assertThat(inverses).isEqualTo(98);
  }
}
