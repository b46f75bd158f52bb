// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who spends from whom in the mempool, and the order to mine that follows from it. Not safe for
 * several threads: the mempool's lock guards it.
 */
final class TxGraph {
  private final ClusterLimits limits;
  private final NavigableSet<Chunk> chunks = new TreeSet<>(Chunk.MINING_ORDER);
  private int clusterCount;
  private long clusterMemory;

  TxGraph(ClusterLimits limits) {
    this.limits = limits;
  }

  /**
   * Works out a change without making it.
   *
   * @param removed entries of the graph that would go
   * @param added new entries whose {@link MempoolEntry#parents} are set, parents before children
   */
  Staged stage(Collection<MempoolEntry> removed, List<MempoolEntry> added) {
    Set<Cluster> touched = new LinkedHashSet<>();
    for (MempoolEntry entry : removed) {
      touched.add(entry.cluster());
    }
    for (MempoolEntry entry : added) {
      for (MempoolEntry parent : entry.parents) {
        if (parent.cluster != null) {
          touched.add(parent.cluster);
        }
      }
    }
    Set<MempoolEntry> members = new LinkedHashSet<>();
    for (Cluster cluster : touched) {
      members.addAll(cluster.entries());
    }
    members.removeAll(Set.copyOf(removed));
    members.addAll(added);
    return new Staged(touched, Set.copyOf(removed), added, components(members));
  }

  private static List<List<MempoolEntry>> components(Set<MempoolEntry> members) {
    Map<MempoolEntry, List<MempoolEntry>> neighbours = new HashMap<>();
    for (MempoolEntry entry : members) {
      neighbours.computeIfAbsent(entry, e -> new ArrayList<>());
      for (MempoolEntry parent : entry.parents) {
        if (members.contains(parent)) {
          neighbours.computeIfAbsent(entry, e -> new ArrayList<>()).add(parent);
          neighbours.computeIfAbsent(parent, e -> new ArrayList<>()).add(entry);
        }
      }
    }
    List<List<MempoolEntry>> out = new ArrayList<>();
    Set<MempoolEntry> seen = new HashSet<>();
    for (MempoolEntry start : members) {
      if (!seen.add(start)) {
        continue;
      }
      List<MempoolEntry> component = new ArrayList<>();
      Deque<MempoolEntry> open = new ArrayDeque<>(List.of(start));
      while (!open.isEmpty()) {
        MempoolEntry at = open.pop();
        component.add(at);
        for (MempoolEntry next : neighbours.getOrDefault(at, List.of())) {
          if (seen.add(next)) {
            open.push(next);
          }
        }
      }
      out.add(component);
    }
    return out;
  }

  /** A change that can be judged and then made. Valid until the graph changes otherwise. */
  final class Staged {
    private final Set<Cluster> touched;
    private final Set<MempoolEntry> removed;
    private final List<MempoolEntry> added;
    private final List<List<MempoolEntry>> components;
    private List<Cluster> result = List.of();

    private Staged(
        Set<Cluster> touched,
        Set<MempoolEntry> removed,
        List<MempoolEntry> added,
        List<List<MempoolEntry>> components) {
      this.touched = touched;
      this.removed = removed;
      this.added = List.copyOf(added);
      this.components = components;
    }

    /** Tells whether a cluster would exceed the limits. */
    boolean oversized() {
      for (List<MempoolEntry> component : components) {
        if (!limits.allow(component.size(), totalSize(component))) {
          return true;
        }
      }
      return false;
    }

    /** Tells whether miners gain from the change; it must not be {@link #oversized}. */
    boolean improvesDiagram() {
      List<Chunk> before = new ArrayList<>();
      for (Cluster cluster : touched) {
        before.addAll(cluster.chunks());
      }
      List<Chunk> after = new ArrayList<>();
      for (Cluster cluster : clusters()) {
        after.addAll(cluster.chunks());
      }
      return FeerateDiagram.strictlyBetter(FeerateDiagram.of(after), FeerateDiagram.of(before));
    }

    /** Returns the clusters after the change, in their order to mine. */
    List<Cluster> clusters() {
      if (result.isEmpty()) {
        List<Cluster> made = new ArrayList<>(components.size());
        for (List<MempoolEntry> component : components) {
          made.add(Cluster.of(component));
        }
        result = made;
      }
      return result;
    }

    /** Makes the change. */
    void commit() {
      for (MempoolEntry entry : removed) {
        for (MempoolEntry parent : entry.parents) {
          parent.children.remove(entry);
        }
        for (MempoolEntry child : entry.children) {
          child.parents.remove(entry);
        }
      }
      for (MempoolEntry entry : added) {
        entry.parents.removeAll(removed);
        for (MempoolEntry parent : entry.parents) {
          parent.children.add(entry);
        }
      }
      touched.forEach(TxGraph.this::drop);
      clusters().forEach(TxGraph.this::install);
      for (MempoolEntry entry : removed) {
        entry.parents.clear();
        entry.children.clear();
        entry.cluster = null;
        entry.chunk = null;
      }
    }
  }

  private static long totalSize(Collection<MempoolEntry> entries) {
    long size = 0;
    for (MempoolEntry entry : entries) {
      size += entry.adjustedWeight();
    }
    return size;
  }

  private void drop(Cluster cluster) {
    chunks.removeAll(cluster.chunks());
    clusterCount--;
    clusterMemory -= MemoryUsage.ofCluster(cluster.entries().size());
  }

  private void install(Cluster cluster) {
    for (Chunk chunk : cluster.chunks()) {
      chunks.add(chunk);
      for (MempoolEntry entry : chunk.entries()) {
        entry.cluster = cluster;
        entry.chunk = chunk;
      }
    }
    clusterCount++;
    clusterMemory += MemoryUsage.ofCluster(cluster.entries().size());
  }

  /** Works out the order again after a fee changed. */
  void feeChanged(MempoolEntry entry) {
    Cluster old = entry.cluster();
    drop(old);
    install(Cluster.of(old.entries()));
  }

  /**
   * Adds dependencies between entries that are in the graph already, and takes out what no longer
   * fits the limits: per cluster the best paying part is kept.
   *
   * @param links for each parent the children to link
   * @return what does not fit, to be removed; children after parents is not promised
   */
  Set<MempoolEntry> link(Map<MempoolEntry, ? extends Collection<MempoolEntry>> links) {
    Set<Cluster> touched = new LinkedHashSet<>();
    links.forEach(
        (parent, children) -> {
          for (MempoolEntry child : children) {
            touched.add(parent.cluster());
            touched.add(child.cluster());
          }
        });
    if (touched.isEmpty()) {
      return Set.of();
    }
    links.forEach(
        (parent, children) -> {
          for (MempoolEntry child : children) {
            child.parents.add(parent);
            parent.children.add(child);
          }
        });
    Set<MempoolEntry> members = new LinkedHashSet<>();
    touched.forEach(cluster -> members.addAll(cluster.entries()));
    Set<MempoolEntry> misfits = new LinkedHashSet<>();
    for (List<MempoolEntry> component : components(members)) {
      if (!limits.allow(component.size(), totalSize(component))) {
        misfits.addAll(ClusterTrimming.misfits(component, links, limits));
      }
    }
    for (MempoolEntry entry : misfits) {
      for (MempoolEntry parent : entry.parents) {
        parent.children.remove(entry);
      }
      for (MempoolEntry child : entry.children) {
        child.parents.remove(entry);
      }
    }
    touched.forEach(this::drop);
    members.removeAll(misfits);
    components(members).forEach(component -> install(Cluster.of(component)));
    for (MempoolEntry entry : misfits) {
      entry.parents.clear();
      entry.children.clear();
      entry.cluster = null;
      entry.chunk = null;
    }
    return misfits;
  }

  /** Returns all chunks, the best first; a view. */
  NavigableSet<Chunk> chunks() {
    return Collections.unmodifiableNavigableSet(chunks);
  }

  int clusterCount() {
    return clusterCount;
  }

  /** Returns the memory of clusters and chunks, in bytes by the formula users know. */
  long memory() {
    return clusterMemory + chunks.size() * MemoryUsage.CHUNK;
  }

  /** Returns the ancestors without the entry itself. */
  static Set<MempoolEntry> ancestors(MempoolEntry entry) {
    return closure(List.of(entry), true, false);
  }

  /** Returns the descendants without the entry itself. */
  static Set<MempoolEntry> descendants(MempoolEntry entry) {
    return closure(List.of(entry), false, false);
  }

  /** Returns the entries and all their descendants. */
  static Set<MempoolEntry> withDescendants(Collection<MempoolEntry> entries) {
    return closure(entries, false, true);
  }

  private static Set<MempoolEntry> closure(
      Collection<MempoolEntry> from, boolean up, boolean withFrom) {
    Set<MempoolEntry> seen = new LinkedHashSet<>(from);
    Deque<MempoolEntry> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      MempoolEntry at = open.pop();
      for (MempoolEntry next : up ? at.parents : at.children) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    if (!withFrom) {
      seen.removeAll(from);
    }
    return seen;
  }
}
