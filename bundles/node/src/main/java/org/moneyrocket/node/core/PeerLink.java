// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.ChainEvents;
import org.moneyrocket.kernel.ChainListener;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.KernelNotifications;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.mempool.Admission;
import org.moneyrocket.node.net.NameLookup;
import org.moneyrocket.node.peer.KernelPeerChain;
import org.moneyrocket.node.peer.MempoolPeers;
import org.moneyrocket.node.peer.PeerNetwork;
import org.moneyrocket.node.peer.PeerOptions;
import org.moneyrocket.node.peer.PeerOptionsReader;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.memory.MemoryBudget;

/** Ties the peers to the chain: they hear of blocks and tips, and are blamed for bad blocks. */
final class PeerLink implements AutoCloseable {
  private static final int MAX_ANNOUNCED = 8;
  private static final Duration ANNOUNCED_AGAIN = Duration.ofMinutes(10);
  private static final Duration OUTBOUND_CHECKED = Duration.ofSeconds(45);
  private static final Duration ADDRESSES_WRITTEN = Duration.ofMinutes(15);

  private final Kernel kernel;
  private final PeerNetwork network;
  private final Addresses addresses;
  private ChainEvents.@Nullable Handle subscription;

  /**
   * Reads the options; nothing is connected yet.
   *
   * @param stage hears in words what is being done
   * @throws StartException if an option makes no sense
   */
  PeerLink(
      Settings settings,
      Path home,
      Kernel kernel,
      Admission door,
      NodeClock clock,
      KernelLink link,
      Consumer<String> stage) {
    this.kernel = kernel;
    PeerOptions options =
        PeerOptionsReader.read(settings, kernel.parameters(), home, kernel.options().prunes());
    stage.accept("Loading P2P addresses…");
    Addresses kept = Addresses.open(settings, home, kernel.parameters().magic(), clock);
    this.addresses = kept;
    stage.accept("Loading banlist…");
    this.network =
        new PeerNetwork(
            options,
            new KernelPeerChain(kernel),
            new MempoolPeers(door),
            kept.book(),
            NameLookup.SYSTEM,
            () -> {
              var now = clock.instant();
              return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
            },
            MemoryBudget.process());
    link.add(
        new KernelNotifications() {
          @Override
          public void fatalError(String text) {
            // The link itself ends the process.
          }

          @Override
          public void blockChecked(Block block, Verdict verdict) {
            if (!verdict.isValid()) {
              network.blockRejected(block.hash(), verdict);
            }
          }
        });
  }

  Relay relay() {
    return network;
  }

  /**
   * Begins to listen, to connect and to announce.
   *
   * @throws StartException with the sentence for the user if an address cannot be listened on
   */
  void start(Scheduler scheduler) {
    scheduler.every(ADDRESSES_WRITTEN, addresses::save);
    scheduler.every(OUTBOUND_CHECKED, network::checkOutbound);
    scheduler.after(untilNextAnnouncement(), () -> announceAgain(scheduler));
    try {
      network.start();
    } catch (IOException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
    subscription =
        kernel
            .events()
            .subscribe(
                new ChainListener() {
                  @Override
                  public void blockConnected(BlockEntry entry, Block block, BlockUndo undo) {
                    network.blockConnected(block);
                  }

                  @Override
                  public void blockDisconnected(BlockEntry entry, Block block, BlockUndo undo) {
                    network.blockDisconnected();
                  }

                  @Override
                  public void tipUpdated(
                      BlockEntry tip, @Nullable BlockEntry fork, boolean initialDownload) {
                    if (!initialDownload) {
                      network.announceBlocks(newBlocks(tip, fork));
                    }
                  }
                });
  }

  private static Duration untilNextAnnouncement() {
    return ANNOUNCED_AGAIN.plusMillis(ThreadLocalRandom.current().nextLong(300_000));
  }

  private void announceAgain(Scheduler scheduler) {
    network.announceUndelivered();
    scheduler.after(untilNextAnnouncement(), () -> announceAgain(scheduler));
  }

  /** Returns the last new blocks, oldest first. */
  private static List<BlockHash> newBlocks(BlockEntry tip, @Nullable BlockEntry fork) {
    Deque<BlockHash> hashes = new ArrayDeque<>();
    for (BlockEntry at = tip;
        at != null && at != fork && hashes.size() < MAX_ANNOUNCED;
        at = at.previous()) {
      hashes.addFirst(at.hash());
    }
    return List.copyOf(hashes);
  }

  @Override
  public void close() {
    if (subscription != null) {
      subscription.close();
    }
    network.close();
    addresses.save();
  }
}
