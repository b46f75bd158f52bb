// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.Test;
import org.moneyrocket.testkit.vectors.Vectors;

public class SipHashVectorsTest {
  @Test
  public void everyRowOfTheVectorsHolds() {
    int rows24 = 0;
    int rows13 = 0;
    for (JsonNode row : Vectors.json("keys/siphash.json")) {
      long k0 = Long.parseUnsignedLong(row.get("key").get(0).asText(), 16);
      long k1 = Long.parseUnsignedLong(row.get("key").get(1).asText(), 16);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (JsonNode part : row.get("input")) {
        all.writeBytes(HexFormat.of().parseHex(part.asText()));
      }
      byte[] data = all.toByteArray();
      SipHash hash = new SipHash(k0, k1);
      String expected24 = row.get("expected").get("siphash24").asText();
      assertThat(hex(hash.hash(data))).as(row.toString()).isEqualTo(expected24);
      if (data.length == 32) {
        assertThat(hex(hash.hash256(data, 0))).isEqualTo(expected24);
      }
      if (data.length == 36) {
        int extra = ByteBuffer.wrap(data, 32, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
        assertThat(hex(hash.hash256(data, 0, extra))).isEqualTo(expected24);
      }
      rows24++;
      JsonNode expected13 = row.get("expected").get("siphash13uj");
      if (expected13 != null) {
        SipHash.Unpadded13 blocks = new SipHash.Unpadded13(k0, k1);
        for (JsonNode part : row.get("input")) {
          byte[] block = HexFormat.of().parseHex(part.asText());
          if (block.length == 32) {
            blocks.jumbo(block, 0);
          } else {
            blocks.word(ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).getLong());
          }
        }
        assertThat(hex(blocks.finish())).as(row.toString()).isEqualTo(expected13.asText());
        rows13++;
      }
    }
    assertThat(rows24).isEqualTo(146);
    assertThat(rows13).isEqualTo(64);
  }

  private static String hex(long value) {
    return HexFormat.of().toHexDigits(value);
  }
}
