// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.moneyrocket.script.sign.TaprootTree;

/**
 * Puts the branches of a taproot tree in the order in which Bitcoin Core shows them. What is on the
 * left and what on the right leaves no trace in an output, so an inferred descriptor needs a rule:
 * the part with the least script comes first.
 */
final class CanonicalTree {
  private static final Comparator<TaprootTree.Placed> ORDER =
      Comparator.comparing(TaprootTree.Placed::leaf)
          .thenComparingInt(TaprootTree.Placed::depth)
          .thenComparing(
              placed -> String.join("", placed.path().stream().map(Object::toString).toList()));

  private final Iterator<Integer> ranks;

  private CanonicalTree(Iterator<Integer> ranks) {
    this.ranks = ranks;
  }

  /** Returns the same tree, perhaps with branches swapped. */
  static TaprootTree of(TaprootTree tree) {
    List<TaprootTree.Placed> leaves = tree.leaves();
    List<TaprootTree.Placed> sorted = leaves.stream().sorted(ORDER).toList();
    List<Integer> ranks = new ArrayList<>();
    leaves.forEach(leaf -> ranks.add(sorted.indexOf(leaf)));
    CanonicalTree canonical = new CanonicalTree(ranks.iterator());
    return new TaprootTree(
        tree.internalKey(), tree.root().map(root -> canonical.order(root).node()));
  }

  private record Ranked(TaprootTree.Node node, int rank) {}

  private Ranked order(TaprootTree.Node node) {
    return switch (node) {
      case TaprootTree.Leaf leaf -> new Ranked(leaf, ranks.next());
      case TaprootTree.Branch(TaprootTree.Node left, TaprootTree.Node right, var hash) -> {
        Ranked a = order(left);
        Ranked b = order(right);
        boolean swap = b.rank < a.rank;
        yield new Ranked(
            new TaprootTree.Branch(swap ? b.node : a.node, swap ? a.node : b.node, hash),
            Math.min(a.rank, b.rank));
      }
    };
  }
}
