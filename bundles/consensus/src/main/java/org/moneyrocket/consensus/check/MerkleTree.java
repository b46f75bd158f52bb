// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;

/**
 * Merkle trees as headers commit to them: double SHA-256 of two children; a node without sibling is
 * paired with itself. Hashes are in internal byte order.
 */
public final class MerkleTree {
  private static final int HASH = 32;

  /**
   * A root.
   *
   * @param mutated whether two neighbours were equal at some level, so that a list with more leaves
   *     has the same root (CVE-2012-2459)
   */
  public record Root(Bytes hash, boolean mutated) {}

  private MerkleTree() {}

  /** Returns the root over {@code leaves} of 32 bytes each; zero for none. */
  public static Root root(List<Bytes> leaves) {
    byte[] nodes = new byte[leaves.size() * HASH];
    for (int i = 0; i < leaves.size(); i++) {
      leaves.get(i).copyTo(0, nodes, i * HASH, HASH);
    }
    return fold(nodes, leaves.size());
  }

  /** Returns the root over the identifiers of a block's transactions. */
  public static Root ofTransactions(Block block) {
    return ofTransactions(block.transactions());
  }

  public static Root ofTransactions(List<Transaction> transactions) {
    byte[] nodes = new byte[transactions.size() * HASH];
    for (int i = 0; i < transactions.size(); i++) {
      transactions.get(i).txid().hash().copyTo(0, nodes, i * HASH, HASH);
    }
    return fold(nodes, transactions.size());
  }

  /** Returns the root over the identifiers with witness; zero stands for the coinbase (BIP141). */
  public static Bytes ofWitnesses(Block block) {
    List<Transaction> transactions = block.transactions();
    byte[] nodes = new byte[transactions.size() * HASH];
    for (int i = 1; i < transactions.size(); i++) {
      transactions.get(i).wtxid().hash().copyTo(0, nodes, i * HASH, HASH);
    }
    return fold(nodes, transactions.size()).hash();
  }

  private static Root fold(byte[] nodes, int count) {
    if (count == 0) {
      return new Root(Bytes.wrap(new byte[HASH]), false);
    }
    boolean mutated = false;
    int width = count;
    while (width > 1) {
      for (int i = 0; i + 1 < width; i += 2) {
        mutated |= sameNodes(nodes, i);
      }
      width = level(nodes, width);
    }
    return new Root(Bytes.of(nodes, 0, HASH), mutated);
  }

  private static boolean sameNodes(byte[] nodes, int left) {
    int at = left * HASH;
    return Arrays.equals(nodes, at, at + HASH, nodes, at + HASH, at + 2 * HASH);
  }

  /** Replaces {@code width} nodes by their parents and returns how many those are. */
  private static int level(byte[] nodes, int width) {
    int pairs = width / 2;
    for (int i = 0; i < pairs; i++) {
      Hashes.sha256dInto(nodes, 2 * i * HASH, 2 * HASH, nodes, i * HASH);
    }
    if ((width & 1) == 0) {
      return pairs;
    }
    byte[] pair = new byte[2 * HASH];
    System.arraycopy(nodes, (width - 1) * HASH, pair, 0, HASH);
    System.arraycopy(nodes, (width - 1) * HASH, pair, HASH, HASH);
    Hashes.sha256dInto(pair, 0, pair.length, nodes, pairs * HASH);
    return pairs + 1;
  }

  /**
   * Returns the siblings on the way from the leaf at {@code position} to the root, lowest first:
   * what proves that the leaf is in the tree.
   */
  public static List<Bytes> path(List<Bytes> leaves, int position) {
    java.util.Objects.checkIndex(position, leaves.size());
    byte[] nodes = new byte[leaves.size() * HASH];
    for (int i = 0; i < leaves.size(); i++) {
      leaves.get(i).copyTo(0, nodes, i * HASH, HASH);
    }
    List<Bytes> path = new ArrayList<>();
    int at = position;
    int width = leaves.size();
    while (width > 1) {
      int sibling = Math.min(at ^ 1, width - 1);
      path.add(Bytes.of(nodes, sibling * HASH, HASH));
      width = level(nodes, width);
      at >>>= 1;
    }
    return path;
  }

  /** Returns the root that {@code path} leads to from {@code leaf} at {@code position}. */
  public static Bytes rootOf(Bytes leaf, List<Bytes> path, int position) {
    byte[] pair = new byte[2 * HASH];
    byte[] node = leaf.toArray();
    int at = position;
    for (Bytes sibling : path) {
      boolean right = (at & 1) != 0;
      System.arraycopy(node, 0, pair, right ? HASH : 0, HASH);
      sibling.copyTo(0, pair, right ? 0 : HASH, HASH);
      node = Hashes.sha256d(pair);
      at >>>= 1;
    }
    return Bytes.wrap(node);
  }
}
