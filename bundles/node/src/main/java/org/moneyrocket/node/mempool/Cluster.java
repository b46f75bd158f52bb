// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.moneyrocket.primitives.Txid;

/** Transactions connected by spending from each other, in the order to mine, cut into chunks. */
public final class Cluster {
  private final List<MempoolEntry> entries;
  private final List<Chunk> chunks;
  private final long size;

  private Cluster(List<MempoolEntry> entries, List<Chunk> chunks, long size) {
    this.entries = entries;
    this.chunks = chunks;
    this.size = size;
  }

  /** Orders {@code members}, among which parents are looked for; at most 64. */
  static Cluster of(Collection<MempoolEntry> members) {
    List<MempoolEntry> list = List.copyOf(members);
    int n = list.size();
    long[] fees = new long[n];
    int[] sizes = new int[n];
    long[] parents = new long[n];
    Txid[] txids = new Txid[n];
    Map<MempoolEntry, Integer> index = new HashMap<>();
    for (int i = 0; i < n; i++) {
      index.put(list.get(i), i);
    }
    long total = 0;
    for (int i = 0; i < n; i++) {
      MempoolEntry entry = list.get(i);
      fees[i] = entry.graphFee();
      sizes[i] = entry.adjustedWeight();
      txids[i] = entry.txid();
      total += sizes[i];
      for (MempoolEntry parent : entry.parents) {
        Integer at = index.get(parent);
        if (at != null) {
          parents[i] |= 1L << at;
        }
      }
    }
    return assemble(list, Linearization.chunks(fees, sizes, parents, txids), total);
  }

  private static Cluster assemble(List<MempoolEntry> list, List<int[]> order, long total) {
    List<MempoolEntry> entries = new ArrayList<>(list.size());
    List<Chunk> chunks = new ArrayList<>(order.size());
    FeeFraction before = FeeFraction.NOTHING;
    long equalPrefix = 0;
    for (int[] indexes : order) {
      List<MempoolEntry> inside = new ArrayList<>(indexes.length);
      FeeFraction rate = FeeFraction.NOTHING;
      Txid largest = Txid.ZERO;
      for (int i : indexes) {
        MempoolEntry entry = list.get(i);
        inside.add(entry);
        rate = rate.plus(new FeeFraction(entry.graphFee(), entry.adjustedWeight()));
        largest = entry.txid().compareTo(largest) > 0 ? entry.txid() : largest;
      }
      boolean equal = !chunks.isEmpty() && rate.compareRate(before) == 0;
      equalPrefix = (equal ? equalPrefix : 0) + rate.size();
      before = rate;
      entries.addAll(inside);
      chunks.add(new Chunk(List.copyOf(inside), rate, equalPrefix, largest));
    }
    return new Cluster(List.copyOf(entries), List.copyOf(chunks), total);
  }

  /** Returns the transactions in the order to mine. */
  public List<MempoolEntry> entries() {
    return entries;
  }

  /** Returns the chunks, highest rate first. */
  public List<Chunk> chunks() {
    return chunks;
  }

  /** Returns the sum of adjusted weights. */
  public long size() {
    return size;
  }
}
