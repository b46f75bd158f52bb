// SPDX-License-Identifier: MIT
package org.moneyrocket.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;
import org.moneyrocket.consensus.check.BlockFuzz;
import org.moneyrocket.kernel.index.KernelFuzz;
import org.moneyrocket.node.addrman.PeerFilesFuzz;
import org.moneyrocket.node.mempool.NodeFilesFuzz;
import org.moneyrocket.node.net.MessageFuzz;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.rpc.server.RpcFuzz;
import org.moneyrocket.script.descriptor.TextFuzz;
import org.moneyrocket.script.psbt.PsbtFuzz;
import org.moneyrocket.settings.SettingsFuzz;
import org.moneyrocket.testkit.AllocationCheck;
import org.moneyrocket.wallet.store.WalletFuzz;

/**
 * No input of n bytes makes a decoder allocate more than its multiple of n: lengths and counts are
 * not believed, and many small things do not cost more than they say.
 */
public class AllocationTest {
  /** For exceptions, their texts and traces, and what a decoder sets up first. */
  private static final long FIXED_BYTES = 64 * 1024;

  private static final List<Decoder> DECODERS =
      Stream.of(
              MessageFuzz.decoders(),
              BlockFuzz.decoders(),
              PsbtFuzz.decoders(),
              TextFuzz.decoders(),
              WalletFuzz.decoders(),
              PeerFilesFuzz.decoders(),
              NodeFilesFuzz.decoders(),
              KernelFuzz.decoders(),
              SettingsFuzz.decoders(),
              RpcFuzz.decoders())
          .flatMap(List::stream)
          .toList();

  @Test
  public void countsAndLengthsAreNotBelieved() {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println("AllocationTest: seed " + seed);
    Random random = new Random(seed);
    for (Decoder decoder : DECODERS) {
      warmUp(decoder);
      for (int i = 0; i < 2000; i++) {
        byte[] input = lie(random);
        hold(decoder, "seed " + seed + ", input " + i, input);
      }
    }
  }

  @Test
  public void manySmallThingsCostNoMoreThanTheySay() {
    for (Decoder decoder : DECODERS) {
      warmUp(decoder);
      for (byte[] head : heads()) {
        for (int filler = 0; filler < 256; filler++) {
          byte[] input = new byte[head.length + 20_000];
          java.util.Arrays.fill(input, (byte) filler);
          System.arraycopy(head, 0, input, 0, head.length);
          hold(decoder, "head of " + head.length + " bytes and many of " + filler, input);
        }
      }
    }
  }

  @Test
  public void deepTextsCostNoMoreThanTheySay() {
    List<String> pieces =
        List.of(
            "(", "[", "{", "{\"a\":", "[1,", "\"", "\\u", "sh(", "wsh(and_v(v:", "or_i(0,", "tr(");
    for (Decoder decoder : DECODERS) {
      for (String piece : pieces) {
        String text = piece.repeat(20_000 / piece.length());
        hold(decoder, "many of " + piece, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  public void allKindsOfDecodersAreHere() {
    assertThat(DECODERS).hasSizeGreaterThan(55).extracting(Decoder::name).doesNotHaveDuplicates();
  }

  /** Classes are loaded, and texts for exceptions made, when things happen for the first time. */
  private static void warmUp(Decoder decoder) {
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      byte[] input = lie(random);
      AllocationCheck.measure(() -> decoder.reading().read(input));
    }
  }

  private static void hold(Decoder decoder, String which, byte[] input) {
    long allowed = FIXED_BYTES + (long) decoder.multiple() * input.length;
    AllocationCheck.Work work = () -> decoder.reading().read(input);
    if (AllocationCheck.measure(work).allocatedBytes() > allowed) {
      // What was loaded or made for the first time does not come again.
      AllocationCheck.hold(
          decoder.name() + ", " + which, input.length, decoder.multiple(), FIXED_BYTES, work);
    }
  }

  /** A few plausible bytes, then a count as large as its form allows, then little. */
  private static byte[] lie(Random random) {
    ByteWriter out = new ByteWriter();
    for (int n = random.nextInt(4); n > 0; n--) {
      byte[] some = new byte[random.nextInt(3) == 0 ? random.nextInt(90) : random.nextInt(6)];
      if (random.nextBoolean()) {
        random.nextBytes(some);
      }
      out.bytes(some);
    }
    switch (random.nextInt(6)) {
      case 0 -> out.u8(0xfd).u8(0xff).u8(0xff);
      case 1 -> out.u8(0xfe).i32(0x01ffffff);
      case 2 -> out.u8(0xfe).i32(-1);
      case 3 -> out.u8(0xff).i64(0x7fffffffffffffffL);
      case 4 -> out.i32(0x7fffffff);
      default -> out.u8(0xfe).i32(1 << (16 + random.nextInt(9)));
    }
    byte[] rest = new byte[random.nextInt(400)];
    if (random.nextBoolean()) {
      random.nextBytes(rest);
    }
    return out.bytes(rest).toArray();
  }

  /** Beginnings after which a decoder reads as many things as there are bytes. */
  private static List<byte[]> heads() {
    List<byte[]> heads = new ArrayList<>();
    heads.add(new byte[] {});
    for (int zeros : new int[] {0, 1, 4, 32, 36, 80}) {
      for (int count : new int[] {555, 2000, 19_000}) {
        heads.add(
            new ByteWriter().bytes(new byte[zeros]).u8(0xfd).u8(count).u8(count >> 8).toArray());
      }
    }
    // A transaction with witness: one input, no output, many items of the stack.
    heads.add(
        new ByteWriter()
            .i32(2)
            .u8(0)
            .u8(1)
            .u8(1)
            .bytes(new byte[36])
            .u8(0)
            .i32(-1)
            .u8(0)
            .u8(0xfd)
            .u8(0x20)
            .u8(0x4e)
            .toArray());
    return heads;
  }
}
