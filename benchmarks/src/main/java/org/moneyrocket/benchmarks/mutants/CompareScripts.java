// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.moneyrocket.consensus.check.Subsidy;
import org.moneyrocket.consensus.check.WitnessCommitment;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/**
 * Lets {@code bitcoind} and ours judge spends of random scripts under the flags of relay and of
 * blocks: the answers of {@code testmempoolaccept} must be the same to the last letter.
 *
 * <p>Usage as {@link CompareBlocks}.
 */
public final class CompareScripts {
  private static final int LOCKS_PER_BLOCK = 400;
  private static final long VALUE = 10_000;
  private static final long START = 1_700_000_000L;

  private final ChainParameters params = ChainParameters.of(Chain.REGTEST);
  private final SplittableRandom random;
  private final Locks locks;
  private final RpcNode peer;
  private final RpcNode ours;
  private final Map<String, Integer> answers = new TreeMap<>();
  private final List<Transaction> coinbases = new ArrayList<>();
  private BlockHash tip = params.genesisHash();
  private int differences;

  private CompareScripts(RpcNode peer, RpcNode ours, long seed) {
    this.peer = peer;
    this.ours = ours;
    this.random = new SplittableRandom(seed);
    this.locks = new Locks(random.split());
  }

  /** See the description of the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Comparison comparison =
        Comparison.read(CompareScripts.class, args).with("-acceptnonstdtxn=1", "-minrelaytxfee=0");
    comparison.run(
        (peer, ours) -> {
          CompareScripts compare = new CompareScripts(peer, ours, comparison.seed());
          compare.run(comparison.count());
          return compare.differences;
        });
  }

  private void run(int count) throws IOException, InterruptedException {
    for (int i = 0; i < 105; i++) {
      append(List.of());
    }
    int done = 0;
    for (int used = 0; done < count; used++) {
      List<Lock> made = new ArrayList<>();
      List<TxOut> outputs = new ArrayList<>();
      for (int i = 0; i < LOCKS_PER_BLOCK; i++) {
        Lock lock = random.nextInt(4) == 0 ? locks.any() : locks.trial();
        made.add(lock);
        outputs.add(new TxOut(VALUE, lock.script()));
      }
      OutPoint coin = new OutPoint(coinbases.get(used).txid(), 0);
      Transaction fund = new Transaction(2, List.of(new TxIn(coin, Bytes.EMPTY, -1)), outputs, 0);
      append(List.of(fund));
      for (int i = 0; i < made.size() && done < count; i++, done++) {
        spend(made.get(i), new OutPoint(fund.txid(), i));
      }
    }
    answers.forEach((text, times) -> System.out.println(times + "\t" + text));
  }

  private void spend(Lock lock, OutPoint coin) throws IOException, InterruptedException {
    List<TxOut> outputs = new ArrayList<>();
    int count = 1 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      outputs.add(new TxOut(VALUE / 4, Bytes.fromHex("51".repeat(10))));
    }
    Transaction tx =
        new Transaction(
            Mutations.pick(random, 1, 2),
            List.of(new TxIn(coin, Bytes.EMPTY, Mutations.pick(random, -1, -2, 0))),
            outputs,
            random.nextInt(3) == 0 ? 100 : 0);
    PrecomputedTransaction parts =
        PrecomputedTransaction.of(tx, List.of(new TxOut(VALUE, lock.script())));
    TxIn in = lock.key().unlock(parts, 0, random);
    if (random.nextInt(4) == 0) {
      in =
          in.hasWitness()
              ? in.withWitness(TxMutations.witness(in.witness(), random))
              : in.withScriptSig(SignatureBytes.change(in.scriptSig(), random));
    }
    String hex = tx.withInputs(List.of(in)).toBytes().toHex();
    var answer = peer.call("testmempoolaccept", List.of(hex));
    String own = ours.call("testmempoolaccept", List.of(hex)).text();
    answers.merge(
        answer.result().path(0).path("reject-reason").asText("accepted"), 1, Integer::sum);
    if (!answer.text().equals(own)) {
      differences++;
      System.out.println(
          "DIFFERENT " + lock + ":\n  peer " + answer.text() + "\n  ours " + own + "\n  " + hex);
    }
  }

  private void append(List<Transaction> txs) throws IOException, InterruptedException {
    int height = coinbases.size() + 1;
    Draft draft = new Draft(height, 0x20000000, tip, START + 600L * height, 0x207fffff);
    Transaction coinbase =
        new Transaction(
            2,
            List.of(
                new TxIn(
                    OutPoint.NULL,
                    new ScriptBuilder().number(height).op(Opcodes.OP_0).build(),
                    -1,
                    List.of(WitnessCommitment.ZERO_RESERVED_VALUE))),
            List.of(
                new TxOut(Subsidy.at(params, height), Bytes.fromHex("51")),
                new TxOut(0, WitnessCommitment.script(Bytes.of(new byte[32])))),
            0);
    draft.txs.add(coinbase);
    draft.txs.addAll(txs);
    draft.commit();
    draft.merkle();
    draft.mine(params);
    coinbases.add(draft.coinbase());
    tip = draft.block().hash();
    String hex = draft.block().toBytes().toHex();
    String theirs = peer.call("submitblock", hex).text();
    String own = ours.call("submitblock", hex).text();
    if (!theirs.equals("null") || !own.equals("null")) {
      throw new IllegalStateException("peer '" + theirs + "', ours '" + own + "' for a block");
    }
  }
}
