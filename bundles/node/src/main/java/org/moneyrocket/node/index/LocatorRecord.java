// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.database.Database;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/** The record that names the last block of an index by a locator. */
final class LocatorRecord {
  // Readers of locators ignore it; it stands where the version of a peer stood once.
  private static final int VERSION = 70016;

  private final Database database;
  private final byte[] key;

  LocatorRecord(Database database, byte[] key) {
    this.database = database;
    this.key = key;
  }

  /** Returns the locator, empty if there is none. */
  List<BlockHash> read() {
    byte @Nullable [] value = database.get(key);
    if (value == null) {
      return List.of();
    }
    try {
      ByteReader in = new ByteReader(value);
      in.i32();
      int count = in.count(BlockHash.BYTES);
      List<BlockHash> hashes = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        hashes.add(BlockHash.read(in));
      }
      in.expectEnd("locator");
      return hashes;
    } catch (DecodeException e) {
      throw new StorageException(
          StorageException.Kind.DAMAGED,
          "database " + database.directory() + ": locator of the last block: " + e.getMessage());
    }
  }

  void put(Batch batch, List<BlockHash> locator) {
    ByteWriter out = new ByteWriter(5 + locator.size() * BlockHash.BYTES);
    out.i32(VERSION).compactSize(locator.size());
    locator.forEach(hash -> hash.write(out));
    batch.put(key, out.toArray());
  }
}
