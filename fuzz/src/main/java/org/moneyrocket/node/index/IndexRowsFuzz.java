// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.database.Database;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/** Rows of the node's indexes, damaged in any way. */
public final class IndexRowsFuzz {
  private static final byte[] KEY = {'B'};
  private static final Database DATABASE = database();
  private static final LocatorRecord LOCATOR = new LocatorRecord(DATABASE, KEY);

  private IndexRowsFuzz() {}

  private static Database database() {
    try {
      Path folder = Files.createTempDirectory("index-fuzz");
      return Database.open(new DatabaseOptions(folder, 1 << 20, 1 << 20, true, true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the bytes as a row of each kind. */
  public static void fuzz(byte[] row) throws DecodeException {
    DATABASE.write(new Batch().put(KEY, row), false);
    try {
      var locator = LOCATOR.read();
      Batch batch = new Batch();
      LOCATOR.put(batch, locator);
      DATABASE.write(batch, false);
      Check.same(LOCATOR.read(), locator, "locator written and read");
    } catch (StorageException e) {
      Check.same(e.kind(), StorageException.Kind.DAMAGED, "kind of a storage error");
    }
    CoinTotals totals = CoinTotals.read(row);
    Check.same(Bytes.of(totals.toBytes()), Bytes.of(row), "totals keep their bytes");
    Check.that(Arrays.equals(CoinTotals.read(row).toBytes(), row), "totals read twice");
  }
}
