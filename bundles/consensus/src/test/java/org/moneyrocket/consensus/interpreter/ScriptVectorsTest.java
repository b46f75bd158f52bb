// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.testkit.vectors.Vectors;

/** Runs every row of script_tests.json. */
public class ScriptVectorsTest {
  private static final Bytes UNSPENDABLE_KEY =
      Bytes.fromHex("50929b74c1a04953b78b4b6035e97a5e078a5a0f28ec96d547bfee9ace803ac0");

  @Test
  public void everyRowOfTheScriptVectorsGivesTheExpectedError() {
    int rows = 0;
    long seed = System.nanoTime();
    System.out.println("script vectors: seed " + seed);
    Random random = new Random(seed);
    for (JsonNode row : Vectors.json("script-and-tx/script_tests.json")) {
      if (row.size() == 1) {
        continue;
      }
      new Row(row).check(random);
      rows++;
    }
    assertThat(rows).isEqualTo(1233);
  }

  private static final class Row {
    private final String text;
    private final List<Bytes> witness = new ArrayList<>();
    private final Bytes scriptSig;
    private final Bytes lockingScript;
    private final ScriptFlags flags;
    private final ScriptError expected;
    private final PrecomputedTransaction tx;

    Row(JsonNode row) {
      text = row.toString();
      int at = 0;
      long amount = 0;
      Bytes outputKey = Bytes.EMPTY;
      if (row.get(0).isArray()) {
        JsonNode elements = row.get(0);
        int last = elements.size() - 1;
        amount = Amount.ofBitcoin(new BigDecimal(elements.get(last).asText())).sats();
        for (int i = 0; i < last; i++) {
          String element = elements.get(i).asText();
          if (element.startsWith("#SCRIPT#")) {
            Bytes script = Assembly.parse(element.substring(8));
            witness.add(script);
            Bytes leaf = TaprootSpend.leafHash(TaprootSpend.LEAF_TAPSCRIPT, script);
            Secp256k1.Tweaked output =
                Secp256k1.xonlyTweakAdd(
                        UNSPENDABLE_KEY.toArray(),
                        TaprootSpend.tweak(UNSPENDABLE_KEY, leaf).toArray())
                    .orElseThrow();
            outputKey = Bytes.of(output.key());
            int first = TaprootSpend.LEAF_TAPSCRIPT | (output.odd() ? 1 : 0);
            assertThat(elements.get(++i).asText()).isEqualTo("#CONTROLBLOCK#");
            witness.add(Bytes.of(new byte[] {(byte) first}).concat(UNSPENDABLE_KEY));
          } else {
            witness.add(Bytes.fromHex(element));
          }
        }
        at++;
      }
      scriptSig = Assembly.parse(row.get(at).asText());
      lockingScript =
          Assembly.parse(
              row.get(at + 1).asText().replace("#TAPROOTOUTPUT#", "0x" + outputKey.toHex()));
      ScriptFlags named = ScriptFlags.parse(row.get(at + 2).asText());
      flags = FlagSets.fill(named);
      String error = row.get(at + 3).asText();
      expected = error.equals("NULLFAIL") ? ScriptError.SIG_NULLFAIL : ScriptError.valueOf(error);
      Transaction credit =
          new Transaction(
              1,
              List.of(new TxIn(OutPoint.NULL, Bytes.fromHex("0000"), TxIn.SEQUENCE_FINAL)),
              List.of(new TxOut(amount, lockingScript)),
              0);
      Transaction spend =
          new Transaction(
              1,
              List.of(
                  new TxIn(
                      new OutPoint(credit.txid(), 0), scriptSig, TxIn.SEQUENCE_FINAL, witness)),
              List.of(new TxOut(amount, Bytes.EMPTY)),
              0);
      tx = PrecomputedTransaction.of(spend, credit.outputs());
    }

    void check(Random random) {
      assertThat(ScriptCheck.check(tx, 0, flags)).as(text).isEqualTo(expected);
      // What passes still passes with fewer flags, what fails still fails with more.
      for (int i = 0; i < 16; i++) {
        ScriptFlags extra = new ScriptFlags(random.nextInt() & ScriptFlags.ALL.bits());
        ScriptFlags changed =
            expected.isOk()
                ? FlagSets.trim(new ScriptFlags(flags.bits() & extra.bits()))
                : FlagSets.fill(new ScriptFlags(flags.bits() | extra.bits()));
        assertThat(ScriptCheck.check(tx, 0, changed).isOk())
            .as("%s with %s", text, changed)
            .isEqualTo(expected.isOk());
      }
    }
  }
}
