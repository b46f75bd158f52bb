// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import static org.moneyrocket.node.addrman.Placement.BUCKET_SIZE;
import static org.moneyrocket.node.addrman.Placement.NEW_BUCKETS;
import static org.moneyrocket.node.addrman.Placement.TRIED_BUCKETS;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes of an address book, as Bitcoin Core keeps them. */
final class BookCodec {
  /** Addresses are in BIP155 form and may have several ports. */
  private static final int FORMAT = 4;

  private static final int FIRST_BIP155_FORMAT = 3;
  private static final int FIRST_ASMAP_FORMAT = 2;
  private static final int FIRST_MARKED_FORMAT = 1;
  private static final int COMPATIBLE_BASE = 32;

  /** Set in the number of buckets, so that very old software sees that it cannot read on. */
  private static final int MARK = 1 << 30;

  private static final int ENTRY_VERSION = 220_000;
  private static final int BIP155_MARK = 1 << 29;
  private static final int VERSION_BITS = (1 << 19) - 1;
  private static final int MAX_ADDRESS = 512;
  private static final Logger log = LoggerFactory.getLogger("addrman");

  private BookCodec() {}

  /** The file was written by software that knows better. */
  static final class TooNewException extends Exception {
    private static final long serialVersionUID = 1L;

    TooNewException(String message) {
      super(message);
    }
  }

  // ---- writing

  static void write(AddressBook book, ByteWriter out) {
    synchronized (book) {
      out.u8(FORMAT).u8(COMPATIBLE_BASE + FORMAT);
      out.bytes(book.placement.key());
      out.i32(book.order.size() - book.triedCount).i32(book.triedCount).i32(NEW_BUCKETS ^ MARK);
      Map<Entry, Integer> numbers = new IdentityHashMap<>();
      for (Entry entry : book.order) {
        if (!entry.tried) {
          numbers.put(entry, numbers.size());
          write(entry, out);
        }
      }
      for (Entry entry : book.order) {
        if (entry.tried) {
          write(entry, out);
        }
      }
      for (Entry[] bucket : book.newTable) {
        List<Integer> held = new ArrayList<>();
        for (Entry entry : bucket) {
          Integer number = entry == null ? null : numbers.get(entry);
          if (number != null) {
            held.add(number);
          }
        }
        out.i32(held.size());
        held.forEach(out::i32);
      }
      out.bytes(book.groups.version());
    }
  }

  private static void write(Entry entry, ByteWriter out) {
    out.u32(ENTRY_VERSION | BIP155_MARK).u32(entry.time).compactSize(entry.services);
    write(entry.endpoint.host(), out);
    out.u16be(entry.endpoint.port());
    write(entry.source, out);
    out.i64(entry.lastSuccess).i32(entry.failures);
  }

  private static void write(Host host, ByteWriter out) {
    out.u8(host.bip155()).varBytes(host.bip155Bytes());
  }

  // ---- reading

  /**
   * Reads a book.
   *
   * @throws TooNewException if only newer software can read it
   * @throws DecodeException if it makes no sense
   */
  static AddressBook read(
      ByteReader in, NetGroups groups, RandomGenerator random, LongSupplier clock, int checkRatio)
      throws DecodeException, TooNewException {
    int format = in.u8();
    int compatible = in.u8();
    if (compatible < COMPATIBLE_BASE) {
      throw new DecodeException(
          "Corrupted addrman database: The compat value ("
              + compatible
              + ") is lower than the expected minimum value "
              + COMPATIBLE_BASE
              + ".: iostream error");
    }
    if (compatible - COMPATIBLE_BASE > FORMAT) {
      throw new TooNewException(
          "Unsupported format of addrman database: "
              + format
              + ". It is compatible with formats >="
              + (compatible - COMPATIBLE_BASE)
              + ", but the maximum supported is "
              + FORMAT);
    }
    Bytes key = in.bytes(32);
    AddressBook book = new AddressBook(groups, key, random, clock, checkRatio);
    int fresh = count(in, "nNew", NEW_BUCKETS * BUCKET_SIZE);
    int tried = count(in, "nTried", TRIED_BUCKETS * BUCKET_SIZE);
    int buckets = in.i32();
    if (format >= FIRST_MARKED_FORMAT) {
      buckets ^= MARK;
    }
    Reader reader = new Reader(in, format >= FIRST_BIP155_FORMAT, book);
    List<Entry> newEntries = reader.newEntries(fresh);
    int lostTried = reader.triedEntries(tried);
    List<int[]> places = places(in, buckets, fresh);
    boolean sameMap =
        format >= FIRST_ASMAP_FORMAT ? in.bytes(32).equals(groups.version()) : !groups.usesMap();
    boolean restore = buckets == NEW_BUCKETS && sameMap;
    if (!restore) {
      log.debug("Bucketing method was updated, re-bucketing addrman entries from disk");
    }
    place(book, newEntries, places, restore);
    int lostNew = 0;
    for (Entry entry : newEntries) {
      if (entry.places == 0) {
        book.delete(entry);
        lostNew++;
      }
    }
    if (lostNew + lostTried > 0) {
      log.debug(
          "addrman lost {} new and {} tried addresses due to collisions or invalid addresses",
          lostNew,
          lostTried);
    }
    int problem = BookCheck.problem(book);
    if (problem != 0) {
      throw new DecodeException(
          "Corrupt data. Consistency check failed with code " + problem + ": iostream error");
    }
    return book;
  }

  private static int count(ByteReader in, String name, int most) throws DecodeException {
    int count = in.i32();
    if (count < 0 || count > most) {
      throw new DecodeException(
          "Corrupt AddrMan serialization: "
              + name
              + "="
              + count
              + ", should be in [0, "
              + most
              + "]: iostream error");
    }
    return count;
  }

  /** Reads which new entry is in which bucket. */
  private static List<int[]> places(ByteReader in, int buckets, int entries)
      throws DecodeException {
    List<int[]> places = new ArrayList<>();
    for (int bucket = 0; bucket < buckets; bucket++) {
      int held = in.i32();
      for (int i = 0; i < held; i++) {
        int number = in.i32();
        if (number >= 0 && number < entries) {
          places.add(new int[] {bucket, number});
        }
      }
    }
    return places;
  }

  private static void place(
      AddressBook book, List<Entry> entries, List<int[]> places, boolean restore) {
    for (int[] place : places) {
      Entry entry = entries.get(place[1]);
      if (!entry.endpoint.host().isValid() || entry.places >= AddressBook.MAX_PLACES) {
        continue;
      }
      int bucket = place[0];
      if (!restore || !settle(book, entry, bucket)) {
        settle(book, entry, book.placement.newBucket(entry.endpoint, entry.source));
      }
    }
  }

  private static boolean settle(AddressBook book, Entry entry, int bucket) {
    int position = book.placement.position(entry.endpoint, false, bucket);
    if (book.newTable[bucket][position] != null) {
      return false;
    }
    book.newTable[bucket][position] = entry;
    entry.places++;
    return true;
  }

  private static final class Reader {
    private final ByteReader in;
    private final boolean bip155;
    private final AddressBook book;

    Reader(ByteReader in, boolean bip155, AddressBook book) {
      this.in = in;
      this.bip155 = bip155;
      this.book = book;
    }

    List<Entry> newEntries(int count) throws DecodeException {
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Stored stored = stored();
        Entry entry = book.create(stored.peer(), stored.source());
        entry.lastSuccess = stored.lastSuccess();
        entry.failures = stored.failures();
        entries.add(entry);
      }
      return entries;
    }

    /** Reads tried entries; returns how many had no place. */
    int triedEntries(int count) throws DecodeException {
      int lost = 0;
      for (int i = 0; i < count; i++) {
        Stored stored = stored();
        Endpoint endpoint = stored.peer().endpoint();
        int bucket = book.placement.triedBucket(endpoint);
        int position = book.placement.position(endpoint, true, bucket);
        if (!endpoint.host().isValid() || book.triedTable[bucket][position] != null) {
          lost++;
          continue;
        }
        Entry entry = book.create(stored.peer(), stored.source());
        entry.lastSuccess = stored.lastSuccess();
        entry.failures = stored.failures();
        entry.tried = true;
        book.triedTable[bucket][position] = entry;
        book.triedCount++;
      }
      return lost;
    }

    private record Stored(KnownPeer peer, Host source, long lastSuccess, int failures) {}

    private Stored stored() throws DecodeException {
      long version = in.u32() & ~VERSION_BITS;
      if (version != 0 && version != BIP155_MARK) {
        throw new DecodeException("Unsupported CAddress disk format version: iostream error");
      }
      boolean modern = bip155 && version == BIP155_MARK;
      long time = in.u32();
      long services = modern ? in.compactSizeAny() : in.i64();
      Host host = modern ? modernHost() : Host.ofV1(in.bytes(16));
      int port = in.u16be();
      Host source = bip155 ? modernHost() : Host.ofV1(in.bytes(16));
      return new Stored(
          new KnownPeer(new Endpoint(host, port), services, time), source, in.i64(), in.i32());
    }

    private Host modernHost() throws DecodeException {
      int network = in.u8();
      long size = in.compactSize();
      if (size > MAX_ADDRESS) {
        throw new DecodeException("Address too long: " + size + " > 512: iostream error");
      }
      try {
        Optional<Host> host = Host.ofBip155(network, in.bytes((int) size));
        return host.orElse(Host.NONE);
      } catch (IllegalArgumentException e) {
        throw new DecodeException(e.getMessage() + ": iostream error");
      }
    }
  }
}
