// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.kernel.ChainEvents;
import org.moneyrocket.kernel.ChainListener;
import org.moneyrocket.kernel.Kernel;
import org.moneyrocket.kernel.KernelNotifications;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.mempool.Admission;
import org.moneyrocket.node.message.Message;
import org.moneyrocket.node.peer.KernelPeerChain;
import org.moneyrocket.node.peer.MempoolPeers;
import org.moneyrocket.node.peer.PeerNetwork;
import org.moneyrocket.node.peer.PeerOptions;
import org.moneyrocket.node.peer.PeerOptionsReader;
import org.moneyrocket.node.relay.NoNetwork;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.node.relay.RelayIdentity;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.settings.ChainType;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;

/**
 * Ties the peers to the chain: they hear of blocks and tips, and are blamed for bad blocks. Only
 * regtest has peers for now.
 */
final class PeerLink implements AutoCloseable {
  private static final int MAX_ANNOUNCED = 8;
  private static final Duration ANNOUNCED_AGAIN = Duration.ofMinutes(10);
  private static final Duration ADDRESSES_WRITTEN = Duration.ofMinutes(15);

  private final Relay relay;
  private final Kernel kernel;
  private final Optional<PeerNetwork> network;
  private final Optional<Addresses> addresses;
  private ChainEvents.@Nullable Handle subscription;

  /**
   * Reads the options; nothing is connected yet.
   *
   * @throws StartException if an option makes no sense
   */
  PeerLink(
      Settings settings,
      Path home,
      Kernel kernel,
      Admission door,
      NodeClock clock,
      KernelLink link) {
    this.kernel = kernel;
    PeerOptions options =
        PeerOptionsReader.read(settings, kernel.parameters().magic(), kernel.options().prunes());
    if (settings.chain() != ChainType.REGTEST) {
      refuseNetworking(settings, options);
      this.network = Optional.empty();
      this.addresses = Optional.empty();
      this.relay = new NoNetwork(offline(options));
      return;
    }
    Addresses kept = Addresses.open(settings, home, kernel.parameters().magic(), clock);
    this.addresses = Optional.of(kept);
    PeerNetwork made =
        new PeerNetwork(
            options,
            new KernelPeerChain(kernel),
            new MempoolPeers(door),
            kept.book(),
            () -> {
              var now = clock.instant();
              return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
            });
    this.network = Optional.of(made);
    this.relay = made;
    link.add(
        new KernelNotifications() {
          @Override
          public void fatalError(String text) {
            // The link itself ends the process.
          }

          @Override
          public void blockChecked(Block block, Verdict verdict) {
            if (!verdict.isValid()) {
              made.blockRejected(block.hash(), verdict);
            }
          }
        });
  }

  /** On the other chains nothing is verified well enough yet to be trusted with peers. */
  private static void refuseNetworking(Settings settings, PeerOptions options) {
    String asked = "";
    if (!options.connect().isEmpty()) {
      asked = "-connect";
    } else if (!options.addNodes().isEmpty()) {
      asked = "-addnode";
    } else if (settings.isSet(ConnectionOptions.LISTEN) && settings.get(ConnectionOptions.LISTEN)) {
      asked = "-listen";
    } else if (!settings.get(ConnectionOptions.BIND).isEmpty()) {
      asked = "-bind";
    }
    if (!asked.isEmpty()) {
      throw new StartException(
          asked
              + " is not available on chain "
              + settings.chain().id()
              + " yet: only regtest has peers, the others start offline");
    }
  }

  private static RelayIdentity offline(PeerOptions options) {
    RelayIdentity.Bucket empty = new RelayIdentity.Bucket(0, 0, 0);
    return new RelayIdentity(
        Message.PROTOCOL_VERSION,
        options.userAgent(),
        0,
        !options.blocksOnly(),
        0,
        0,
        empty,
        empty,
        List.of(),
        List.of());
  }

  Relay relay() {
    return relay;
  }

  /**
   * Begins to listen, to connect and to announce.
   *
   * @throws StartException with the sentence for the user if an address cannot be listened on
   */
  void start(Scheduler scheduler) {
    if (network.isEmpty()) {
      return;
    }
    addresses.ifPresent(kept -> scheduler.every(ADDRESSES_WRITTEN, kept::save));
    PeerNetwork peers = network.get();
    scheduler.after(untilNextAnnouncement(), () -> announceAgain(peers, scheduler));
    try {
      peers.start();
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
                    peers.blockConnected(block);
                  }

                  @Override
                  public void blockDisconnected(BlockEntry entry, Block block, BlockUndo undo) {
                    peers.blockDisconnected();
                  }

                  @Override
                  public void tipUpdated(
                      BlockEntry tip, @Nullable BlockEntry fork, boolean initialDownload) {
                    if (!initialDownload) {
                      peers.announceBlocks(newBlocks(tip, fork));
                    }
                  }
                });
  }

  private static Duration untilNextAnnouncement() {
    return ANNOUNCED_AGAIN.plusMillis(ThreadLocalRandom.current().nextLong(300_000));
  }

  private static void announceAgain(PeerNetwork peers, Scheduler scheduler) {
    peers.announceUndelivered();
    scheduler.after(untilNextAnnouncement(), () -> announceAgain(peers, scheduler));
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
    network.ifPresent(PeerNetwork::close);
    addresses.ifPresent(Addresses::save);
  }
}
