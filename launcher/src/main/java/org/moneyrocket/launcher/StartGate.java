// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.moneyrocket.settings.process.HostProcess.Registration;

/** When the start of a process is complete, and what happens then. Thread-safe. */
final class StartGate {
  /** Guards the fields below; nothing is called while it is held. */
  private final Object lock = new Object();

  private final List<Runnable> actions = new ArrayList<>();
  private int delays;
  private boolean open;

  /**
   * Keeps the gate closed. Without effect once it is open.
   *
   * @return ends the delay when closed; who closes the last one runs the actions
   */
  Registration delay() {
    synchronized (lock) {
      if (open) {
        return () -> {};
      }
      delays++;
    }
    AtomicBoolean ended = new AtomicBoolean();
    return () -> {
      if (!ended.getAndSet(true)) {
        endDelay();
      }
    };
  }

  private void endDelay() {
    List<Runnable> due;
    synchronized (lock) {
      delays--;
      if (delays > 0) {
        return;
      }
      open = true;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  /**
   * Runs {@code action} when the gate opens; at once if it is open.
   *
   * @return takes the action away again when closed
   */
  Registration onOpen(Runnable action) {
    synchronized (lock) {
      if (!open) {
        actions.add(action);
        return () -> {
          synchronized (lock) {
            actions.remove(action);
          }
        };
      }
    }
    action.run();
    return () -> {};
  }

  boolean isOpen() {
    synchronized (lock) {
      return open;
    }
  }
}
