// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.Optional;
import java.util.OptionalLong;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.OutputType;

/** How large scripts and what spends them can get. */
final class DescriptorSizes {
  private static final int WITNESS_SCALE = 4;
  private static final int SCHNORR_PUSH = 1 + 65;

  private DescriptorSizes() {}

  /** Returns the number of bytes of the script a function makes. */
  static OptionalLong script(ScriptExpression expression) {
    return switch (expression) {
      case ScriptExpression.Key(KeyExpression key, boolean xonly) ->
          OptionalLong.of(1 + (xonly ? 32 : key.size()) + 1);
      case ScriptExpression.KeyHash _ -> OptionalLong.of(25);
      case ScriptExpression.WitnessKeyHash _ -> OptionalLong.of(22);
      case ScriptExpression.Multi multi ->
          OptionalLong.of(
              1
                  + number(multi.keys().size())
                  + number(multi.threshold())
                  + multi.keys().stream().mapToLong(key -> 1 + key.size()).sum());
      case ScriptExpression.MultiTapscript multi ->
          OptionalLong.of(34L * multi.keys().size() + number(multi.threshold()) + 1);
      case ScriptExpression.Miniscript miniscript ->
          OptionalLong.of(miniscript.node().scriptSize());
      case ScriptExpression.Sh _ -> OptionalLong.of(23);
      case ScriptExpression.Wsh _, ScriptExpression.Tr _, ScriptExpression.RawTr _ ->
          OptionalLong.of(34);
      case ScriptExpression.Address(Destination destination) ->
          OptionalLong.of(destination.script().size());
      case ScriptExpression.Raw(Bytes script) -> OptionalLong.of(script.size());
      case ScriptExpression.Combo _, ScriptExpression.Unused _ -> OptionalLong.empty();
    };
  }

  /**
   * Returns the largest size of what satisfies the function, in bytes that may or may not be
   * witness.
   */
  private static OptionalLong satisfaction(ScriptExpression expression, boolean highR) {
    int signature = highR ? 72 : 71;
    return switch (expression) {
      case ScriptExpression.Key(KeyExpression _, boolean xonly) ->
          OptionalLong.of(xonly ? SCHNORR_PUSH : 1 + signature);
      case ScriptExpression.KeyHash(KeyExpression key) ->
          OptionalLong.of(1 + signature + 1 + key.size());
      case ScriptExpression.WitnessKeyHash _ -> OptionalLong.of(1 + signature + 1 + 33);
      case ScriptExpression.Multi multi ->
          OptionalLong.of(1 + (1L + signature) * multi.threshold());
      case ScriptExpression.MultiTapscript multi ->
          OptionalLong.of(
              (long) SCHNORR_PUSH * multi.threshold() + multi.keys().size() - multi.threshold());
      // High R is always assumed here.
      case ScriptExpression.Miniscript miniscript -> miniscript.node().witnessSize();
      case ScriptExpression.Wsh(ScriptExpression inner) -> {
        OptionalLong script = script(inner);
        OptionalLong satisfaction = satisfaction(inner, highR);
        yield script.isEmpty() || satisfaction.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(
                ByteWriter.compactSizeLength(script.getAsLong())
                    + script.getAsLong()
                    + satisfaction.getAsLong());
      }
      case ScriptExpression.Combo _,
          ScriptExpression.Sh _,
          ScriptExpression.Tr _,
          ScriptExpression.RawTr _,
          ScriptExpression.Address _,
          ScriptExpression.Raw _,
          ScriptExpression.Unused _ ->
          OptionalLong.empty();
    };
  }

  /** Returns the largest weight of what satisfies an output, without the length of the stack. */
  static OptionalLong satisfactionWeight(ScriptExpression expression, boolean highR) {
    return switch (expression) {
      case ScriptExpression.Key _, ScriptExpression.KeyHash _, ScriptExpression.Multi _ ->
          scaled(satisfaction(expression, highR));
      case ScriptExpression.WitnessKeyHash _, ScriptExpression.Wsh _ ->
          satisfaction(expression, highR);
      case ScriptExpression.Sh(ScriptExpression inner) -> {
        OptionalLong script = script(inner);
        OptionalLong satisfaction = satisfaction(inner, highR);
        if (script.isEmpty() || satisfaction.isEmpty()) {
          yield OptionalLong.empty();
        }
        long scriptWeight = (1 + script.getAsLong()) * WITNESS_SCALE;
        boolean witness = isWitness(inner);
        yield OptionalLong.of(
            scriptWeight + satisfaction.getAsLong() * (witness ? 1 : WITNESS_SCALE));
      }
      // The key path is assumed, which can be far too little for outputs spent through a script.
      case ScriptExpression.Tr _, ScriptExpression.RawTr _ -> OptionalLong.of(SCHNORR_PUSH);
      case ScriptExpression.MultiTapscript _,
          ScriptExpression.Miniscript _,
          ScriptExpression.Combo _,
          ScriptExpression.Address _,
          ScriptExpression.Raw _,
          ScriptExpression.Unused _ ->
          OptionalLong.empty();
    };
  }

  /** Returns the largest number of stack elements that satisfy an output. */
  static OptionalLong satisfactionElements(ScriptExpression expression) {
    return switch (expression) {
      case ScriptExpression.Key _, ScriptExpression.Tr _, ScriptExpression.RawTr _ ->
          OptionalLong.of(1);
      case ScriptExpression.KeyHash _, ScriptExpression.WitnessKeyHash _ -> OptionalLong.of(2);
      case ScriptExpression.Multi multi -> OptionalLong.of(1L + multi.threshold());
      case ScriptExpression.MultiTapscript multi -> OptionalLong.of(multi.keys().size());
      case ScriptExpression.Miniscript miniscript -> miniscript.node().stackSize();
      case ScriptExpression.Sh(ScriptExpression inner) -> plusOne(satisfactionElements(inner));
      case ScriptExpression.Wsh(ScriptExpression inner) -> plusOne(satisfactionElements(inner));
      case ScriptExpression.Combo _,
          ScriptExpression.Address _,
          ScriptExpression.Raw _,
          ScriptExpression.Unused _ ->
          OptionalLong.empty();
    };
  }

  /** Returns the family of addresses an output belongs to; empty if that is none or several. */
  static Optional<OutputType> outputType(ScriptExpression expression) {
    return switch (expression) {
      case ScriptExpression.KeyHash _ -> Optional.of(OutputType.LEGACY);
      case ScriptExpression.WitnessKeyHash _, ScriptExpression.Wsh _ ->
          Optional.of(OutputType.BECH32);
      case ScriptExpression.Sh(ScriptExpression inner) ->
          Optional.of(isWitness(inner) ? OutputType.P2SH_SEGWIT : OutputType.LEGACY);
      case ScriptExpression.Tr _, ScriptExpression.RawTr _ -> Optional.of(OutputType.BECH32M);
      case ScriptExpression.Address(Destination destination) -> OutputType.of(destination);
      case ScriptExpression.Raw(Bytes script) -> Destination.of(script).flatMap(OutputType::of);
      case ScriptExpression.Key _,
          ScriptExpression.Combo _,
          ScriptExpression.Multi _,
          ScriptExpression.MultiTapscript _,
          ScriptExpression.Miniscript _,
          ScriptExpression.Unused _ ->
          Optional.empty();
    };
  }

  private static boolean isWitness(ScriptExpression inner) {
    return inner instanceof ScriptExpression.WitnessKeyHash
        || inner instanceof ScriptExpression.Wsh;
  }

  private static OptionalLong scaled(OptionalLong size) {
    return size.isEmpty() ? size : OptionalLong.of(size.getAsLong() * WITNESS_SCALE);
  }

  private static OptionalLong plusOne(OptionalLong count) {
    return count.isEmpty() ? count : OptionalLong.of(count.getAsLong() + 1);
  }

  private static int number(int value) {
    return new ScriptBuilder().number(value).build().size();
  }
}
