// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.blockfile;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.moneyrocket.kernel.coins.VarInt;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * What one pair of block and undo files holds. All zero once the pair was pruned.
 *
 * @param blocks number of blocks
 * @param size bytes in use of the block file
 * @param undoSize bytes in use of the undo file
 * @param firstHeight lowest height
 * @param lastHeight greatest height
 * @param firstTime earliest block time, Unix seconds
 * @param lastTime latest block time, Unix seconds
 */
public record BlockFileInfo(
    int blocks,
    int size,
    int undoSize,
    int firstHeight,
    int lastHeight,
    long firstTime,
    long lastTime) {
  public static final BlockFileInfo EMPTY = new BlockFileInfo(0, 0, 0, 0, 0, 0, 0);

  BlockFileInfo withBlock(int height, long time) {
    boolean none = blocks == 0;
    return new BlockFileInfo(
        blocks + 1,
        size,
        undoSize,
        none ? height : Math.min(firstHeight, height),
        Math.max(lastHeight, height),
        none ? time : Math.min(firstTime, time),
        Math.max(lastTime, time));
  }

  BlockFileInfo withSize(int newSize) {
    return new BlockFileInfo(
        blocks, newSize, undoSize, firstHeight, lastHeight, firstTime, lastTime);
  }

  BlockFileInfo withUndoSize(int newUndoSize) {
    return new BlockFileInfo(
        blocks, size, newUndoSize, firstHeight, lastHeight, firstTime, lastTime);
  }

  public void write(ByteWriter out) {
    VarInt.write(out, blocks);
    VarInt.write(out, size);
    VarInt.write(out, undoSize);
    VarInt.write(out, firstHeight);
    VarInt.write(out, lastHeight);
    VarInt.write(out, firstTime);
    VarInt.write(out, lastTime);
  }

  public static BlockFileInfo read(ByteReader in) throws DecodeException {
    return new BlockFileInfo(
        VarInt.readInt(in),
        VarInt.readInt(in),
        VarInt.readInt(in),
        VarInt.readInt(in),
        VarInt.readInt(in),
        VarInt.read(in),
        VarInt.read(in));
  }

  private static LocalDate day(long seconds) {
    return Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC).toLocalDate();
  }

  @Override
  public String toString() {
    return "CBlockFileInfo(blocks="
        + blocks
        + ", size="
        + size
        + ", heights="
        + firstHeight
        + "..."
        + lastHeight
        + ", time="
        + day(firstTime)
        + "..."
        + day(lastTime)
        + ")";
  }
}
