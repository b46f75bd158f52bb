// SPDX-License-Identifier: MIT
package org.moneyrocket.node.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Txid;

/**
 * A merkle tree of which only the branches to some leaves are kept (BIP37). Walking from the root
 * downwards and from left to right, a bit says of each node whether there is a wanted leaf below;
 * where there is none, and at leaves, the hash of the node stands.
 *
 * @param leaves how many transactions the block has; may come from outside and be anything
 * @param hashes of nodes, in the order of the walk
 * @param bits packed, the lowest bit of each byte first
 */
public record PartialMerkleTree(long leaves, List<Bytes> hashes, Bytes bits) {
  private static final int HASH = 32;

  /** More transactions than this do not fit into a block: 4,000,000 units of weight, 240 each. */
  private static final int MAX_LEAVES = 16_666;

  public PartialMerkleTree {
    hashes = List.copyOf(hashes);
  }

  /** A leaf that the tree was made for. */
  public record Match(Txid txid, int position) {}

  /**
   * What a tree proves.
   *
   * @param root what the root must be for the proof to hold
   */
  public record Contents(Bytes root, List<Match> matches) {}

  /** Keeps the branches to the leaves that {@code wanted} marks. */
  static PartialMerkleTree of(List<Txid> ids, boolean[] wanted) {
    Builder builder = new Builder(ids, wanted);
    builder.walk(height(ids.size()), 0);
    byte[] packed = new byte[(builder.used + 7) / 8];
    byte[] set = builder.flags.toByteArray();
    System.arraycopy(set, 0, packed, 0, set.length);
    return new PartialMerkleTree(ids.size(), builder.kept, Bytes.wrap(packed));
  }

  static PartialMerkleTree read(ByteReader in) throws DecodeException {
    long leaves = in.u32();
    int count = in.count(HASH);
    List<Bytes> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hashes.add(in.bytes(HASH));
    }
    return new PartialMerkleTree(leaves, hashes, in.varBytes());
  }

  void write(ByteWriter out) {
    out.u32(leaves).compactSize(hashes.size());
    hashes.forEach(out::bytes);
    out.varBytes(bits);
  }

  /** Returns the root and the wanted leaves; empty if the parts do not make one tree. */
  public Optional<Contents> contents() {
    if (leaves == 0
        || leaves > MAX_LEAVES
        || hashes.size() > leaves
        || 8L * bits.size() < hashes.size()) {
      return Optional.empty();
    }
    Reader reader = new Reader();
    byte[] root = reader.walk(height((int) leaves), 0);
    boolean whole =
        !reader.bad
            && (reader.usedBits + 7) / 8 == bits.size()
            && reader.usedHashes == hashes.size();
    return whole
        ? Optional.of(new Contents(Bytes.wrap(root), List.copyOf(reader.matches)))
        : Optional.empty();
  }

  private static int width(int leaves, int height) {
    return (leaves + (1 << height) - 1) >> height;
  }

  private static int height(int leaves) {
    int height = 0;
    while (width(leaves, height) > 1) {
      height++;
    }
    return height;
  }

  private static final class Builder {
    private final List<Txid> ids;
    private final boolean[] wanted;
    private final List<Bytes> kept = new ArrayList<>();
    private final BitSet flags = new BitSet();
    private int used;

    Builder(List<Txid> ids, boolean[] wanted) {
      this.ids = ids;
      this.wanted = wanted;
    }

    void walk(int height, int position) {
      boolean below = false;
      int end = Math.min((position + 1) << height, wanted.length);
      for (int i = position << height; i < end && !below; i++) {
        below = wanted[i];
      }
      flags.set(used++, below);
      if (height == 0 || !below) {
        kept.add(Bytes.wrap(hash(height, position)));
        return;
      }
      walk(height - 1, position * 2);
      if (position * 2 + 1 < width(ids.size(), height - 1)) {
        walk(height - 1, position * 2 + 1);
      }
    }

    private byte[] hash(int height, int position) {
      if (height == 0) {
        return ids.get(position).hash().toArray();
      }
      byte[] left = hash(height - 1, position * 2);
      byte[] right =
          position * 2 + 1 < width(ids.size(), height - 1)
              ? hash(height - 1, position * 2 + 1)
              : left;
      return Hashes.sha256dPair(left, right);
    }
  }

  private final class Reader {
    private final List<Match> matches = new ArrayList<>();
    private int usedBits;
    private int usedHashes;
    private boolean bad;

    byte[] walk(int height, int position) {
      if (bad || usedBits >= 8 * bits.size()) {
        return broken();
      }
      boolean below = (bits.unsigned(usedBits / 8) >> (usedBits % 8) & 1) != 0;
      usedBits++;
      if (height == 0 || !below) {
        if (usedHashes >= hashes.size()) {
          return broken();
        }
        Bytes hash = hashes.get(usedHashes++);
        if (height == 0 && below) {
          matches.add(new Match(new Txid(hash), position));
        }
        return hash.toArray();
      }
      byte[] left = walk(height - 1, position * 2);
      byte[] right = left;
      if (position * 2 + 1 < width((int) leaves, height - 1)) {
        right = walk(height - 1, position * 2 + 1);
        if (Arrays.equals(left, right)) {
          // Equal neighbours would let one tree pass for another (CVE-2012-2459).
          return broken();
        }
      }
      return Hashes.sha256dPair(left, right);
    }

    private byte[] broken() {
      bad = true;
      return new byte[HASH];
    }
  }
}
