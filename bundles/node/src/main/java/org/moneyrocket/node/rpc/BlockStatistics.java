// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.check.DuplicateTransactions;
import org.moneyrocket.consensus.check.Subsidy;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;

/** Numbers about one block. */
final class BlockStatistics {
  /** What a coin takes in an index beside its output: outpoint and height with a flag. */
  private static final int COIN_OVERHEAD = 32 + 4 + 4;

  private static final int[] PERCENT = {10, 25, 50, 75, 90};

  private final ChainParameters params;
  private final BlockEntry entry;
  private final List<Transaction> transactions;
  private final List<Long> fees = new ArrayList<>();
  private final List<Long> rates = new ArrayList<>();
  private final List<Long> sizes = new ArrayList<>();
  private final List<Long> weights = new ArrayList<>();
  private long inputs;
  private long outputs;
  private long kept;
  private long totalOut;
  private long sizeGrowth;
  private long keptSizeGrowth;
  private long witnessTransactions;
  private long witnessSize;
  private long witnessWeight;

  BlockStatistics(ChainParameters params, BlockEntry entry, Block block, BlockUndo undo) {
    this.params = params;
    this.entry = entry;
    this.transactions = block.transactions();
    for (int i = 0; i < transactions.size(); i++) {
      long out = countOutputs(transactions.get(i), i == 0);
      if (i > 0) {
        count(transactions.get(i), out, undo.transactions().get(i - 1).spent());
      }
    }
  }

  private long countOutputs(Transaction tx, boolean coinbase) {
    long sum = 0;
    boolean vanishes =
        entry.height() == 0
            || (coinbase && DuplicateTransactions.isRepeat(params, entry.height(), entry.hash()));
    outputs += tx.outputs().size();
    for (TxOut output : tx.outputs()) {
      sum += output.valueSats();
      long size = size(output);
      sizeGrowth += size;
      if (!vanishes && !Script.isUnspendable(output.script())) {
        kept++;
        keptSizeGrowth += size;
      }
    }
    return sum;
  }

  private static long size(TxOut output) {
    int script = output.script().size();
    return COIN_OVERHEAD + 8L + ByteWriter.compactSizeLength(script) + script;
  }

  private void count(Transaction tx, long out, List<Coin> spent) {
    inputs += tx.inputs().size();
    totalOut += out;
    long in = 0;
    for (Coin coin : spent) {
      in += coin.output().valueSats();
      sizeGrowth -= size(coin.output());
      keptSizeGrowth -= size(coin.output());
    }
    long weight = tx.weight();
    fees.add(in - out);
    rates.add((in - out) * Transaction.WITNESS_SCALE_FACTOR / weight);
    sizes.add((long) tx.totalSize());
    weights.add(weight);
    if (tx.hasWitness()) {
      witnessTransactions++;
      witnessSize += tx.totalSize();
      witnessWeight += weight;
    }
  }

  ObjectNode describe() {
    long count = fees.size();
    long totalFee = sum(fees);
    long totalSize = sum(sizes);
    long totalWeight = sum(weights);
    ObjectNode out = Json.object();
    out.put("avgfee", count == 0 ? 0 : totalFee / count);
    out.put(
        "avgfeerate",
        totalWeight == 0 ? 0 : totalFee * Transaction.WITNESS_SCALE_FACTOR / totalWeight);
    out.put("avgtxsize", count == 0 ? 0 : totalSize / count);
    out.put("blockhash", entry.hash().toString());
    ArrayNode percentiles = out.putArray("feerate_percentiles");
    percentiles(totalWeight).forEach(percentiles::add);
    out.put("height", entry.height());
    out.put("ins", inputs);
    out.put("maxfee", largest(fees));
    out.put("maxfeerate", largest(rates));
    out.put("maxtxsize", largest(sizes));
    out.put("medianfee", median(fees));
    out.put("mediantime", entry.medianTimePast());
    out.put("mediantxsize", median(sizes));
    out.put("minfee", smallest(fees));
    out.put("minfeerate", smallest(rates));
    out.put("mintxsize", smallest(sizes));
    out.put("outs", outputs);
    out.put("subsidy", Subsidy.at(params, entry.height()));
    out.put("swtotal_size", witnessSize);
    out.put("swtotal_weight", witnessWeight);
    out.put("swtxs", witnessTransactions);
    out.put("time", entry.time());
    out.put("total_out", totalOut);
    out.put("total_size", totalSize);
    out.put("total_weight", totalWeight);
    out.put("totalfee", totalFee);
    out.put("txs", transactions.size());
    out.put("utxo_increase", outputs - inputs);
    out.put("utxo_size_inc", sizeGrowth);
    out.put("utxo_increase_actual", kept - inputs);
    out.put("utxo_size_inc_actual", keptSizeGrowth);
    return out;
  }

  private static long sum(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).sum();
  }

  private static long largest(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private static long smallest(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).min().orElse(0);
  }

  private static long median(List<Long> values) {
    if (values.isEmpty()) {
      return 0;
    }
    List<Long> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 0
        ? (sorted.get(middle - 1) + sorted.get(middle)) / 2
        : sorted.get(middle);
  }

  /** Returns the rates at which given shares of the weight pay no more. */
  private List<Long> percentiles(long totalWeight) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < rates.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparing((Integer i) -> rates.get(i)).thenComparing(i -> weights.get(i)));
    List<Long> out = new ArrayList<>();
    long weight = 0;
    for (int i : order) {
      weight += weights.get(i);
      while (out.size() < PERCENT.length
          && (double) weight >= totalWeight * (PERCENT[out.size()] / 100.0)) {
        out.add(rates.get(i));
      }
    }
    long last = order.isEmpty() ? 0 : rates.get(order.get(order.size() - 1));
    while (out.size() < PERCENT.length) {
      out.add(last);
    }
    return out;
  }

  /** Describes {@link #describe}. */
  static List<Result> results() {
    return List.of(
        one("avgfee", "Average fee"),
        one("avgfeerate", "Average rate in satoshis per virtual byte"),
        one("avgtxsize", "Average size of a transaction"),
        Result.hex("blockhash", "The block's hash").optional(),
        Result.fixedArray(
                "feerate_percentiles",
                "Rates at shares of the weight",
                Result.number("10th_percentile_feerate", "10 percent"),
                Result.number("25th_percentile_feerate", "25 percent"),
                Result.number("50th_percentile_feerate", "50 percent"),
                Result.number("75th_percentile_feerate", "75 percent"),
                Result.number("90th_percentile_feerate", "90 percent"))
            .optional(),
        one("height", "The height"),
        one("ins", "Inputs without the coinbase"),
        one("maxfee", "Highest fee"),
        one("maxfeerate", "Highest rate"),
        one("maxtxsize", "Largest transaction"),
        one("medianfee", "Median fee"),
        one("mediantime", "Median time past"),
        one("mediantxsize", "Median size of a transaction"),
        one("minfee", "Lowest fee"),
        one("minfeerate", "Lowest rate"),
        one("mintxsize", "Smallest transaction"),
        one("outs", "Outputs"),
        one("subsidy", "The subsidy"),
        one("swtotal_size", "Size of all transactions with witness"),
        one("swtotal_weight", "Weight of all transactions with witness"),
        one("swtxs", "Transactions with witness"),
        one("time", "Time of the block"),
        one("total_out", "Sum of outputs without the coinbase"),
        one("total_size", "Size of all transactions but the coinbase"),
        one("total_weight", "Weight of all transactions but the coinbase"),
        one("totalfee", "Sum of fees"),
        one("txs", "Transactions with the coinbase"),
        one("utxo_increase", "Outputs made less outputs spent"),
        one("utxo_size_inc", "The same in bytes of an index"),
        one("utxo_increase_actual", "The same without what can never be spent"),
        one("utxo_size_inc_actual", "That in bytes of an index"));
  }

  private static Result one(String name, String text) {
    return Result.number(name, text).optional();
  }
}
