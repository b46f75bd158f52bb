// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.node.BanInfo;
import org.moneyrocket.interfaces.node.Node;
import org.moneyrocket.interfaces.node.NodeListener;
import org.moneyrocket.interfaces.node.NodePaths;
import org.moneyrocket.interfaces.node.NodeStatus;
import org.moneyrocket.interfaces.node.PeerInfo;

/** The node: there or not, and its status. */
public final class NodeModel {
  private static final int PEERS = 500;

  private final Background background;
  private final Changes changes = new Changes();
  private @Nullable Node node;
  private @Nullable Subscription subscription;
  private Optional<NodeStatus> status = Optional.empty();
  private String stage = "Waiting for the node…";
  private boolean everReady;
  private Consumer<String> messages = text -> {};

  public NodeModel(Background background) {
    this.background = background;
  }

  public Changes changes() {
    return changes;
  }

  /** Sets who shows messages of the node. */
  public void onMessage(Consumer<String> shown) {
    messages = shown;
  }

  /** A node has appeared. Any thread. */
  public void attach(Node found) {
    Background.onEventThread(
        () -> {
          node = found;
          stage = "Connecting to the node…";
          changes.fire();
          background.run(
              () -> found.subscribe(new Listener(found)),
              handle -> {
                if (node == found) {
                  subscription = handle;
                } else {
                  background.run(() -> close(handle), done -> {}, problem -> {});
                }
              },
              problem -> lost(found));
          refresh();
        });
  }

  private static boolean close(Subscription handle) {
    handle.close();
    return true;
  }

  /** The node is gone. Any thread. */
  public void detach(Node gone) {
    Background.onEventThread(() -> lost(gone));
  }

  private void lost(Node gone) {
    if (node != gone) {
      return;
    }
    node = null;
    subscription = null;
    status = Optional.empty();
    stage = "The node is not running. Waiting for it to come back…";
    changes.fire();
  }

  /** Asks for the status once more. */
  public void refresh() {
    Node asked = node;
    if (asked != null) {
      background.run(asked::status, answer -> take(asked, answer), problem -> {});
    }
  }

  private void take(Node from, NodeStatus answer) {
    if (node == from) {
      status = Optional.of(answer);
      stage = answer.loading();
      everReady |= stage.isEmpty();
      changes.fire();
    }
  }

  public boolean connected() {
    return node != null;
  }

  /** Tells whether a node was ready for use since the window opened. */
  public boolean everReady() {
    return everReady;
  }

  public Optional<NodeStatus> status() {
    return status;
  }

  /** Returns what to tell the user while there is no status, or the node is still loading. */
  public String stage() {
    return stage;
  }

  /** Fetches the peers. */
  public void peers(Consumer<List<PeerInfo>> done, Consumer<Problem> failed) {
    ask(n -> n.peers(0, PEERS), done, failed);
  }

  public void disconnect(long peerId, Consumer<Boolean> done, Consumer<Problem> failed) {
    ask(n -> n.disconnect(peerId), done, failed);
  }

  public void ban(String subnet, long seconds, Consumer<Boolean> done, Consumer<Problem> failed) {
    ask(n -> n.ban(subnet, seconds), done, failed);
  }

  public void unban(String subnet, Consumer<Boolean> done, Consumer<Problem> failed) {
    ask(n -> n.unban(subnet), done, failed);
  }

  public void bans(Consumer<List<BanInfo>> done, Consumer<Problem> failed) {
    ask(Node::bans, done, failed);
  }

  public void connect(String address, Consumer<String> done, Consumer<Problem> failed) {
    ask(n -> n.connect(address), done, failed);
  }

  public void setNetworkActive(boolean active, Consumer<Problem> failed) {
    ask(
        n -> {
          n.setNetworkActive(active);
          return active;
        },
        done -> refresh(),
        failed);
  }

  public void paths(Consumer<NodePaths> done, Consumer<Problem> failed) {
    ask(Node::paths, done, failed);
  }

  private <T> void ask(
      java.util.function.Function<Node, T> call, Consumer<T> done, Consumer<Problem> failed) {
    Node asked = node;
    if (asked == null) {
      failed.accept(new Problem("The node is not running.", true));
      return;
    }
    background.run(() -> call.apply(asked), done, failed);
  }

  private final class Listener implements NodeListener {
    private final Node source;

    Listener(Node source) {
      this.source = source;
    }

    @Override
    public void statusChanged(NodeStatus changed) {
      Background.onEventThread(() -> take(source, changed));
    }

    @Override
    public void stageChanged(String text) {
      Background.onEventThread(
          () -> {
            if (node == source) {
              stage = text;
              changes.fire();
            }
          });
    }

    @Override
    public void messageShown(String title, String text, boolean error) {
      Background.onEventThread(() -> messages.accept(title.isEmpty() ? text : title + ": " + text));
    }

    @Override
    public void lagged(long sequence) {
      Background.onEventThread(NodeModel.this::refresh);
    }
  }
}
