// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import fr.acinq.bitcoin.Block;
import fr.acinq.bitcoin.BlockHeader;
import fr.acinq.bitcoin.ByteVector;
import fr.acinq.bitcoin.ByteVector32;
import fr.acinq.bitcoin.SigVersion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.consensus.check.MerkleTree;
import org.moneyrocket.consensus.interpreter.OtherImplementation.Opinion;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;

/**
 * Spends, transactions and blocks at random, judged by us and by bitcoin-kmp. {@code
 * -Dopinions=1000000} for a million of each; {@code -Dfuzz.seed=N} to repeat.
 */
public class SecondOpinionTest {
  private static final int COUNT = Integer.getInteger("opinions", 3_000);

  private static Random seeded(String what) {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println(what + ": " + COUNT + " with seed " + seed);
    return new Random(seed);
  }

  @Test
  public void bothJudgeSpendsAlike() {
    RandomSpends spends = new RandomSpends(seeded("second opinion on spends"));
    Map<KnownDeviation, Integer> deviations = new EnumMap<>(KnownDeviation.class);
    int accepted = 0;
    for (int i = 0; i < COUNT; i++) {
      RandomSpends.Spend spend = spends.next();
      ScriptError ours = ScriptCheck.check(spend.tx(), spend.input(), spend.flags());
      Opinion theirs = OtherImplementation.of(spend);
      accepted += ours.isOk() ? 1 : 0;
      if (ours.isOk() != theirs.accepts()) {
        Optional<KnownDeviation> known = KnownDeviation.explanation(spend, ours, theirs);
        assertThat(known)
            .as("%s here, %s there: %s", ours, theirs, RandomSpends.describe(spend))
            .isPresent();
        deviations.merge(known.get(), 1, Integer::sum);
      }
    }
    System.out.println("accepted by us: " + accepted + ", explained: " + deviations);
    assertThat(accepted).isGreaterThan(COUNT / 5);
    assertThat(deviations.values().stream().mapToInt(n -> n).sum()).isLessThan(COUNT / 20);
  }

  @Test
  public void bothReadTransactionsAlike() throws Exception {
    Random random = seeded("second opinion on transactions");
    RandomSpends spends = new RandomSpends(random);
    for (int i = 0; i < COUNT; i++) {
      RandomSpends.Spend spend = spends.next();
      Transaction ours = spend.tx().transaction();
      byte[] bytes = ours.toBytes().toArray();
      fr.acinq.bitcoin.Transaction theirs = fr.acinq.bitcoin.Transaction.read(bytes);
      String text = RandomSpends.describe(spend);
      assertThat(fr.acinq.bitcoin.Transaction.write(theirs)).as(text).isEqualTo(bytes);
      assertThat(Transaction.decode(Bytes.of(bytes))).as(text).isEqualTo(ours);
      assertThat(ours.txid().toString()).as(text).isEqualTo(theirs.txid.toString());
      assertThat(ours.weight()).as(text).isEqualTo(theirs.weight());
      assertThat(ours.baseSize()).as(text).isEqualTo(theirs.baseSize());
      assertThat(ours.totalSize()).as(text).isEqualTo(theirs.totalSize());
      assertThat(ours.isCoinbase()).as(text).isEqualTo(theirs.isCoinbase());
      assertSameHashes(spend, theirs, random);
    }
  }

  private static void assertSameHashes(
      RandomSpends.Spend spend, fr.acinq.bitcoin.Transaction theirs, Random random) {
    int type = random.nextInt();
    int input = spend.input();
    Bytes script = spend.lockingScript();
    long amount = spend.tx().spentOutputs().orElseThrow().get(input).valueSats();
    String text = "type " + type + " of " + RandomSpends.describe(spend);
    // Their code for legacy hashes takes the script apart first, so it must be well-formed.
    if (isReadable(script)) {
      assertThat(SignatureHashes.legacy(spend.tx(), input, script, type).toArray())
          .as(text)
          .isEqualTo(theirs.hashForSigning(input, script.toArray(), type));
    }
    assertThat(SignatureHashes.witnessV0(spend.tx(), input, script, type, amount).toArray())
        .as(text)
        .isEqualTo(
            theirs.hashForSigning(
                input,
                script.toArray(),
                type,
                new fr.acinq.bitcoin.Satoshi(amount),
                SigVersion.SIGVERSION_WITNESS_V0));
    int taprootType = new int[] {0, 1, 2, 3, 0x81, 0x82, 0x83}[random.nextInt(7)];
    Bytes annex = random.nextBoolean() ? Bytes.fromHex("50aabb") : null;
    Bytes leaf = random.nextBoolean() ? TaprootSpend.leafHash(0xc0, script) : null;
    Bytes ours =
        SignatureHashes.taproot(
            spend.tx(),
            input,
            taprootType,
            annex == null ? null : TaprootSpend.annexHash(annex),
            leaf,
            ExecutionData.NO_CODE_SEPARATOR);
    if (ours != null) {
      ByteVector theirAnnex = annex == null ? null : new ByteVector(annex.toArray());
      ByteVector32 hash =
          leaf == null
              ? theirs.hashForSigningTaprootKeyPath(
                  input, OtherImplementation.outputs(spend), taprootType, theirAnnex)
              : theirs.hashForSigningTaprootScriptPath(
                  input,
                  OtherImplementation.outputs(spend),
                  taprootType,
                  new ByteVector32(leaf.toArray()),
                  theirAnnex);
      assertThat(ours.toArray()).as(text).isEqualTo(hash.toByteArray());
    }
  }

  private static boolean isReadable(Bytes script) {
    ScriptReader reader = new ScriptReader(script);
    while (reader.next()) {
      if (reader.opcode() == Opcodes.OP_CODESEPARATOR) {
        return false;
      }
    }
    return !reader.failed();
  }

  @Test
  public void bothReadHeadersAndBlocksAlike() throws Exception {
    Random random = seeded("second opinion on headers and blocks");
    RandomSpends spends = new RandomSpends(random);
    for (int i = 0; i < COUNT; i++) {
      byte[] bytes = new byte[80];
      random.nextBytes(bytes);
      org.moneyrocket.primitives.BlockHeader ours =
          org.moneyrocket.primitives.BlockHeader.read(new ByteReader(bytes));
      BlockHeader theirs = BlockHeader.read(bytes);
      assertThat(BlockHeader.write(theirs)).isEqualTo(bytes);
      assertThat(ours.toBytes().toArray()).isEqualTo(bytes);
      assertThat(ours.hash().toString()).isEqualTo(theirs.blockId.toString());
      assertThat(ours.time()).isEqualTo(theirs.time);
      // Signed for the rules, which theirs leaves to its users.
      assertThat(ours.version()).isEqualTo((int) theirs.version);
      assertThat(Integer.toUnsignedLong(ours.bits())).isEqualTo(theirs.bits);
      assertThat(Integer.toUnsignedLong(ours.nonce())).isEqualTo(theirs.nonce);
      if (i % 100 == 0) {
        compareBlock(ours, spends, 1 + random.nextInt(40));
      }
    }
  }

  private static void compareBlock(
      org.moneyrocket.primitives.BlockHeader header, RandomSpends spends, int transactions)
      throws Exception {
    List<Transaction> list = new ArrayList<>();
    List<ByteVector32> leaves = new ArrayList<>();
    for (int i = 0; i < transactions; i++) {
      Transaction tx = spends.next().tx().transaction();
      list.add(tx);
      leaves.add(new ByteVector32(tx.txid().hash().toArray()));
    }
    org.moneyrocket.primitives.Block ours = new org.moneyrocket.primitives.Block(header, list);
    ByteWriter out = new ByteWriter();
    ours.write(out);
    Block theirs = Block.read(out.toArray());
    assertThat(Block.write(theirs)).isEqualTo(out.toArray());
    assertThat(theirs.tx).hasSize(list.size());
    assertThat(new BlockHash(Bytes.of(theirs.hash.value.toByteArray()))).isEqualTo(ours.hash());
    assertThat(MerkleTree.ofTransactions(ours).hash().toArray())
        .isEqualTo(fr.acinq.bitcoin.MerkleTree.computeRoot(leaves).toByteArray());
    assertThat(org.moneyrocket.primitives.Block.decode(Bytes.of(out.toArray()))).isEqualTo(ours);
  }
}
