// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.store;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map that belongs to a wallet's file: it changes in a unit of work only and is as before, order
 * included, if that fails. Its values are not changed in place, or take care of themselves.
 */
public final class MemoryMap<K, V> extends AbstractMap<K, V> {
  private final UnitOfWork unit;
  private final Map<K, V> entries;
  private final Set<Entry<K, V>> view;

  MemoryMap(UnitOfWork unit, Map<K, V> empty) {
    this.unit = unit;
    this.entries = empty;
    this.view = Collections.unmodifiableMap(entries).entrySet();
  }

  @Override
  public @Nullable V get(Object key) {
    return entries.get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    return entries.containsKey(key);
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public @Nullable V put(K key, V value) {
    V before = entries.get(key);
    unit.undo(before == null ? () -> entries.remove(key) : () -> entries.put(key, before));
    return entries.put(key, value);
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    V present = entries.get(key);
    return present != null ? present : put(key, value);
  }

  @Override
  @SuppressWarnings("unchecked") // a key that is present is a K
  public @Nullable V remove(Object key) {
    V before = entries.get(key);
    if (before == null) {
      return null;
    }
    if (entries instanceof LinkedHashMap) {
      restoreAll();
    } else {
      unit.undo(() -> entries.put((K) key, before));
    }
    return entries.remove(key);
  }

  @Override
  public void clear() {
    restoreAll();
    entries.clear();
  }

  private void restoreAll() {
    Map<K, V> before = new LinkedHashMap<>(entries);
    unit.undo(
        () -> {
          entries.clear();
          entries.putAll(before);
        });
  }

  /** Returns the entries; a view that cannot be changed. */
  @Override
  public Set<Entry<K, V>> entrySet() {
    return view;
  }
}
