// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.Txid;

/** What a list of transactions must look like to be judged together. */
public final class PackageShape {
  /** Most transactions in a package. */
  public static final int MAX_COUNT = 25;

  private static final int MAX_WEIGHT = 404_000;

  private PackageShape() {}

  /** Returns the reason to refuse the package without a look at anything else. */
  static Optional<String> problem(List<Transaction> all) {
    if (all.size() > MAX_COUNT) {
      return Optional.of("package-too-many-transactions");
    }
    long weight = 0;
    Set<Txid> ids = new HashSet<>();
    for (Transaction tx : all) {
      weight += tx.weight();
      ids.add(tx.txid());
    }
    if (all.size() > 1 && weight > MAX_WEIGHT) {
      return Optional.of("package-too-large");
    }
    if (ids.size() != all.size()) {
      return Optional.of("package-contains-duplicates");
    }
    if (!isSorted(all, ids)) {
      return Optional.of("package-not-sorted");
    }
    return isConsistent(all) ? Optional.empty() : Optional.of("conflict-in-package");
  }

  private static boolean isSorted(List<Transaction> all, Set<Txid> ids) {
    Set<Txid> later = new HashSet<>(ids);
    for (Transaction tx : all) {
      for (TxIn input : tx.inputs()) {
        if (later.contains(input.prevout().txid())) {
          return false;
        }
      }
      later.remove(tx.txid());
    }
    return true;
  }

  private static boolean isConsistent(List<Transaction> all) {
    Set<OutPoint> spent = new HashSet<>();
    for (Transaction tx : all) {
      if (tx.inputs().isEmpty()) {
        // It could be the twin of another transaction without inputs.
        return false;
      }
      for (TxIn input : tx.inputs()) {
        if (spent.contains(input.prevout())) {
          return false;
        }
      }
      // Only now: a transaction that spends something twice by itself gets another reason.
      tx.inputs().forEach(input -> spent.add(input.prevout()));
    }
    return true;
  }

  /** Tells whether all but the last are parents of the last. */
  public static boolean isChildWithParents(List<Transaction> all) {
    if (all.size() < 2) {
      return false;
    }
    Set<Txid> parents = new HashSet<>();
    all.get(all.size() - 1).inputs().forEach(input -> parents.add(input.prevout().txid()));
    return all.subList(0, all.size() - 1).stream().allMatch(tx -> parents.contains(tx.txid()));
  }

  /** Tells whether that holds and no parent spends from another. */
  public static boolean isChildWithParentsTree(List<Transaction> all) {
    if (!isChildWithParents(all)) {
      return false;
    }
    Set<Txid> parents = new HashSet<>();
    List<Transaction> before = all.subList(0, all.size() - 1);
    before.forEach(tx -> parents.add(tx.txid()));
    return before.stream()
        .flatMap(tx -> tx.inputs().stream())
        .noneMatch(input -> parents.contains(input.prevout().txid()));
  }

  /** Returns the hash that names a package: of its wtxids in the order of their display form. */
  public static Bytes hash(List<Transaction> all) {
    List<Bytes> ids = new ArrayList<>();
    all.forEach(tx -> ids.add(tx.wtxid().hash()));
    ids.sort((a, b) -> a.reversed().compareTo(b.reversed()));
    ByteWriter out = new ByteWriter(32 * ids.size());
    ids.forEach(out::bytes);
    return Bytes.wrap(Hashes.sha256(out.toBytes().unsafeArray())).reversed();
  }
}
