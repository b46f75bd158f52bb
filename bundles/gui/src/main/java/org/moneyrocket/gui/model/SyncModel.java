// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.time.InstantSource;
import javax.swing.Timer;

/** How far node and wallet are; also grows old by itself. Used on the event thread. */
public final class SyncModel implements AutoCloseable {
  private static final int REFRESH_MILLIS = 10_000;

  private final NodeModel node;
  private final WalletModel wallet;
  private final InstantSource clock;
  private final Changes changes = new Changes();
  private final Timer timer = new Timer(REFRESH_MILLIS, event -> refresh());
  private SyncState state;

  SyncModel(NodeModel node, WalletModel wallet, InstantSource clock) {
    this.node = node;
    this.wallet = wallet;
    this.clock = clock;
    this.state = now();
    node.changes().add(this::refresh);
    wallet.changes().add(this::refresh);
    timer.start();
  }

  public Changes changes() {
    return changes;
  }

  public SyncState state() {
    return state;
  }

  private SyncState now() {
    return SyncState.of(node.status(), node.stage(), wallet.status(), clock.instant());
  }

  private void refresh() {
    SyncState fresh = now();
    if (!fresh.equals(state)) {
      state = fresh;
      changes.fire();
    }
  }

  /** Ends the clock. Any thread. */
  @Override
  public void close() {
    timer.stop();
  }
}
