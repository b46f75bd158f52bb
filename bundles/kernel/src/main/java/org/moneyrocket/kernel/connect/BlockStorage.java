// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.Optional;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.check.SignetBlock;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.BlockFiles;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/** Reads stored blocks and makes sure that they are what was stored. Safe for several threads. */
final class BlockStorage {
  private final ChainParameters params;
  private final BlockFiles files;

  BlockStorage(ChainParameters params, BlockFiles files) {
    this.params = params;
    this.files = files;
  }

  private FilePosition position(BlockEntry entry) {
    return entry
        .dataPosition()
        .orElseThrow(
            () ->
                new StorageException(
                    StorageException.Kind.FAILED,
                    "block " + entry.hash() + " at height " + entry.height() + " is not stored"));
  }

  Bytes readRaw(BlockEntry entry) {
    return files.read(position(entry));
  }

  Optional<Bytes> readPart(BlockEntry entry, long offset, long size) {
    return files.readPart(position(entry), offset, size);
  }

  Block read(BlockEntry entry) {
    FilePosition position = position(entry);
    Block block = read(position);
    if (!entry.hasHash(block.hash())) {
      throw damaged(position, "it holds block " + block.hash() + " instead of " + entry.hash());
    }
    return block;
  }

  Block read(FilePosition position) {
    Bytes raw = files.read(position);
    Block block;
    try {
      block = Block.decode(raw);
    } catch (DecodeException e) {
      throw damaged(position, e.getMessage());
    }
    BlockHash hash = block.hash();
    if (!hash.equals(params.genesisHash())
        && !ProofOfWork.check(hash, block.header().bits(), params)) {
      throw damaged(position, "the block has no proof of work");
    }
    if (!SignetBlock.isSigned(params, block)) {
      throw damaged(position, "the block is not signed");
    }
    return block;
  }

  private StorageException damaged(
      FilePosition position, @org.jspecify.annotations.Nullable String what) {
    return new StorageException(
        StorageException.Kind.DAMAGED,
        files.path(position.file()) + " is damaged at offset " + position.offset() + ": " + what);
  }

  /** Names a stored block and its place, for messages. */
  String describe(BlockEntry entry) {
    FilePosition position = position(entry);
    return "block "
        + entry.hash()
        + " at height "
        + entry.height()
        + " in "
        + files.path(position.file())
        + " at offset "
        + position.offset();
  }

  BlockUndo readUndo(BlockEntry entry) {
    BlockEntry parent = entry.previous();
    if (parent == null) {
      return BlockUndo.EMPTY;
    }
    FilePosition position =
        entry
            .undoPosition()
            .orElseThrow(
                () ->
                    new StorageException(
                        StorageException.Kind.FAILED,
                        "undo data of block "
                            + entry.hash()
                            + " at height "
                            + entry.height()
                            + " is not stored"));
    return files.readUndo(position, parent.hash());
  }
}
