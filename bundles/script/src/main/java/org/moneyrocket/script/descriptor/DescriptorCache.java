// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.script.key.ExtendedPublicKey;

/**
 * Extended public keys behind hardened steps, so that a descriptor can be expanded without its
 * secrets. Keys are filed by the index of their key expression. Not thread-safe.
 */
public final class DescriptorCache {
  /** A derived key and where it belongs. */
  public record DerivedKey(int expression, int position) implements Comparable<DerivedKey> {
    @Override
    public int compareTo(DerivedKey other) {
      int order = Integer.compare(expression, other.expression);
      return order != 0 ? order : Integer.compareUnsigned(position, other.position);
    }
  }

  private final Map<Integer, ExtendedPublicKey> parents = new TreeMap<>();
  private final Map<DerivedKey, ExtendedPublicKey> derived = new TreeMap<>();
  private final Map<Integer, ExtendedPublicKey> lastHardened = new TreeMap<>();

  /** Files the key above a wildcard. */
  public void putParent(int expression, ExtendedPublicKey key) {
    parents.put(expression, key);
  }

  /** Files the key at one position of a hardened wildcard. */
  public void putDerived(int expression, int position, ExtendedPublicKey key) {
    derived.put(new DerivedKey(expression, position), key);
  }

  /** Files the key after the last hardened step. */
  public void putLastHardened(int expression, ExtendedPublicKey key) {
    lastHardened.put(expression, key);
  }

  public Optional<ExtendedPublicKey> parent(int expression) {
    return Optional.ofNullable(parents.get(expression));
  }

  public Optional<ExtendedPublicKey> derived(int expression, int position) {
    return Optional.ofNullable(derived.get(new DerivedKey(expression, position)));
  }

  public Optional<ExtendedPublicKey> lastHardened(int expression) {
    return Optional.ofNullable(lastHardened.get(expression));
  }

  /** Returns all parents by expression; a view. */
  public Map<Integer, ExtendedPublicKey> parents() {
    return Collections.unmodifiableMap(parents);
  }

  /** Returns all keys of hardened wildcards; a view. */
  public Map<DerivedKey, ExtendedPublicKey> derived() {
    return Collections.unmodifiableMap(derived);
  }

  /** Returns all last hardened keys by expression; a view. */
  public Map<Integer, ExtendedPublicKey> lastHardened() {
    return Collections.unmodifiableMap(lastHardened);
  }

  public boolean isEmpty() {
    return parents.isEmpty() && derived.isEmpty() && lastHardened.isEmpty();
  }

  /**
   * Takes over what {@code other} has.
   *
   * @return what was new
   * @throws IllegalStateException if both have different keys in one place
   */
  public DescriptorCache merge(DescriptorCache other) {
    DescriptorCache news = new DescriptorCache();
    merge("parent", parents, other.parents, news.parents);
    merge("derived", derived, other.derived, news.derived);
    merge("last hardened", lastHardened, other.lastHardened, news.lastHardened);
    return news;
  }

  /** Removes the keys that {@code other} has: takes a {@link #merge} back, given its result. */
  public void remove(DescriptorCache other) {
    parents.keySet().removeAll(other.parents.keySet());
    derived.keySet().removeAll(other.derived.keySet());
    lastHardened.keySet().removeAll(other.lastHardened.keySet());
  }

  private static <K> void merge(
      String what,
      Map<K, ExtendedPublicKey> mine,
      Map<K, ExtendedPublicKey> theirs,
      Map<K, ExtendedPublicKey> news) {
    theirs.forEach(
        (place, key) -> {
          @Nullable ExtendedPublicKey old = mine.putIfAbsent(place, key);
          if (old == null) {
            news.put(place, key);
          } else if (!old.equals(key)) {
            throw new IllegalStateException(
                "new cached " + what + " xpub does not match the cached one at " + place);
          }
        });
  }
}
