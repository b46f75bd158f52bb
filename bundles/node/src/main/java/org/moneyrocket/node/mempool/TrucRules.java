// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;

/**
 * Topologically restricted until confirmation (BIP431): transactions of version 3 have at most one
 * unconfirmed parent and one child, both of version 3, and the child is small.
 */
final class TrucRules {
  private static final int VERSION = 3;
  private static final int MAX_VSIZE = 10_000;
  private static final int MAX_CHILD_VSIZE = 1_000;

  /** Most transactions in a line: a parent and a child. */
  private static final int GENERATIONS = 2;

  private TrucRules() {}

  /**
   * What is wrong.
   *
   * @param sibling a transaction that could make room, if that would help
   */
  record Violation(String text, @Nullable MempoolEntry sibling) {}

  static Optional<Violation> checkSingle(Candidate candidate) {
    Transaction tx = candidate.tx();
    List<MempoolEntry> parents = candidate.mempoolParents();
    for (MempoolEntry parent : parents) {
      Optional<String> mixed = mixed(tx, parent.tx());
      if (mixed.isPresent()) {
        return violation(mixed.get());
      }
    }
    if (tx.version() != VERSION) {
      return Optional.empty();
    }
    int vsize = candidate.entry().vsize();
    if (vsize > MAX_VSIZE) {
      return violation("version=3 " + tooBig("tx", tx, vsize, MAX_VSIZE));
    }
    if (parents.isEmpty()) {
      return Optional.empty();
    }
    MempoolEntry parent = parents.get(0);
    if (parents.size() + 1 > GENERATIONS || !parent.parents().isEmpty()) {
      return violation(tooManyAncestors(tx));
    }
    if (vsize > MAX_CHILD_VSIZE) {
      return violation("version=3 " + tooBig("child tx", tx, vsize, MAX_CHILD_VSIZE));
    }
    Set<MempoolEntry> siblings = TxGraph.descendants(parent);
    if (siblings.isEmpty() || siblings.stream().anyMatch(candidate.conflicts::contains)) {
      return Optional.empty();
    }
    MempoolEntry first = siblings.iterator().next();
    boolean evictable = siblings.size() == 1 && TxGraph.ancestors(first).size() == 1;
    return Optional.of(new Violation(tooManyDescendants(parent.tx()), evictable ? first : null));
  }

  /** Checks a transaction together with the package it comes in. */
  static Optional<String> checkInPackage(Candidate candidate, List<Candidate> all) {
    Transaction tx = candidate.tx();
    List<MempoolEntry> parents = candidate.mempoolParents();
    List<Transaction> packageParents = packageParents(tx, all);
    if (tx.version() != VERSION) {
      for (MempoolEntry parent : parents) {
        Optional<String> mixed = mixed(tx, parent.tx());
        if (mixed.isPresent()) {
          return mixed;
        }
      }
      for (Transaction parent : packageParents) {
        Optional<String> mixed = mixed(tx, parent);
        if (mixed.isPresent()) {
          return mixed;
        }
      }
      return Optional.empty();
    }
    int vsize = candidate.entry().vsize();
    if (parents.size() + packageParents.size() + 1 > GENERATIONS
        || (!parents.isEmpty() && !parents.get(0).parents().isEmpty())) {
      return Optional.of(tooManyAncestors(tx));
    }
    if (parents.isEmpty() && packageParents.isEmpty()) {
      return Optional.empty();
    }
    if (vsize > MAX_CHILD_VSIZE) {
      return Optional.of("version=3 " + tooBig("child tx", tx, vsize, MAX_CHILD_VSIZE));
    }
    Transaction parent = parents.isEmpty() ? packageParents.get(0) : parents.get(0).tx();
    Optional<String> mixed = mixed(tx, parent);
    if (mixed.isPresent()) {
      return mixed;
    }
    return familyProblem(tx, parent, all)
        .or(
            () ->
                !parents.isEmpty() && !parents.get(0).children().isEmpty()
                    ? Optional.of(tooManyDescendants(parent))
                    : Optional.empty());
  }

  private static Optional<String> familyProblem(
      Transaction tx, Transaction parent, List<Candidate> all) {
    for (Candidate other : all) {
      if (other.tx().equals(tx)) {
        continue;
      }
      for (TxIn input : other.tx().inputs()) {
        if (input.prevout().txid().equals(parent.txid())) {
          return Optional.of(tooManyDescendants(parent));
        }
        if (input.prevout().txid().equals(tx.txid())) {
          return Optional.of(tooManyAncestors(other.tx()));
        }
      }
    }
    return Optional.empty();
  }

  private static List<Transaction> packageParents(Transaction tx, List<Candidate> all) {
    return all.stream()
        .map(Candidate::tx)
        .takeWhile(other -> !other.equals(tx))
        .filter(
            other -> tx.inputs().stream().anyMatch(in -> in.prevout().txid().equals(other.txid())))
        .toList();
  }

  private static Optional<String> mixed(Transaction tx, Transaction parent) {
    boolean child = tx.version() == VERSION;
    if (child == (parent.version() == VERSION)) {
      return Optional.empty();
    }
    return Optional.of(
        (child ? "" : "non-")
            + "version=3 tx "
            + name(tx)
            + " cannot spend from "
            + (child ? "non-" : "")
            + "version=3 tx "
            + name(parent));
  }

  private static Optional<Violation> violation(String text) {
    return Optional.of(new Violation(text, null));
  }

  private static String name(Transaction tx) {
    return tx.txid() + " (wtxid=" + tx.wtxid() + ")";
  }

  private static String tooBig(String what, Transaction tx, int vsize, int limit) {
    return what + " " + name(tx) + " is too big: " + vsize + " > " + limit + " virtual bytes";
  }

  private static String tooManyAncestors(Transaction tx) {
    return "tx " + name(tx) + " would have too many ancestors";
  }

  private static String tooManyDescendants(Transaction parent) {
    return "tx " + name(parent) + " would exceed descendant count limit";
  }
}
