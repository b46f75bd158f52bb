// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.select;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moneyrocket.interfaces.chain.MempoolAncestry;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Txid;

/** Sorts coins into groups and the groups by the attempts in which they may be used. */
final class Grouping {
  private static final int MAX_GROUP = 100;
  private static final MempoolAncestry NONE = new MempoolAncestry(0, 0, 0, Amount.ZERO, 0);

  /** Groups for one attempt: those worth more than they cost, and all. */
  static final class Groups {
    final List<CoinGroup> positive = new ArrayList<>();
    final List<CoinGroup> mixed = new ArrayList<>();
  }

  /** Groups of one attempt by kind, and all kinds together. */
  static final class ByType {
    final Map<SpendType, Groups> types = new EnumMap<>(SpendType.class);
    final Groups all = new Groups();

    void add(CoinGroup group, SpendType type, boolean positive, boolean mixed) {
      if (group.size() == 0) {
        return;
      }
      Groups groups = types.computeIfAbsent(type, t -> new Groups());
      if (positive && group.selectionAmount() > 0) {
        groups.positive.add(group);
        all.positive.add(group);
      }
      if (mixed) {
        groups.mixed.add(group);
        all.mixed.add(group);
      }
    }
  }

  private record ScriptAndType(Bytes script, SpendType type) {}

  private final SelectionParameters parameters;
  private final List<Eligibility> filters;
  private final MempoolView mempool;
  private final Map<Txid, MempoolAncestry> ancestry = new HashMap<>();
  private final Map<Eligibility, ByType> byFilter = new HashMap<>();
  private final List<CoinGroup> discarded = new ArrayList<>();

  Grouping(SelectionParameters parameters, List<Eligibility> filters, MempoolView mempool) {
    this.parameters = parameters;
    this.filters = filters;
    this.mempool = mempool;
  }

  /** Returns the groups for each attempt; attempts without groups are left out. */
  Map<Eligibility, ByType> byFilter() {
    return byFilter;
  }

  /** Returns the groups no attempt may use. */
  List<CoinGroup> discarded() {
    return discarded;
  }

  void group(CoinPool pool) {
    if (parameters.avoidPartialSpends()) {
      groupByScript(pool);
    } else {
      pool.byType()
          .forEach(
              (type, coins) -> {
                for (Candidate coin : coins) {
                  CoinGroup group = new CoinGroup(parameters);
                  insert(group, coin);
                  file(group, type, true, true, false);
                }
              });
    }
  }

  private void groupByScript(CoinPool pool) {
    Map<ScriptAndType, List<CoinGroup>> all = new LinkedHashMap<>();
    Map<ScriptAndType, List<CoinGroup>> positive = new LinkedHashMap<>();
    pool.byType()
        .forEach(
            (type, coins) -> {
              for (Candidate coin : coins) {
                ScriptAndType key = new ScriptAndType(coin.output().script(), type);
                if (coin.effectiveValueSats() > 0) {
                  insert(room(positive, key), coin);
                }
                insert(room(all, key), coin);
              }
            });
    fileGroups(all, false);
    fileGroups(positive, true);
  }

  private CoinGroup room(Map<ScriptAndType, List<CoinGroup>> groups, ScriptAndType key) {
    List<CoinGroup> list = groups.computeIfAbsent(key, k -> new ArrayList<>());
    if (list.isEmpty() || list.getLast().size() >= MAX_GROUP) {
      list.add(new CoinGroup(parameters));
    }
    return list.getLast();
  }

  private void insert(CoinGroup group, Candidate coin) {
    MempoolAncestry relatives =
        coin.depth() > 0
            ? NONE
            : ancestry.computeIfAbsent(coin.outPoint().txid(), mempool::ancestry);
    group.add(coin, relatives.ancestors(), relatives.clusterSize());
  }

  private void fileGroups(Map<ScriptAndType, List<CoinGroup>> groups, boolean positive) {
    groups.forEach(
        (key, list) -> {
          for (int i = list.size() - 1; i >= 0; i--) {
            boolean partial = i == list.size() - 1 && list.size() > 1;
            file(list.get(i), key.type(), positive, !positive, partial);
          }
        });
  }

  private void file(
      CoinGroup group, SpendType type, boolean positive, boolean mixed, boolean partial) {
    boolean accepted = false;
    for (Eligibility filter : filters) {
      if (group.eligible(filter) && (!partial || filter.partialGroups())) {
        byFilter.computeIfAbsent(filter, f -> new ByType()).add(group, type, positive, mixed);
        accepted = true;
      }
    }
    if (!accepted) {
      discarded.add(group);
    }
  }
}
