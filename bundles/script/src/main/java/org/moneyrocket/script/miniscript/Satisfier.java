// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;

/**
 * Finds the smallest witness that satisfies an expression and that nobody else can change.
 *
 * @param known signatures, preimages and locks that can be used
 */
public record Satisfier<K>(Known<K> known) {
  /** What can be used to satisfy an expression. */
  public interface Known<K> {
    /** Returns a signature with hash type, as the script wants it. */
    Optional<Bytes> signature(K key);

    /** Returns the key as the script compares it. */
    Bytes keyBytes(K key);

    /**
     * Returns 32 bytes with a given hash.
     *
     * @param fragment one of the four hash fragments
     */
    Optional<Bytes> preimage(Fragment fragment, Bytes hash);

    /** Tells whether the input has reached a relative lock. */
    boolean isOldEnough(long sequence);

    /** Tells whether the transaction has reached an absolute lock. */
    boolean isLateEnough(long lockTime);
  }

  private record Ways(InputStack not, InputStack yes) {}

  /** Returns the stack below the script, the top last; empty if there is none that is safe. */
  public Optional<List<Bytes>> satisfy(Node<K> node) {
    InputStack stack = ways(node).yes;
    return stack.available() && stack.signed() && !stack.malleable()
        ? Optional.of(stack.elements())
        : Optional.empty();
  }

  private Ways ways(Node<K> node) {
    return switch (node.fragment()) {
      case JUST_0 -> new Ways(InputStack.EMPTY, InputStack.NONE);
      case JUST_1 -> new Ways(InputStack.NONE, InputStack.EMPTY);
      case PK_K -> new Ways(InputStack.ZERO, signature(node.keys().get(0)));
      case PK_H -> {
        InputStack key = InputStack.of(known.keyBytes(node.keys().get(0)));
        yield new Ways(InputStack.ZERO.plus(key), signature(node.keys().get(0)).plus(key));
      }
      case OLDER -> onlyIf(known.isOldEnough(node.k()));
      case AFTER -> onlyIf(known.isLateEnough(node.k()));
      case SHA256, HASH256, RIPEMD160, HASH160 ->
          new Ways(
              InputStack.WRONG_PREIMAGE,
              known
                  .preimage(node.fragment(), node.data())
                  .map(InputStack::of)
                  .orElse(InputStack.NONE));
      case WRAP_A, WRAP_S, WRAP_C, WRAP_N -> ways(node.argument(0));
      case WRAP_D -> new Ways(InputStack.ZERO, ways(node.argument(0)).yes.plus(InputStack.ONE));
      case WRAP_J -> {
        Ways x = ways(node.argument(0));
        // Another dissatisfaction may exist that is not zero; to be safe it is taken for granted.
        boolean other = x.not.available() && !x.not.signed();
        yield new Ways(InputStack.ZERO.malleable(other), x.yes);
      }
      case WRAP_V -> new Ways(InputStack.NONE, ways(node.argument(0)).yes);
      case AND_V -> {
        Ways x = ways(node.argument(0));
        Ways y = ways(node.argument(1));
        yield new Ways(y.not.plus(x.yes), y.yes.plus(x.yes));
      }
      case AND_B -> {
        Ways x = ways(node.argument(0));
        Ways y = ways(node.argument(1));
        yield new Ways(
            y.not
                .plus(x.not)
                .or(y.yes.plus(x.not).malleable(true))
                .or(y.not.plus(x.yes).malleable(true)),
            y.yes.plus(x.yes));
      }
      case OR_B -> {
        Ways x = ways(node.argument(0));
        Ways z = ways(node.argument(1));
        yield new Ways(
            z.not.plus(x.not),
            z.not.plus(x.yes).or(z.yes.plus(x.not)).or(z.yes.plus(x.yes).malleable(true)));
      }
      case OR_C -> {
        Ways x = ways(node.argument(0));
        Ways z = ways(node.argument(1));
        yield new Ways(InputStack.NONE, x.yes.or(z.yes.plus(x.not)));
      }
      case OR_D -> {
        Ways x = ways(node.argument(0));
        Ways z = ways(node.argument(1));
        yield new Ways(z.not.plus(x.not), x.yes.or(z.yes.plus(x.not)));
      }
      case OR_I -> {
        Ways x = ways(node.argument(0));
        Ways z = ways(node.argument(1));
        yield new Ways(
            x.not.plus(InputStack.ONE).or(z.not.plus(InputStack.ZERO)),
            x.yes.plus(InputStack.ONE).or(z.yes.plus(InputStack.ZERO)));
      }
      case ANDOR -> {
        Ways x = ways(node.argument(0));
        Ways y = ways(node.argument(1));
        Ways z = ways(node.argument(2));
        yield new Ways(
            y.not.plus(x.yes).or(z.not.plus(x.not)), y.yes.plus(x.yes).or(z.yes.plus(x.not)));
      }
      case THRESH -> threshold(node);
      case MULTI -> multi(node);
      case MULTI_A -> multiTapscript(node);
    };
  }

  private InputStack signature(K key) {
    return known.signature(key).map(InputStack::signature).orElse(InputStack.NONE);
  }

  private static Ways onlyIf(boolean reached) {
    return new Ways(InputStack.NONE, reached ? InputStack.EMPTY : InputStack.NONE);
  }

  /** Given the best stack with n parts satisfied, for each n, takes one more part in. */
  private static List<InputStack> extend(
      List<InputStack> best, InputStack satisfied, InputStack dissatisfied) {
    List<InputStack> next = new ArrayList<>(best.size() + 1);
    next.add(best.get(0).plus(dissatisfied));
    for (int n = 1; n < best.size(); n++) {
      next.add(best.get(n).plus(dissatisfied).or(best.get(n - 1).plus(satisfied)));
    }
    next.add(best.getLast().plus(satisfied));
    return next;
  }

  private Ways threshold(Node<K> node) {
    List<InputStack> best = List.of(InputStack.EMPTY);
    for (Node<K> argument : node.arguments().reversed()) {
      Ways x = ways(argument);
      best = extend(best, x.yes, x.not);
    }
    InputStack not = InputStack.NONE;
    for (int n = 0; n < best.size(); n++) {
      if (n != node.k()) {
        // Anything but none at all satisfies parts that could be left out.
        not = not.or(n == 0 ? best.get(n) : best.get(n).malleable(true));
      }
    }
    return new Ways(not, best.get((int) node.k()));
  }

  private Ways multi(Node<K> node) {
    // CHECKMULTISIG takes one element more than it should.
    List<InputStack> best = List.of(InputStack.ZERO);
    for (K key : node.keys()) {
      best = extend(best, signature(key), InputStack.EMPTY);
    }
    InputStack not = InputStack.ZERO;
    for (int i = 0; i < node.k(); i++) {
      not = not.plus(InputStack.ZERO);
    }
    return new Ways(not, best.get((int) node.k()));
  }

  private Ways multiTapscript(Node<K> node) {
    List<InputStack> best = List.of(InputStack.EMPTY);
    for (K key : node.keys().reversed()) {
      best = extend(best, signature(key), InputStack.ZERO);
    }
    return new Ways(best.get(0), best.get((int) node.k()));
  }
}
