// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;

/**
 * Reads expressions from text. Whether they are valid or sane is not looked at. Use an instance
 * once.
 *
 * @param <K> what stands for a key
 * @param <E> how the reader of keys complains
 */
public final class MiniscriptParser<K, E extends Exception> {
  /** Reads a key. */
  public interface KeyReader<K, E extends Exception> {
    K read(String text) throws E;
  }

  private static final Map<Character, Fragment> WRAPPERS =
      Map.of(
          'a', Fragment.WRAP_A,
          's', Fragment.WRAP_S,
          'c', Fragment.WRAP_C,
          'd', Fragment.WRAP_D,
          'v', Fragment.WRAP_V,
          'j', Fragment.WRAP_J,
          'n', Fragment.WRAP_N);
  private static final List<Fragment> PAIRS =
      List.of(
          Fragment.AND_V,
          Fragment.AND_B,
          Fragment.OR_B,
          Fragment.OR_C,
          Fragment.OR_D,
          Fragment.OR_I);
  private static final long MAX_LOCK = 0x7fffffffL;

  private final MiniscriptContext context;
  private final KeyReader<K, E> keys;
  private final String text;
  private int at;

  private MiniscriptParser(MiniscriptContext context, KeyReader<K, E> keys, String text) {
    this.context = context;
    this.keys = keys;
    this.text = text;
  }

  /** Thrown where the text stops being an expression; never leaves this class. */
  private static final class NotMiniscript extends Exception {
    private static final long serialVersionUID = 1L;

    NotMiniscript() {
      super("not a miniscript", null, false, false);
    }
  }

  /**
   * Reads an expression.
   *
   * @return empty if the text is none
   * @throws E if a key in it cannot be read
   */
  public static <K, E extends Exception> Optional<Node<K>> parse(
      String text, MiniscriptContext context, KeyReader<K, E> keys) throws E {
    MiniscriptParser<K, E> parser = new MiniscriptParser<>(context, keys, text);
    try {
      Node<K> node = parser.wrapped(0);
      boolean whole = parser.at == text.length() && node.scriptSize() <= context.maxScriptBytes();
      return whole ? Optional.of(node) : Optional.empty();
    } catch (NotMiniscript e) {
      return Optional.empty(); // the documented answer
    }
  }

  private void require(boolean condition) throws NotMiniscript {
    if (!condition) {
      throw new NotMiniscript();
    }
  }

  private boolean skip(String token) {
    if (!text.startsWith(token, at)) {
      return false;
    }
    at += token.length();
    return true;
  }

  private Node<K> wrapped(int depth) throws NotMiniscript, E {
    require(depth < Node.MAX_DEPTH);
    int colon = at + 1;
    while (colon < text.length() && text.charAt(colon) >= 'a' && text.charAt(colon) <= 'z') {
      colon++;
    }
    if (colon >= text.length() || text.charAt(colon) != ':') {
      return expression(depth);
    }
    String letters = text.substring(at, colon);
    require(!letters.contains("vv") && letters.length() < Node.MAX_DEPTH);
    at = colon + 1;
    Node<K> node = expression(depth + letters.length());
    for (int i = letters.length() - 1; i >= 0; i--) {
      node = wrap(letters.charAt(i), node);
    }
    return node;
  }

  private Node<K> wrap(char letter, Node<K> node) throws NotMiniscript {
    return switch (letter) {
      case 't' -> pair(Fragment.AND_V, node, Node.constant(context, true));
      case 'l' -> pair(Fragment.OR_I, Node.constant(context, false), node);
      case 'u' -> pair(Fragment.OR_I, node, Node.constant(context, false));
      default -> {
        Fragment fragment = WRAPPERS.get(letter);
        if (fragment == null) {
          throw new NotMiniscript();
        }
        yield Node.combine(fragment, context, List.of(node));
      }
    };
  }

  private Node<K> pair(Fragment fragment, Node<K> x, Node<K> y) {
    return Node.combine(fragment, context, List.of(x, y));
  }

  private Node<K> expression(int depth) throws NotMiniscript, E {
    if (skip("0")) {
      return Node.constant(context, false);
    }
    if (skip("1")) {
      return Node.constant(context, true);
    }
    int bracket = text.indexOf('(', at);
    require(bracket > at);
    String name = text.substring(at, bracket);
    switch (name) {
      case "pk" -> {
        return checked(Fragment.PK_K);
      }
      case "pkh" -> {
        return checked(Fragment.PK_H);
      }
      case "pk_k" -> {
        return Node.key(Fragment.PK_K, context, keys.read(argument()));
      }
      case "pk_h" -> {
        return Node.key(Fragment.PK_H, context, keys.read(argument()));
      }
      case "older" -> {
        return Node.lock(Fragment.OLDER, context, lock());
      }
      case "after" -> {
        return Node.lock(Fragment.AFTER, context, lock());
      }
      case "sha256" -> {
        return Node.hash(Fragment.SHA256, context, hash(32));
      }
      case "hash256" -> {
        return Node.hash(Fragment.HASH256, context, hash(32));
      }
      case "ripemd160" -> {
        return Node.hash(Fragment.RIPEMD160, context, hash(20));
      }
      case "hash160" -> {
        return Node.hash(Fragment.HASH160, context, hash(20));
      }
      case "multi", "multi_a" -> {
        require(name.equals("multi") == (context == MiniscriptContext.P2WSH));
        at = bracket + 1;
        return multi();
      }
      case "thresh" -> {
        at = bracket + 1;
        return threshold(depth);
      }
      case "andor" -> {
        at = bracket + 1;
        return Node.combine(Fragment.ANDOR, context, arguments(3, depth));
      }
      case "and_n" -> {
        at = bracket + 1;
        List<Node<K>> all = arguments(2, depth);
        all.add(Node.constant(context, false));
        return Node.combine(Fragment.ANDOR, context, all);
      }
      default -> {
        for (Fragment fragment : PAIRS) {
          if (fragment.label().equals(name)) {
            at = bracket + 1;
            return Node.combine(fragment, context, arguments(2, depth));
          }
        }
        throw new NotMiniscript();
      }
    }
  }

  private Node<K> checked(Fragment fragment) throws NotMiniscript, E {
    Node<K> key = Node.key(fragment, context, keys.read(argument()));
    return Node.combine(Fragment.WRAP_C, context, List.of(key));
  }

  /** Reads the single argument of a function: all up to where an outer expression goes on. */
  private String argument() throws NotMiniscript {
    int from = text.indexOf('(', at) + 1;
    int level = 0;
    int end = at;
    for (; end < text.length(); end++) {
      char c = text.charAt(end);
      if (c == '(' || c == '{') {
        level++;
      } else if (level > 0 && (c == ')' || c == '}')) {
        level--;
      } else if (level == 0 && (c == ')' || c == '}' || c == ',')) {
        break;
      }
    }
    require(end > from && text.charAt(end - 1) == ')');
    at = end;
    return text.substring(from, end - 1);
  }

  private long lock() throws NotMiniscript {
    long value = number(argument());
    require(value >= 1 && value <= MAX_LOCK);
    return value;
  }

  private long number(String digits) throws NotMiniscript {
    require(!digits.isEmpty() && digits.length() <= 18);
    require(digits.chars().allMatch(c -> c >= '0' && c <= '9'));
    return Long.parseLong(digits);
  }

  private Bytes hash(int size) throws NotMiniscript {
    String hex = argument();
    require(hex.length() == 2 * size && hex.chars().allMatch(HexFormat::isHexDigit));
    return Bytes.fromHex(hex);
  }

  /** Returns the index of the next comma before a closing bracket, or -1. */
  private int nextComma() {
    for (int i = at; i < text.length(); i++) {
      if (text.charAt(i) == ',') {
        return i;
      }
      if (text.charAt(i) == ')') {
        return -1;
      }
    }
    return -1;
  }

  private long thresholdNumber() throws NotMiniscript {
    int comma = nextComma();
    require(comma > at);
    long k = number(text.substring(at, comma));
    at = comma + 1;
    return k;
  }

  private Node<K> multi() throws NotMiniscript, E {
    long k = thresholdNumber();
    List<K> found = new ArrayList<>();
    boolean more = true;
    while (more) {
      int comma = nextComma();
      more = comma >= 0;
      int end = more ? comma : text.indexOf(')', at);
      require(end > at);
      found.add(keys.read(text.substring(at, end)));
      at = end + 1;
    }
    require(found.size() <= context.maxKeys() && k >= 1 && k <= found.size());
    return Node.multi(context, k, found);
  }

  private Node<K> threshold(int depth) throws NotMiniscript, E {
    long k = thresholdNumber();
    require(k >= 1);
    List<Node<K>> all = new ArrayList<>();
    do {
      all.add(wrapped(depth + 1));
    } while (skip(","));
    require(skip(")") && k <= all.size());
    return Node.threshold(context, k, all);
  }

  private List<Node<K>> arguments(int count, int depth) throws NotMiniscript, E {
    List<Node<K>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      require(i == 0 || skip(","));
      all.add(wrapped(depth + 1));
    }
    require(skip(")"));
    return all;
  }
}
