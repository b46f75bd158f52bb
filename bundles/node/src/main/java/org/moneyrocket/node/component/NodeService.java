// SPDX-License-Identifier: MIT
package org.moneyrocket.node.component;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.chain.ChainStatus;
import org.moneyrocket.interfaces.event.EventQueue;
import org.moneyrocket.interfaces.node.BanInfo;
import org.moneyrocket.interfaces.node.Node;
import org.moneyrocket.interfaces.node.NodeListener;
import org.moneyrocket.interfaces.node.NodePaths;
import org.moneyrocket.interfaces.node.NodeStatus;
import org.moneyrocket.interfaces.node.PeerInfo;
import org.moneyrocket.node.core.ChainQueries;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.core.Scheduler;
import org.moneyrocket.node.mempool.MempoolTotals;
import org.moneyrocket.node.relay.Relay;
import org.moneyrocket.node.relay.RelayPeer;
import org.moneyrocket.node.relay.RelayTotals;
import org.moneyrocket.settings.Product;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.log.DebugLog;
import org.moneyrocket.settings.process.HostProcess;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Shows the node to windows and shells, from the first moment on, while it is still loading. */
@Component(service = Node.class)
public final class NodeService implements Node {
  private static final Duration TICK = Duration.ofMillis(500);

  private final NodeRuntime runtime;
  private final Settings settings;
  private final HostProcess host;
  private final List<EventQueue<NodeListener>> subscriptions = new CopyOnWriteArrayList<>();
  private final Consumer<String> stageListener = this::stageChanged;
  private final Scheduler ticker = new Scheduler("nodeticks");
  private final long startedAt = System.currentTimeMillis();
  private volatile Optional<NodeStatus> told = Optional.empty();

  @Activate
  public NodeService(
      @Reference NodeRuntime runtime, @Reference Settings settings, @Reference HostProcess host) {
    this.runtime = runtime;
    this.settings = settings;
    this.host = host;
    runtime.onStage(stageListener);
    ticker.every(TICK, this::tellIfChanged);
  }

  @Deactivate
  public void stop() {
    runtime.removeStageListener(stageListener);
    ticker.close();
    subscriptions.forEach(EventQueue::close);
  }

  private void stageChanged(String text) {
    subscriptions.forEach(queue -> queue.emit(listener -> listener.stageChanged(text)));
  }

  private void tellIfChanged() {
    if (subscriptions.isEmpty()) {
      return;
    }
    NodeStatus now = status();
    if (!Optional.of(now).equals(told)) {
      told = Optional.of(now);
      subscriptions.forEach(queue -> queue.emit(listener -> listener.statusChanged(now)));
    }
  }

  @Override
  public NodeStatus status() {
    Optional<NodeCore> running = runtime.running();
    return running.isPresent() ? status(running.get()) : loading();
  }

  private NodeStatus loading() {
    ChainStatus chain =
        new ChainStatus(
            settings.chain().id(),
            Optional.empty(),
            -1,
            0,
            true,
            0,
            0,
            Optional.empty(),
            Optional.empty());
    return new NodeStatus(
        product(),
        startedAt,
        chain,
        0,
        runtime.stage().orElse(""),
        0,
        0,
        false,
        0,
        0,
        0,
        0,
        List.of());
  }

  private NodeStatus status(NodeCore core) {
    MempoolTotals pool = core.pool().totals();
    Relay relay = core.relay();
    List<RelayPeer> peers = relay.peers();
    int inbound = (int) peers.stream().filter(RelayPeer::inbound).count();
    RelayTotals totals = relay.totals();
    return new NodeStatus(
        product(),
        core.startedAt(),
        new ChainQueries(core).status(),
        core.kernel().tip().map(tip -> tip.time()).orElse(0L),
        runtime.stage().orElse(""),
        inbound,
        peers.size() - inbound,
        relay.networkActive(),
        pool.transactions(),
        pool.vsize(),
        totals.bytesReceived(),
        totals.bytesSent(),
        core.warnings().all());
  }

  private static String product() {
    return Product.NAME + " " + Product.fullVersion();
  }

  @Override
  public NodePaths paths() {
    return new NodePaths(
        settings.dataDirectory().base().toString(),
        settings.dataDirectory().chain().toString(),
        DebugLog.path(settings).map(Path::toString).orElse(""),
        settings.configFile().map(Path::toString).orElse(""));
  }

  @Override
  public Subscription subscribe(NodeListener listener) {
    EventQueue<NodeListener> queue =
        new EventQueue<NodeListener>("node-status", listener, NodeListener::lagged);
    NodeStatus now = status();
    queue.emit(target -> target.statusChanged(now));
    subscriptions.add(queue);
    return queue.onClose(() -> subscriptions.remove(queue));
  }

  private Optional<Relay> relay() {
    return runtime.running().map(NodeCore::relay);
  }

  @Override
  public List<PeerInfo> peers(int offset, int limit) {
    return relay().stream()
        .flatMap(relay -> relay.peers().stream())
        .skip(Math.max(0, offset))
        .limit(Math.max(0, limit))
        .map(NodeService::peer)
        .toList();
  }

  private static PeerInfo peer(RelayPeer peer) {
    return new PeerInfo(
        peer.id(),
        peer.address(),
        peer.network(),
        peer.inbound(),
        peer.connectionType(),
        peer.userAgent(),
        peer.version(),
        peer.services(),
        peer.startingHeight(),
        peer.syncedHeaders(),
        peer.syncedBlocks(),
        peer.connectedAt(),
        peer.pingMicros().orElse(-1L),
        peer.bytesReceived(),
        peer.bytesSent(),
        peer.transport());
  }

  @Override
  public boolean disconnect(long peerId) {
    return relay().filter(relay -> relay.disconnect(peerId)).isPresent();
  }

  @Override
  public boolean ban(String subnet, long seconds) {
    Optional<NodeCore> running = runtime.running();
    return running.isPresent()
        && running.get().relay().ban(subnet, running.get().clock().seconds() + seconds)
            != Relay.BanOutcome.INVALID;
  }

  @Override
  public boolean unban(String subnet) {
    return relay().filter(r -> r.unban(subnet) == Relay.BanOutcome.DONE).isPresent();
  }

  @Override
  public List<BanInfo> bans() {
    return relay().map(Relay::bans).orElse(List.of());
  }

  @Override
  public String connect(String address) {
    Optional<Relay> relay = relay();
    if (relay.isEmpty()) {
      return "The node is still loading";
    }
    return relay.get().connect(address, "manual", true) ? "" : "There is no room for a connection";
  }

  @Override
  public void setNetworkActive(boolean active) {
    relay().ifPresent(relay -> relay.setNetworkActive(active));
  }

  @Override
  public void shutdown() {
    host.stop("shutdown asked for by a window or shell");
  }
}
