// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.Decoder;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.node.peer.BansFuzz;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/** What the node knows of peers: peers.dat, banlist.json, maps of autonomous systems, addresses. */
public final class PeerFilesFuzz {
  private static final NetGroups GROUPS = new NetGroups(Optional.empty());
  private static final long NOW = 1_700_000_000;

  private PeerFilesFuzz() {}

  /** Returns what reads the files about peers. */
  public static List<Decoder> decoders() {
    return List.of(
        new Decoder("map of autonomous systems", 64, AsMap::of),
        new Decoder(
            "address of a host",
            64,
            input -> HostText.read(new String(input, StandardCharsets.ISO_8859_1))));
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    FuzzInput in = new FuzzInput(data);
    switch (in.choose(8)) {
      case 0, 1 -> book(in.rest());
      case 2, 3 -> entries(in);
      case 4 -> BansFuzz.fuzz(in.rest());
      case 5, 6 -> map(in);
      default -> address(in.restText());
    }
  }

  private static void book(byte[] content) {
    AddressBook book;
    try {
      book = read(content);
    } catch (DecodeException | BookCodec.TooNewException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
      return;
    }
    ByteWriter written = new ByteWriter();
    BookCodec.write(book, written);
    try {
      Check.same(read(written.toArray()).size(), book.size(), "addresses in a book");
    } catch (DecodeException | BookCodec.TooNewException e) {
      throw new AssertionError("cannot read back what was written", e);
    }
    book.select(false, Set.of());
    book.select(true, Set.of(Net.IPV4));
    book.resolveCollisions();
    book.table(true);
    book.table(false);
  }

  private static AddressBook read(byte[] content)
      throws DecodeException, BookCodec.TooNewException {
    return BookCodec.read(new ByteReader(content), GROUPS, new Random(1), () -> NOW, 1);
  }

  /** A book around entries: the head and the table need not be found. */
  private static void entries(FuzzInput in) {
    int fresh = in.choose(4);
    int tried = in.choose(4);
    boolean modern = in.flag();
    int buckets = in.choose(3) == 0 ? 1 : 1024;
    ByteWriter out = new ByteWriter();
    out.u8(modern ? 4 : 1).u8(32 + (modern ? 4 : 1)).u8(1).bytes(new byte[31]);
    out.i32(fresh).i32(tried).i32(buckets ^ 1 << 30);
    byte[] rest = in.rest();
    out.bytes(rest).bytes(new byte[4 * buckets + 32]);
    book(out.toArray());
  }

  private static void map(FuzzInput in) {
    Bytes first = in.bytes(16);
    AsMap.of(in.rest())
        .ifPresent(
            map -> {
              byte[] address = new byte[16];
              first.copyTo(0, address, 0, first.size());
              for (int i = 0; i < 8; i++) {
                map.find(Bytes.of(address));
                address[i] ^= (byte) 0xff;
              }
              Check.that(AsMap.of(map.toArray()).isPresent(), "a map keeps its bytes");
            });
  }

  private static void address(String text) {
    HostText.read(text)
        .ifPresent(
            host ->
                Check.same(HostText.read(host.toString()).orElse(null), host, "address of a host"));
  }
}
