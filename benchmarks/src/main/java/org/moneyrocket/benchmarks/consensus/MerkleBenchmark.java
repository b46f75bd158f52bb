// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.consensus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.moneyrocket.consensus.check.MerkleTree;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The root over 4,000 leaves beside 4,000 double SHA-256 of 64 bytes, which it needs at least. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class MerkleBenchmark {
  private static final int LEAVES = 4_000;

  private final List<Bytes> leaves = leaves();
  private final byte[] node = new byte[64];

  private static List<Bytes> leaves() {
    List<Bytes> leaves = new ArrayList<>();
    for (int i = 0; i < LEAVES; i++) {
      leaves.add(Bytes.of(Hashes.sha256(new byte[] {(byte) i, (byte) (i >>> 8)})));
    }
    return leaves;
  }

  @Benchmark
  public byte[] bareHashes() {
    for (int i = 0; i < LEAVES; i++) {
      Hashes.sha256dInto(node, 0, 64, node, 0);
    }
    return node;
  }

  @Benchmark
  public MerkleTree.Root root() {
    return MerkleTree.root(leaves);
  }
}
