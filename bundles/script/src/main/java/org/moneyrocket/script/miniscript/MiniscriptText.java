// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import java.util.List;
import java.util.function.Function;

/**
 * Writes expressions as text, with the short forms of the specification.
 *
 * @param key writes a key
 */
public record MiniscriptText<K>(Function<K, String> key) {
  public String write(Node<K> node) {
    StringBuilder out = new StringBuilder();
    append(out, node, false);
    return out.toString();
  }

  /**
   * Appends an expression.
   *
   * @param wrapped whether wrapper letters came right before
   */
  private void append(StringBuilder out, Node<K> node, boolean wrapped) {
    if (appendWrapper(out, node)) {
      return;
    }
    if (wrapped) {
      out.append(':');
    }
    switch (node.fragment()) {
      case JUST_0, JUST_1 -> out.append(node.fragment().label());
      case WRAP_C -> {
        boolean hash = node.argument(0).fragment() == Fragment.PK_H;
        out.append(hash ? "pkh(" : "pk(")
            .append(key.apply(node.argument(0).keys().get(0)))
            .append(')');
      }
      case PK_K, PK_H ->
          open(out, node.fragment().label()).append(key.apply(node.keys().get(0))).append(')');
      case OLDER, AFTER -> open(out, node.fragment().label()).append(node.k()).append(')');
      case SHA256, HASH256, RIPEMD160, HASH160 ->
          open(out, node.fragment().label()).append(node.data()).append(')');
      case MULTI, MULTI_A -> {
        open(out, node.fragment().label()).append(node.k());
        node.keys().forEach(each -> out.append(',').append(key.apply(each)));
        out.append(')');
      }
      case THRESH -> {
        open(out, "thresh").append(node.k()).append(',');
        appendAll(out, node.arguments());
      }
      case ANDOR -> {
        boolean shorter = node.argument(2).fragment() == Fragment.JUST_0;
        open(out, shorter ? "and_n" : "andor");
        appendAll(out, shorter ? node.arguments().subList(0, 2) : node.arguments());
      }
      default -> {
        open(out, node.fragment().label());
        appendAll(out, node.arguments());
      }
    }
  }

  /** Appends a letter and what it wraps, if the expression is written that way. */
  private boolean appendWrapper(StringBuilder out, Node<K> node) {
    Fragment fragment = node.fragment();
    if (fragment == Fragment.WRAP_C) {
      Fragment inner = node.argument(0).fragment();
      if (inner == Fragment.PK_K || inner == Fragment.PK_H) {
        return false;
      }
    }
    if (fragment.isWrapper()) {
      out.append(fragment.label());
      append(out, node.argument(0), true);
      return true;
    }
    if (fragment == Fragment.AND_V && node.argument(1).fragment() == Fragment.JUST_1) {
      out.append('t');
      append(out, node.argument(0), true);
      return true;
    }
    if (fragment == Fragment.OR_I) {
      boolean first = node.argument(0).fragment() == Fragment.JUST_0;
      if (first || node.argument(1).fragment() == Fragment.JUST_0) {
        out.append(first ? 'l' : 'u');
        append(out, node.argument(first ? 1 : 0), true);
        return true;
      }
    }
    return false;
  }

  private static StringBuilder open(StringBuilder out, String name) {
    return out.append(name).append('(');
  }

  private void appendAll(StringBuilder out, List<Node<K>> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      out.append(i == 0 ? "" : ",");
      append(out, nodes.get(i), false);
    }
    out.append(')');
  }
}
