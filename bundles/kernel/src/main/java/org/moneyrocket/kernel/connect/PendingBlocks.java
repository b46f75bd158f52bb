// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.TreeSet;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.kernel.index.IndexStore;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the blocks that were handed to the operating system and not brought to disk before the last
 * process ended. If only the process ended they are all there. If the machine ended they may be
 * there, in part or not at all, so each is read before it is believed.
 */
final class PendingBlocks implements IndexStore.Judge {
  private static final Logger log = LoggerFactory.getLogger(PendingBlocks.class);

  private final KernelState state;
  private final BlockStorage storage;
  private final TreeSet<Integer> files = new TreeSet<>();

  private PendingBlocks(KernelState state) {
    this.state = state;
    this.storage = new BlockStorage(state.params, state.files);
  }

  /** Takes over what the last process left. */
  static void recover(KernelState state) {
    int found = state.store.takePending(new PendingBlocks(state));
    if (found > 0) {
      log.info("Found {} blocks that had not been brought to disk", found);
    }
  }

  @Override
  public boolean hasBlock(BlockHeader header, int height, FilePosition position) {
    try {
      Block block = storage.read(position);
      boolean segwit = state.params.isActiveAt(BuriedDeployment.SEGWIT, height);
      boolean whole =
          block.hash().equals(header.hash()) && BlockCheck.checkMutation(block, segwit).isValid();
      if (whole) {
        files.add(position.file());
      } else {
        log.info("block {} is not where it was written", header.hash());
      }
      return whole;
    } catch (StorageException e) {
      log.info("block {} was lost: {}", header.hash(), e.getMessage());
      return false;
    }
  }

  @Override
  public boolean hasUndo(BlockHeader header, FilePosition undo) {
    try {
      state.files.readUndo(undo, header.previous());
      return true;
    } catch (StorageException e) {
      log.info("undo data of block {} was lost: {}", header.hash(), e.getMessage());
      return false;
    }
  }

  @Override
  public void sync() {
    files.forEach(state.files::sync);
  }
}
