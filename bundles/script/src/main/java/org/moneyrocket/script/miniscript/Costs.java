// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;

/**
 * What an expression costs, each at most.
 *
 * @param scriptBytes length of the script
 * @param ops instructions beyond pushes
 * @param keysToSatisfy keys of the CHECKMULTISIGs that run when it is satisfied, which count as
 *     instructions
 * @param keysToDissatisfy the same when it is dissatisfied
 * @param stackToSatisfy effect on the stack when it is satisfied
 * @param stackToDissatisfy effect on the stack when it is dissatisfied
 * @param witnessToSatisfy bytes of witness that satisfy it
 * @param witnessToDissatisfy bytes of witness that dissatisfy it
 */
record Costs(
    int scriptBytes,
    int ops,
    Bound keysToSatisfy,
    Bound keysToDissatisfy,
    StackEffect stackToSatisfy,
    StackEffect stackToDissatisfy,
    Bound witnessToSatisfy,
    Bound witnessToDissatisfy) {
  /**
   * The largest of several numbers, of which there may be none.
   *
   * @param exists false if there is no way at all
   */
  record Bound(boolean exists, long value) {
    static final Bound NEVER = new Bound(false, 0);
    static final Bound ZERO = new Bound(true, 0);

    static Bound of(long value) {
      return new Bound(true, value);
    }

    Bound plus(Bound other) {
      return exists && other.exists ? of(value + other.value) : NEVER;
    }

    Bound plus(long more) {
      return exists ? of(value + more) : NEVER;
    }

    Bound or(Bound other) {
      if (!exists || !other.exists) {
        return exists ? this : other;
      }
      return of(Math.max(value, other.value));
    }
  }

  /**
   * What running a piece of script does to the stack, over all ways it may run.
   *
   * @param exists false if there is no way
   * @param consumed how many elements the stack has less at the end than at the beginning, at most
   * @param peak how many elements more than at the end it has in between, at most
   */
  record StackEffect(boolean exists, long consumed, long peak) {
    static final StackEffect NEVER = new StackEffect(false, 0, 0);
    static final StackEffect NOTHING = of(0, 0);
    static final StackEffect PUSH = of(-1, 0);
    static final StackEffect TAKES_ONE = of(1, 1);
    static final StackEffect TAKES_TWO = of(2, 2);

    static StackEffect of(long consumed, long peak) {
      return new StackEffect(true, consumed, peak);
    }

    StackEffect then(StackEffect next) {
      return exists && next.exists
          ? of(consumed + next.consumed, Math.max(next.peak, next.consumed + peak))
          : NEVER;
    }

    StackEffect or(StackEffect other) {
      if (!exists || !other.exists) {
        return exists ? this : other;
      }
      return of(Math.max(consumed, other.consumed), Math.max(peak, other.peak));
    }
  }

  private static int number(long value) {
    return new ScriptBuilder().number(value).build().size();
  }

  /** Computes the costs of a leaf. */
  static Costs ofLeaf(Fragment fragment, long k, int keys, MiniscriptContext context) {
    int key = context.keyBytes();
    int signature = 1 + context.signatureBytes();
    Bound zero = Bound.ZERO;
    Bound never = Bound.NEVER;
    StackEffect push = StackEffect.PUSH;
    StackEffect none = StackEffect.NEVER;
    return switch (fragment) {
      case JUST_0 -> new Costs(1, 0, never, zero, none, push, never, zero);
      case JUST_1 -> new Costs(1, 0, zero, never, push, none, zero, never);
      case PK_K -> new Costs(1 + key, 0, zero, zero, push, push, Bound.of(signature), Bound.of(1));
      case PK_H -> {
        // DUP, HASH160, a push and EQUALVERIFY.
        StackEffect effect = push.then(push).then(StackEffect.TAKES_TWO);
        yield new Costs(
            24, 3, zero, zero, effect, effect, Bound.of(signature + 1 + key), Bound.of(2 + key));
      }
      case OLDER, AFTER -> new Costs(1 + number(k), 1, zero, never, push, none, zero, never);
      case SHA256, HASH256, RIPEMD160, HASH160 -> {
        // SIZE, a push, EQUALVERIFY, the hash, a push and EQUAL.
        StackEffect effect =
            push.then(push).then(StackEffect.TAKES_TWO).then(push).then(StackEffect.TAKES_ONE);
        boolean longer = fragment == Fragment.SHA256 || fragment == Fragment.HASH256;
        yield new Costs(
            6 + 1 + (longer ? 32 : 20), 4, zero, never, effect, none, Bound.of(33), never);
      }
      case MULTI -> {
        StackEffect effect = StackEffect.of(k, k + keys + 2);
        Bound all = Bound.of(keys);
        yield new Costs(
            1 + number(keys) + number(k) + 34 * keys,
            1,
            all,
            all,
            effect,
            effect,
            Bound.of(k * signature + 1),
            Bound.of(k + 1));
      }
      case MULTI_A -> {
        StackEffect effect = StackEffect.of(keys - 1, keys);
        yield new Costs(
            34 * keys + number(k) + 1,
            keys + 1,
            zero,
            zero,
            effect,
            effect,
            Bound.of(k * signature + keys - k),
            Bound.of(keys));
      }
      default -> throw new IllegalStateException(fragment + " has arguments");
    };
  }

  /**
   * Computes the costs of a wrapper.
   *
   * @param hasNoVerifyForm whether {@code x} ends in an instruction that cannot take in a VERIFY
   */
  static Costs ofWrapper(Fragment fragment, Costs x, boolean hasNoVerifyForm) {
    return switch (fragment) {
      case WRAP_A -> x.longer(2, 2);
      case WRAP_S, WRAP_N -> x.longer(1, 1);
      case WRAP_C ->
          new Costs(
              x.scriptBytes + 1,
              x.ops + 1,
              x.keysToSatisfy,
              x.keysToDissatisfy,
              x.stackToSatisfy.then(StackEffect.TAKES_ONE),
              x.stackToDissatisfy.then(StackEffect.TAKES_ONE),
              x.witnessToSatisfy,
              x.witnessToDissatisfy);
      case WRAP_D, WRAP_J -> {
        boolean dup = fragment == Fragment.WRAP_D;
        // DUP or SIZE 0NOTEQUAL, then IF.
        StackEffect test = StackEffect.PUSH.then(StackEffect.TAKES_ONE);
        yield new Costs(
            x.scriptBytes + (dup ? 3 : 4),
            x.ops + (dup ? 3 : 4),
            x.keysToSatisfy,
            Bound.ZERO,
            test.then(x.stackToSatisfy),
            test,
            dup ? x.witnessToSatisfy.plus(2) : x.witnessToSatisfy,
            Bound.of(1));
      }
      case WRAP_V -> {
        int more = hasNoVerifyForm ? 1 : 0;
        yield new Costs(
            x.scriptBytes + more,
            x.ops + more,
            x.keysToSatisfy,
            Bound.NEVER,
            x.stackToSatisfy.then(StackEffect.TAKES_ONE),
            StackEffect.NEVER,
            x.witnessToSatisfy,
            Bound.NEVER);
      }
      default -> throw new IllegalStateException(fragment + " is no wrapper");
    };
  }

  private Costs longer(int bytes, int instructions) {
    return new Costs(
        scriptBytes + bytes,
        ops + instructions,
        keysToSatisfy,
        keysToDissatisfy,
        stackToSatisfy,
        stackToDissatisfy,
        witnessToSatisfy,
        witnessToDissatisfy);
  }

  /** Computes the costs of an expression with two arguments. */
  static Costs ofPair(Fragment fragment, Costs x, Costs y) {
    StackEffect take = StackEffect.TAKES_ONE;
    StackEffect dup = StackEffect.PUSH;
    return switch (fragment) {
      case AND_V ->
          x.with(
              y,
              0,
              0,
              x.keysToSatisfy.plus(y.keysToSatisfy),
              Bound.NEVER,
              x.stackToSatisfy.then(y.stackToSatisfy),
              StackEffect.NEVER,
              x.witnessToSatisfy.plus(y.witnessToSatisfy),
              Bound.NEVER);
      case AND_B ->
          x.with(
              y,
              1,
              1,
              x.keysToSatisfy.plus(y.keysToSatisfy),
              x.keysToDissatisfy.plus(y.keysToDissatisfy),
              x.stackToSatisfy.then(y.stackToSatisfy).then(take),
              x.stackToDissatisfy.then(y.stackToDissatisfy).then(take),
              x.witnessToSatisfy.plus(y.witnessToSatisfy),
              x.witnessToDissatisfy.plus(y.witnessToDissatisfy));
      case OR_B ->
          x.with(
              y,
              1,
              1,
              x.keysToSatisfy.plus(y.keysToDissatisfy).or(y.keysToSatisfy.plus(x.keysToDissatisfy)),
              x.keysToDissatisfy.plus(y.keysToDissatisfy),
              x.stackToSatisfy
                  .then(y.stackToDissatisfy)
                  .or(x.stackToDissatisfy.then(y.stackToSatisfy))
                  .then(take),
              x.stackToDissatisfy.then(y.stackToDissatisfy).then(take),
              x.witnessToDissatisfy
                  .plus(y.witnessToSatisfy)
                  .or(x.witnessToSatisfy.plus(y.witnessToDissatisfy)),
              x.witnessToDissatisfy.plus(y.witnessToDissatisfy));
      case OR_C ->
          x.with(
              y,
              2,
              2,
              x.keysToSatisfy.or(y.keysToSatisfy.plus(x.keysToDissatisfy)),
              Bound.NEVER,
              x.stackToSatisfy.then(take).or(x.stackToDissatisfy.then(take).then(y.stackToSatisfy)),
              StackEffect.NEVER,
              x.witnessToSatisfy.or(x.witnessToDissatisfy.plus(y.witnessToSatisfy)),
              Bound.NEVER);
      case OR_D ->
          x.with(
              y,
              3,
              3,
              x.keysToSatisfy.or(y.keysToSatisfy.plus(x.keysToDissatisfy)),
              x.keysToDissatisfy.plus(y.keysToDissatisfy),
              x.stackToSatisfy
                  .then(dup)
                  .then(take)
                  .or(x.stackToDissatisfy.then(take).then(y.stackToSatisfy)),
              x.stackToDissatisfy.then(take).then(y.stackToDissatisfy),
              x.witnessToSatisfy.or(x.witnessToDissatisfy.plus(y.witnessToSatisfy)),
              x.witnessToDissatisfy.plus(y.witnessToDissatisfy));
      case OR_I ->
          x.with(
              y,
              3,
              3,
              x.keysToSatisfy.or(y.keysToSatisfy),
              x.keysToDissatisfy.or(y.keysToDissatisfy),
              take.then(x.stackToSatisfy.or(y.stackToSatisfy)),
              take.then(x.stackToDissatisfy.or(y.stackToDissatisfy)),
              x.witnessToSatisfy.plus(2).or(y.witnessToSatisfy.plus(1)),
              x.witnessToDissatisfy.plus(2).or(y.witnessToDissatisfy.plus(1)));
      default -> throw new IllegalStateException(fragment + " has not two arguments");
    };
  }

  private Costs with(
      Costs y,
      int bytes,
      int instructions,
      Bound keysToSatisfy,
      Bound keysToDissatisfy,
      StackEffect stackToSatisfy,
      StackEffect stackToDissatisfy,
      Bound witnessToSatisfy,
      Bound witnessToDissatisfy) {
    return new Costs(
        scriptBytes + y.scriptBytes + bytes,
        ops + y.ops + instructions,
        keysToSatisfy,
        keysToDissatisfy,
        stackToSatisfy,
        stackToDissatisfy,
        witnessToSatisfy,
        witnessToDissatisfy);
  }

  /** Computes the costs of {@code andor(x,y,z)}. */
  static Costs ofAndOr(Costs x, Costs y, Costs z) {
    StackEffect take = StackEffect.TAKES_ONE;
    return new Costs(
        x.scriptBytes + y.scriptBytes + z.scriptBytes + 3,
        x.ops + y.ops + z.ops + 3,
        y.keysToSatisfy.plus(x.keysToSatisfy).or(x.keysToDissatisfy.plus(z.keysToSatisfy)),
        x.keysToDissatisfy.plus(z.keysToDissatisfy),
        x.stackToSatisfy
            .then(take)
            .then(y.stackToSatisfy)
            .or(x.stackToDissatisfy.then(take).then(z.stackToSatisfy)),
        x.stackToDissatisfy.then(take).then(z.stackToDissatisfy),
        x.witnessToSatisfy
            .plus(y.witnessToSatisfy)
            .or(x.witnessToDissatisfy.plus(z.witnessToSatisfy)),
        x.witnessToDissatisfy.plus(z.witnessToDissatisfy));
  }

  /** Computes the costs of a threshold. */
  static Costs ofThreshold(int k, List<Costs> arguments) {
    int bytes = arguments.size() + number(k);
    int ops = arguments.size();
    List<Bound> keys = List.of(Bound.ZERO);
    List<Bound> witness = List.of(Bound.ZERO);
    List<StackEffect> stack = List.of(StackEffect.NOTHING);
    for (int i = 0; i < arguments.size(); i++) {
      Costs argument = arguments.get(i);
      bytes += argument.scriptBytes;
      ops += argument.ops;
      keys =
          choose(keys, argument.keysToSatisfy, argument.keysToDissatisfy, Bound::plus, Bound::or);
      witness =
          choose(
              witness,
              argument.witnessToSatisfy,
              argument.witnessToDissatisfy,
              Bound::plus,
              Bound::or);
      StackEffect add = i == 0 ? StackEffect.NOTHING : StackEffect.TAKES_ONE;
      stack =
          choose(
              stack,
              argument.stackToSatisfy.then(add),
              argument.stackToDissatisfy.then(add),
              StackEffect::then,
              StackEffect::or);
    }
    StackEffect end = StackEffect.PUSH.then(StackEffect.TAKES_ONE);
    return new Costs(
        bytes,
        ops,
        keys.get(k),
        keys.get(0),
        stack.get(k).then(end),
        stack.get(0).then(end),
        witness.get(k),
        witness.get(0));
  }

  /** Given what n satisfied arguments cost, for each n, takes one more argument in. */
  private static <T> List<T> choose(
      List<T> sofar, T satisfied, T dissatisfied, BinaryOperator<T> then, BinaryOperator<T> or) {
    List<T> next = new ArrayList<>(sofar.size() + 1);
    next.add(then.apply(sofar.get(0), dissatisfied));
    for (int n = 1; n < sofar.size(); n++) {
      next.add(
          or.apply(
              then.apply(sofar.get(n), dissatisfied), then.apply(sofar.get(n - 1), satisfied)));
    }
    next.add(then.apply(sofar.getLast(), satisfied));
    return next;
  }
}
