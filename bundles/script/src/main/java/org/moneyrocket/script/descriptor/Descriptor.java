// SPDX-License-Identifier: MIT
package org.moneyrocket.script.descriptor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.descriptor.DescriptorText.Form;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.sign.SigningData;

/**
 * An output descriptor: a set of scripts, one for each position of a range, and what is needed to
 * spend them. Holds public information alone; secrets found while parsing are given back beside it.
 * Immutable, thread-safe.
 */
public final class Descriptor {
  private final ScriptExpression expression;
  private final ChainFormat format;

  /** Makes a descriptor from its parts; {@link #parse} and {@link #infer} are the usual ways. */
  public Descriptor(ScriptExpression expression, ChainFormat format) {
    this.expression = expression;
    this.format = format;
  }

  /**
   * What parsing found.
   *
   * @param descriptors one, or one for each value of a multipath step; never empty
   * @param secrets the secret keys in the text, by the hash of the public key they are the root of;
   *     the caller closes them
   */
  public record Parsed(List<Descriptor> descriptors, SigningData secrets) {
    public Parsed {
      descriptors = List.copyOf(descriptors);
    }
  }

  /**
   * The scripts of one position.
   *
   * @param scripts locking scripts; one except for combo (up to four) and keys that are only kept
   *     (none)
   * @param data inner scripts, public keys, origins and trees behind them
   */
  public record Expansion(List<Bytes> scripts, SigningData data) {
    public Expansion {
      scripts = List.copyOf(scripts);
    }
  }

  /**
   * Reads a descriptor.
   *
   * @param format the chain whose addresses and keys are accepted
   * @param requireChecksum whether text without a checksum is refused
   */
  public static Parsed parse(String text, ChainFormat format, boolean requireChecksum)
      throws DescriptorException {
    String payload = DescriptorChecksum.check(text, requireChecksum).payload();
    SigningData secrets = new SigningData();
    try {
      List<ScriptExpression> found = new ScriptParser(format, secrets).parse(payload);
      return new Parsed(
          found.stream().map(script -> new Descriptor(script, format)).toList(), secrets);
    } catch (DescriptorException e) {
      secrets.close();
      throw e;
    }
  }

  /** Finds the most telling descriptor for a script with what is known about it. */
  public static Descriptor infer(Bytes script, SigningData known, ChainFormat format) {
    return new Descriptor(new Inference(known).infer(script), format);
  }

  /** Returns the outermost function. */
  public ScriptExpression expression() {
    return expression;
  }

  /** Tells whether scripts differ from position to position. */
  public boolean isRange() {
    return expression.allKeys().stream().anyMatch(KeyExpression::isRange);
  }

  /** Tells whether it says how to spend, given the secrets; false for addresses and raw scripts. */
  public boolean isSolvable() {
    return !(expression instanceof ScriptExpression.Address)
        && !(expression instanceof ScriptExpression.Raw);
  }

  /** Tells whether each position has at most one script; false for combo. */
  public boolean isSingleType() {
    return !(expression instanceof ScriptExpression.Combo);
  }

  /** Tells whether it has any script at all; false for keys that are only kept. */
  public boolean hasScripts() {
    return !(expression instanceof ScriptExpression.Unused);
  }

  /** Tells whether scripts can be made without secrets or a cache. */
  public boolean canSelfExpand() {
    return expression.allKeys().stream().allMatch(KeyExpression::canSelfExpand);
  }

  /** Tells whether {@code secrets} has what every key needs; false if there are no keys. */
  public boolean hasAllSecrets(SigningData secrets) {
    KeyDerivation derivation = new KeyDerivation(secrets, null, null);
    List<KeyExpression> keys = expression.allKeys();
    return !keys.isEmpty() && keys.stream().allMatch(derivation::hasSecrets);
  }

  /** Tells whether {@code secrets} has a secret that {@link #toPrivateString} would show. */
  public boolean hasAnySecret(SigningData secrets) {
    DescriptorText text = new DescriptorText(format, Form.PRIVATE, secrets, null);
    text.write(expression);
    return text.hasSecret();
  }

  /** Returns the text with secrets where they are known, public keys elsewhere, and checksum. */
  public String toPrivateString(SigningData secrets) {
    return DescriptorChecksum.append(write(Form.PRIVATE, secrets, null).orElseThrow());
  }

  /**
   * Returns the text with hardened steps moved into the origin, with checksum.
   *
   * @param cache where keys behind hardened steps are looked up before {@code secrets}; may be null
   * @return empty if such a key is neither cached nor can be derived
   */
  public Optional<String> toNormalizedString(SigningData secrets, @Nullable DescriptorCache cache) {
    return write(Form.NORMALIZED, secrets, cache).map(DescriptorChecksum::append);
  }

  /** Returns the text without secrets, always with apostrophes, with checksum. */
  public String toCompatibleString() {
    return DescriptorChecksum.append(write(Form.COMPATIBLE, new SigningData(), null).orElseThrow());
  }

  /** Returns the identity of the descriptor in wallets: SHA-256 of {@link #toCompatibleString}. */
  public Bytes id() {
    return Bytes.wrap(Hashes.sha256(toCompatibleString().getBytes(StandardCharsets.US_ASCII)));
  }

  private Optional<String> write(Form form, SigningData secrets, @Nullable DescriptorCache cache) {
    return new DescriptorText(format, form, secrets, cache).write(expression);
  }

  /**
   * Makes the scripts of a position.
   *
   * @param position 0 to 2^31-1; any if this is no range
   * @param secrets used for hardened steps
   * @return empty if a key cannot be derived
   */
  public Optional<Expansion> expand(int position, SigningData secrets) {
    return expand(position, new KeyDerivation(secrets, null, null));
  }

  /**
   * Makes the scripts of a position and notes in {@code cache} what is needed to do so without
   * secrets.
   *
   * @return empty if a key cannot be derived
   */
  public Optional<Expansion> expandAndCache(
      int position, SigningData secrets, DescriptorCache cache) {
    return expand(position, new KeyDerivation(secrets, null, cache));
  }

  /**
   * Makes the scripts of a position from cached keys alone.
   *
   * @return empty if a key is missing in the cache
   */
  public Optional<Expansion> expandFromCache(int position, DescriptorCache cache) {
    return expand(position, new KeyDerivation(new SigningData(), cache, null));
  }

  private Optional<Expansion> expand(int position, KeyDerivation derivation) {
    SigningData data = new SigningData();
    return new DescriptorScripts(derivation, position, data)
        .of(expression)
        .map(scripts -> new Expansion(scripts, data));
  }

  /**
   * Derives the secret keys of a position, as far as {@code secrets} has their roots, into {@code
   * out}.
   */
  public void expandSecrets(int position, SigningData secrets, SigningData out) {
    KeyDerivation derivation = new KeyDerivation(secrets, null, null);
    expression.allKeys().forEach(key -> derivation.secretKeys(key, position, out));
  }

  /** Returns the family of addresses its outputs belong to; empty if none or several. */
  public Optional<OutputType> outputType() {
    return DescriptorSizes.outputType(expression);
  }

  /** Returns the size of the locking script in bytes, if there is exactly one kind. */
  public OptionalLong scriptSize() {
    return DescriptorSizes.script(expression);
  }

  /**
   * Returns the largest weight of what spends an output, without the count of witness elements.
   *
   * @param highR whether ECDSA signatures may have a high R, as other signers make them
   */
  public OptionalLong maxSatisfactionWeight(boolean highR) {
    return DescriptorSizes.satisfactionWeight(expression, highR);
  }

  /** Returns the largest number of stack elements of what spends an output. */
  public OptionalLong maxSatisfactionElements() {
    return DescriptorSizes.satisfactionElements(expression);
  }

  /** Returns the fixed public keys in it. */
  public SortedSet<PublicKey> publicKeys() {
    SortedSet<PublicKey> out = new TreeSet<>();
    expression.allKeys().forEach(key -> key.rootKey().ifPresent(out::add));
    return out;
  }

  /** Returns the extended public keys in it. */
  public SortedSet<ExtendedPublicKey> extendedKeys() {
    SortedSet<ExtendedPublicKey> out = new TreeSet<>();
    expression.allKeys().forEach(key -> key.rootExtendedKey().ifPresent(out::add));
    return out;
  }

  /** Returns sentences about what is allowed but unwise. */
  public List<String> warnings() {
    List<String> out = new ArrayList<>();
    collectWarnings(expression, out);
    return out;
  }

  private static void collectWarnings(ScriptExpression script, List<String> out) {
    if (script instanceof ScriptExpression.Miniscript miniscript) {
      out.addAll(miniscript.node().warnings());
    }
    script.scripts().forEach(inner -> collectWarnings(inner, out));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Descriptor that
        && expression.equals(that.expression)
        && format.equals(that.format);
  }

  @Override
  public int hashCode() {
    return expression.hashCode();
  }

  /** Returns the text without secrets, with checksum. */
  @Override
  public String toString() {
    return DescriptorChecksum.append(write(Form.PUBLIC, new SigningData(), null).orElseThrow());
  }
}
