// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.util.ArrayList;
import java.util.List;
import javax.swing.SwingUtilities;

/** Listeners of a model; used on the event thread only. */
public final class Changes {
  private final List<Runnable> listeners = new ArrayList<>();

  /** Adds a listener and calls it once, so that it shows the present state. */
  public void add(Runnable listener) {
    listeners.add(listener);
    listener.run();
  }

  public void remove(Runnable listener) {
    listeners.remove(listener);
  }

  void fire() {
    if (!SwingUtilities.isEventDispatchThread()) {
      throw new IllegalStateException("a model changed outside of the event thread");
    }
    List.copyOf(listeners).forEach(Runnable::run);
  }
}
