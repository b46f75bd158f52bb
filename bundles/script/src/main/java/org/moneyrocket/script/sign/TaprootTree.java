// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.crypto.TaggedHash;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.XonlyKey;

/**
 * The scripts of a taproot output and its internal key (BIP341). Immutable.
 *
 * @param internalKey on the curve
 * @param root the tree; empty if there is only the key path
 */
public record TaprootTree(XonlyKey internalKey, Optional<Node> root) {
  /** Leaf version of tapscript (BIP342). */
  public static final int TAPSCRIPT = 0xc0;

  /** Most levels of a tree. */
  public static final int MAX_DEPTH = 128;

  /** A part of a tree. */
  public sealed interface Node {
    /** Returns the hash that the node above commits to. */
    Bytes hash();
  }

  /**
   * A script.
   *
   * @param version even, 0 to 254
   */
  public record Leaf(int version, Bytes script) implements Node, Comparable<Leaf> {
    @Override
    public Bytes hash() {
      ByteWriter out = new ByteWriter(script.size() + 6).u8(version).varBytes(script);
      return Bytes.wrap(TaggedHash.TAP_LEAF.hash(out.toArray()));
    }

    @Override
    public int compareTo(Leaf other) {
      int order = script.compareTo(other.script);
      return order != 0 ? order : Integer.compare(version, other.version);
    }
  }

  /** Two parts side by side; their hash does not depend on their order. */
  public record Branch(Node left, Node right, Bytes hash) implements Node {
    /** Joins two parts. */
    public static Branch of(Node left, Node right) {
      Bytes a = left.hash();
      Bytes b = right.hash();
      boolean ordered = a.compareTo(b) <= 0;
      return new Branch(
          left,
          right,
          Bytes.wrap(
              TaggedHash.TAP_BRANCH.hash(
                  (ordered ? a : b).unsafeArray(), (ordered ? b : a).unsafeArray())));
    }
  }

  /**
   * A leaf and what proves it.
   *
   * @param depth 0 for the only leaf of a tree
   * @param path hashes of the siblings from the leaf upwards
   */
  public record Placed(Leaf leaf, int depth, List<Bytes> path) {
    public Placed {
      path = List.copyOf(path);
    }
  }

  /** Returns the hash of the whole tree; empty if there is none. */
  public Optional<Bytes> merkleRoot() {
    return root.map(Node::hash);
  }

  /**
   * Returns the output key.
   *
   * @throws IllegalStateException if the internal key is not on the curve
   */
  public XonlyKey.Output output() {
    return internalKey
        .tweaked(merkleRoot())
        .orElseThrow(() -> new IllegalStateException("internal key is not on the curve"));
  }

  /** Returns all leaves from left to right. */
  public List<Placed> leaves() {
    List<Placed> out = new ArrayList<>();
    root.ifPresent(node -> collect(node, new ArrayList<>(), out));
    return out;
  }

  private static void collect(Node node, List<Bytes> siblingsFromTop, List<Placed> out) {
    switch (node) {
      case Leaf leaf ->
          out.add(new Placed(leaf, siblingsFromTop.size(), siblingsFromTop.reversed()));
      case Branch(Node left, Node right, Bytes _) -> {
        siblingsFromTop.add(right.hash());
        collect(left, siblingsFromTop, out);
        siblingsFromTop.set(siblingsFromTop.size() - 1, left.hash());
        collect(right, siblingsFromTop, out);
        siblingsFromTop.removeLast();
      }
    }
  }

  /** Returns what is needed to spend the output, as PSBT carries it. */
  public TaprootSpendData spendData() {
    TaprootSpendData data = new TaprootSpendData();
    data.setInternalKey(internalKey);
    merkleRoot().ifPresent(data::setMerkleRoot);
    if (root.isPresent()) {
      boolean odd = output().odd();
      for (Placed placed : leaves()) {
        ByteWriter control = new ByteWriter(33 + 32 * placed.depth());
        control.u8(placed.leaf().version() | (odd ? 1 : 0)).bytes(internalKey.bytes());
        placed.path().forEach(control::bytes);
        data.addLeaf(placed.leaf(), control.toBytes());
      }
    }
    return data;
  }
}
