// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import static org.moneyrocket.consensus.Limits.SEQUENCE_LOCKTIME_MASK;
import static org.moneyrocket.consensus.Limits.SEQUENCE_LOCKTIME_TYPE_FLAG;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.primitives.Bytes;

/**
 * A miniscript expression with its type and costs. Immutable.
 *
 * @param <K> what stands for a key
 */
public final class Node<K> {
  /**
   * Deepest nesting that is read, so that walking over an expression cannot exhaust a thread's
   * stack.
   */
  public static final int MAX_DEPTH = 400;

  private final Fragment fragment;
  private final MiniscriptContext context;
  private final long k;
  private final List<K> keys;
  private final Bytes data;
  private final List<Node<K>> arguments;
  private final Properties type;
  private final Costs costs;
  private final int depth;

  private Node(
      Fragment fragment,
      MiniscriptContext context,
      long k,
      List<K> keys,
      Bytes data,
      List<Node<K>> arguments) {
    this.fragment = fragment;
    this.context = context;
    this.k = k;
    this.keys = List.copyOf(keys);
    this.data = data;
    this.arguments = List.copyOf(arguments);
    this.type = computeType();
    this.costs = computeCosts();
    this.depth = 1 + arguments.stream().mapToInt(Node::depth).max().orElse(0);
  }

  static <K> Node<K> constant(MiniscriptContext context, boolean value) {
    Fragment fragment = value ? Fragment.JUST_1 : Fragment.JUST_0;
    return new Node<>(fragment, context, 0, List.of(), Bytes.EMPTY, List.of());
  }

  static <K> Node<K> key(Fragment fragment, MiniscriptContext context, K key) {
    return new Node<>(fragment, context, 0, List.of(key), Bytes.EMPTY, List.of());
  }

  static <K> Node<K> lock(Fragment fragment, MiniscriptContext context, long value) {
    return new Node<>(fragment, context, value, List.of(), Bytes.EMPTY, List.of());
  }

  static <K> Node<K> hash(Fragment fragment, MiniscriptContext context, Bytes hash) {
    return new Node<>(fragment, context, 0, List.of(), hash, List.of());
  }

  /** Makes the multisig fragment of the context. */
  static <K> Node<K> multi(MiniscriptContext context, long k, List<K> keys) {
    Fragment fragment = context == MiniscriptContext.P2WSH ? Fragment.MULTI : Fragment.MULTI_A;
    return new Node<>(fragment, context, k, keys, Bytes.EMPTY, List.of());
  }

  static <K> Node<K> threshold(MiniscriptContext context, long k, List<Node<K>> arguments) {
    return new Node<>(Fragment.THRESH, context, k, List.of(), Bytes.EMPTY, arguments);
  }

  /** Makes a wrapper or one of the expressions with two or three arguments. */
  static <K> Node<K> combine(
      Fragment fragment, MiniscriptContext context, List<Node<K>> arguments) {
    return new Node<>(fragment, context, 0, List.of(), Bytes.EMPTY, arguments);
  }

  private Properties computeType() {
    List<Properties> types = arguments.stream().map(argument -> argument.type).toList();
    if (types.stream().anyMatch(Properties.NONE::equals)) {
      return Properties.NONE;
    }
    if (fragment == Fragment.THRESH) {
      return Properties.ofThreshold(k, types);
    }
    return switch (types.size()) {
      case 0 -> Properties.ofLeaf(fragment, k);
      case 1 -> Properties.ofWrapper(fragment, types.get(0), context);
      case 2 -> Properties.ofPair(fragment, types.get(0), types.get(1));
      default -> Properties.ofAndOr(types.get(0), types.get(1), types.get(2));
    };
  }

  private Costs computeCosts() {
    List<Costs> all = arguments.stream().map(argument -> argument.costs).toList();
    if (fragment == Fragment.THRESH) {
      return Costs.ofThreshold((int) k, all);
    }
    return switch (all.size()) {
      case 0 -> Costs.ofLeaf(fragment, k, keys.size(), context);
      case 1 -> Costs.ofWrapper(fragment, all.get(0), arguments.get(0).type.is('x'));
      case 2 -> Costs.ofPair(fragment, all.get(0), all.get(1));
      default -> Costs.ofAndOr(all.get(0), all.get(1), all.get(2));
    };
  }

  public Fragment fragment() {
    return fragment;
  }

  public MiniscriptContext context() {
    return context;
  }

  /** Returns the threshold, or the value of a lock, or 0. */
  public long k() {
    return k;
  }

  /** Returns the keys of this expression itself. */
  public List<K> keys() {
    return keys;
  }

  /** Returns the hash of a hash expression. */
  public Bytes data() {
    return data;
  }

  public List<Node<K>> arguments() {
    return arguments;
  }

  Node<K> argument(int index) {
    return arguments.get(index);
  }

  Properties type() {
    return type;
  }

  int depth() {
    return depth;
  }

  /** Returns the length of the script in bytes. */
  public int scriptSize() {
    return costs.scriptBytes();
  }

  /**
   * Returns the most bytes of witness that satisfy it, the script itself left out; empty if nothing
   * does.
   */
  public OptionalLong witnessSize() {
    Costs.Bound size = costs.witnessToSatisfy();
    return size.exists() ? OptionalLong.of(size.value()) : OptionalLong.empty();
  }

  /** Returns the most stack elements that satisfy it; empty if nothing does. */
  public OptionalLong stackSize() {
    Costs.StackEffect effect = costs.stackToSatisfy();
    return effect.exists()
        ? OptionalLong.of(effect.consumed() + (type.is('V') ? 0 : 1))
        : OptionalLong.empty();
  }

  /** Returns sentences about relative locks that ask for more than a sequence can say. */
  public List<String> warnings() {
    List<String> out = new ArrayList<>();
    collectWarnings(out);
    return out;
  }

  private void collectWarnings(List<String> out) {
    long value = k & ~SEQUENCE_LOCKTIME_TYPE_FLAG;
    if (fragment == Fragment.OLDER && value > SEQUENCE_LOCKTIME_MASK) {
      out.add(
          (k & SEQUENCE_LOCKTIME_TYPE_FLAG) != 0
              ? "time-based relative locktime: older(" + k + ") > (65535 * 512) seconds is unsafe"
              : "height-based relative locktime: older(" + k + ") > 65535 blocks is unsafe");
    }
    arguments.forEach(argument -> argument.collectWarnings(out));
  }

  /** Tells whether nothing can satisfy it. */
  public boolean isUnsatisfiable() {
    return !costs.stackToSatisfy().exists();
  }

  /** Tells whether it is well typed and not too long. */
  public boolean isValid() {
    return !type.equals(Properties.NONE) && scriptSize() <= context.maxScriptBytes();
  }

  /** Tells whether it is valid as a whole script. */
  public boolean isValidTopLevel() {
    return isValid() && type.is('B');
  }

  boolean isNonMalleable() {
    return type.is('m');
  }

  boolean needsSignature() {
    return type.is('s');
  }

  boolean hasNoLockMix() {
    return type.is('k');
  }

  /** Tells whether satisfactions stay within the limits of consensus and relay. */
  boolean isWithinLimits() {
    if (!isValid()) {
      return false;
    }
    Costs.StackEffect effect = costs.stackToSatisfy();
    if (context == MiniscriptContext.TAPSCRIPT) {
      return !effect.exists() || effect.peak() + (type.is('V') ? 0 : 1) <= Script.MAX_STACK;
    }
    boolean opsFit =
        !costs.keysToSatisfy().exists()
            || costs.ops() + costs.keysToSatisfy().value() <= Script.MAX_OPS;
    OptionalLong stack = stackSize();
    return opsFit && (stack.isEmpty() || stack.getAsLong() <= context.maxInitialStack());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Node<?> that
        && fragment == that.fragment
        && context == that.context
        && k == that.k
        && keys.equals(that.keys)
        && data.equals(that.data)
        && arguments.equals(that.arguments);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fragment, k, keys, data, arguments);
  }

  @Override
  public String toString() {
    return new MiniscriptText<K>(String::valueOf).write(this);
  }
}
