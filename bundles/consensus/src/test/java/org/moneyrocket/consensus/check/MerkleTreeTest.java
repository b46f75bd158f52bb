// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.testkit.vectors.Vectors;

public class MerkleTreeTest {
  private static List<Bytes> leaves(Random random, int count) {
    List<Bytes> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] leaf = new byte[32];
      random.nextBytes(leaf);
      leaves.add(Bytes.wrap(leaf));
    }
    return leaves;
  }

  /** The definition, level by level. */
  private static Bytes plainRoot(List<Bytes> level) {
    if (level.size() == 1) {
      return level.get(0);
    }
    List<Bytes> next = new ArrayList<>();
    for (int i = 0; i < level.size(); i += 2) {
      Bytes right = level.get(Math.min(i + 1, level.size() - 1));
      next.add(Bytes.wrap(Hashes.sha256d(level.get(i).concat(right).toArray())));
    }
    return plainRoot(next);
  }

  @Test
  public void rootsAndPathsFollowTheDefinition() {
    long seed = System.nanoTime();
    System.out.println("merkle trees: seed " + seed);
    Random random = new Random(seed);
    assertThat(MerkleTree.root(List.of()).hash()).isEqualTo(Bytes.wrap(new byte[32]));
    for (int count = 1; count <= 70; count++) {
      List<Bytes> leaves = leaves(random, count);
      MerkleTree.Root root = MerkleTree.root(leaves);
      assertThat(root.hash()).isEqualTo(plainRoot(leaves));
      assertThat(root.mutated()).isFalse();
      int position = random.nextInt(count);
      List<Bytes> path = MerkleTree.path(leaves, position);
      assertThat(MerkleTree.rootOf(leaves.get(position), path, position)).isEqualTo(root.hash());
    }
  }

  @Test
  public void repeatedTailsHaveTheSameRootButAreNoticed() {
    List<Bytes> six = leaves(new Random(1), 6);
    List<Bytes> eight = new ArrayList<>(six);
    eight.addAll(six.subList(4, 6));
    MerkleTree.Root root = MerkleTree.root(eight);
    assertThat(root.hash()).isEqualTo(MerkleTree.root(six).hash());
    assertThat(root.mutated()).isTrue();
    List<Bytes> three = six.subList(0, 3);
    List<Bytes> four = new ArrayList<>(three);
    four.add(three.get(2));
    assertThat(MerkleTree.root(four).hash()).isEqualTo(MerkleTree.root(three).hash());
    assertThat(MerkleTree.root(four).mutated()).isTrue();
    // Equal neighbours that are not paired are no mutation.
    List<Bytes> apart = List.of(six.get(0), six.get(1), six.get(1), six.get(2));
    assertThat(MerkleTree.root(apart).mutated()).isFalse();
  }

  @Test
  public void aRealBlockOfMainIsReadCheckedAndWrittenBack() throws Exception {
    Bytes raw = Bytes.of(Vectors.bytes("chain/block413567.raw"));
    Block block = Block.decode(raw);
    assertThat(block.transactions()).hasSize(1557);
    assertThat(MerkleTree.ofTransactions(block).hash()).isEqualTo(block.header().merkleRoot());
    assertThat(BlockCheck.check(ChainParameters.of(Chain.MAIN), block)).isEqualTo(Verdict.VALID);
    assertThat(block.toBytes()).isEqualTo(raw);
    assertThat(block.totalSize()).isEqualTo(999_887);
    List<Transaction> swapped = new ArrayList<>(block.transactions());
    Transaction second = swapped.get(1);
    swapped.set(1, swapped.get(2));
    swapped.set(2, second);
    assertThat(BlockCheck.check(ChainParameters.of(Chain.MAIN), new Block(block.header(), swapped)))
        .isEqualTo(Verdict.invalid(Blame.MUTATED, "bad-txnmrklroot", "hashMerkleRoot mismatch"));
    List<Transaction> repeated = new ArrayList<>(block.transactions());
    repeated.add(repeated.get(repeated.size() - 1));
    assertThat(
            BlockCheck.check(ChainParameters.of(Chain.MAIN), new Block(block.header(), repeated)))
        .isEqualTo(Verdict.invalid(Blame.MUTATED, "bad-txns-duplicate", "duplicate transaction"));
  }

  @Test
  public void theFirstBlocksOfMainPass() throws Exception {
    ChainParameters main = ChainParameters.of(Chain.MAIN);
    ByteReader in = new ByteReader(Vectors.bytes("chain/mainnet_blocks_1_256.dat"));
    org.moneyrocket.consensus.TestHeader tip =
        org.moneyrocket.consensus.TestHeader.genesis(main.genesis().header());
    int blocks = 0;
    while (in.remaining() > 0) {
      assertThat(in.bytes(4)).isEqualTo(main.magic());
      assertThat(in.u32()).isLessThanOrEqualTo(in.remaining());
      Block block = Block.read(in);
      assertThat(block.header().previous()).isEqualTo(tip.hash());
      assertThat(BlockCheck.check(main, block)).isEqualTo(Verdict.VALID);
      assertThat(HeaderCheck.checkInContext(main, block.header(), tip, block.header().time()))
          .isEqualTo(Verdict.VALID);
      assertThat(BlockCheck.checkInContext(main, block, tip)).isEqualTo(Verdict.VALID);
      tip = tip.then(block.header());
      blocks++;
    }
    assertThat(blocks).isEqualTo(255);
    assertThat(tip.hash())
        .hasToString("00000000d0a75c861fabf9ff7b92022f60e4afeed9331fe5aa073d8e4706fe3c");
  }
}
