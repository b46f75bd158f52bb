// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.descriptor.KeyExpression.Wildcard;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.ExtendedSecretKey;
import org.moneyrocket.script.key.KeyOrigin;
import org.moneyrocket.script.key.KeyPath;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.key.SecretKey;
import org.moneyrocket.script.key.XonlyKey;
import org.moneyrocket.script.sign.SigningData;

/**
 * Reads key expressions and numbers them. Each call gives one expression, or one for each value of
 * a multipath step. Secrets in the text go to the signing data.
 */
final class KeyParser {
  private final ChainFormat format;
  private final SigningData secrets;
  private int nextIndex;

  KeyParser(ChainFormat format, SigningData secrets) {
    this.format = format;
    this.secrets = secrets;
  }

  List<KeyExpression> parse(String text, KeyContext context) throws DescriptorException {
    if (text.startsWith("musig(")) {
      return musig(text, context);
    }
    String[] parts = text.split("]", -1);
    if (parts.length > 2) {
      throw new DescriptorException("Multiple ']' characters found for a single pubkey");
    }
    PathParser path = new PathParser();
    if (parts.length == 1) {
      return withoutOrigin(text, context, path);
    }
    if (!parts[0].startsWith("[")) {
      throw new DescriptorException(
          "Key origin start '[ character expected but not found, got '"
              + (parts[0].isEmpty() ? ']' : parts[0].charAt(0))
              + "' instead");
    }
    KeyOrigin origin = origin(parts[0].substring(1), path);
    List<KeyExpression> out = new ArrayList<>();
    for (KeyExpression key : withoutOrigin(parts[1], context, path)) {
      out.add(new KeyExpression.WithOrigin(origin, path.apostrophe(), key));
    }
    return out;
  }

  private static KeyOrigin origin(String text, PathParser path) throws DescriptorException {
    List<String> elements = List.of(text.split("/", -1));
    String fingerprint = elements.get(0);
    if (fingerprint.length() != 8) {
      throw new DescriptorException(
          "Fingerprint is not 4 bytes ("
              + fingerprint.length()
              + " characters instead of 8 characters)");
    }
    if (!Cursor.isHex(fingerprint)) {
      throw new DescriptorException("Fingerprint '" + fingerprint + "' is not hex");
    }
    List<KeyPath> steps = path.parse(elements.subList(1, elements.size()), false);
    return new KeyOrigin(Bytes.fromHex(fingerprint), steps.get(0));
  }

  private List<KeyExpression> withoutOrigin(String text, KeyContext context, PathParser path)
      throws DescriptorException {
    List<String> elements = List.of(text.split("/", -1));
    String key = elements.get(0);
    if (key.isEmpty()) {
      throw new DescriptorException("No key provided");
    }
    if (isBlank(key.charAt(0)) || isBlank(key.charAt(key.length() - 1))) {
      throw new DescriptorException("Key '" + key + "' is invalid due to whitespace");
    }
    if (elements.size() == 1) {
      if (Cursor.isHex(key)) {
        return List.of(publicKey(key, context));
      }
      Optional<SecretKey> secret = format.decodeSecret(key);
      if (secret.isPresent()) {
        return List.of(secretKey(secret.get(), context));
      }
    }
    return extendedKey(key, elements.subList(1, elements.size()), path);
  }

  private KeyExpression publicKey(String hex, KeyContext context) throws DescriptorException {
    Bytes bytes = Bytes.fromHex(hex);
    Optional<PublicKey> key = PublicKey.of(bytes);
    if (key.isPresent() && key.get().isHybrid()) {
      throw new DescriptorException("Hybrid public keys are not allowed");
    }
    if (key.isPresent() && key.get().isOnCurve()) {
      requireAllowed(key.get(), context);
      return new KeyExpression.Constant(nextIndex++, key.get(), false);
    }
    if (bytes.size() == 32 && context == KeyContext.P2TR && new XonlyKey(bytes).isOnCurve()) {
      return new KeyExpression.Constant(nextIndex++, new XonlyKey(bytes).even(), true);
    }
    throw new DescriptorException("Pubkey '" + hex + "' is invalid");
  }

  private KeyExpression secretKey(SecretKey secret, KeyContext context) throws DescriptorException {
    PublicKey key = secret.publicKey();
    try {
      requireAllowed(key, context);
    } catch (DescriptorException e) {
      secret.close();
      throw e;
    }
    secrets.addSecret(secret);
    return new KeyExpression.Constant(nextIndex++, key, context == KeyContext.P2TR);
  }

  private static void requireAllowed(PublicKey key, KeyContext context) throws DescriptorException {
    if (!key.isCompressed() && !context.allowsUncompressed()) {
      throw new DescriptorException("Uncompressed keys are not allowed");
    }
  }

  private List<KeyExpression> extendedKey(String text, List<String> steps, PathParser path)
      throws DescriptorException {
    Optional<ExtendedSecretKey> secret = format.decodeExtendedSecret(text);
    Optional<ExtendedPublicKey> root =
        secret.map(ExtendedSecretKey::neuter).or(() -> format.decodeExtendedPublic(text));
    if (root.isEmpty()) {
      throw new DescriptorException("key '" + text + "' is not valid");
    }
    secret.ifPresent(key -> secrets.addSecret(key.key()));
    List<String> fixed = steps.isEmpty() ? steps : path.takeWildcard(steps);
    List<KeyExpression> out = new ArrayList<>();
    for (KeyPath each : path.parse(fixed, true)) {
      out.add(
          new KeyExpression.Extended(
              nextIndex, root.get(), each, path.wildcard(), path.apostrophe()));
    }
    nextIndex++;
    return out;
  }

  // ---- musig

  private List<KeyExpression> musig(String text, KeyContext context) throws DescriptorException {
    if (context != KeyContext.P2TR) {
      throw new DescriptorException("musig() is only allowed in tr() and rawtr()");
    }
    int close = text.indexOf(')');
    if (close >= 0 && text.indexOf(')', close + 1) >= 0) {
      throw new DescriptorException("Too many ')' in musig() expression");
    }
    if (close < 0) {
      throw new DescriptorException("Invalid musig() expression");
    }
    List<List<KeyExpression>> participants = participants(text.substring("musig(".length(), close));
    String suffix = text.substring(close + 1);
    PathParser path = new PathParser();
    List<KeyPath> paths = List.of(KeyPath.EMPTY);
    if (suffix.startsWith("/")) {
      paths = derivation(suffix, participants, path);
    }
    int choices = participants.stream().mapToInt(List::size).max().orElse(1);
    if (choices > 1 && paths.size() > 1) {
      throw new DescriptorException(
          "musig(): Cannot have multipath participant keys if musig() is also multipath");
    }
    List<KeyExpression> out = new ArrayList<>();
    for (int i = 0; i < Math.max(choices, paths.size()); i++) {
      List<KeyExpression> chosen =
          Multipath.choose(
              participants,
              i,
              choices,
              "musig(): Multipath derivation paths have mismatched lengths");
      KeyPath chosenPath = paths.get(Math.min(i, paths.size() - 1));
      out.add(new KeyExpression.Musig(nextIndex, chosen, chosenPath, path.wildcard()));
    }
    nextIndex++;
    return out;
  }

  private List<List<KeyExpression>> participants(String text) throws DescriptorException {
    List<List<KeyExpression>> out = new ArrayList<>();
    Cursor cursor = new Cursor(text);
    while (!cursor.isEmpty()) {
      if (!out.isEmpty() && !cursor.skip(",")) {
        throw new DescriptorException(
            "musig(): expected ',', got '" + cursor.rest().charAt(0) + "'");
      }
      try {
        out.add(parse(cursor.expression(), KeyContext.MUSIG));
      } catch (DescriptorException e) {
        throw e.in("musig(): ");
      }
    }
    if (out.isEmpty()) {
      throw new DescriptorException("musig(): Must contain key expressions");
    }
    return out;
  }

  private static List<KeyPath> derivation(
      String suffix, List<List<KeyExpression>> participants, PathParser path)
      throws DescriptorException {
    if (!participants.stream().allMatch(p -> p.get(0).isExtended())) {
      throw new DescriptorException(
          "musig(): derivation requires all participants to be xpubs or xprvs");
    }
    if (participants.stream().anyMatch(p -> p.get(0).isRange())) {
      throw new DescriptorException(
          "musig(): Cannot have ranged participant keys if musig() also has derivation");
    }
    List<String> elements = List.of(suffix.substring(1).split("/", -1));
    elements = path.takeWildcard(elements);
    if (path.wildcard() == Wildcard.HARDENED) {
      throw new DescriptorException("musig(): Cannot have hardened child derivation");
    }
    List<KeyPath> paths;
    try {
      paths = path.parse(elements, true);
    } catch (DescriptorException e) {
      throw e.in("musig(): ");
    }
    if (path.hardened()) {
      throw new DescriptorException("musig(): cannot have hardened derivation steps");
    }
    return paths;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }
}
