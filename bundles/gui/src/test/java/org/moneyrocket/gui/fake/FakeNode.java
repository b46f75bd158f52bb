// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.chain.BlockRef;
import org.moneyrocket.interfaces.chain.ChainStatus;
import org.moneyrocket.interfaces.node.BanInfo;
import org.moneyrocket.interfaces.node.Node;
import org.moneyrocket.interfaces.node.NodeListener;
import org.moneyrocket.interfaces.node.NodePaths;
import org.moneyrocket.interfaces.node.NodeStatus;
import org.moneyrocket.interfaces.node.PeerInfo;
import org.moneyrocket.primitives.BlockHash;

/** A node with a few peers. */
public final class FakeNode implements Node {
  public static final int HEIGHT = 923_418;

  public final List<NodeListener> listeners = new CopyOnWriteArrayList<>();
  public volatile String loading = "";
  public volatile boolean networkActive = true;
  public volatile boolean downloading;
  public final List<BanInfo> bans = new CopyOnWriteArrayList<>();
  private final long startedAt = System.currentTimeMillis() - 8_100_000;

  @Override
  public NodeStatus status() {
    Threads.check();
    int height = downloading ? 612_004 : HEIGHT;
    return new NodeStatus(
        "Moneyrocket:0.1.0",
        startedAt,
        new ChainStatus(
            "regtest",
            Optional.of(new BlockRef(BlockHash.ZERO, height)),
            HEIGHT,
            0,
            downloading,
            downloading ? 0.437 : 1,
            7,
            Optional.empty(),
            Optional.empty()),
        System.currentTimeMillis() / 1000 - (downloading ? 86_400L * 2200 : 340),
        loading,
        2,
        networkActive ? 8 : 0,
        networkActive,
        18_422,
        9_871_233,
        48_223_112,
        3_918_442,
        List.of());
  }

  /** Tells the listeners what is. */
  public void tell() {
    NodeStatus now = status();
    listeners.forEach(listener -> listener.statusChanged(now));
  }

  @Override
  public NodePaths paths() {
    Threads.check();
    return new NodePaths("/home/u/.moneyrocket", "/home/u/.moneyrocket", "/log", "/conf");
  }

  @Override
  public Subscription subscribe(NodeListener listener) {
    Threads.check();
    listeners.add(listener);
    listener.statusChanged(status());
    return () -> listeners.remove(listener);
  }

  @Override
  public List<PeerInfo> peers(int offset, int limit) {
    Threads.check();
    List<PeerInfo> peers = new ArrayList<>();
    String[] addresses = {
      "203.0.113.17:8333",
      "198.51.100.4:8333",
      "192.0.2.201:8333",
      "[2001:db8:85a3::8a2e]:8333",
      "ve7bkqmdo3nqfxqa.onion:8333",
      "203.0.113.99:51022",
      "198.51.100.73:8333"
    };
    for (int i = 0; i < addresses.length; i++) {
      peers.add(
          new PeerInfo(
              i + 3,
              addresses[i],
              "ipv4",
              i == 5,
              i == 5 ? "inbound" : "outbound-full-relay",
              i % 3 == 0 ? "/Satoshi:31.0.0/" : "/Moneyrocket:0.1.0/",
              70016,
              0x409,
              HEIGHT - 40 * i,
              HEIGHT,
              HEIGHT,
              System.currentTimeMillis() / 1000 - 500L * (i + 1) * (i + 1),
              i == 6 ? -1 : 18_400 + i * 31_000L,
              1_203_441L * (i + 1),
              203_441L * (i + 1),
              i % 2 == 0 ? "v2" : "v1"));
    }
    return peers;
  }

  @Override
  public boolean disconnect(long peerId) {
    Threads.check();
    return true;
  }

  @Override
  public boolean ban(String subnet, long seconds) {
    Threads.check();
    long now = System.currentTimeMillis() / 1000;
    bans.add(new BanInfo(subnet + "/32", now, now + seconds));
    return true;
  }

  @Override
  public boolean unban(String subnet) {
    Threads.check();
    return bans.removeIf(ban -> ban.subnet().equals(subnet));
  }

  @Override
  public List<BanInfo> bans() {
    Threads.check();
    return List.copyOf(bans);
  }

  @Override
  public String connect(String address) {
    Threads.check();
    return address.contains("bad") ? "Not an address: " + address : "";
  }

  @Override
  public void setNetworkActive(boolean active) {
    Threads.check();
    networkActive = active;
  }

  @Override
  public void shutdown() {
    Threads.check();
  }
}
