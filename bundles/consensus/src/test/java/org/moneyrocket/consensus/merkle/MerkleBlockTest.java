// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.consensus.check.MerkleTree;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.testkit.vectors.Vectors;

/** A partial tree proves what it was made for and nothing else. */
public class MerkleBlockTest {
  private static PartialMerkleTree again(PartialMerkleTree tree) throws DecodeException {
    ByteWriter out = new ByteWriter();
    tree.write(out);
    ByteReader in = new ByteReader(out.toBytes());
    PartialMerkleTree read = PartialMerkleTree.read(in);
    in.expectEnd("tree");
    return read;
  }

  @Test
  public void anyChoiceOfLeavesOfAnyTreeComesBackUnderItsRoot() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int size = 1; size <= 70; size++) {
      List<Txid> ids = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        byte[] id = new byte[32];
        random.nextBytes(id);
        ids.add(new Txid(Bytes.wrap(id)));
      }
      boolean[] wanted = new boolean[size];
      List<PartialMerkleTree.Match> expected = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        wanted[i] = random.nextInt(4) == 0;
        if (wanted[i]) {
          expected.add(new PartialMerkleTree.Match(ids.get(i), i));
        }
      }
      PartialMerkleTree tree = PartialMerkleTree.of(ids, wanted);

      PartialMerkleTree.Contents contents = again(tree).contents().orElseThrow();

      assertThat(contents.root())
          .isEqualTo(MerkleTree.root(ids.stream().map(Txid::hash).toList()).hash());
      assertThat(contents.matches()).isEqualTo(expected);
      assertBroken(tree, random);
    }
  }

  private static void assertBroken(PartialMerkleTree tree, Random random) {
    Bytes root = tree.contents().orElseThrow().root();
    List<Bytes> hashes = new ArrayList<>(tree.hashes());
    byte[] changed = hashes.get(0).toArray();
    changed[random.nextInt(32)] ^= (byte) (1 << random.nextInt(8));
    hashes.set(0, Bytes.wrap(changed));
    assertThat(new PartialMerkleTree(tree.leaves(), hashes, tree.bits()).contents())
        .isNotEqualTo(tree.contents());
    hashes.add(Bytes.wrap(new byte[32]));
    assertThat(new PartialMerkleTree(tree.leaves(), hashes, tree.bits()).contents()).isEmpty();
    Bytes moreBits = tree.bits().concat(Bytes.fromHex("00"));
    assertThat(new PartialMerkleTree(tree.leaves(), tree.hashes(), moreBits).contents()).isEmpty();
    assertThat(new PartialMerkleTree(0, tree.hashes(), tree.bits()).contents()).isEmpty();
    assertThat(new PartialMerkleTree(0xffffffffL, tree.hashes(), tree.bits()).contents()).isEmpty();
  }

  @Test
  public void equalNeighboursAreRefused() {
    Bytes leaf = Bytes.fromHex("11".repeat(32));
    PartialMerkleTree tree =
        new PartialMerkleTree(2, List.of(leaf, leaf), Bytes.wrap(new byte[] {0b111}));
    assertThat(tree.contents()).isEqualTo(Optional.empty());
  }

  @Test
  public void aRealBlockIsProvenByItsHeader() throws Exception {
    Block block = Block.decode(Bytes.of(Vectors.bytes("chain/block413567.raw")));
    Txid wanted = block.transactions().get(1000).txid();

    MerkleBlock proof = MerkleBlock.of(block, wanted::equals);

    MerkleBlock read = MerkleBlock.read(new ByteReader(proof.toBytes()));
    assertThat(read).isEqualTo(proof);
    assertThat(read.header().hash()).isEqualTo(block.hash());
    assertThat(read.tree().leaves()).isEqualTo(block.transactions().size());
    PartialMerkleTree.Contents contents = read.tree().contents().orElseThrow();
    assertThat(contents.root()).isEqualTo(block.header().merkleRoot());
    assertThat(contents.matches()).containsExactly(new PartialMerkleTree.Match(wanted, 1000));
  }

  @Test
  public void moreHashesThanBytesAreRefused() {
    Bytes claim = Bytes.fromHex("00".repeat(80) + "01000000" + "feffffff00");
    assertThatThrownBy(() -> MerkleBlock.read(new ByteReader(claim)))
        .isInstanceOf(DecodeException.class);
  }
}
