// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import static org.moneyrocket.consensus.interpreter.Opcodes.*;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.ScriptNumber;
import org.moneyrocket.consensus.interpreter.ScriptReader;
import org.moneyrocket.primitives.Bytes;

/**
 * Reads expressions from scripts, from the last instruction to the first: the end of a script tells
 * what it is. Use an instance once.
 */
public final class MiniscriptDecoder<K> {
  /** Turns what a script shows of a key into a key. */
  public interface KeyFinder<K> {
    /** Finds a key by its 33 (P2WSH) or 32 bytes. */
    Optional<K> byBytes(Bytes bytes);

    /** Finds a key by HASH160 of those bytes. */
    Optional<K> byHash(Bytes hash);
  }

  /** What no expression ends with, so that a sequence cannot go on there. */
  private static final Set<Integer> BEFORE_SEQUENCE =
      Set.of(OP_IF, OP_ELSE, OP_NOTIF, OP_TOALTSTACK, OP_SWAP);

  private static final long MAX_LOCK = 0x7fffffffL;

  private record Token(int opcode, Bytes data) {}

  private final MiniscriptContext context;
  private final KeyFinder<K> keys;
  private final List<Token> tokens;
  private int at;
  private int depth;

  private MiniscriptDecoder(MiniscriptContext context, KeyFinder<K> keys, List<Token> tokens) {
    this.context = context;
    this.keys = keys;
    this.tokens = tokens;
  }

  /** Thrown where the script stops being an expression; never leaves this class. */
  private static final class NotMiniscript extends Exception {
    private static final long serialVersionUID = 1L;

    NotMiniscript() {
      super("not a miniscript", null, false, false);
    }
  }

  /** Reads a script; empty if it is no valid expression or a key in it cannot be found. */
  public static <K> Optional<Node<K>> decode(
      Bytes script, MiniscriptContext context, KeyFinder<K> keys) {
    if (script.size() > context.maxScriptBytes()) {
      return Optional.empty();
    }
    try {
      MiniscriptDecoder<K> decoder = new MiniscriptDecoder<>(context, keys, tokens(script));
      Node<K> node = decoder.sequence();
      boolean whole = decoder.at == decoder.tokens.size() && node.isValidTopLevel();
      return whole ? Optional.of(node) : Optional.empty();
    } catch (NotMiniscript e) {
      return Optional.empty(); // the documented answer
    }
  }

  /** Returns the instructions, last first, with every VERIFY on its own. */
  private static List<Token> tokens(Bytes script) throws NotMiniscript {
    List<Token> out = new ArrayList<>();
    ScriptReader reader = new ScriptReader(script);
    while (reader.next()) {
      int opcode = reader.opcode();
      Bytes data = reader.data();
      int plain = withoutVerify(opcode);
      if (plain != opcode) {
        out.add(new Token(plain, Bytes.EMPTY));
        out.add(new Token(OP_VERIFY, Bytes.EMPTY));
        continue;
      }
      if (opcode >= OP_1 && opcode <= OP_16) {
        data = Bytes.wrap(new byte[] {(byte) Opcodes.decodeSmall(opcode)});
      } else if (opcode != OP_0 && reader.isPush()) {
        Bytes written = script.slice(reader.start(), reader.position() - reader.start());
        require(new ScriptBuilder().pushMinimal(data).build().equals(written));
      } else if (opcode == OP_VERIFY && !out.isEmpty() && hasVerifyForm(out.getLast().opcode())) {
        throw new NotMiniscript();
      }
      out.add(new Token(opcode, data));
    }
    require(!reader.failed());
    Collections.reverse(out);
    return out;
  }

  private static int withoutVerify(int opcode) {
    return switch (opcode) {
      case OP_CHECKSIGVERIFY -> OP_CHECKSIG;
      case OP_CHECKMULTISIGVERIFY -> OP_CHECKMULTISIG;
      case OP_EQUALVERIFY -> OP_EQUAL;
      case OP_NUMEQUALVERIFY -> OP_NUMEQUAL;
      default -> opcode;
    };
  }

  private static boolean hasVerifyForm(int opcode) {
    return opcode == OP_CHECKSIG
        || opcode == OP_CHECKMULTISIG
        || opcode == OP_EQUAL
        || opcode == OP_NUMEQUAL;
  }

  private static void require(boolean condition) throws NotMiniscript {
    if (!condition) {
      throw new NotMiniscript();
    }
  }

  private boolean isNext(int ahead, int opcode) {
    return at + ahead < tokens.size() && tokens.get(at + ahead).opcode() == opcode;
  }

  private boolean skip(int opcode) {
    if (!isNext(0, opcode)) {
      return false;
    }
    at++;
    return true;
  }

  private Bytes data(int ahead) {
    return at + ahead < tokens.size() ? tokens.get(at + ahead).data() : Bytes.EMPTY;
  }

  private OptionalLong number(int ahead) {
    if (isNext(ahead, OP_0)) {
      return OptionalLong.of(0);
    }
    Bytes data = data(ahead);
    return data.isEmpty()
        ? OptionalLong.empty()
        : ScriptNumber.decode(data, true, ScriptNumber.MAX_BYTES);
  }

  private Node<K> combine(Fragment fragment, List<Node<K>> arguments) throws NotMiniscript {
    Node<K> node = Node.combine(fragment, context, arguments);
    require(node.isValid());
    return node;
  }

  /** Reads one expression, or several that follow each other. */
  private Node<K> sequence() throws NotMiniscript {
    List<Node<K>> parts = new ArrayList<>();
    do {
      parts.add(single());
    } while (at < tokens.size() && !BEFORE_SEQUENCE.contains(tokens.get(at).opcode()));
    Node<K> node = parts.removeLast();
    while (!parts.isEmpty()) {
      node = combine(Fragment.AND_V, List.of(node, parts.removeLast()));
    }
    return node;
  }

  /** Reads an expression that works below the top of the stack. */
  private Node<K> below() throws NotMiniscript {
    boolean alt = skip(OP_FROMALTSTACK);
    Node<K> inner = sequence();
    require(skip(alt ? OP_TOALTSTACK : OP_SWAP));
    return combine(alt ? Fragment.WRAP_A : Fragment.WRAP_S, List.of(inner));
  }

  private Node<K> single() throws NotMiniscript {
    require(at < tokens.size() && ++depth <= Node.MAX_DEPTH);
    Optional<Node<K>> leaf = leaf();
    Node<K> node = leaf.isPresent() ? leaf.get() : combined();
    require(node.isValid());
    depth--;
    return node;
  }

  private Node<K> combined() throws NotMiniscript {
    if (skip(OP_CHECKSIG)) {
      return combine(Fragment.WRAP_C, List.of(single()));
    }
    if (skip(OP_VERIFY)) {
      return combine(Fragment.WRAP_V, List.of(single()));
    }
    if (skip(OP_0NOTEQUAL)) {
      return combine(Fragment.WRAP_N, List.of(single()));
    }
    if (isNext(0, OP_EQUAL) && number(1).isPresent()) {
      return threshold();
    }
    if (skip(OP_ENDIF)) {
      return conditional();
    }
    boolean and = skip(OP_BOOLAND);
    require(and || skip(OP_BOOLOR));
    Node<K> second = below();
    return combine(and ? Fragment.AND_B : Fragment.OR_B, List.of(single(), second));
  }

  private Optional<Node<K>> leaf() throws NotMiniscript {
    if (skip(OP_1)) {
      return Optional.of(Node.constant(context, true));
    }
    if (skip(OP_0)) {
      return Optional.of(Node.constant(context, false));
    }
    int size = data(0).size();
    if (size == 33 || size == 32) {
      require(size == context.keyBytes());
      K key = key(data(0));
      at++;
      return Optional.of(Node.key(Fragment.PK_K, context, key));
    }
    if (isNext(0, OP_VERIFY)
        && isNext(1, OP_EQUAL)
        && data(2).size() == 20
        && isNext(3, OP_HASH160)
        && isNext(4, OP_DUP)) {
      K key = keys.byHash(data(2)).orElseThrow(NotMiniscript::new);
      at += 5;
      return Optional.of(Node.key(Fragment.PK_H, context, key));
    }
    if (isNext(0, OP_CHECKSEQUENCEVERIFY) || isNext(0, OP_CHECKLOCKTIMEVERIFY)) {
      return Optional.of(lock());
    }
    if (isNext(0, OP_CHECKMULTISIG)) {
      return Optional.of(multi());
    }
    if (isNext(0, OP_NUMEQUAL)) {
      return Optional.of(multiTapscript());
    }
    return hash();
  }

  private K key(Bytes bytes) throws NotMiniscript {
    return keys.byBytes(bytes).orElseThrow(NotMiniscript::new);
  }

  private Node<K> lock() throws NotMiniscript {
    Fragment fragment = isNext(0, OP_CHECKSEQUENCEVERIFY) ? Fragment.OLDER : Fragment.AFTER;
    long value = number(1).orElse(0);
    require(value >= 1 && value <= MAX_LOCK);
    at += 2;
    return Node.lock(fragment, context, value);
  }

  private Optional<Node<K>> hash() {
    if (!isNext(0, OP_EQUAL)
        || !isNext(3, OP_VERIFY)
        || !isNext(4, OP_EQUAL)
        || number(5).orElse(0) != 32
        || !isNext(6, OP_SIZE)) {
      return Optional.empty();
    }
    Bytes hash = data(1);
    int size = hash.size();
    Fragment fragment =
        switch (tokens.get(at + 2).opcode()) {
          case OP_SHA256 -> size == 32 ? Fragment.SHA256 : null;
          case OP_HASH256 -> size == 32 ? Fragment.HASH256 : null;
          case OP_RIPEMD160 -> size == 20 ? Fragment.RIPEMD160 : null;
          case OP_HASH160 -> size == 20 ? Fragment.HASH160 : null;
          default -> null;
        };
    if (fragment == null) {
      return Optional.empty();
    }
    at += 7;
    return Optional.of(Node.hash(fragment, context, hash));
  }

  private Node<K> multi() throws NotMiniscript {
    require(context == MiniscriptContext.P2WSH);
    long count = number(1).orElse(0);
    require(count >= 1 && count <= context.maxKeys() && at + 3 + count <= tokens.size());
    List<K> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      require(data(2 + i).size() == 33);
      found.add(key(data(2 + i)));
    }
    long k = number(2 + (int) count).orElse(0);
    require(k >= 1 && k <= count);
    at += 3 + (int) count;
    Collections.reverse(found);
    return Node.multi(context, k, found);
  }

  private Node<K> multiTapscript() throws NotMiniscript {
    require(context == MiniscriptContext.TAPSCRIPT);
    long k = number(1).orElse(0);
    List<K> found = new ArrayList<>();
    int ahead = 2;
    boolean first;
    do {
      first = isNext(ahead, OP_CHECKSIG);
      require(first || isNext(ahead, OP_CHECKSIGADD));
      require(data(ahead + 1).size() == 32 && found.size() < context.maxKeys());
      found.add(key(data(ahead + 1)));
      ahead += 2;
    } while (!first);
    require(k >= 1 && k <= found.size());
    at += ahead;
    Collections.reverse(found);
    return Node.multi(context, k, found);
  }

  private Node<K> threshold() throws NotMiniscript {
    long k = number(1).orElse(0);
    require(k >= 1);
    at += 2;
    List<Node<K>> arguments = new ArrayList<>();
    while (skip(OP_ADD)) {
      arguments.add(below());
    }
    arguments.add(single());
    require(k <= arguments.size());
    Collections.reverse(arguments);
    return Node.threshold(context, k, arguments);
  }

  private Node<K> conditional() throws NotMiniscript {
    Node<K> last = sequence();
    if (skip(OP_ELSE)) {
      Node<K> middle = sequence();
      if (skip(OP_IF)) {
        return combine(Fragment.OR_I, List.of(middle, last));
      }
      require(skip(OP_NOTIF));
      return combine(Fragment.ANDOR, List.of(single(), last, middle));
    }
    if (skip(OP_NOTIF)) {
      Fragment fragment = skip(OP_IFDUP) ? Fragment.OR_D : Fragment.OR_C;
      return combine(fragment, List.of(single(), last));
    }
    require(skip(OP_IF));
    if (skip(OP_DUP)) {
      return combine(Fragment.WRAP_D, List.of(last));
    }
    require(skip(OP_0NOTEQUAL) && skip(OP_SIZE));
    return combine(Fragment.WRAP_J, List.of(last));
  }
}
