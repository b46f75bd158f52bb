// SPDX-License-Identifier: MIT
package org.moneyrocket.node.merkle;

import java.util.List;
import java.util.function.Predicate;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Txid;

/**
 * A header and the part of its tree that leads to some of its transactions (BIP37 {@code
 * merkleblock}).
 */
public record MerkleBlock(BlockHeader header, PartialMerkleTree tree) {
  /** Proves those transactions of {@code block} that {@code wanted} names. */
  public static MerkleBlock of(Block block, Predicate<Txid> wanted) {
    List<Txid> ids = block.transactions().stream().map(tx -> tx.txid()).toList();
    boolean[] marks = new boolean[ids.size()];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = wanted.test(ids.get(i));
    }
    return new MerkleBlock(block.header(), PartialMerkleTree.of(ids, marks));
  }

  public static MerkleBlock read(ByteReader in) throws DecodeException {
    BlockHeader header = BlockHeader.read(in);
    return new MerkleBlock(header, PartialMerkleTree.read(in));
  }

  public void write(ByteWriter out) {
    header.write(out);
    tree.write(out);
  }

  public Bytes toBytes() {
    ByteWriter out = new ByteWriter();
    write(out);
    return out.toBytes();
  }
}
