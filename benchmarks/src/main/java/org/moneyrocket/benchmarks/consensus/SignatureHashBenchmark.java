// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.consensus;

import java.util.concurrent.TimeUnit;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hash for one input, beside double SHA-256 of as many bytes as a legacy hash of that
 * transaction has.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class SignatureHashBenchmark {
  @Param({"2", "200"})
  public int inputs;

  private final PrecomputedTransaction[] transactions =
      new PrecomputedTransaction[Spends.Kind.values().length];
  private byte[] message = new byte[0];

  @Setup
  public void make() {
    for (Spends.Kind kind : Spends.Kind.values()) {
      transactions[kind.ordinal()] = Spends.unsigned(kind, inputs);
    }
    // Version, counts, inputs with one script, two outputs, lock time and type.
    message = new byte[4 + 2 + inputs * 41 + 25 + 31 + 34 + 8];
  }

  private Bytes hash(Spends.Kind kind) {
    return Spends.hash(kind, transactions[kind.ordinal()], inputs / 2);
  }

  @Benchmark
  public byte[] bareHash() {
    return Hashes.sha256d(message);
  }

  @Benchmark
  public Bytes legacy() {
    return hash(Spends.Kind.P2PKH);
  }

  @Benchmark
  public Bytes witnessV0() {
    return hash(Spends.Kind.P2WPKH);
  }

  @Benchmark
  public Bytes taproot() {
    return hash(Spends.Kind.TAPROOT_KEY);
  }
}
