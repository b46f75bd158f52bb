// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.settings.catalogue.RpcOptions;

/** What the methods of the node have in common: the node, and ways to find blocks in it. */
abstract class NodeMethod implements RpcMethod {
  /** The node they act on. */
  protected final NodeCore core;

  protected NodeMethod(NodeCore core) {
    this.core = core;
  }

  /** Runs {@code action} with the chain lock held. */
  protected final <T> T withChain(Supplier<T> action) {
    ReentrantLock lock = core.kernel().chainLock();
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the end of the active chain. */
  protected final BlockEntry tip() {
    return core.kernel().chain().requireTip();
  }

  /** Finds a block by its hash, or fails as users know it. */
  protected final BlockEntry find(BlockHash hash) {
    return core.kernel()
        .find(hash)
        .orElseThrow(
            () -> new RpcException(RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Block not found"));
  }

  /** Finds a block by the height or hash in {@code value}. */
  protected final BlockEntry findByHashOrHeight(JsonNode value) {
    if (!value.isNumber()) {
      return find(RpcValues.blockHash(value, "hash_or_height"));
    }
    int height = RpcValues.int32(value);
    if (height < 0) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Target block height " + height + " is negative");
    }
    return withChain(
        () -> {
          BlockEntry entry = core.kernel().chain().at(height);
          if (entry == null) {
            throw new RpcException(
                RpcErrorCode.INVALID_PARAMETER,
                "Target block height " + height + " after current tip " + tip().height());
          }
          return entry;
        });
  }

  /** Returns the stored bytes of a block, or fails as users know it. */
  protected final Bytes rawBlock(BlockEntry entry) {
    requireData(entry);
    try {
      return core.kernel().readRawBlock(entry);
    } catch (StorageException e) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Block not found on disk");
    }
  }

  /** Returns a stored block, or fails as users know it. */
  protected final Block block(BlockEntry entry) {
    requireData(entry);
    try {
      return core.kernel().readBlock(entry);
    } catch (StorageException e) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Block not found on disk");
    }
  }

  private static void requireData(BlockEntry entry) {
    if (!entry.hasData()) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR,
          entry.isPruned()
              ? "Block not available (pruned data)"
              : "Block not available (not fully downloaded)");
    }
  }

  /** Returns the coins a block spent, or fails as users know it. */
  protected final BlockUndo undo(BlockEntry entry) {
    if (!entry.hasUndo() && entry.height() > 0) {
      throw new RpcException(
          RpcErrorCode.MISC_ERROR,
          entry.isPruned() ? "Undo data not available (pruned data)" : "Undo data not available");
    }
    try {
      return core.kernel().readUndo(entry);
    } catch (StorageException e) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Can't read undo data from disk");
    }
  }

  /** Returns the warnings for users as they are given in several answers. */
  protected final JsonNode warnings() {
    List<String> all = core.warnings().all();
    if (isDeprecatedEnabled("warnings")) {
      return Json.text(all.isEmpty() ? "" : all.get(all.size() - 1));
    }
    return Json.array(all);
  }

  /** Describes {@link #warnings}. */
  protected final Result warningsResult() {
    return isDeprecatedEnabled("warnings")
        ? Result.text("warnings", "The latest warning (deprecated)")
        : Result.array("warnings", "What the user should know", Result.text("", "One sentence"));
  }

  /** Tells whether the user asked to keep a deprecated feature. */
  protected final boolean isDeprecatedEnabled(String feature) {
    return core.settings().get(RpcOptions.DEPRECATEDRPC).contains(feature);
  }
}
