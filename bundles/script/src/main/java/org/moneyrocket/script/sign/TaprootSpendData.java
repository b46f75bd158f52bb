// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.XonlyKey;

/** What is known about spending a taproot output, perhaps not all of it. Not thread-safe. */
public final class TaprootSpendData {
  /** Shorter first, so that the first control block is the cheapest. */
  private static final Comparator<Bytes> SHORTER_FIRST =
      Comparator.comparingInt(Bytes::size).thenComparing(Comparator.naturalOrder());

  private @Nullable XonlyKey internalKey;
  private @Nullable Bytes merkleRoot;
  private final SortedMap<TaprootTree.Leaf, SortedSet<Bytes>> leaves = new TreeMap<>();

  public Optional<XonlyKey> internalKey() {
    return Optional.ofNullable(internalKey);
  }

  public Optional<Bytes> merkleRoot() {
    return Optional.ofNullable(merkleRoot);
  }

  /** Returns the control blocks of each known leaf, the cheapest first; a view. */
  public SortedMap<TaprootTree.Leaf, SortedSet<Bytes>> leaves() {
    return Collections.unmodifiableSortedMap(leaves);
  }

  public void setInternalKey(XonlyKey key) {
    internalKey = key;
  }

  public void setMerkleRoot(Bytes root) {
    merkleRoot = root;
  }

  /** Adds a way to reveal a leaf. */
  public void addLeaf(TaprootTree.Leaf leaf, Bytes controlBlock) {
    leaves.computeIfAbsent(leaf, _ -> new TreeSet<>(SHORTER_FIRST)).add(controlBlock);
  }

  /** Takes over what {@code other} knows and this does not. */
  public void merge(TaprootSpendData other) {
    if (internalKey == null) {
      internalKey = other.internalKey;
    }
    if (merkleRoot == null) {
      merkleRoot = other.merkleRoot;
    }
    other.leaves.forEach((leaf, blocks) -> blocks.forEach(block -> addLeaf(leaf, block)));
  }
}
