// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.consensus.check.TransactionCheck;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.testkit.vectors.Vectors;

/** Runs every row of tx_valid.json and tx_invalid.json. */
public class TransactionVectorsTest {
  @Test
  public void everyValidTransactionPassesAndOnlyWithoutTheExcludedFlags() throws Exception {
    int rows = 0;
    Random random = seeded("valid transactions");
    for (JsonNode node : Vectors.json("script-and-tx/tx_valid.json")) {
      if (!node.get(0).isArray()) {
        continue;
      }
      rows++;
      Row row = new Row(node);
      assertThat(TransactionCheck.check(row.tx).isValid()).as(row.text).isTrue();
      ScriptFlags excluded = ScriptFlags.parse(node.get(2).asText());
      ScriptFlags flags = FlagSets.not(excluded);
      assertThat(FlagSets.fill(flags)).as(row.text).isEqualTo(flags);
      assertThat(row.passes(flags)).as(row.text).isTrue();
      for (ScriptFlag flag : ScriptFlag.values()) {
        ScriptFlags fewer = FlagSets.trim(flags.without(flag));
        assertThat(row.passes(fewer)).as("%s with %s", row.text, fewer).isTrue();
        ScriptFlags some = FlagSets.trim(new ScriptFlags(flags.bits() & random.nextInt()));
        assertThat(row.passes(some)).as("%s with %s", row.text, some).isTrue();
        if (excluded.has(flag)) {
          ScriptFlags more = FlagSets.fill(flags.with(flag));
          if (more.equals(flags.with(flag))) {
            assertThat(row.passes(more)).as("%s with %s", row.text, more).isFalse();
          }
        }
      }
    }
    assertThat(rows).isEqualTo(121);
  }

  @Test
  public void everyInvalidTransactionFailsAndOnlyWithItsFlags() throws Exception {
    int rows = 0;
    Random random = seeded("invalid transactions");
    for (JsonNode node : Vectors.json("script-and-tx/tx_invalid.json")) {
      if (!node.get(0).isArray()) {
        continue;
      }
      rows++;
      Row row = new Row(node);
      if (node.get(2).asText().equals("BADTX")) {
        assertThat(TransactionCheck.check(row.tx).isValid()).as(row.text).isFalse();
        continue;
      }
      ScriptFlags flags = ScriptFlags.parse(node.get(2).asText());
      assertThat(FlagSets.fill(flags)).as(row.text).isEqualTo(flags);
      assertThat(row.passes(flags)).as(row.text).isFalse();
      for (ScriptFlag flag : ScriptFlag.values()) {
        ScriptFlags more = FlagSets.fill(flags.with(flag));
        assertThat(row.passes(more)).as("%s with %s", row.text, more).isFalse();
        ScriptFlags some =
            FlagSets.fill(
                new ScriptFlags(flags.bits() | random.nextInt() & ScriptFlags.ALL.bits()));
        assertThat(row.passes(some)).as("%s with %s", row.text, some).isFalse();
        if (flags.has(flag)) {
          ScriptFlags fewer = FlagSets.trim(flags.without(flag));
          if (fewer.equals(flags.without(flag))) {
            assertThat(row.passes(fewer)).as("%s with %s", row.text, fewer).isTrue();
          }
        }
      }
    }
    assertThat(rows).isEqualTo(93);
  }

  private static Random seeded(String what) {
    long seed = System.nanoTime();
    System.out.println(what + ": seed " + seed);
    return new Random(seed);
  }

  private static final class Row {
    private final String text;
    private final Transaction tx;
    private final PrecomputedTransaction precomputed;

    Row(JsonNode row) throws DecodeException {
      text = row.toString();
      Map<OutPoint, TxOut> outputs = new HashMap<>();
      for (JsonNode input : row.get(0)) {
        OutPoint outpoint =
            new OutPoint(Txid.fromDisplay(input.get(0).asText()), (int) input.get(1).asLong());
        long amount = input.size() > 3 ? input.get(3).asLong() : 0;
        outputs.put(outpoint, new TxOut(amount, Assembly.parse(input.get(2).asText())));
      }
      tx = Transaction.decode(Bytes.fromHex(row.get(1).asText()));
      List<TxOut> spent = new ArrayList<>();
      for (TxIn input : tx.inputs()) {
        // Transactions that fail before any script is run need not name all they spend.
        spent.add(outputs.getOrDefault(input.prevout(), new TxOut(0, Bytes.EMPTY)));
      }
      precomputed = PrecomputedTransaction.of(tx, spent);
    }

    boolean passes(ScriptFlags flags) {
      return ScriptCheck.checkAll(precomputed, flags, null, false).isEmpty();
    }
  }
}
