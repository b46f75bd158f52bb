// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.interfaces.chain.ChainStatus;
import org.moneyrocket.interfaces.chain.Locator;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.wallet.scan.MempoolReplay;
import org.moneyrocket.wallet.scan.Rescan;
import org.moneyrocket.wallet.store.WalletOpenException;
import org.moneyrocket.wallet.store.WalletOpenException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a wallet that was just read up to the tip and makes it follow the chain. */
final class ChainAttachment {
  private static final Logger log = LoggerFactory.getLogger(ChainAttachment.class);

  /** Block times may differ from real time by so much, in seconds. */
  private static final long TIMESTAMP_WINDOW = 2 * 3600;

  private final OpenWallet wallet;
  private final Chain chain;

  ChainAttachment(OpenWallet wallet) {
    this.wallet = wallet;
    this.chain = wallet.chain();
  }

  /**
   * Attaches the wallet.
   *
   * @param stored where it stood, empty if it never saw a block
   * @param fromScratch whether to scan all blocks whatever was stored
   */
  void attach(Optional<Locator> stored, boolean fromScratch) throws WalletOpenException {
    wallet.clock().refresh();
    Optional<BlockRef> first = chain.tip();
    stored.ifPresent(locator -> log.debug("{} stood at {}", wallet.logName(), locator));
    if (first.isEmpty()) {
      locate();
      locked(
          () -> {
            wallet.sync().settleLoaded();
            return first;
          });
      wallet.follow(stored.orElse(new Locator(List.of())));
      return;
    }
    refuseOtherChain(stored);
    // In this order: the chain may grow at any time, and each block that was not there when the
    // transactions were located must lie in what is scanned afterwards.
    BlockRef fork;
    BlockRef tip;
    do {
      fork =
          fromScratch || stored.isEmpty()
              ? chain.forkPoint(new Locator(List.of()))
              : chain.forkPoint(stored.get());
      locate();
      tip = chain.tip().orElse(fork);
    } while (!isActive(fork));
    BlockRef last = tip;
    locked(
        () -> {
          wallet.ledger().setLastBlock(last);
          wallet.sync().settleLoaded();
          return last;
        });
    BlockRef reached = catchUp(fork, tip);
    Locator position = chain.locatorAt(reached.height());
    boolean current =
        !position.hashes().isEmpty() && position.hashes().get(0).equals(reached.hash());
    Locator start = current ? position : new Locator(List.of(reached.hash(), genesis()));
    locked(
        () ->
            wallet
                .records()
                .unit()
                .get(
                    () -> {
                      wallet.ledger().setLastBlock(reached);
                      wallet.records().putBestBlock(start);
                      return start;
                    }));
    wallet.follow(start);
  }

  private void locate() {
    Map<BlockHash, Integer> heights = new HashMap<>();
    for (BlockHash block : locked(wallet.sync()::blocks)) {
      chain.activeBlock(block).ifPresent(info -> heights.put(block, info.ref().height()));
    }
    locked(
        () -> {
          wallet.sync().locate(heights);
          return heights;
        });
  }

  private <T> T locked(Supplier<T> work) {
    wallet.lock().lock();
    try {
      return work.get();
    } finally {
      wallet.lock().unlock();
    }
  }

  private boolean isActive(BlockRef block) {
    return chain.activeBlock(block.hash()).isPresent();
  }

  private BlockHash genesis() {
    return wallet.environment().parameters().genesisHash();
  }

  private void refuseOtherChain(Optional<Locator> stored) throws WalletOpenException {
    if (wallet.settings().crossChain() || stored.isEmpty() || stored.get().hashes().isEmpty()) {
      return;
    }
    BlockHash known = stored.get().hashes().getLast();
    if (!chain.blockAt(0).map(info -> info.ref().hash().equals(known)).orElse(true)) {
      throw new WalletOpenException(
          Kind.LOAD,
          "Wallet files should not be reused across chains. Restart bitcoind with"
              + " -walletcrosschain to override.");
    }
  }

  private BlockRef catchUp(BlockRef fork, BlockRef tip) throws WalletOpenException {
    if (fork.height() >= tip.height()) {
      return tip;
    }
    int from = fork.height();
    long birth = wallet.sync().birthTime();
    Optional<BlockInfo> first =
        birth == Long.MAX_VALUE
            ? Optional.empty()
            : chain.firstBlockFrom(birth - TIMESTAMP_WINDOW, from);
    if (first.isEmpty()) {
      return tip;
    }
    from = Math.max(from, first.get().ref().height());
    requireBlocks(from, tip.height());
    log.info(
        "{} Rescanning last {} blocks (from block {})...",
        wallet.logName(),
        tip.height() - from,
        from);
    try (Rescan.Reservation reservation =
        wallet
            .rescan()
            .reserve(false)
            .orElseThrow(
                () ->
                    new WalletOpenException(
                        Kind.LOAD,
                        "Failed to acquire rescan reserver during wallet initialization"))) {
      Rescan.Result result = wallet.rescan().scan(from, tip.height(), this::storeProgress);
      if (result.end() != Rescan.End.SUCCESS) {
        throw new WalletOpenException(
            Kind.LOAD, "Failed to rescan the wallet during initialization");
      }
      return result.last().orElse(tip);
    }
  }

  private void storeProgress(BlockRef at) {
    log.info("{} Saving scan progress {}.", wallet.logName(), at.height());
    wallet.records().putBestBlock(chain.locatorAt(at.height()));
  }

  private void requireBlocks(int from, int tipHeight) throws WalletOpenException {
    ChainStatus status = chain.status();
    if (status.snapshotHeight().isPresent()) {
      // Which of the blocks up to the snapshot are there already is nothing to rely on.
      int first = firstOnDisk(status.snapshotHeight().get(), tipHeight);
      if (from < first) {
        throw new WalletOpenException(
            Kind.LOAD,
            "Error loading wallet. Wallet requires blocks to be downloaded, and software does not"
                + " currently support loading wallets while blocks are being downloaded out of"
                + " order when using assumeutxo snapshots. Wallet should be able to load"
                + " successfully after node sync reaches height "
                + first);
      }
    } else if (status.pruneHeight().isPresent() && from < status.pruneHeight().get()) {
      throw new WalletOpenException(
          Kind.LOAD,
          "Prune: last wallet synchronisation goes beyond pruned data. You need to -reindex"
              + " (download the whole blockchain again in case of a pruned node)");
    }
  }

  private int firstOnDisk(int from, int tipHeight) {
    int low = from;
    int high = tipHeight;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (chain.blockAt(middle).map(BlockInfo::onDisk).orElse(true)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Tells the node of our unconfirmed transactions and learns of those it has. */
  void exchangeMempool() {
    try {
      wallet.resender().resend(false, true);
      MempoolReplay.run(wallet.followed());
    } finally {
      wallet.resender().start();
    }
  }
}
