// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Makes a cluster that grew beyond the limits fit again after a reorganisation. Each old cluster
 * counts as a chain in its order to mine; new dependencies come on top. What is ready and pays best
 * is taken while the clusters formed so far stay within the limits; the rest does not fit.
 */
final class ClusterTrimming {
  private final ClusterLimits limits;
  private final Map<MempoolEntry, List<MempoolEntry>> followers = new HashMap<>();
  private final Map<MempoolEntry, List<MempoolEntry>> requirements = new HashMap<>();
  private final Map<MempoolEntry, Integer> missing = new HashMap<>();
  private final Map<MempoolEntry, Group> groups = new HashMap<>();

  private ClusterTrimming(ClusterLimits limits) {
    this.limits = limits;
  }

  /**
   * Returns which of {@code component} must go.
   *
   * @param component entries still knowing the clusters they were in before the new links
   */
  static Set<MempoolEntry> misfits(
      List<MempoolEntry> component,
      Map<MempoolEntry, ? extends Collection<MempoolEntry>> links,
      ClusterLimits limits) {
    ClusterTrimming work = new ClusterTrimming(limits);
    Set<Cluster> old = new HashSet<>();
    for (MempoolEntry entry : component) {
      work.missing.putIfAbsent(entry, 0);
      if (old.add(entry.cluster())) {
        List<MempoolEntry> chain = entry.cluster().entries();
        for (int i = 1; i < chain.size(); i++) {
          work.require(chain.get(i - 1), chain.get(i));
        }
      }
    }
    Set<MempoolEntry> inside = new HashSet<>(component);
    links.forEach(
        (parent, children) -> {
          for (MempoolEntry child : children) {
            if (inside.contains(parent)) {
              work.require(parent, child);
            }
          }
        });
    Set<MempoolEntry> kept = work.run(component);
    inside.removeAll(kept);
    return inside;
  }

  private void require(MempoolEntry before, MempoolEntry after) {
    followers.computeIfAbsent(before, e -> new ArrayList<>()).add(after);
    requirements.computeIfAbsent(after, e -> new ArrayList<>()).add(before);
    missing.merge(after, 1, Integer::sum);
  }

  private Set<MempoolEntry> run(List<MempoolEntry> component) {
    PriorityQueue<MempoolEntry> ready =
        new PriorityQueue<>(
            (a, b) -> {
              int byRate = b.chunk().rate().compareRate(a.chunk().rate());
              return byRate != 0 ? byRate : Integer.compare(a.adjustedWeight(), b.adjustedWeight());
            });
    for (MempoolEntry entry : component) {
      if (missing.getOrDefault(entry, 0) == 0) {
        ready.add(entry);
      }
    }
    Set<MempoolEntry> kept = new HashSet<>();
    while (!ready.isEmpty()) {
      MempoolEntry entry = ready.poll();
      Set<Group> joined = new HashSet<>();
      int count = 1;
      long size = entry.adjustedWeight();
      for (MempoolEntry before : requirements.getOrDefault(entry, List.of())) {
        Group group = groups.get(before);
        if (group != null && joined.add(group)) {
          count += group.members.size();
          size += group.size;
        }
      }
      if (!limits.allow(count, size)) {
        continue;
      }
      Group group = new Group();
      group.size = size;
      group.members.add(entry);
      joined.forEach(part -> group.members.addAll(part.members));
      group.members.forEach(member -> groups.put(member, group));
      kept.add(entry);
      for (MempoolEntry next : followers.getOrDefault(entry, List.of())) {
        if (missing.merge(next, -1, Integer::sum) == 0) {
          ready.add(next);
        }
      }
    }
    return kept;
  }

  private static final class Group {
    final List<MempoolEntry> members = new ArrayList<>();
    long size;
  }
}
