// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.check.TransactionCheck;
import org.moneyrocket.crypto.Schnorr;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.testkit.vectors.Vectors;

/** Compares signature hashes with sighash.json and bip341_wallet_vectors.json. */
public class SignatureHashVectorsTest {
  @Test
  public void everyLegacyHashIsAsPublished() throws Exception {
    int rows = 0;
    for (JsonNode row : Vectors.json("script-and-tx/sighash.json")) {
      if (row.size() == 1) {
        continue;
      }
      rows++;
      Transaction tx = Transaction.decode(Bytes.fromHex(row.get(0).asText()));
      assertThat(TransactionCheck.check(tx).isValid()).as(row.toString()).isTrue();
      Bytes hash =
          SignatureHashes.legacy(
              PrecomputedTransaction.withoutSpentOutputs(tx),
              row.get(2).asInt(),
              Bytes.fromHex(row.get(1).asText()),
              row.get(3).asInt());
      assertThat(hash.reversed().toHex()).as(row.toString()).isEqualTo(row.get(4).asText());
    }
    assertThat(rows).isEqualTo(500);
  }

  @Test
  public void everyKeyPathSpendOfBip341IsAsPublished() throws Exception {
    int inputs = 0;
    for (JsonNode spending :
        Vectors.json("script-and-tx/bip341_wallet_vectors.json").get("keyPathSpending")) {
      Transaction unsigned =
          Transaction.decode(Bytes.fromHex(spending.at("/given/rawUnsignedTx").asText()));
      List<TxOut> spent = new ArrayList<>();
      for (JsonNode utxo : spending.at("/given/utxosSpent")) {
        spent.add(
            new TxOut(
                utxo.get("amountSats").asLong(), Bytes.fromHex(utxo.get("scriptPubKey").asText())));
      }
      PrecomputedTransaction tx = PrecomputedTransaction.of(unsigned, spent);
      JsonNode parts = spending.get("intermediary");
      assertThat(hex(tx.spentHashes().amounts())).isEqualTo(parts.get("hashAmounts").asText());
      assertThat(hex(tx.spentHashes().scripts()))
          .isEqualTo(parts.get("hashScriptPubkeys").asText());
      assertThat(hex(tx.shared().outputs())).isEqualTo(parts.get("hashOutputs").asText());
      assertThat(hex(tx.shared().prevouts())).isEqualTo(parts.get("hashPrevouts").asText());
      assertThat(hex(tx.shared().sequences())).isEqualTo(parts.get("hashSequences").asText());
      for (JsonNode input : spending.get("inputSpending")) {
        inputs++;
        int index = input.at("/given/txinIndex").asInt();
        int hashType = input.at("/given/hashType").asInt();
        Bytes hash =
            SignatureHashes.taproot(
                tx, index, hashType, null, null, ExecutionData.NO_CODE_SEPARATOR);
        assertThat(hash).isNotNull();
        assertThat(hash.toHex()).isEqualTo(input.at("/intermediary/sigHash").asText());
        checkSignature(input, hash);
        checkSpend(unsigned, spent, index, input);
      }
    }
    assertThat(inputs).isEqualTo(7);
  }

  private static void checkSignature(JsonNode input, Bytes hash) {
    byte[] secret = Bytes.fromHex(input.at("/intermediary/tweakedPrivkey").asText()).toArray();
    byte[] signature = Schnorr.sign(secret, hash.toArray(), new byte[32]);
    String witness = input.at("/expected/witness/0").asText();
    assertThat(witness).startsWith(hex(signature));
    assertThat(Schnorr.verify(Secp256k1.xonlyPublicKey(secret), hash.toArray(), signature))
        .isTrue();
  }

  private static void checkSpend(
      Transaction unsigned, List<TxOut> spent, int index, JsonNode input) {
    List<TxIn> inputs = new ArrayList<>(unsigned.inputs());
    Bytes witness = Bytes.fromHex(input.at("/expected/witness/0").asText());
    inputs.set(index, inputs.get(index).withWitness(List.of(witness)));
    Transaction signed = unsigned.withInputs(inputs);
    PrecomputedTransaction tx = PrecomputedTransaction.of(signed, spent);
    assertThat(ScriptCheck.check(tx, index, ScriptFlags.STANDARD)).isEqualTo(ScriptError.OK);
    byte[] broken = witness.toArray();
    broken[10] ^= 1;
    inputs.set(index, inputs.get(index).withWitness(List.of(Bytes.of(broken))));
    assertThat(
            ScriptCheck.check(
                PrecomputedTransaction.of(unsigned.withInputs(inputs), spent),
                index,
                ScriptFlags.STANDARD))
        .isEqualTo(ScriptError.SCHNORR_SIG);
  }

  @Test
  public void everyScriptTreeOfBip341HasThePublishedKeyAndControlBlocks() {
    int trees = 0;
    int leaves = 0;
    for (JsonNode row :
        Vectors.json("script-and-tx/bip341_wallet_vectors.json").get("scriptPubKey")) {
      trees++;
      Bytes internal = Bytes.fromHex(row.at("/given/internalPubkey").asText());
      Bytes root = Bytes.EMPTY;
      JsonNode tree = row.at("/given/scriptTree");
      List<Bytes> leafHashes = new ArrayList<>();
      if (!tree.isNull()) {
        root = hash(tree, leafHashes);
        assertThat(root.toHex()).isEqualTo(row.at("/intermediary/merkleRoot").asText());
      }
      Bytes tweak = TaprootSpend.tweak(internal, root);
      assertThat(tweak.toHex()).isEqualTo(row.at("/intermediary/tweak").asText());
      Secp256k1.Tweaked output =
          Secp256k1.xonlyTweakAdd(internal.toArray(), tweak.toArray()).orElseThrow();
      assertThat(hex(output.key())).isEqualTo(row.at("/intermediary/tweakedPubkey").asText());
      JsonNode controls = row.at("/expected/scriptPathControlBlocks");
      for (int i = 0; i < controls.size(); i++) {
        leaves++;
        Bytes control = Bytes.fromHex(controls.get(i).asText());
        assertThat(leafHashes.get(i).toHex())
            .isEqualTo(row.at("/intermediary/leafHashes").get(i).asText());
        assertThat(TaprootSpend.merkleRoot(control, leafHashes.get(i))).isEqualTo(root);
      }
    }
    assertThat(trees).isEqualTo(7);
    assertThat(leaves).isEqualTo(12);
  }

  private static Bytes hash(JsonNode tree, List<Bytes> leaves) {
    if (tree.isArray()) {
      Bytes left = hash(tree.get(0), leaves);
      return TaprootSpend.branchHash(left, hash(tree.get(1), leaves));
    }
    Bytes leaf =
        TaprootSpend.leafHash(
            tree.get("leafVersion").asInt(), Bytes.fromHex(tree.get("script").asText()));
    leaves.add(leaf);
    return leaf;
  }

  private static String hex(byte[] bytes) {
    return Bytes.of(bytes).toHex();
  }
}
