// SPDX-License-Identifier: MIT
package org.moneyrocket.node.index;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.coins.VarInt;
import org.moneyrocket.kernel.database.Batch;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.settings.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The basic filter (BIP158) of every block, and the headers that chain them (BIP157). Filters of
 * blocks that a reorganisation took off are kept.
 */
public final class FilterIndex extends ChainIndex {
  /** The name of its kind of filter, as users write it. */
  public static final String FILTER_TYPE = "basic";

  /** The name in {@code getindexinfo} and in log lines. */
  public static final String NAME = "basic block filter index";

  private static final Logger log = LoggerFactory.getLogger(FilterIndex.class);
  private static final String THREAD = "blkfltbscidx";
  private static final byte[] NEXT_POSITION = {'P'};
  private static final Bytes NO_HEADER = Bytes.wrap(new byte[BlockHash.BYTES]);

  private final BlockRows rows;
  private final FilterFiles files;
  private Bytes lastHeader = NO_HEADER;

  /** What is kept of a block. Hashes are in internal byte order. */
  private record Row(Bytes hash, Bytes header, FilterFiles.Position position) {
    byte[] toBytes() {
      ByteWriter out = new ByteWriter(2 * BlockHash.BYTES + 10);
      out.bytes(hash).bytes(header);
      write(out, position);
      return out.toArray();
    }

    static Row read(byte[] data) throws DecodeException {
      ByteReader in = new ByteReader(data);
      Row row = new Row(in.bytes(BlockHash.BYTES), in.bytes(BlockHash.BYTES), readPosition(in));
      in.expectEnd("row");
      return row;
    }
  }

  private static void write(ByteWriter out, FilterFiles.Position position) {
    VarInt.write(out, position.file());
    VarInt.write(out, position.offset());
  }

  private static FilterFiles.Position readPosition(ByteReader in) throws DecodeException {
    return new FilterFiles.Position(VarInt.readInt(in), VarInt.readInt(in));
  }

  private FilterIndex(Kernel kernel, BlockRows rows, FilterFiles files, Consumer<String> fatal) {
    super(kernel, NAME, THREAD, fatal);
    this.rows = rows;
    this.files = files;
  }

  /**
   * Opens or makes the index. It takes in nothing from disk before {@link #start}.
   *
   * @param directory of the filters; the database lies in {@code db} below
   * @param wipe whether to build it anew
   * @param fatal hears in words why the index cannot go on
   * @throws StartException if it belongs to another chain or is damaged
   * @throws StorageException if it cannot be opened
   */
  public static FilterIndex open(
      Kernel kernel, Path directory, boolean wipe, Consumer<String> fatal) {
    BlockRows rows = BlockRows.open(directory.resolve("db"), wipe);
    FilterFiles files;
    boolean opened = false;
    try {
      files = FilterFiles.open(directory, nextPosition(rows));
      opened = true;
    } finally {
      if (!opened) {
        rows.close();
      }
    }
    FilterIndex index = new FilterIndex(kernel, rows, files, fatal);
    index.attach();
    return index;
  }

  private static FilterFiles.Position nextPosition(BlockRows rows) {
    byte[] value = rows.database().get(NEXT_POSITION);
    if (value == null) {
      return new FilterFiles.Position(0, 0);
    }
    try {
      return readPosition(new ByteReader(value));
    } catch (DecodeException e) {
      throw rows.damaged("position of the next filter: " + e.getMessage());
    }
  }

  @Override
  protected List<BlockHash> committed() {
    return rows.best();
  }

  @Override
  protected void load(@Nullable BlockEntry last) {
    if (last != null) {
      lastHeader =
          row(last)
              .map(Row::header)
              .orElseThrow(
                  () ->
                      new StartException(
                          "Cannot read last block filter header; index may be corrupted"));
    }
  }

  @Override
  protected boolean needsUndo() {
    return true;
  }

  @Override
  protected boolean allowsPruning() {
    return true;
  }

  @Override
  protected void append(BlockEntry entry, Block block, BlockUndo undo) {
    BlockFilter filter = BlockFilter.of(block, undo);
    Bytes header = filter.header(lastHeader);
    Row row = new Row(filter.hash(), header, files.append(filter));
    Batch batch = new Batch();
    BlockRows.put(batch, entry, row.toBytes());
    rows.database().write(batch, false);
    lastHeader = header;
  }

  @Override
  protected void remove(BlockEntry entry) {
    Batch batch = new Batch();
    rows.keepAside(batch, entry);
    putPosition(batch);
    rows.database().write(batch, false);
    BlockEntry parent = entry.previous();
    lastHeader =
        parent == null
            ? NO_HEADER
            : row(parent)
                .map(Row::header)
                .orElseThrow(() -> rows.damaged("there is no row of block " + parent.hash()));
  }

  private void putPosition(Batch batch) {
    ByteWriter out = new ByteWriter(10);
    write(out, files.next());
    batch.put(NEXT_POSITION, out.toArray());
  }

  @Override
  protected void commit(List<BlockHash> locator) {
    files.flush();
    Batch batch = new Batch();
    putPosition(batch);
    rows.putBest(batch, locator);
    rows.database().write(batch, false);
  }

  @Override
  protected void closeRows() {
    files.close();
    rows.close();
  }

  private Optional<Row> row(BlockEntry entry) {
    Optional<byte[]> stored = rows.find(entry);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Row.read(stored.get()));
    } catch (DecodeException e) {
      throw rows.damaged("row of block " + entry.hash() + ": " + e.getMessage());
    }
  }

  /**
   * Returns the filter of a block; empty if the index has not come there or its file is damaged.
   *
   * @throws StorageException if it cannot be read
   */
  public Optional<BlockFilter> find(BlockEntry entry) {
    return whileOpen(() -> row(entry).flatMap(row -> read(entry, row)), Optional.empty());
  }

  private Optional<BlockFilter> read(BlockEntry entry, Row row) {
    Optional<Bytes> bytes = files.read(row.position(), entry.hash(), row.hash());
    if (bytes.isEmpty()) {
      log.error("Checksum mismatch in filter decode of block {}.", entry.hash());
      return Optional.empty();
    }
    try {
      return Optional.of(BlockFilter.read(entry.hash(), bytes.get()));
    } catch (DecodeException e) {
      log.error("Filter of block {} cannot be decoded: {}", entry.hash(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns the header of a block's filter; empty if the index has not come there. */
  public Optional<Bytes> header(BlockEntry entry) {
    return whileOpen(() -> row(entry).map(Row::header), Optional.empty());
  }

  /**
   * Returns the hashes of the filters of {@code last} and its ancestors down to a height, the
   * lowest first; empty if one of them is not there.
   */
  public Optional<List<Bytes>> hashes(int firstHeight, BlockEntry last) {
    return whileOpen(
        () -> {
          List<Bytes> out = new ArrayList<>();
          for (int height = firstHeight; height <= last.height(); height++) {
            Optional<Row> row = row(Objects.requireNonNull(last.ancestor(height)));
            if (row.isEmpty()) {
              return Optional.<List<Bytes>>empty();
            }
            out.add(row.get().hash());
          }
          return Optional.of(List.copyOf(out));
        },
        Optional.empty());
  }
}
