// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.miniscript.MiniscriptContext;
import org.moneyrocket.script.miniscript.MiniscriptParser;
import org.moneyrocket.script.miniscript.MiniscriptText;
import org.moneyrocket.script.miniscript.Node;
import org.moneyrocket.script.miniscript.Sanity;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.script.sign.TaprootTree;

/**
 * Reads the functions of a descriptor. Each call gives one expression, or one for each value of a
 * multipath step.
 */
final class ScriptParser {
  private static final int MAX_BARE_KEYS = 3;

  private final ChainFormat format;
  private final KeyParser keys;

  ScriptParser(ChainFormat format, SigningData secrets) {
    this.format = format;
    this.keys = new KeyParser(format, secrets);
  }

  /** Reads a whole descriptor without checksum. */
  List<ScriptExpression> parse(String payload) throws DescriptorException {
    Cursor cursor = new Cursor(payload);
    List<ScriptExpression> found = parse(cursor.expression(), KeyContext.TOP);
    if (!cursor.isEmpty()) {
      throw new DescriptorException("");
    }
    return found;
  }

  private List<ScriptExpression> parse(String text, KeyContext context) throws DescriptorException {
    int bracket = text.indexOf('(');
    String name = bracket < 0 ? "" : text.substring(0, bracket);
    Optional<String> found = Cursor.arguments(text, name);
    if (bracket >= 0 && found.isPresent()) {
      String arguments = found.get();
      switch (name) {
        case "pk" -> {
          boolean xonly = context == KeyContext.P2TR;
          return keyFunction(
              "pk(): ", arguments, context, key -> new ScriptExpression.Key(key, xonly));
        }
        case "pkh" -> {
          if (context.isBeforeTaproot()) {
            return keyFunction("pkh(): ", arguments, context, ScriptExpression.KeyHash::new);
          }
        }
        case "combo" -> {
          require(context == KeyContext.TOP, "Can only have combo() at top level");
          return keyFunction("combo(): ", arguments, context, ScriptExpression.Combo::new);
        }
        case "multi", "sortedmulti" -> {
          require(
              context.isBeforeTaproot(),
              "Can only have multi/sortedmulti at top level, in sh(), or in wsh()");
          return multi(arguments, context, name.equals("sortedmulti"));
        }
        case "multi_a", "sortedmulti_a" -> {
          require(context == KeyContext.P2TR, "Can only have multi_a/sortedmulti_a inside tr()");
          return multi(arguments, context, name.equals("sortedmulti_a"));
        }
        case "wpkh" -> {
          require(
              context == KeyContext.TOP || context == KeyContext.P2SH,
              "Can only have wpkh() at top level or inside sh()");
          return keyFunction(
              "wpkh(): ", arguments, KeyContext.P2WPKH, ScriptExpression.WitnessKeyHash::new);
        }
        case "sh" -> {
          require(context == KeyContext.TOP, "Can only have sh() at top level");
          return scriptFunction(arguments, KeyContext.P2SH, ScriptExpression.Sh::new);
        }
        case "wsh" -> {
          require(
              context == KeyContext.TOP || context == KeyContext.P2SH,
              "Can only have wsh() at top level or inside sh()");
          return scriptFunction(arguments, KeyContext.P2WSH, ScriptExpression.Wsh::new);
        }
        case "addr" -> {
          require(context == KeyContext.TOP, "Can only have addr() at top level");
          Destination destination =
              format
                  .decode(arguments)
                  .orElseThrow(() -> new DescriptorException("Address is not valid"));
          return List.of(new ScriptExpression.Address(destination));
        }
        case "tr" -> {
          require(context == KeyContext.TOP, "Can only have tr at top level");
          return taproot(arguments);
        }
        case "rawtr" -> {
          require(context == KeyContext.TOP, "Can only have rawtr at top level");
          String key = onlyKey(arguments, "rawtr(): only one key expected.");
          return keyFunction("rawtr(): ", key, KeyContext.P2TR, ScriptExpression.RawTr::new);
        }
        case "unused" -> {
          require(context == KeyContext.TOP, "Can only have unused at top level");
          return unused(arguments);
        }
        case "raw" -> {
          require(context == KeyContext.TOP, "Can only have raw() at top level");
          require(Cursor.isHex(arguments), "Raw script is not hex");
          return List.of(new ScriptExpression.Raw(Bytes.fromHex(arguments)));
        }
        default -> {}
      }
    }
    Optional<List<ScriptExpression>> miniscript = miniscript(text, context);
    if (miniscript.isPresent()) {
      return miniscript.get();
    }
    throw switch (context) {
      case P2SH -> new DescriptorException("A function is needed within P2SH");
      case P2WSH -> new DescriptorException("A function is needed within P2WSH");
      default -> new DescriptorException("'" + text + "' is not a valid descriptor function");
    };
  }

  private static void require(boolean condition, String error) throws DescriptorException {
    if (!condition) {
      throw new DescriptorException(error);
    }
  }

  private List<ScriptExpression> keyFunction(
      String where, String text, KeyContext context, Function<KeyExpression, ScriptExpression> make)
      throws DescriptorException {
    try {
      return keys.parse(text, context).stream().map(make).toList();
    } catch (DescriptorException e) {
      throw e.in(where);
    }
  }

  private List<ScriptExpression> scriptFunction(
      String text, KeyContext context, Function<ScriptExpression, ScriptExpression> make)
      throws DescriptorException {
    Cursor cursor = new Cursor(text);
    List<ScriptExpression> inner = parse(cursor.expression(), context);
    if (!cursor.isEmpty()) {
      throw new DescriptorException("");
    }
    return inner.stream().map(make).toList();
  }

  private static String onlyKey(String arguments, String error) throws DescriptorException {
    Cursor cursor = new Cursor(arguments);
    String key = cursor.expression();
    require(cursor.isEmpty(), error);
    return key;
  }

  private List<ScriptExpression> unused(String arguments) throws DescriptorException {
    String key = onlyKey(arguments, "unused(): only one key expected");
    List<ScriptExpression> out = new ArrayList<>();
    for (KeyExpression each : keys.parse(key, KeyContext.TOP)) {
      require(!each.isRange(), "unused(): key cannot be ranged");
      out.add(new ScriptExpression.Unused(each));
    }
    return out;
  }

  // ---- multisig

  private List<ScriptExpression> multi(String arguments, KeyContext context, boolean sorted)
      throws DescriptorException {
    Cursor cursor = new Cursor(arguments);
    String first = cursor.expression();
    long threshold =
        Cursor.unsignedInt(first)
            .orElseThrow(
                () -> new DescriptorException("Multi threshold '" + first + "' is not valid"));
    List<List<KeyExpression>> all = new ArrayList<>();
    int scriptSize = 3;
    while (!cursor.isEmpty()) {
      if (!cursor.skip(",")) {
        throw new DescriptorException("Multi: expected ',', got '" + cursor.rest().charAt(0) + "'");
      }
      try {
        all.add(keys.parse(cursor.expression(), context));
      } catch (DescriptorException e) {
        throw e.in("Multi: ");
      }
      scriptSize += all.getLast().get(0).size() + 1;
    }
    checkMulti(threshold, all.size(), scriptSize, context);
    int versions = all.stream().mapToInt(List::size).max().orElse(1);
    List<ScriptExpression> out = new ArrayList<>();
    for (int i = 0; i < versions; i++) {
      List<KeyExpression> chosen =
          Multipath.choose(
              all, i, versions, "multi(): Multipath derivation paths have mismatched lengths");
      out.add(
          context == KeyContext.P2TR
              ? new ScriptExpression.MultiTapscript((int) threshold, chosen, sorted)
              : new ScriptExpression.Multi((int) threshold, chosen, sorted));
    }
    return out;
  }

  private static void checkMulti(long threshold, int count, int scriptSize, KeyContext context)
      throws DescriptorException {
    boolean tapscript = context == KeyContext.P2TR;
    int max = tapscript ? ScriptTemplate.MAX_CHECKSIGADD_KEYS : Script.MAX_MULTISIG_KEYS;
    require(
        count >= 1 && count <= max,
        "Cannot have "
            + count
            + " keys in "
            + (tapscript ? "multi_a" : "multisig")
            + "; must have between 1 and "
            + max
            + " keys, inclusive");
    require(threshold >= 1, "Multisig threshold cannot be " + threshold + ", must be at least 1");
    require(
        threshold <= count,
        "Multisig threshold cannot be larger than the number of keys; threshold is "
            + threshold
            + " but only "
            + count
            + " keys specified");
    require(
        context != KeyContext.TOP || count <= MAX_BARE_KEYS,
        "Cannot have " + count + " pubkeys in bare multisig; only at most 3 pubkeys");
    require(
        context != KeyContext.P2SH || scriptSize <= Script.MAX_ELEMENT_BYTES,
        "P2SH script is too large, "
            + scriptSize
            + " bytes is larger than "
            + Script.MAX_ELEMENT_BYTES
            + " bytes");
  }

  // ---- miniscript

  private Optional<List<ScriptExpression>> miniscript(String text, KeyContext context)
      throws DescriptorException {
    boolean witnessScript = context == KeyContext.P2WSH;
    List<List<KeyExpression>> found = new ArrayList<>();
    Optional<Node<Integer>> parsed =
        MiniscriptParser.parse(
            text,
            witnessScript ? MiniscriptContext.P2WSH : MiniscriptContext.TAPSCRIPT,
            key -> {
              found.add(keys.parse(key, witnessScript ? context : KeyContext.P2TR));
              return found.size() - 1;
            });
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    require(
        witnessScript || context == KeyContext.P2TR,
        "Miniscript expressions can only be used in wsh or tr.");
    Node<Integer> node = parsed.get();
    requireSane(node, found);
    int versions = found.stream().mapToInt(List::size).max().orElse(1);
    List<ScriptExpression> out = new ArrayList<>();
    for (int i = 0; i < versions; i++) {
      List<KeyExpression> chosen =
          Multipath.choose(
              found, i, versions, "Miniscript: Multipath derivation paths have mismatched lengths");
      out.add(new ScriptExpression.Miniscript(node, chosen));
    }
    return Optional.of(out);
  }

  private void requireSane(Node<Integer> node, List<List<KeyExpression>> found)
      throws DescriptorException {
    KeyDerivation derivation = new KeyDerivation(new SigningData(), null, null);
    Sanity<Integer> sanity =
        new Sanity<>(
            node, key -> derivation.publicKey(found.get(key).get(0), 0, new SigningData()));
    DescriptorText text =
        new DescriptorText(format, DescriptorText.Form.PUBLIC, new SigningData(), null);
    Optional<String> complaint =
        sanity.complaint(new MiniscriptText<>(key -> text.text(found.get(key).get(0))));
    if (complaint.isPresent()) {
      throw new DescriptorException(complaint.get());
    }
  }

  // ---- taproot

  /** A tree whose leaves still have all their versions. */
  private sealed interface Draft {}

  private record DraftLeaf(int index) implements Draft {}

  private record DraftBranch(Draft left, Draft right) implements Draft {}

  private List<ScriptExpression> taproot(String arguments) throws DescriptorException {
    Cursor cursor = new Cursor(arguments);
    List<KeyExpression> internalKeys;
    try {
      internalKeys = keys.parse(cursor.expression(), KeyContext.P2TR);
    } catch (DescriptorException e) {
      throw e.in("tr(): ");
    }
    List<List<ScriptExpression>> leaves = new ArrayList<>();
    Optional<Draft> draft = Optional.empty();
    if (!cursor.isEmpty()) {
      if (!cursor.skip(",")) {
        throw new DescriptorException("tr: expected ',', got '" + cursor.rest().charAt(0) + "'");
      }
      draft = Optional.of(tree(cursor, 0, leaves));
      require(cursor.isEmpty(), "tr(): expected ')' after script expression");
    }
    int versions =
        Math.max(internalKeys.size(), leaves.stream().mapToInt(List::size).max().orElse(1));
    List<ScriptExpression> out = new ArrayList<>();
    for (int i = 0; i < versions; i++) {
      List<ScriptExpression> chosen =
          Multipath.choose(
              leaves, i, versions, "tr(): Multipath subscripts have mismatched lengths");
      KeyExpression key =
          Multipath.choose(
                  List.of(internalKeys),
                  i,
                  versions,
                  "tr(): Multipath internal key mismatches multipath subscripts lengths")
              .get(0);
      out.add(new ScriptExpression.Tr(key, draft.map(d -> finish(d, chosen))));
    }
    return out;
  }

  private Draft tree(Cursor cursor, int depth, List<List<ScriptExpression>> leaves)
      throws DescriptorException {
    if (!cursor.skip("{")) {
      leaves.add(parse(cursor.expression(), KeyContext.P2TR));
      return new DraftLeaf(leaves.size() - 1);
    }
    require(
        depth < TaprootTree.MAX_DEPTH,
        "tr() supports at most " + TaprootTree.MAX_DEPTH + " nesting levels");
    Draft left = tree(cursor, depth + 1, leaves);
    require(cursor.skip(","), "tr(): expected ',' after script expression");
    Draft right = tree(cursor, depth + 1, leaves);
    require(cursor.skip("}"), "tr(): expected '}' after script expression");
    return new DraftBranch(left, right);
  }

  private static ScriptExpression.Tree finish(Draft draft, List<ScriptExpression> leaves) {
    return switch (draft) {
      case DraftLeaf(int index) -> new ScriptExpression.Leaf(leaves.get(index));
      case DraftBranch(Draft left, Draft right) ->
          new ScriptExpression.Branch(finish(left, leaves), finish(right, leaves));
    };
  }
}
