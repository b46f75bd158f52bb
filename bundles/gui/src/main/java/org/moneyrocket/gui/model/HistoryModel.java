// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.interfaces.wallet.TxEntry;
import org.moneyrocket.interfaces.wallet.TxPage;
import org.moneyrocket.interfaces.wallet.TxQuery;

/**
 * The history of the wallet that is shown, read in pieces as they come into view, so that a hundred
 * thousand entries cost no more than a hundred.
 */
public final class HistoryModel {
  private static final int PIECE = 200;

  /** Pieces kept; more are read again when they come into view. */
  private static final int KEPT = 50;

  private final WalletModel wallet;
  private final Changes changes = new Changes();
  private final Map<Integer, List<TxEntry>> pieces = new HashMap<>();
  private final Set<Integer> asked = new HashSet<>();
  private TxQuery filter = TxQuery.newest(PIECE);
  private int total;
  private long revision = -1;
  private String walletName = "";

  /** Counts the reads, so that an answer to an older question is dropped. */
  private int generation;

  public HistoryModel(WalletModel wallet) {
    this.wallet = wallet;
    wallet.changes().add(this::walletChanged);
  }

  public Changes changes() {
    return changes;
  }

  /** Returns the number of entries that match; 0 while it is not known. */
  public int total() {
    return total;
  }

  /** Returns the query that is shown; its window does not count. */
  public TxQuery filter() {
    return filter;
  }

  /** Shows what matches. */
  public void show(String text, Optional<TxEntry.Kind> kind, long fromTime) {
    filter = new TxQuery(text, kind, fromTime, Long.MAX_VALUE, 0, PIECE);
    begin();
  }

  /** Returns an entry; empty while it is being read, which happens by asking for it. */
  public Optional<TxEntry> entry(int index) {
    int piece = index / PIECE;
    List<TxEntry> known = pieces.get(piece);
    if (known == null || !asked.contains(piece)) {
      read(piece);
    }
    int within = index % PIECE;
    return known == null || within >= known.size()
        ? Optional.empty()
        : Optional.of(known.get(within));
  }

  private void walletChanged() {
    String name = wallet.name().orElse(walletName);
    if (!name.equals(walletName)) {
      walletName = name;
      pieces.clear();
      total = 0;
      revision = -1;
      changes.fire();
    }
    if (wallet.present() && wallet.revision() != revision) {
      begin();
    }
  }

  /** Reads again; what is known stays in view until the answers come. */
  private void begin() {
    generation++;
    revision = wallet.revision();
    asked.clear();
    read(0);
  }

  private void read(int piece) {
    if (!wallet.present() || !asked.add(piece)) {
      return;
    }
    int mine = generation;
    TxQuery query =
        new TxQuery(
            filter.text(), filter.kind(), filter.fromTime(), filter.toTime(), piece * PIECE, PIECE);
    wallet.call(
        w -> w.transactions(query),
        page -> {
          if (mine == generation) {
            take(piece, page);
          }
        },
        problem -> {
          if (mine == generation) {
            asked.remove(piece);
          }
        });
  }

  private void take(int piece, TxPage page) {
    if (pieces.size() >= KEPT) {
      pieces.clear();
      asked.clear();
      asked.add(piece);
    }
    if (piece == 0 && page.total() != total) {
      // Everything may have moved.
      pieces.keySet().removeIf(key -> key != 0);
    }
    total = page.total();
    pieces.put(piece, page.entries());
    changes.fire();
  }
}
