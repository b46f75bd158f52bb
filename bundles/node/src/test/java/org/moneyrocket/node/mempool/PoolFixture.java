// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.check.Deployments;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.ScriptExecutionCache;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.SignatureCache;
import org.moneyrocket.consensus.interpreter.WitnessProgram;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.interfaces.chain.RemovalReason;
import org.moneyrocket.node.TestHeader;
import org.moneyrocket.node.policy.RelayPolicy;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;

/** A mempool over a chain that consists of headers and a map of coins. */
final class PoolFixture implements ChainState, MempoolListener {
  /** A script that anybody can satisfy, and an output that asks for it. */
  static final Bytes WITNESS_SCRIPT = new ScriptBuilder().number(1).build();

  static final Bytes ANYBODY =
      new WitnessProgram(0, Bytes.wrap(Hashes.sha256(WITNESS_SCRIPT.unsafeArray()))).toScript();

  private static final ChainParameters REGTEST = ChainParameters.of(Chain.REGTEST);

  final Map<OutPoint, Coin> coins = new HashMap<>();
  final Set<OutPoint> cached = new HashSet<>();
  final List<String> events = new ArrayList<>();
  TestHeader tip;
  long now = 1_600_000_000;
  final Mempool pool;
  final Admission door;
  final ChainFollower follower;
  private final ReentrantLock lock = new ReentrantLock();
  private int made;

  PoolFixture() {
    this(RelayPolicy.DEFAULT, MempoolLimits.DEFAULT);
  }

  PoolFixture(RelayPolicy policy, MempoolLimits limits) {
    tip = new TestHeader(REGTEST.genesis().header(), null);
    for (int i = 0; i < 200; i++) {
      mine();
    }
    pool = new Mempool(policy, limits, () -> Instant.ofEpochSecond(now), this);
    door =
        new Admission(
            pool,
            this,
            new CachedScripts(new SignatureCache(1 << 16), new ScriptExecutionCache(1 << 16)));
    follower = new ChainFollower(door);
  }

  /** Adds a header; it says nothing of coins. */
  void mine() {
    tip =
        new TestHeader(
            new BlockHeader(
                4,
                tip.hash(),
                Bytes.wrap(new byte[32]),
                tip.time() + 600,
                tip.bits(),
                tip.height()),
            tip);
  }

  /** Makes a coin of {@code sats} that anybody can spend. */
  OutPoint coin(long sats) {
    return coin(sats, 1, false);
  }

  OutPoint coin(long sats, int height, boolean coinbase) {
    byte[] id = new byte[32];
    id[0] = (byte) ++made;
    id[1] = (byte) (made >> 8);
    OutPoint outpoint = new OutPoint(new Txid(Bytes.wrap(id)), 0);
    coins.put(outpoint, new Coin(new TxOut(sats, ANYBODY), height, coinbase));
    return outpoint;
  }

  static OutPoint output(Transaction tx, int index) {
    return new OutPoint(tx.txid(), index);
  }

  /** Spends {@code from} to one output for each of {@code values}. */
  static Transaction spend(List<OutPoint> from, long... values) {
    return spend(2, from, values);
  }

  static Transaction spend(int version, List<OutPoint> from, long... values) {
    List<TxIn> inputs = new ArrayList<>();
    for (OutPoint outpoint : from) {
      inputs.add(new TxIn(outpoint, Bytes.EMPTY, TxIn.SEQUENCE_FINAL, List.of(WITNESS_SCRIPT)));
    }
    List<TxOut> outputs =
        Arrays.stream(values).mapToObj(value -> new TxOut(value, ANYBODY)).toList();
    return new Transaction(version, inputs, outputs, 0);
  }

  static Transaction spend(OutPoint from, long... values) {
    return spend(List.of(from), values);
  }

  /** Submits and returns {@code ok} or the reason with its detail. */
  String submit(Transaction tx) {
    return text(door.submit(tx));
  }

  static String text(@Nullable AdmissionResult result) {
    return result instanceof AdmissionResult.Rejected rejected ? rejected.why().text() : "ok";
  }

  @Override
  public ReentrantLock lock() {
    return lock;
  }

  @Override
  public HeaderView tip() {
    return tip;
  }

  @Override
  public ScriptFlags tipFlags() {
    return Deployments.scriptFlags(REGTEST, tip);
  }

  @Override
  public @Nullable Coin coin(OutPoint outpoint) {
    cached.add(outpoint);
    return coins.get(outpoint);
  }

  @Override
  public boolean isCached(OutPoint outpoint) {
    return cached.contains(outpoint) && coins.containsKey(outpoint);
  }

  @Override
  public void uncache(OutPoint outpoint) {
    cached.remove(outpoint);
  }

  @Override
  public void added(MempoolEntry entry, long sequence) {
    events.add(sequence + " + " + entry.txid());
  }

  @Override
  public void removed(Transaction tx, RemovalReason reason, long sequence) {
    events.add(sequence + " " + reason + " " + tx.txid());
  }
}
