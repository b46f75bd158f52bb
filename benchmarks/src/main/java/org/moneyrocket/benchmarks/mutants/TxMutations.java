// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import static org.moneyrocket.benchmarks.mutants.Mutations.pick;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** Everything that can be wrong with one transaction of a block. */
final class TxMutations {
  private static final long MAX_MONEY = 21_000_000L * 100_000_000L;

  private final Mutations.Chain chain;
  private final Locks locks;

  TxMutations(Mutations.Chain chain, Locks locks) {
    this.chain = chain;
    this.locks = locks;
  }

  /** A change of one transaction. */
  private interface Change {
    Transaction of(Transaction tx, Draft draft, SplittableRandom random);
  }

  /** Makes a mutation of any transaction, with its signatures made anew every other time. */
  private BiConsumer<Draft, SplittableRandom> any(boolean sign, Change change) {
    return (d, r) -> {
      Integer index = d.anyIndex(r);
      if (index == null) {
        return;
      }
      Transaction changed = change.of(d.txs.get(index), d, r);
      d.txs.set(index, changed);
      if (sign && r.nextInt(3) != 0) {
        d.txs.set(index, d.sign(changed, chain.coins(), r));
      }
    };
  }

  void addTo(Map<String, BiConsumer<Draft, SplittableRandom>> all) {
    fields(all);
    outputs(all);
    inputs(all);
    scripts(all);
    spends(all);
  }

  private void fields(Map<String, BiConsumer<Draft, SplittableRandom>> all) {
    all.put(
        "tx-version",
        any(true, (tx, d, r) -> with(tx, pick(r, 0, 1, 2, 3, -1, 1 << 31), tx.lockTime())));
    all.put(
        "tx-locktime",
        any(
            true,
            (tx, d, r) -> {
              int mtp = (int) chain.medianTimePast();
              int lockTime =
                  pick(
                      r,
                      d.height - 1,
                      d.height,
                      d.height + 1,
                      mtp - 1,
                      mtp,
                      mtp + 1,
                      (int) d.time,
                      499_999_999,
                      500_000_000,
                      -1);
              return sequences(with(tx, tx.version(), lockTime), pick(r, -1, -2, 0));
            }));
    all.put(
        "tx-sequence",
        any(
            true,
            (tx, d, r) -> {
              int input = r.nextInt(tx.inputs().size());
              Coins.Coin coin = chain.coins().get(tx.inputs().get(input).prevout());
              int age = coin == null ? 0 : d.height - coin.height();
              int sequence =
                  pick(r, age - 1, age, age + 1, 0, 1, 1 << 22, 1 << 22 | 1, 1 << 22 | age, 1 << 31)
                      | (r.nextInt(6) == 0 ? 1 << 31 : 0)
                      | (r.nextInt(6) == 0 ? 1 << 20 : 0);
              return sequence(with(tx, pick(r, 1, 2, -1), tx.lockTime()), input, sequence);
            }));
  }

  private void outputs(Map<String, BiConsumer<Draft, SplittableRandom>> all) {
    all.put(
        "value",
        any(
            true,
            (tx, d, r) -> {
              long value =
                  pick(
                      r,
                      -1L,
                      0L,
                      1L,
                      MAX_MONEY,
                      MAX_MONEY + 1,
                      Long.MAX_VALUE,
                      Long.MIN_VALUE,
                      50_000_000_000L);
              return Mutations.output(
                  tx, r.nextInt(tx.outputs().size()), o -> new TxOut(value, o.script()));
            }));
    all.put(
        "value-more",
        any(
            true,
            (tx, d, r) ->
                Mutations.output(
                    tx, 0, o -> new TxOut(o.valueSats() + pick(r, 1L, 1001L, -1L), o.script()))));
    all.put(
        "value-sum",
        any(
            true,
            (tx, d, r) -> {
              List<TxOut> outputs = new ArrayList<>(tx.outputs());
              outputs.add(new TxOut(MAX_MONEY, Bytes.EMPTY));
              if (r.nextBoolean()) {
                outputs.add(new TxOut(MAX_MONEY, Bytes.EMPTY));
              }
              return Draft.withOutputs(tx, outputs);
            }));
    all.put("no-outputs", any(true, (tx, d, r) -> Draft.withOutputs(tx, List.of())));
    all.put(
        "output-script",
        any(
            true,
            (tx, d, r) -> {
              byte[] script = new byte[r.nextInt(40)];
              r.nextBytes(script);
              return Mutations.output(tx, 0, o -> new TxOut(o.valueSats(), Bytes.of(script)));
            }));
  }

  private void inputs(Map<String, BiConsumer<Draft, SplittableRandom>> all) {
    all.put(
        "input-twice",
        any(
            true,
            (tx, d, r) -> {
              List<TxIn> inputs = new ArrayList<>(tx.inputs());
              inputs.add(inputs.get(r.nextInt(inputs.size())));
              return tx.withInputs(inputs);
            }));
    all.put(
        "input-null",
        any(
            false,
            (tx, d, r) -> {
              List<TxIn> inputs = new ArrayList<>(tx.inputs());
              if (r.nextBoolean()) {
                inputs.add(new TxIn(OutPoint.NULL, Bytes.EMPTY, -1));
              } else {
                inputs.set(0, new TxIn(OutPoint.NULL, Bytes.EMPTY, -1));
              }
              return tx.withInputs(inputs);
            }));
    all.put("no-inputs", any(false, (tx, d, r) -> tx.withInputs(List.of())));
    all.put(
        "input-missing",
        any(
            true,
            (tx, d, r) ->
                Mutations.input(
                    tx,
                    r.nextInt(tx.inputs().size()),
                    in ->
                        Mutations.moved(
                            in,
                            new OutPoint(
                                in.prevout().txid(),
                                in.prevout().index() + pick(r, 1, 100, -1))))));
    all.put(
        "input-of-other",
        any(
            true,
            (tx, d, r) -> {
              Transaction other = d.txs.get(r.nextInt(d.txs.size()));
              OutPoint outpoint =
                  r.nextBoolean() || other.inputs().isEmpty()
                      ? new OutPoint(other.txid(), 0)
                      : other.inputs().get(0).prevout();
              return Mutations.input(tx, 0, in -> Mutations.moved(in, outpoint));
            }));
    all.put(
        "input-immature",
        any(
            true,
            (tx, d, r) -> {
              List<Coins.Coin> young = new ArrayList<>();
              for (Coins.Coin coin : chain.coins().all()) {
                int depth = d.height - coin.height();
                if (coin.coinbase() && depth >= 97 && depth <= 102) {
                  young.add(coin);
                }
              }
              if (young.isEmpty()) {
                return tx;
              }
              OutPoint outpoint = young.get(r.nextInt(young.size())).outpoint();
              return Mutations.input(tx, 0, in -> Mutations.moved(in, outpoint));
            }));
  }

  private void scripts(Map<String, BiConsumer<Draft, SplittableRandom>> all) {
    all.put(
        "script-byte",
        any(
            false,
            (tx, d, r) ->
                Mutations.input(
                    tx,
                    r.nextInt(tx.inputs().size()),
                    in -> in.withScriptSig(Mutations.flip(in.scriptSig(), r.nextInt(1 << 20))))));
    all.put(
        "script-tail",
        any(
            false,
            (tx, d, r) -> {
              Bytes more =
                  Bytes.fromHex(
                      List.of("61", "51", "00", "ac", "4c", "6a", "0101", "ff", "50", "7e")
                          .get(r.nextInt(10)));
              return Mutations.input(
                  tx,
                  r.nextInt(tx.inputs().size()),
                  in ->
                      in.withScriptSig(
                          r.nextBoolean()
                              ? more.concat(in.scriptSig())
                              : in.scriptSig().concat(more)));
            }));
    all.put(
        "signature",
        any(
            false,
            (tx, d, r) ->
                Mutations.input(
                    tx,
                    r.nextInt(tx.inputs().size()),
                    in -> in.withScriptSig(SignatureBytes.change(in.scriptSig(), r)))));
    all.put(
        "witness",
        any(
            false,
            (tx, d, r) ->
                Mutations.input(
                    tx,
                    r.nextInt(tx.inputs().size()),
                    in -> in.withWitness(witness(in.witness(), r)))));
  }

  static List<Bytes> witness(List<Bytes> old, SplittableRandom r) {
    List<Bytes> items = new ArrayList<>(old);
    int at = items.isEmpty() ? 0 : r.nextInt(items.size());
    Bytes item = items.isEmpty() ? Bytes.EMPTY : items.get(at);
    switch (r.nextInt(12)) {
      case 0 -> items.add(at, Bytes.EMPTY);
      case 1 -> items.add(Bytes.fromHex("50"));
      case 2 -> items.add(Bytes.fromHex("5001"));
      case 3 -> items.add(at, Bytes.of(new byte[pick(r, 1, 520, 521)]));
      case 4 -> {
        if (!items.isEmpty()) {
          items.remove(at);
        }
      }
      case 5 -> items.clear();
      case 6 -> set(items, at, item.concat(Bytes.of(new byte[pick(r, 1, 2, 31, 32)])));
      case 7 -> set(items, at, item.slice(0, Math.max(0, item.size() - pick(r, 1, 32))));
      case 8 -> set(items, at, Bytes.EMPTY);
      case 9 -> set(items, at, SignatureBytes.changeOne(item, r));
      case 10 -> {
        for (int i = pick(r, 1, 996, 999, 1000); i > 0; i--) {
          items.add(0, Bytes.EMPTY);
        }
      }
      default -> set(items, at, Mutations.flip(item, r.nextInt(1 << 20)));
    }
    return items;
  }

  private static void set(List<Bytes> items, int at, Bytes value) {
    if (!items.isEmpty()) {
      items.set(at, value);
    }
  }

  private void spends(Map<String, BiConsumer<Draft, SplittableRandom>> all) {
    for (int i = 0; i < 14; i++) {
      // Often: what scripts do is the largest part of the rules.
      all.put("random-script-" + i, this::trial);
    }
    for (int i = 0; i < 3; i++) {
      all.put("lock-time-script-" + i, this::timed);
    }
  }

  /** Two transactions: one that pays to a random script, and one that spends it. */
  private void trial(Draft d, SplittableRandom r) {
    Lock lock = locks.trial();
    chain.coins().remember(lock);
    List<Coins.Coin> coins = chain.coins().pick(d.height, 3, true, r);
    coins.removeIf(c -> d.txs.stream().anyMatch(tx -> spends(tx, c.outpoint())));
    if (coins.isEmpty()) {
      return;
    }
    Coins.Coin coin = coins.get(0);
    List<TxOut> outputs = List.of(new TxOut(coin.output().valueSats(), lock.script()));
    Transaction pay =
        new Transaction(2, List.of(new TxIn(coin.outpoint(), Bytes.EMPTY, -1)), outputs, 0);
    pay = d.sign(pay, chain.coins(), r);
    d.txs.add(pay);
    Transaction spend =
        new Transaction(
            pick(r, 1, 2),
            List.of(new TxIn(new OutPoint(pay.txid(), 0), Bytes.EMPTY, pick(r, -1, -2, 0))),
            List.of(new TxOut(coin.output().valueSats(), Bytes.fromHex("51"))),
            r.nextInt(3) == 0 ? d.height - 1 : 0);
    d.txs.add(d.sign(spend, chain.coins(), r));
  }

  private static boolean spends(Transaction tx, OutPoint outpoint) {
    return tx.inputs().stream().anyMatch(in -> in.prevout().equals(outpoint));
  }

  /** Spends a coin behind CLTV or CSV. */
  private void timed(Draft d, SplittableRandom r) {
    List<Coins.Coin> coins = chain.coins().pick(d.height, 1, false, r);
    if (coins.isEmpty()) {
      return;
    }
    Coins.Coin coin = coins.get(0);
    int age = d.height - coin.height();
    Transaction spend =
        new Transaction(
            pick(r, 1, 2, 2, -1),
            List.of(
                new TxIn(
                    coin.outpoint(),
                    Bytes.EMPTY,
                    pick(r, -1, -2, 0, 1, 5, age, 1 << 22, 1 << 22 | 3, 1 << 31 | 5))),
            List.of(new TxOut(coin.output().valueSats(), Bytes.fromHex("51"))),
            pick(r, 0, 1, 49, 50, 51, d.height - 1, (int) chain.medianTimePast() - 1, 500_000_000));
    d.txs.add(d.sign(spend, chain.coins(), r));
  }

  private static Transaction with(Transaction tx, int version, int lockTime) {
    return new Transaction(version, tx.inputs(), tx.outputs(), lockTime);
  }

  private static Transaction sequences(Transaction tx, int sequence) {
    Transaction changed = tx;
    for (int i = 0; i < tx.inputs().size(); i++) {
      changed = sequence(changed, i, sequence);
    }
    return changed;
  }

  private static Transaction sequence(Transaction tx, int input, int sequence) {
    return Mutations.input(
        tx, input, in -> new TxIn(in.prevout(), in.scriptSig(), sequence, in.witness()));
  }
}
