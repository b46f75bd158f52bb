// SPDX-License-Identifier: MIT
package org.moneyrocket.node.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Sentences that the user should see until their reason is gone. Safe for every thread. */
public final class Warnings {
  private final Map<String, String> active = new LinkedHashMap<>();
  private volatile Consumer<String> whenSet = text -> {};

  /** Sets what to do with every new sentence. */
  public void onSet(Consumer<String> action) {
    whenSet = action;
  }

  /**
   * Sets a sentence.
   *
   * @param id names its reason
   * @return false if it was set already
   */
  public boolean set(String id, String text) {
    synchronized (active) {
      if (active.putIfAbsent(id, text) != null) {
        return false;
      }
    }
    whenSet.accept(text);
    return true;
  }

  /** Takes a sentence back. */
  public void unset(String id) {
    synchronized (active) {
      active.remove(id);
    }
  }

  /** Returns the sentences, the oldest first. */
  public List<String> all() {
    synchronized (active) {
      return new ArrayList<>(active.values());
    }
  }
}
