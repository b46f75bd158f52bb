// SPDX-License-Identifier: MIT
package org.moneyrocket.script.psbt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.Test;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.testkit.vectors.Vectors;

public class PsbtVectorsTest {
  private static final ChainFormat REGTEST =
      new ChainFormat(ChainParameters.of(Chain.REGTEST).keys());

  private static JsonNode vectors(String name) throws Exception {
    return Vectors.json("psbt-rpc/rpc_psbt.json").get(name);
  }

  @Test
  public void invalidOnesAreRefused() throws Exception {
    int rows = 0;
    for (JsonNode row : vectors("invalid")) {
      assertThatThrownBy(() -> Psbt.decodeBase64(row.asText()))
          .as(row.asText())
          .isInstanceOf(PsbtException.class);
      rows++;
    }
    assertThat(rows).isEqualTo(63);
  }

  @Test
  public void invalidOnesSayWhatIsWrong() throws Exception {
    int rows = 0;
    for (JsonNode row : vectors("invalid_with_msg")) {
      assertThatThrownBy(() -> Psbt.decodeBase64(row.get(0).asText()))
          .isInstanceOf(PsbtException.class)
          .hasMessageStartingWith(row.get(1).asText())
          .hasMessageEndingWith(": iostream error");
      rows++;
    }
    assertThat(rows).isEqualTo(23);
    assertThatThrownBy(() -> Psbt.decodeBase64(";definitely not base64;"))
        .hasMessage("invalid base64");
    assertThatThrownBy(() -> Psbt.decodeBase64(""))
        .hasMessage("SpanReader::read(): end of data: iostream error");
  }

  @Test
  public void validOnesSurviveWritingAndReading() throws Exception {
    int rows = 0;
    for (JsonNode row : vectors("valid")) {
      Psbt psbt = Psbt.decodeBase64(row.asText());
      String written = psbt.toBase64();
      Psbt again = Psbt.decodeBase64(written);
      assertThat(again.toBase64()).isEqualTo(written);
      assertThat(again.uniqueId()).isEqualTo(psbt.uniqueId());
      rows++;
    }
    assertThat(rows).isEqualTo(48);
  }

  @Test
  public void creatorsBuildThePublishedOne() throws Exception {
    int rows = 0;
    for (JsonNode row : vectors("creator")) {
      List<TxIn> inputs = new ArrayList<>();
      for (JsonNode in : row.get("inputs")) {
        Txid txid = new Txid(Bytes.fromHex(in.get("txid").asText()).reversed());
        inputs.add(
            new TxIn(new OutPoint(txid, in.get("vout").asInt()), Bytes.EMPTY, TxIn.SEQUENCE_FINAL));
      }
      List<TxOut> outputs = new ArrayList<>();
      for (JsonNode out : row.get("outputs")) {
        String address = out.fieldNames().next();
        outputs.add(
            new TxOut(
                Amount.ofBitcoin(out.get(address).decimalValue()).sats(),
                REGTEST.decode(address).orElseThrow().script()));
      }
      Psbt psbt = Psbt.of(new Transaction(2, inputs, outputs, 0), row.get("version").asInt());
      assertThat(psbt.toBase64()).isEqualTo(row.get("result").asText());
      rows++;
    }
    assertThat(rows).isEqualTo(1);
  }

  @Test
  public void signersAddThePublishedSignatures() throws Exception {
    int rows = 0;
    for (JsonNode row : vectors("signer")) {
      Psbt psbt = Psbt.decodeBase64(row.get("psbt").asText());
      try (SigningData data = new SigningData()) {
        for (JsonNode key : row.get("privkeys")) {
          SecretKey secret = REGTEST.decodeSecret(key.asText()).orElseThrow();
          data.addSecret(secret);
        }
        PrecomputedTransaction transaction = PsbtSigner.precompute(psbt).orElseThrow();
        for (int i = 0; i < psbt.inputs().size(); i++) {
          PsbtSigner.sign(
              data, psbt, i, transaction, new PsbtSigner.Options(OptionalInt.of(1), true));
        }
      }
      PsbtSigner.removeUnneededTransactions(psbt);
      assertThat(psbt.toBase64()).isEqualTo(row.get("result").asText());
      rows++;
    }
    assertThat(rows).isEqualTo(6);
  }

  @Test
  public void combinersUniteThePublishedOnes() throws Exception {
    int rows = 0;
    for (JsonNode row : vectors("combiner")) {
      Psbt all = Psbt.decodeBase64(row.get("combine").get(0).asText());
      for (JsonNode other : row.get("combine")) {
        assertThat(all.merge(Psbt.decodeBase64(other.asText()))).isTrue();
      }
      assertThat(all.toBase64()).isEqualTo(row.get("result").asText());
      rows++;
    }
    assertThat(rows).isEqualTo(1);
  }

  @Test
  public void finalizersAndExtractorsFinish() throws Exception {
    int rows = 0;
    for (JsonNode row : vectors("finalizer")) {
      Psbt psbt = Psbt.decodeBase64(row.get("finalize").asText());
      assertThat(PsbtSigner.finish(psbt)).isTrue();
      assertThat(psbt.toBase64()).isEqualTo(row.get("result").asText());
      rows++;
    }
    for (JsonNode row : vectors("extractor")) {
      Psbt psbt = Psbt.decodeBase64(row.get("extract").asText());
      assertThat(PsbtSigner.finishAndExtract(psbt).map(Transaction::toBytes).map(Bytes::toHex))
          .hasValue(row.get("result").asText());
      rows++;
    }
    assertThat(rows).isEqualTo(2);
  }
}
