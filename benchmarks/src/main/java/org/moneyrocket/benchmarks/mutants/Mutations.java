// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.moneyrocket.consensus.check.Subsidy;
import org.moneyrocket.consensus.check.WitnessCommitment;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

/** Everything that can be wrong with a block, or just not wrong yet. */
final class Mutations {
  private static final long MAX_MONEY = 21_000_000L * 100_000_000L;

  /** What mutations need to know about the chain. */
  interface Chain {
    long now();

    long medianTimePast();

    List<BlockHash> hashes();

    Coins coins();

    /** Coinbases of the chain, earliest first. */
    List<Transaction> coinbases();
  }

  private final Map<String, BiConsumer<Draft, SplittableRandom>> all = new LinkedHashMap<>();
  private final List<String> names;
  private final ChainParameters params;
  private final Chain chain;
  private final TxMutations inner;

  Mutations(ChainParameters params, Chain chain, Locks locks) {
    this.params = params;
    this.chain = chain;
    this.inner = new TxMutations(chain, locks);
    header();
    order();
    coinbase();
    commitment();
    limits();
    inner.addTo(all);
    names = List.copyOf(all.keySet());
  }

  List<String> names() {
    return names;
  }

  void apply(String name, Draft draft, SplittableRandom random) {
    BiConsumer<Draft, SplittableRandom> change = all.get(name);
    if (change == null) {
      throw new IllegalArgumentException("no mutation " + name);
    }
    change.accept(draft, random);
  }

  private void header() {
    all.put(
        "version",
        (d, r) ->
            d.version =
                pick(r, 0, 1, 2, 3, 4, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, r.nextInt()));
    all.put(
        "time",
        (d, r) -> {
          long mtp = chain.medianTimePast();
          long now = chain.now();
          d.time =
              pick(r, mtp - 1, mtp, mtp + 1, now + 7199, now + 7200, now + 7201, 0L, 0xffffffffL);
        });
    all.put(
        "bits",
        (d, r) ->
            d.bits =
                pick(r, 0x207fffff, 0x217fffff, 0x1d00ffff, 0, 0x20800000, 0xff123456, 0x207ffffe));
    all.put(
        "previous",
        (d, r) -> {
          List<BlockHash> hashes = chain.hashes();
          d.previous =
              r.nextInt(5) == 0
                  ? BlockHash.fromDisplay("77".repeat(32))
                  : hashes.get(hashes.size() - 1 - r.nextInt(Math.min(40, hashes.size())));
        });
    all.put("root", (d, r) -> {});
    all.put("nothing", (d, r) -> {});
  }

  private void order() {
    all.put("shuffle", (d, r) -> Collections.shuffle(d.txs, new Random(r.nextLong())));
    all.put(
        "shuffle-tail",
        (d, r) -> Collections.shuffle(d.txs.subList(1, d.txs.size()), new Random(r.nextLong())));
    all.put("drop", (d, r) -> d.txs.remove(r.nextInt(d.txs.size())));
    all.put("drop-coinbase", (d, r) -> d.txs.remove(0));
    all.put("no-transactions", (d, r) -> d.txs.clear());
    all.put("repeat-coinbase", (d, r) -> d.txs.add(d.txs.get(0)));
    all.put(
        "repeat",
        (d, r) -> d.txs.add(r.nextInt(d.txs.size() + 1), d.txs.get(r.nextInt(d.txs.size()))));
    all.put("repeat-last", (d, r) -> d.txs.add(d.txs.get(d.txs.size() - 1)));
    all.put(
        "repeat-last-two",
        (d, r) -> {
          int size = d.txs.size();
          d.txs.addAll(List.copyOf(d.txs.subList(Math.max(0, size - 2), size)));
        });
  }

  private void coinbase() {
    all.put(
        "coinbase-script",
        (d, r) -> {
          int size = pick(r, 0, 1, 2, 3, 4, 5, 99, 100, 101);
          byte[] bytes = new byte[size];
          r.nextBytes(bytes);
          d.coinbase(tx -> input(tx, 0, in -> in.withScriptSig(Bytes.of(bytes))));
        });
    all.put(
        "coinbase-padding",
        (d, r) -> {
          Bytes script = d.coinbase().inputs().get(0).scriptSig();
          int size = pick(r, 1, 2, 100, 101);
          Bytes longer = script.concat(Bytes.of(new byte[Math.max(0, size - script.size())]));
          d.coinbase(tx -> input(tx, 0, in -> in.withScriptSig(longer)));
        });
    all.put(
        "coinbase-height",
        (d, r) -> {
          int height = d.height + pick(r, -1, 1, 256, 65536);
          Bytes script =
              r.nextInt(3) == 0
                  ? new ScriptBuilder()
                      .op(Opcodes.OP_PUSHDATA1)
                      .raw(new ScriptBuilder().number(d.height).build())
                      .build()
                  : new ScriptBuilder().number(height).op(Opcodes.OP_0).build();
          d.coinbase(tx -> input(tx, 0, in -> in.withScriptSig(script)));
        });
    all.put(
        "coinbase-value",
        (d, r) -> {
          long by = pick(r, 1L, -1L, 2L, 5_000_000_000L, MAX_MONEY, -5_000_000_001L);
          d.coinbase(tx -> output(tx, 0, o -> new TxOut(o.valueSats() + by, o.script())));
        });
    all.put(
        "coinbase-outpoint",
        (d, r) -> {
          Txid txid = r.nextBoolean() ? Txid.ZERO : d.coinbase().txid();
          OutPoint outpoint = new OutPoint(txid, pick(r, -1, 0, -2));
          d.coinbase(tx -> input(tx, 0, in -> moved(in, outpoint)));
        });
    all.put(
        "coinbase-finality",
        (d, r) -> {
          int lockTime = pick(r, d.height - 1, d.height, d.height + 1, (int) chain.now());
          int sequence = pick(r, -1, -2, 0);
          d.coinbase(
              tx ->
                  input(
                      new Transaction(tx.version(), tx.inputs(), tx.outputs(), lockTime),
                      0,
                      in -> new TxIn(in.prevout(), in.scriptSig(), sequence, in.witness())));
        });
    all.put(
        "coinbase-inputs",
        (d, r) -> {
          List<TxIn> inputs = new ArrayList<>(d.coinbase().inputs());
          inputs.add(inputs.get(0));
          d.coinbase(tx -> tx.withInputs(inputs));
        });
    all.put(
        "coinbase-of-old",
        (d, r) -> {
          List<Transaction> old = chain.coinbases();
          d.txs.set(0, old.get(r.nextInt(old.size())));
        });
    all.put("coinbase-outputs", (d, r) -> d.coinbase(tx -> Draft.withOutputs(tx, List.of())));
    all.put(
        "second-coinbase",
        (d, r) -> {
          Transaction other = input(d.coinbase(), 0, in -> in.withScriptSig(Bytes.fromHex("0102")));
          d.txs.add(1 + r.nextInt(d.txs.size()), other);
        });
  }

  private void commitment() {
    all.put(
        "reserved-value",
        (d, r) -> {
          List<Bytes> witness =
              switch (r.nextInt(6)) {
                case 0 -> List.of();
                case 1 -> List.of(Bytes.of(new byte[31]));
                case 2 -> List.of(Bytes.of(new byte[33]));
                case 3 -> List.of(Bytes.of(new byte[32]), Bytes.EMPTY);
                case 4 -> List.of(Bytes.fromHex("01".repeat(32)));
                default -> List.of(Bytes.EMPTY);
              };
          d.coinbase(tx -> input(tx, 0, in -> in.withWitness(witness)));
        });
    all.put(
        "commitments",
        (d, r) -> {
          List<TxOut> outputs = new ArrayList<>(d.coinbase().outputs());
          int index = WitnessCommitment.outputIndex(d.coinbase()).orElse(0);
          Bytes script = outputs.get(index).script();
          switch (r.nextInt(6)) {
            case 0 -> outputs.remove(index);
            case 1 -> outputs.add(new TxOut(0, flip(script, 10)));
            case 2 -> outputs.add(0, new TxOut(0, flip(script, 10)));
            case 3 -> outputs.set(index, new TxOut(0, script.slice(0, script.size() - 1)));
            case 4 -> outputs.set(index, new TxOut(0, script.concat(Bytes.fromHex("0102"))));
            default -> outputs.set(index, new TxOut(0, flip(script, r.nextInt(script.size()))));
          }
          d.coinbase(tx -> Draft.withOutputs(tx, outputs));
        });
    all.put(
        "no-witness",
        (d, r) -> {
          for (int i = r.nextInt(2); i < d.txs.size(); i++) {
            Transaction tx = d.txs.get(i);
            d.txs.set(
                i,
                tx.withInputs(tx.inputs().stream().map(in -> in.withWitness(List.of())).toList()));
          }
        });
  }

  private void limits() {
    all.put(
        "sigops",
        (d, r) -> {
          // Of the block, in units of four: at the limit and around it.
          int wanted = pick(r, 19_000, 19_990, 19_999, 20_000, 20_001);
          Bytes script =
              Bytes.fromHex("ae".repeat(wanted / 20) + "ac".repeat(wanted % 20 + r.nextInt(2)));
          append(d, new TxOut(0, Bytes.fromHex("6a").concat(script)));
        });
    all.put(
        "weight",
        (d, r) -> {
          int left = 4_000_000 - d.block().weight();
          int bytes = Math.max(0, left / 4 - 40 + r.nextInt(40));
          append(d, new TxOut(0, Bytes.fromHex("6a").concat(Bytes.of(new byte[bytes]))));
        });
    all.put(
        "base-size",
        (d, r) -> append(d, new TxOut(0, Bytes.of(new byte[990_000 + r.nextInt(20_000)]))));
    all.put(
        "subsidy",
        (d, r) -> {
          long wrong = Subsidy.at(params, d.height + pick(r, -150, 150));
          d.coinbase(tx -> output(tx, 0, o -> new TxOut(wrong, o.script())));
        });
  }

  private static void append(Draft d, TxOut output) {
    d.coinbase(
        tx -> {
          List<TxOut> outputs = new ArrayList<>(tx.outputs());
          outputs.add(0, output);
          return Draft.withOutputs(tx, outputs);
        });
  }

  static Bytes flip(Bytes bytes, int at) {
    if (bytes.isEmpty()) {
      return Bytes.fromHex("01");
    }
    byte[] copy = bytes.toArray();
    copy[at % copy.length] ^= 1;
    return Bytes.of(copy);
  }

  static Transaction input(Transaction tx, int index, UnaryOperator<TxIn> change) {
    if (tx.inputs().size() <= index) {
      return tx;
    }
    List<TxIn> inputs = new ArrayList<>(tx.inputs());
    inputs.set(index, change.apply(inputs.get(index)));
    return tx.withInputs(inputs);
  }

  static Transaction output(Transaction tx, int index, UnaryOperator<TxOut> change) {
    if (tx.outputs().size() <= index) {
      return tx;
    }
    List<TxOut> outputs = new ArrayList<>(tx.outputs());
    outputs.set(index, change.apply(outputs.get(index)));
    return Draft.withOutputs(tx, outputs);
  }

  static TxIn moved(TxIn in, OutPoint outpoint) {
    return new TxIn(outpoint, in.scriptSig(), in.sequence(), in.witness());
  }

  static int pick(SplittableRandom random, int... values) {
    return values[random.nextInt(values.length)];
  }

  static long pick(SplittableRandom random, long... values) {
    return values[random.nextInt(values.length)];
  }
}
