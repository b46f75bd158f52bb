// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.consensus;

import java.util.concurrent.TimeUnit;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptCheck;
import org.moneyrocket.consensus.interpreter.ScriptError;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.crypto.Ecdsa;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.Schnorr;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A whole input beside the bare verification of its signature. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ScriptCheckBenchmark {
  private static final int INPUTS = 10;

  // As many different ones as there are inputs: the curve is quicker with one that it just had.
  private final byte[][] hashes = new byte[INPUTS][];
  private final byte[][] ecdsa = new byte[INPUTS][];
  private final byte[][] schnorr = new byte[INPUTS][];
  private final byte[] key = Spends.KEY.toArray();
  private final byte[] xonlyKey = Spends.KEY.slice(1, 32).toArray();
  private final PrecomputedTransaction[] signed =
      new PrecomputedTransaction[Spends.Kind.values().length];
  private int next;

  @Setup
  public void sign() {
    for (Spends.Kind kind : Spends.Kind.values()) {
      signed[kind.ordinal()] = Spends.signed(kind, INPUTS);
    }
    for (int i = 0; i < INPUTS; i++) {
      hashes[i] = Hashes.sha256(new byte[] {(byte) i});
      ecdsa[i] = Ecdsa.sign(Spends.SECRET, hashes[i]);
      schnorr[i] = Schnorr.sign(Spends.SECRET, hashes[i], new byte[32]);
    }
  }

  private ScriptError check(Spends.Kind kind) {
    next = (next + 1) % INPUTS;
    ScriptError error = ScriptCheck.check(signed[kind.ordinal()], next, ScriptFlags.STANDARD);
    if (!error.isOk()) {
      throw new IllegalStateException(kind + ": " + error.message());
    }
    return error;
  }

  @Benchmark
  public boolean bareEcdsa() {
    next = (next + 1) % INPUTS;
    return Ecdsa.verify(key, hashes[next], ecdsa[next]);
  }

  @Benchmark
  public boolean bareSchnorr() {
    next = (next + 1) % INPUTS;
    return Schnorr.verify(xonlyKey, hashes[next], schnorr[next]);
  }

  @Benchmark
  public ScriptError p2pkh() {
    return check(Spends.Kind.P2PKH);
  }

  @Benchmark
  public ScriptError p2wpkh() {
    return check(Spends.Kind.P2WPKH);
  }

  @Benchmark
  public ScriptError taprootKey() {
    return check(Spends.Kind.TAPROOT_KEY);
  }

  @Benchmark
  public ScriptError multisig2of3() {
    return check(Spends.Kind.MULTISIG_2_OF_3);
  }
}
