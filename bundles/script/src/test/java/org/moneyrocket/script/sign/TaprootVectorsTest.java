// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.testkit.vectors.Vectors;

/** Vectors of BIP341. */
public class TaprootVectorsTest {
  private static final ChainFormat MAIN = new ChainFormat(ChainParameters.of(Chain.MAIN).keys());

  @Test
  public void outputsAreBuiltAsPublished() throws Exception {
    int rows = 0;
    for (JsonNode row :
        Vectors.json("script-and-tx/bip341_wallet_vectors.json").get("scriptPubKey")) {
      JsonNode given = row.get("given");
      JsonNode steps = row.get("intermediary");
      JsonNode expected = row.get("expected");
      XonlyKey key = new XonlyKey(Bytes.fromHex(given.get("internalPubkey").asText()));
      List<TaprootTree.Leaf> byId = new ArrayList<>();
      Optional<TaprootTree.Node> root =
          given.get("scriptTree").isNull()
              ? Optional.empty()
              : Optional.of(tree(given.get("scriptTree"), byId));
      TaprootTree tree = new TaprootTree(key, root);

      assertThat(tree.merkleRoot().map(Bytes::toHex))
          .isEqualTo(
              Optional.of(steps.get("merkleRoot")).filter(n -> !n.isNull()).map(JsonNode::asText));
      assertThat(key.tapTweak(tree.merkleRoot()).toHex()).isEqualTo(steps.get("tweak").asText());
      Destination output = new Destination.Taproot(tree.output().key().bytes());
      assertThat(output.script().toHex()).isEqualTo(expected.get("scriptPubKey").asText());
      assertThat(MAIN.encode(output)).isEqualTo(expected.get("bip350Address").asText());
      for (int i = 0; i < byId.size(); i++) {
        assertThat(byId.get(i).hash().toHex()).isEqualTo(steps.get("leafHashes").get(i).asText());
        assertThat(tree.spendData().leaves().get(byId.get(i)).first().toHex())
            .isEqualTo(expected.get("scriptPathControlBlocks").get(i).asText());
      }
      rows++;
    }
    assertThat(rows).isEqualTo(7);
  }

  private static TaprootTree.Node tree(JsonNode node, List<TaprootTree.Leaf> byId) {
    if (node.isArray()) {
      return TaprootTree.Branch.of(tree(node.get(0), byId), tree(node.get(1), byId));
    }
    TaprootTree.Leaf leaf =
        new TaprootTree.Leaf(
            node.get("leafVersion").asInt(), Bytes.fromHex(node.get("script").asText()));
    byId.add(leaf);
    assertThat(node.get("id").asInt()).isEqualTo(byId.size() - 1);
    return leaf;
  }

  @Test
  public void keyPathsAreSignedAsPublished() throws Exception {
    JsonNode row =
        Vectors.json("script-and-tx/bip341_wallet_vectors.json").get("keyPathSpending").get(0);
    Transaction transaction =
        Transaction.decode(Bytes.fromHex(row.get("given").get("rawUnsignedTx").asText()));
    List<TxOut> spent = new ArrayList<>();
    for (JsonNode output : row.get("given").get("utxosSpent")) {
      spent.add(
          new TxOut(
              output.get("amountSats").asLong(),
              Bytes.fromHex(output.get("scriptPubKey").asText())));
    }
    PrecomputedTransaction precomputed = PrecomputedTransaction.of(transaction, spent);
    int rows = 0;
    for (JsonNode input : row.get("inputSpending")) {
      JsonNode given = input.get("given");
      byte[] secret = HexFormat.of().parseHex(given.get("internalPrivkey").asText());
      Optional<Bytes> root =
          Optional.of(given.get("merkleRoot"))
              .filter(n -> !n.isNull())
              .map(n -> Bytes.fromHex(n.asText()));
      HashType type = HashType.byCode(given.get("hashType").asInt()).orElseThrow();
      int index = given.get("txinIndex").asInt();
      try (SigningData data = new SigningData()) {
        SecretKey key = SecretKey.of(secret, true).orElseThrow();
        data.addSecret(key);
        TransactionSignatureCreator creator =
            new TransactionSignatureCreator(precomputed, index, spent.get(index).valueSats(), type);
        TaprootUse use = new TaprootUse.InternalKey(root);
        assertThat(creator.schnorrHash(use).map(Bytes::toHex))
            .hasValue(input.get("intermediary").get("sigHash").asText());
        assertThat(creator.schnorr(data, key.publicKey().xonly(), use).map(Bytes::toHex))
            .hasValue(input.get("expected").get("witness").get(0).asText());
      }
      rows++;
    }
    assertThat(rows).isEqualTo(7);
    Transaction signed =
        Transaction.decode(Bytes.fromHex(row.get("auxiliary").get("fullySignedTx").asText()));
    Map<OutPoint, TxOut> coins = new HashMap<>();
    for (int i = 0; i < spent.size(); i++) {
      coins.put(transaction.inputs().get(i).prevout(), spent.get(i));
    }
    TransactionSigner.Result result =
        TransactionSigner.sign(signed, coins, new SigningData(), HashType.DEFAULT);
    assertThat(result.errors()).isEmpty();
    assertThat(result.transaction()).isEqualTo(signed);
  }
}
