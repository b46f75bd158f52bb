// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moneyrocket.consensus.params.AssumeUtxo;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.kernel.FlushMode;
import org.moneyrocket.kernel.StorageException;
import org.moneyrocket.kernel.index.ActiveChain;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.kernel.snapshot.SnapshotException;
import org.moneyrocket.kernel.snapshot.SnapshotHeader;
import org.moneyrocket.kernel.snapshot.SnapshotReader;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a snapshot and makes the chain that begins with it the active one. */
final class SnapshotActivation {
  private static final Logger log = LoggerFactory.getLogger(SnapshotActivation.class);
  private static final int LOG_INTERVAL = 1_000_000;
  private static final int CHECK_INTERVAL = 120_000;

  private final KernelState state;
  private final Chainstates chainstates;
  private final ChainLoader loader;
  private final SnapshotFiles files;

  SnapshotActivation(
      KernelState state, Chainstates chainstates, ChainLoader loader, SnapshotFiles files) {
    this.state = state;
    this.chainstates = chainstates;
    this.loader = loader;
    this.files = files;
  }

  /**
   * Loads a snapshot.
   *
   * @param file from which the header has been read
   * @return the base
   * @throws SnapshotException if it cannot be used; nothing has changed then
   * @throws FatalException if the state so far cannot be written, after telling the owner
   */
  BlockEntry activate(InputStream file, SnapshotHeader header)
      throws IOException, SnapshotException {
    // For as long as it is being read it is nobody else's concern: peers and users are served. Only
    // the end of the kernel waits for it, and another snapshot.
    state.loading.lock();
    try {
      return load(file, header);
    } finally {
      state.loading.unlock();
    }
  }

  private BlockEntry load(InputStream file, SnapshotHeader header)
      throws IOException, SnapshotException {
    AssumeUtxo known;
    BlockEntry base;
    Chainstate snapshot;
    state.activation.lock();
    try {
      state.lock.lock();
      try {
        if (state.interrupted) {
          throw interrupted();
        }
        known = requireKnown(header.base());
        base = requireUsable(header.base());
      } finally {
        state.lock.unlock();
      }
      // What an earlier attempt left behind.
      files.deleteSnapshot();
      // Nearly all memory for coins is needed for the new ones.
      chainstates.flush(chainstates.active(), FlushMode.FORCE_FLUSH);
      snapshot = loader.openChainstate(state, files.snapshot(), base, false);
      snapshot.cacheBytes = chainstates.lend();
    } finally {
      state.activation.unlock();
    }
    boolean done = false;
    try {
      populate(snapshot, file, header, known, base);
      takeOver(snapshot, base, known);
      done = true;
    } finally {
      if (!done) {
        giveUp(snapshot);
      }
    }
    return base;
  }

  private void giveUp(Chainstate snapshot) {
    try {
      snapshot.close();
    } finally {
      files.deleteSnapshot();
      state.lock.lock();
      try {
        chainstates.rebalance();
      } finally {
        state.lock.unlock();
      }
    }
  }

  private AssumeUtxo requireKnown(BlockHash base) throws SnapshotException {
    if (chainstates.active().snapshotBase() != null) {
      throw new SnapshotException("Can't activate a snapshot-based chainstate more than once");
    }
    Optional<AssumeUtxo> known = state.params.assumeUtxo(base);
    if (known.isEmpty()) {
      throw new SnapshotException(
          "assumeutxo block hash in snapshot metadata not recognized (hash: "
              + base
              + "). The following snapshot heights are available: "
              + state.params.assumeUtxo().stream()
                  .map(s -> String.valueOf(s.height()))
                  .collect(Collectors.joining(", ")));
    }
    return known.get();
  }

  private BlockEntry requireUsable(BlockHash hash) throws SnapshotException {
    BlockEntry base = state.tree.find(hash);
    if (base == null) {
      throw new SnapshotException(
          "The base block header ("
              + hash
              + ") must appear in the headers chain. Make sure all headers are syncing, and call"
              + " loadtxoutset again");
    }
    if (base.isFailed()) {
      throw new SnapshotException(
          "The base block header (" + hash + ") is part of an invalid chain");
    }
    BlockEntry best = state.tree.bestHeader();
    if (best == null || !base.isAncestorOf(best)) {
      throw new SnapshotException(
          "A forked headers-chain with more work than the chain with the snapshot base block"
              + " header exists. Please proceed to sync without AssumeUtxo.");
    }
    if (state.mempool.size() > 0) {
      throw new SnapshotException("Can't activate a snapshot when mempool not empty");
    }
    BlockEntry tip = chainstates.active().chain.tip();
    if (tip != null && !Candidates.isWorse(tip, base)) {
      throw new SnapshotException("Population failed: Work does not exceed active chainstate");
    }
    return base;
  }

  private void populate(
      Chainstate snapshot,
      InputStream file,
      SnapshotHeader header,
      AssumeUtxo known,
      BlockEntry base)
      throws IOException, SnapshotException {
    log.info(
        "[snapshot] loading {} coins from snapshot {}",
        Long.toUnsignedString(header.coins()),
        header.base());
    SnapshotReader reader = new SnapshotReader(file, header.coins(), base.height());
    try {
      while (reader.hasNext()) {
        SnapshotReader.Entry entry = reader.next();
        snapshot.coins.add(entry.outpoint(), entry.coin(), true);
        if (reader.read() % CHECK_INTERVAL == 0) {
          keepInBounds(snapshot, header.base());
        }
        if (reader.read() % LOG_INTERVAL == 0) {
          log.info(
              "[snapshot] {} coins loaded ({}%, {} MB)",
              reader.read(),
              String.format(java.util.Locale.ROOT, "%.2f", reader.read() * 100.0 / header.coins()),
              snapshot.coins.bytes() / 1_000_000);
        }
      }
      reader.expectEnd();
    } catch (SnapshotException e) {
      throw new SnapshotException("Population failed: " + e.getMessage());
    }
    log.info("[snapshot] loaded {} coins from snapshot {}", reader.read(), header.base());
    snapshot.coins.setBestBlock(header.base());
    snapshot.coins.flush();
    Optional<Bytes> hash = SnapshotVerification.hash(snapshot, state);
    if (hash.isEmpty()) {
      throw interrupted();
    }
    if (!hash.get().equals(known.coinsHash())) {
      throw new SnapshotException(
          "Population failed: Bad snapshot content hash: expected "
              + known.coinsHash().reversed()
              + ", got "
              + hash.get().reversed());
    }
    log.info("[snapshot] validated snapshot");
  }

  private static SnapshotException interrupted() {
    return new SnapshotException("Population failed: Aborting after an interrupt was requested");
  }

  private void keepInBounds(Chainstate snapshot, BlockHash base) throws SnapshotException {
    if (state.interrupted) {
      throw interrupted();
    }
    if (snapshot.coins.bytes() > snapshot.cacheBytes) {
      // The directory counts only when its base has been written down, so a crash does no harm.
      snapshot.coins.setBestBlock(base);
      snapshot.coins.flush();
    }
  }

  private void takeOver(Chainstate snapshot, BlockEntry base, AssumeUtxo known)
      throws SnapshotException {
    // Nobody may change the active chain while it is being replaced.
    state.activation.lock();
    try {
      state.lock.lock();
      try {
        replaceActive(snapshot, base, known);
      } finally {
        state.lock.unlock();
      }
    } finally {
      state.activation.unlock();
    }
  }

  private void replaceActive(Chainstate snapshot, BlockEntry base, AssumeUtxo known)
      throws SnapshotException {
    // Meanwhile blocks, headers and transactions came.
    requireKnown(base.hash());
    requireUsable(base.hash());
    Chainstate before = chainstates.active();
    BlockEntry tip = before.chain.tip();
    markWitness(base);
    // From the moment in which the base has been written the next start goes on from there, so
    // all that it needs is on disk before: the headers, their marks, and the coins.
    chainstates.flush(before, FlushMode.FORCE_SYNC);
    snapshot.database.flush();
    try {
      files.writeBase(base.hash());
    } catch (StorageException e) {
      throw new SnapshotException("could not write base blockhash");
    }
    adopt(snapshot, base, known);
    // Whoever holds the active chain keeps holding it.
    ActiveChain ours = before.chain;
    ActiveChain theirs = new ActiveChain();
    if (tip != null) {
      theirs.setTip(tip);
    }
    before.chain = theirs;
    ours.setTip(base);
    snapshot.chain = ours;
    snapshot.setLastFlushed(base);
    chainstates.add(snapshot, base);
    before.candidates.clear();
    loader.loadCandidates(state, before);
    loader.loadCandidates(state, snapshot);
    log.info("[snapshot] successfully activated snapshot {}", base.hash());
  }

  private void adopt(Chainstate snapshot, BlockEntry base, AssumeUtxo known) {
    state.tree.setChainTransactions(base, known.chainTransactions());
    state.files.setSnapshotHeight(base.height());
    snapshot.candidates.add(base);
  }

  /** Blocks that will never be checked by this chain must not look as if they had been skipped. */
  private void markWitness(BlockEntry base) {
    int first = Math.max(1, state.params.activationHeight(BuriedDeployment.SEGWIT));
    for (BlockEntry at = base; at != null && at.height() >= first; at = at.previous()) {
      state.tree.markWitness(at);
    }
  }
}
