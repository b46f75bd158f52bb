// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class CompactTargetTest {
  private static void decodes(int bits, String target, String again) {
    CompactTarget compact = new CompactTarget(bits);
    assertThat(compact.target()).as(compact.toString()).isEqualTo(UInt256.fromHex(target));
    assertThat(compact.isNegative()).isFalse();
    assertThat(compact.isOverflow()).isFalse();
    assertThat(CompactTarget.of(compact.target())).hasToString(again);
  }

  @Test
  public void readsAndWritesTheKnownForms() {
    decodes(0, "0", "00000000");
    decodes(0x00123456, "0", "00000000");
    decodes(0x01003456, "0", "00000000");
    decodes(0x02000056, "0", "00000000");
    decodes(0x03000000, "0", "00000000");
    decodes(0x04000000, "0", "00000000");
    decodes(0x00923456, "0", "00000000");
    decodes(0x01803456, "0", "00000000");
    decodes(0x02800056, "0", "00000000");
    decodes(0x03800000, "0", "00000000");
    decodes(0x04800000, "0", "00000000");
    decodes(0x01123456, "12", "01120000");
    decodes(0x02123456, "1234", "02123400");
    decodes(0x03123456, "123456", "03123456");
    decodes(0x04123456, "12345600", "04123456");
    decodes(0x05009234, "92340000", "05009234");
    decodes(0x02008000, "80", "02008000");
    decodes(0x20123456, "12345600" + "0".repeat(56), "20123456");
    decodes(0x1d00ffff, "ffff" + "0".repeat(52), "1d00ffff");
  }

  @Test
  public void knowsNegativeNumbers() {
    assertThat(new CompactTarget(0x01fedcba).isNegative()).isTrue();
    assertThat(new CompactTarget(0x01fedcba).target()).isEqualTo(UInt256.of(0x7e));
    assertThat(new CompactTarget(0x04923456).isNegative()).isTrue();
    assertThat(new CompactTarget(0x04923456).target()).isEqualTo(UInt256.of(0x12345600));
    assertThat(new CompactTarget(0x04923456).isUsable()).isFalse();
  }

  @Test
  public void knowsNumbersThatAreTooLarge() {
    for (int bits : new int[] {0xff123456, 0x21010000, 0x22000100, 0x23000001}) {
      assertThat(new CompactTarget(bits).isOverflow()).as("%08x", bits).isTrue();
      assertThat(new CompactTarget(bits).work()).isEqualTo(UInt256.ZERO);
    }
    for (int bits : new int[] {0x2100ffff, 0x220000ff, 0xff000000}) {
      assertThat(new CompactTarget(bits).isOverflow()).as("%08x", bits).isFalse();
    }
  }

  @Test
  public void computesTheWorkOfTheGenesisBlocks() {
    assertThat(new CompactTarget(0x1d00ffff).work()).isEqualTo(UInt256.fromHex("100010001"));
    assertThat(new CompactTarget(0x1e0377ae).work()).isEqualTo(UInt256.fromHex("49d414"));
    assertThat(new CompactTarget(0x207fffff).work()).isEqualTo(UInt256.of(2));
  }
}
