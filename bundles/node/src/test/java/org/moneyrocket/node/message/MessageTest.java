// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

public class MessageTest {
  private static final List<String> TYPES =
      List.of(
          "version",
          "verack",
          "wtxidrelay",
          "sendaddrv2",
          "sendheaders",
          "getaddr",
          "mempool",
          "ping",
          "pong",
          "feefilter",
          "sendcmpct",
          "addr",
          "inv",
          "getdata",
          "notfound",
          "getheaders",
          "getblocks",
          "headers",
          "tx",
          "block");

  @Test
  public void everyMessageReadsWhatItWrote() throws Exception {
    Bytes hash = Bytes.fromHex("01".repeat(32));
    PeerAddress address =
        new PeerAddress(9, Bytes.fromHex("00000000000000000000ffff7f000001"), 8333);
    BlockHeader header = new BlockHeader(4, new BlockHash(hash), hash, 1_700_000_000L, 7, 9);
    List<Message> messages =
        List.of(
            new Version(70016, 9, 1_700_000_000L, address, address, -5, "/x:1/", 7, false),
            new Verack(),
            new WtxidRelay(),
            new SendAddrV2(),
            new SendHeaders(),
            new GetAddr(),
            new MempoolRequest(),
            new Ping(-1),
            new Pong(77),
            new FeeFilter(1000),
            new SendCmpct(true, 2),
            new Addr(List.of(new TimedAddress(0xffffffffL, address))),
            new Inv(List.of(new InvItem(InvItem.WTX, hash))),
            new GetData(List.of(new InvItem(InvItem.WITNESS_BLOCK, hash))),
            new NotFound(List.of(new InvItem(InvItem.TX, hash))),
            new GetHeaders(List.of(new BlockHash(hash)), BlockHash.ZERO),
            new GetBlocks(List.of(new BlockHash(hash)), BlockHash.ZERO),
            new Headers(List.of(header, header)));

    for (Message message : messages) {
      assertThat(Message.read(message.type(), new ByteReader(message.toBytes())))
          .isEqualTo(message);
    }
    assertThat(messages).hasSize(TYPES.size() - 2);
  }

  @Test
  public void anUnknownTypeIsNull() throws Exception {
    assertThat(Message.read("foo", new ByteReader(Bytes.EMPTY))).isNull();
  }

  @Test
  public void aVersionMayEndBehindTheReceiver() throws Exception {
    ByteWriter out = new ByteWriter();
    out.i32(209).i64(1).i64(2);
    PeerAddress.UNKNOWN.write(out);

    Version version = (Version) Message.read("version", new ByteReader(out.toBytes()));

    assertThat(version.version()).isEqualTo(209);
    assertThat(version.relay()).isTrue();
  }

  @Test
  public void moreHeadersThanAllowedAreRefusedBeforeTheyAreRead() {
    Bytes tooMany = new ByteWriter().compactSize(2001).toBytes();

    assertThatThrownBy(() -> Message.read("headers", new ByteReader(tooMany)))
        .isInstanceOf(DecodeException.class)
        .hasMessage("headers message size = 2001");
  }

  @Test
  public void randomBytesAreReadOrRefused() {
    long seed = System.nanoTime();
    System.out.println("MessageTest seed " + seed);
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      String type = TYPES.get(random.nextInt(TYPES.size()));
      try {
        Message.read(type, new ByteReader(bytes));
      } catch (DecodeException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
