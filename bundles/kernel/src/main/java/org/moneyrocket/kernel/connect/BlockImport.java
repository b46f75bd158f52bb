// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.blockfile.FilePosition;
import org.moneyrocket.kernel.blockfile.RecordScanner;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.settings.IoText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads blocks from files: our own ones to build the index anew, or others' ({@code -loadblock}).
 * Blocks may come in any order, and there may be anything between them.
 */
final class BlockImport {
  private static final Logger log = LoggerFactory.getLogger(BlockImport.class);
  private static final Logger reindex = LoggerFactory.getLogger("reindex");
  private static final int LOG_INTERVAL = 1000;

  private final KernelState state;
  private final BlockStorage storage;
  private final BlockAcceptance acceptance;
  private final HeaderAcceptance headers;
  private final Chainstates chainstates;
  private final ChainActivation activation;

  /** Blocks of our own files whose parent has not been met yet, by parent. */
  private final Map<BlockHash, List<FilePosition>> orphans = new HashMap<>();

  BlockImport(
      KernelState state,
      BlockStorage storage,
      BlockAcceptance acceptance,
      HeaderAcceptance headers,
      Chainstates chainstates,
      ChainActivation activation) {
    this.state = state;
    this.storage = storage;
    this.acceptance = acceptance;
    this.headers = headers;
    this.chainstates = chainstates;
    this.activation = activation;
  }

  /** Reads all of our own block files. */
  void reindex() {
    int total = 0;
    while (state.files.exists(total)) {
      total++;
    }
    for (int file = 0; file < total; file++) {
      log.info(
          "Reindexing block file {} ({}% complete)...",
          state.files.path(file).getFileName(), file * 100 / total);
      try (RecordScanner scanner = state.files.scan(file)) {
        load(scanner, file);
      } catch (IOException e) {
        throw fatal(state.files.path(file), e);
      }
      if (state.interrupted) {
        log.info("Interrupt requested. Exit reindexing.");
        return;
      }
    }
    state.lock.lock();
    try {
      // Else a crash would leave neither the index nor the note that it is to be made.
      chainstates.writeIndex();
      state.step("index complete");
      state.store.setReindexing(false);
    } catch (StorageException e) {
      throw state.halt.tell("System error while flushing", e);
    } finally {
      state.lock.unlock();
    }
    orphans.clear();
    state.filesIndexed = true;
    log.info("Reindexing finished");
  }

  /** Reads a file from elsewhere. */
  void loadFile(Path path) {
    if (!Files.isReadable(path)) {
      log.warn("Could not open blocks file {}", path);
      return;
    }
    log.info("Importing blocks file {}...", path);
    try (RecordScanner scanner =
        RecordScanner.of(path, state.params.magic(), Limits.MAX_BLOCK_SERIALIZED_SIZE)) {
      load(scanner, -1);
    } catch (IOException e) {
      throw fatal(path, e);
    }
    if (state.interrupted) {
      log.info("Interrupt requested. Exit block importing.");
    }
  }

  private FatalException fatal(Path path, IOException e) {
    return state.halt.tell(
        "System error while loading external block file: " + path + ": " + IoText.reason(e), e);
  }

  /**
   * Takes all blocks of a file.
   *
   * @param file the number if it is one of ours, else -1
   */
  private void load(RecordScanner scanner, int file) throws IOException {
    final long start = System.nanoTime();
    int loaded = 0;
    try (DecodePipeline pipeline = new DecodePipeline(state.params, scanner, this::isWanted)) {
      DecodePipeline.Item item;
      while (!state.interrupted && (item = pipeline.next()) != null) {
        loaded += take(item, file, scanner.path());
      }
    }
    log.info(
        "Loaded {} blocks from external file in {}ms",
        loaded,
        (System.nanoTime() - start) / 1_000_000);
  }

  /** Tells whether a block is not stored yet. Any thread. */
  private boolean isWanted(BlockHash hash) {
    BlockEntry entry = state.tree.find(hash);
    return entry == null || !entry.hasData();
  }

  private int take(DecodePipeline.Item item, int file, Path path) {
    if (item.problem() != null) {
      // Crashes and old defects left such data; it does no harm.
      log.info("{} at offset {}: {}. continuing", path, item.offset(), item.problem());
      return 0;
    }
    BlockHash hash = item.hash();
    boolean genesis = hash.equals(state.params.genesisHash());
    FilePosition position =
        file < 0 ? null : new FilePosition(file, Math.toIntExact(item.offset()));
    if (!genesis && state.tree.find(item.previous()) == null) {
      reindex.debug(
          "LoadExternalBlockFile: Out of order block {}, parent {} not known",
          hash,
          item.previous());
      if (position != null) {
        orphans.computeIfAbsent(item.previous(), p -> new ArrayList<>()).add(position);
      }
      return 0;
    }
    int loaded = 0;
    Block block = item.block();
    if (block != null && isWanted(hash)) {
      state.heap.blockRead(item.bytes());
      loaded += accept(block, item.verdict(), position, path, item.offset());
    } else if (!genesis) {
      logKnown(hash);
    }
    if (genesis && chainstates.active().chain.tip() == null) {
      activation.activate(chainstates.active(), null);
    } else if (state.options.prunes() && state.filesIndexed && block != null) {
      // Only what is connected can be pruned.
      activation.activate(chainstates.active(), null);
    }
    headers.notifyBest();
    return position == null ? loaded : loaded + takeOrphans(hash);
  }

  private void logKnown(BlockHash hash) {
    BlockEntry entry = state.tree.find(hash);
    if (entry != null && entry.height() % LOG_INTERVAL == 0) {
      reindex.debug("Block Import: already had block {} at height {}", hash, entry.height());
    }
  }

  private int accept(
      Block block, Verdict checked, @Nullable FilePosition position, Path path, long offset) {
    BlockAcceptance.Accepted accepted;
    state.lock.lock();
    try {
      accepted = acceptance.accept(block, checked, null, true, true, position);
    } finally {
      state.lock.unlock();
    }
    if (!accepted.verdict().isValid()) {
      log.warn(
          "{} at offset {}: block {} refused: {}",
          path,
          offset,
          block.hash(),
          accepted.verdict().text());
    }
    return accepted.stored() ? 1 : 0;
  }

  /** Takes the blocks that waited for this one, and those that waited for them. */
  private int takeOrphans(BlockHash hash) {
    int loaded = 0;
    Deque<BlockHash> heads = new ArrayDeque<>();
    heads.add(hash);
    while (!heads.isEmpty()) {
      BlockHash head = heads.remove();
      List<FilePosition> children = orphans.remove(head);
      if (children == null) {
        continue;
      }
      for (FilePosition position : children) {
        try {
          Block child = storage.read(position);
          reindex.debug(
              "LoadExternalBlockFile: Processing out of order child {} of {}", child.hash(), head);
          loaded +=
              accept(
                  child,
                  BlockCheck.check(state.params, child),
                  position,
                  state.files.path(position.file()),
                  position.offset());
          heads.add(child.hash());
        } catch (StorageException e) {
          log.warn("{}", e.getMessage());
        }
        headers.notifyBest();
      }
    }
    return loaded;
  }
}
