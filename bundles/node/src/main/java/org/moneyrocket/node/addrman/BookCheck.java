// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

import static org.moneyrocket.node.addrman.Placement.BUCKET_SIZE;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks whether the tables of an address book say the same. */
final class BookCheck {
  private static final Logger log = LoggerFactory.getLogger("addrman");

  private BookCheck() {}

  /** Returns 0, or the number under which Bitcoin Core knows what is wrong. */
  static int problem(AddressBook book) {
    long began = System.nanoTime();
    log.debug(
        "CheckAddrman: new {}, tried {}, total {} started",
        book.order.size() - book.triedCount,
        book.triedCount,
        book.order.size());
    int problem = find(book);
    log.debug("CheckAddrman: completed ({}ms)", (System.nanoTime() - began) / 1_000_000);
    return problem;
  }

  private static int find(AddressBook book) {
    Set<Entry> tried = new HashSet<>();
    Map<Entry, Integer> fresh = new HashMap<>();
    if (book.order.size() != book.entries.size()) {
      return -7;
    }
    for (Entry entry : book.order) {
      int problem = problemOf(book, entry);
      if (problem != 0) {
        return problem;
      }
      if (entry.tried) {
        tried.add(entry);
      } else {
        fresh.put(entry, entry.places);
      }
    }
    if (tried.size() != book.triedCount) {
      return -9;
    }
    int problem = triedProblem(book, tried);
    if (problem == 0) {
      problem = newProblem(book, fresh);
    }
    if (problem != 0) {
      return problem;
    }
    return book.placement.key().equals(Bytes.wrap(new byte[32])) ? -16 : 0;
  }

  private static int problemOf(AddressBook book, Entry entry) {
    if (entry.tried) {
      if (entry.lastSuccess == 0) {
        return -1;
      }
      if (entry.places != 0) {
        return -2;
      }
    } else if (entry.places < 0 || entry.places > AddressBook.MAX_PLACES) {
      return -3;
    } else if (entry.places == 0) {
      return -4;
    }
    if (book.entries.get(entry.endpoint) != entry) {
      return -5;
    }
    boolean listed =
        entry.index >= 0 && entry.index < book.order.size() && book.order.get(entry.index) == entry;
    if (!listed) {
      return -14;
    }
    return entry.lastTry < 0 ? -6 : entry.lastSuccess < 0 ? -8 : 0;
  }

  private static int triedProblem(AddressBook book, Set<Entry> left) {
    for (int bucket = 0; bucket < book.triedTable.length; bucket++) {
      for (int position = 0; position < BUCKET_SIZE; position++) {
        Entry entry = book.triedTable[bucket][position];
        if (entry == null) {
          continue;
        }
        if (!left.remove(entry)) {
          return -11;
        }
        if (book.placement.triedBucket(entry.endpoint) != bucket) {
          return -17;
        }
        if (book.placement.position(entry.endpoint, true, bucket) != position) {
          return -18;
        }
      }
    }
    return left.isEmpty() ? 0 : -13;
  }

  private static int newProblem(AddressBook book, Map<Entry, Integer> left) {
    for (int bucket = 0; bucket < book.newTable.length; bucket++) {
      for (int position = 0; position < BUCKET_SIZE; position++) {
        Entry entry = book.newTable[bucket][position];
        if (entry == null) {
          continue;
        }
        Integer places = left.get(entry);
        if (places == null) {
          return -12;
        }
        if (book.placement.position(entry.endpoint, false, bucket) != position) {
          return -19;
        }
        if (places == 1) {
          left.remove(entry);
        } else {
          left.put(entry, places - 1);
        }
      }
    }
    return left.isEmpty() ? 0 : -15;
  }
}
