// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.consensus;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.moneyrocket.consensus.interpreter.Interpreter;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.SigVersion;
import org.moneyrocket.consensus.interpreter.SignatureChecker;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One instruction, on average over a script of 200, beside one SHA-256 of 32 bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class InterpreterBenchmark {
  private static final int INSTRUCTIONS = 200;

  private final byte[] data = new byte[32];
  private final Bytes arithmetic = repeated(Opcodes.OP_1ADD, Opcodes.OP_1SUB);
  private final Bytes stack = repeated(Opcodes.OP_DUP, Opcodes.OP_DROP);
  private final Bytes hashes = repeated(Opcodes.OP_SHA256, Opcodes.OP_SHA256);

  private static Bytes repeated(int first, int second) {
    ScriptBuilder script = new ScriptBuilder();
    for (int i = 0; i < INSTRUCTIONS; i += 2) {
      script.op(first).op(second);
    }
    return script.build();
  }

  private static Interpreter.Result run(Bytes script) {
    return Interpreter.run(
        List.of(Bytes.EMPTY),
        script,
        ScriptFlags.STANDARD,
        SignatureChecker.NONE,
        SigVersion.WITNESS_V0);
  }

  @Benchmark
  public byte[] bareSha256() {
    return Hashes.sha256(data);
  }

  @Benchmark
  @OperationsPerInvocation(INSTRUCTIONS)
  public Interpreter.Result arithmetic() {
    return run(arithmetic);
  }

  @Benchmark
  @OperationsPerInvocation(INSTRUCTIONS)
  public Interpreter.Result stack() {
    return run(stack);
  }

  @Benchmark
  @OperationsPerInvocation(INSTRUCTIONS)
  public Interpreter.Result hashes() {
    return run(hashes);
  }
}
