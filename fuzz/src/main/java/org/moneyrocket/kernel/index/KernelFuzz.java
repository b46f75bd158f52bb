// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.index;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.Decoder;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.BlockFileInfo;
import org.moneyrocket.kernel.blockfile.RecordScanner;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.coins.CoinCodec;
import org.moneyrocket.kernel.coins.CoinsDatabase;
import org.moneyrocket.kernel.coins.VarInt;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.database.Database;
import org.moneyrocket.kernel.database.DatabaseOptions;
import org.moneyrocket.kernel.snapshot.SnapshotException;
import org.moneyrocket.kernel.snapshot.SnapshotHeader;
import org.moneyrocket.kernel.snapshot.SnapshotReader;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;

/** What the kernel reads from disk: coins, undo data, the index, block files, snapshots. */
public final class KernelFuzz {
  private static final ChainParameters REGTEST = ChainParameters.of(Chain.REGTEST);
  private static final Path FOLDER = folder();
  private static final IndexStore INDEX = new IndexStore(FOLDER.resolve("index"), 1 << 20, true);

  private KernelFuzz() {}

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("kernel-fuzz");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what reads coins, undo data and facts about files. */
  public static List<Decoder> decoders() {
    return List.of(
        new Decoder("coin", 64, input -> CoinCodec.read(new ByteReader(input))),
        new Decoder("undo data", 64, input -> BlockUndo.read(new ByteReader(input))),
        new Decoder(
            "facts about a block file", 64, input -> BlockFileInfo.read(new ByteReader(input))));
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    FuzzInput in = new FuzzInput(data);
    int choice = in.choose(32);
    byte[] rest = in.rest();
    try {
      switch (choice) {
        case 0, 1 -> varInt(new ByteReader(rest));
        case 2, 3, 4, 5, 6 -> coin(new ByteReader(rest));
        case 7, 8, 9, 10, 11 -> undo(new ByteReader(rest));
        case 12, 13 -> fileInfo(new ByteReader(rest));
        case 14, 15, 16, 17 -> indexRow(rest);
        case 18, 19, 20, 21 -> blockFile(rest);
        case 22, 23, 24, 25, 26, 27, 28, 29, 30 -> snapshot(rest, choice % 2 == 0);
        default -> coinsDatabase(rest);
      }
    } catch (DecodeException | SnapshotException | StorageException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    }
  }

  private static void varInt(ByteReader in) throws DecodeException {
    int from = in.position();
    long value = VarInt.read(in);
    ByteWriter out = new ByteWriter();
    VarInt.write(out, value);
    Check.same(out.toBytes(), Bytes.of(in.array(), from, in.position() - from), "only one form");
    Check.same(VarInt.length(value), out.size(), "length of a number");
    VarInt.readInt(in);
  }

  private static void coin(ByteReader in) throws DecodeException {
    Coin coin = CoinCodec.read(in);
    if (!Amount.isMoney(coin.output().valueSats())) {
      // Numbers beyond all money that there is have no short form.
      return;
    }
    ByteWriter out = new ByteWriter();
    CoinCodec.write(out, coin);
    Check.same(CoinCodec.read(new ByteReader(out.toArray())), coin, "coin written and read");
  }

  private static void undo(ByteReader in) throws DecodeException {
    BlockUndo undo = BlockUndo.read(in);
    ByteWriter out = new ByteWriter();
    undo.write(out);
    if (!undo.transactions().stream()
        .flatMap(tx -> tx.spent().stream())
        .allMatch(coin -> Amount.isMoney(coin.output().valueSats()))) {
      return;
    }
    Check.same(BlockUndo.read(new ByteReader(out.toArray())), undo, "undo data written and read");
  }

  private static void fileInfo(ByteReader in) throws DecodeException {
    BlockFileInfo info = BlockFileInfo.read(in);
    ByteWriter out = new ByteWriter();
    info.write(out);
    Check.same(BlockFileInfo.read(new ByteReader(out.toArray())), info, "facts about a file");
  }

  private static void indexRow(byte[] value) {
    Check.same(INDEX.decode(value).height(), INDEX.height(value), "height of an entry");
  }

  private static void blockFile(byte[] content) throws IOException {
    Path file = FOLDER.resolve("blk.dat");
    Files.write(file, content);
    try (RecordScanner scanner = RecordScanner.of(file, REGTEST.magic(), 4_000_000)) {
      long last = -1;
      int records = 0;
      while (scanner.next()) {
        Check.that(scanner.offset() > last, "the scanner goes forward");
        last = scanner.offset();
        byte[] data = scanner.data();
        Check.that(data.length <= scanner.size(), "no more than announced");
        byte[] header = scanner.header();
        Check.that(header.length == 0 || header.length == 80, "a header or none");
        scanner.used(records++ % 2 == 0 ? Math.min(data.length, 80) : scanner.size());
      }
    }
  }

  private static void snapshot(byte[] content, boolean whole)
      throws IOException, DecodeException, SnapshotException {
    ByteArrayInputStream file = new ByteArrayInputStream(content);
    long coins;
    if (whole) {
      try {
        coins = SnapshotHeader.read(file, REGTEST).coins();
      } catch (java.io.EOFException e) {
        return;
      }
    } else {
      coins = content.length;
    }
    SnapshotReader reader = new SnapshotReader(file, coins, 1000);
    long read = 0;
    while (reader.hasNext()) {
      Coin coin = reader.next().coin();
      Check.that(coin.height() <= 1000, "no coin from above the base");
      Check.same(reader.read(), ++read, "coins read");
    }
    reader.expectEnd();
  }

  /** Values that a damaged database may hold. */
  private static void coinsDatabase(byte[] value) {
    // Opening a database takes as long as a thousand of the other decoders.
    if (Math.floorMod(Arrays.hashCode(value), 16) != 0) {
      return;
    }
    DatabaseOptions options = DatabaseOptions.small(FOLDER.resolve("coins"), true);
    FuzzInput in = new FuzzInput(value);
    Bytes best = in.shortBytes();
    Bytes heads = in.shortBytes();
    byte[] coin = in.rest();
    try (Database database = Database.open(options)) {
      Batch batch = new Batch();
      batch.put(new byte[] {'B'}, best.toArray());
      batch.put(new byte[] {'H'}, heads.toArray());
      batch.put(new ByteWriter().u8('C').bytes(new byte[32]).u8(0).toArray(), coin);
      batch.put(new ByteWriter().u8('C').bytes(best).toArray(), coin);
      database.write(batch, false);
    }
    DatabaseOptions again = DatabaseOptions.small(FOLDER.resolve("coins"), false);
    try (CoinsDatabase coins =
        new CoinsDatabase(again, 1 << 20, CoinsDatabase.BatchObserver.NONE)) {
      damaged(coins::bestBlock);
      damaged(coins::heads);
      damaged(() -> coins.get(new OutPoint(Txid.ZERO, 0)));
      damaged(
          () -> {
            try (var cursor = coins.cursor()) {
              while (cursor.next()) {
                cursor.coin();
                cursor.outpoint();
              }
            }
          });
    }
  }

  private static void damaged(Runnable read) {
    try {
      read.run();
    } catch (StorageException e) {
      Check.same(e.kind(), StorageException.Kind.DAMAGED, "kind of a storage error");
    }
  }
}
