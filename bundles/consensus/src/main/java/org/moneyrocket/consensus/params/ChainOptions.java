// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * Options that alter the parameters of a chain. Immutable; each method returns a changed copy.
 * Methods that take text read what users give to options and refuse it with the message users see.
 *
 * @param activationHeights buried deployments with another height ({@code -testactivationheight})
 * @param testDummy other times for the test deployment ({@code -vbparams})
 * @param signetChallenge script that signs blocks of a custom signet ({@code -signetchallenge})
 * @param signetSeedNodes DNS seeds that replace the default ones ({@code -signetseednode})
 * @param bip94 whether regtest follows BIP94 ({@code -test=bip94})
 * @param fastPrune whether regtest may prune early ({@code -fastprune})
 */
public record ChainOptions(
    Map<BuriedDeployment, Integer> activationHeights,
    Optional<Times> testDummy,
    Optional<Bytes> signetChallenge,
    Optional<List<String>> signetSeedNodes,
    boolean bip94,
    boolean fastPrune) {
  /** Changes nothing. */
  public static final ChainOptions NONE =
      new ChainOptions(
          Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), false, false);

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

  /**
   * Times of a version bits deployment, see {@link VersionBitsDeployment}.
   *
   * @param start Unix seconds, or one of the special values
   * @param timeout Unix seconds
   * @param minActivationHeight lowest height
   */
  public record Times(long start, long timeout, int minActivationHeight) {}

  public ChainOptions {
    activationHeights = Map.copyOf(activationHeights);
    signetSeedNodes = signetSeedNodes.map(List::copyOf);
  }

  public ChainOptions withActivationHeight(BuriedDeployment deployment, int height) {
    Map<BuriedDeployment, Integer> heights = new EnumMap<>(BuriedDeployment.class);
    heights.putAll(activationHeights);
    heights.put(deployment, height);
    return new ChainOptions(heights, testDummy, signetChallenge, signetSeedNodes, bip94, fastPrune);
  }

  /** Reads {@code name@height}. */
  public ChainOptions withTestActivationHeight(String text) throws DecodeException {
    int at = text.indexOf('@');
    if (at < 0) {
      throw invalid("format", text);
    }
    Optional<Long> height = integer(text.substring(at + 1));
    if (height.isEmpty() || height.get() < 0 || height.get() >= Integer.MAX_VALUE) {
      throw invalid("height value", text);
    }
    BuriedDeployment deployment =
        BuriedDeployment.byOptionName(text.substring(0, at))
            .orElseThrow(() -> invalid("name", text));
    return withActivationHeight(deployment, height.get().intValue());
  }

  private static DecodeException invalid(String what, String text) {
    return new DecodeException(
        "Invalid " + what + " (" + text + ") for -testactivationheight=name@height.");
  }

  public ChainOptions withTestDummy(Times times) {
    return new ChainOptions(
        activationHeights, Optional.of(times), signetChallenge, signetSeedNodes, bip94, fastPrune);
  }

  /** Reads {@code deployment:start:end[:min_activation_height]}. */
  public ChainOptions withVersionBitsParameters(String text) throws DecodeException {
    String[] parts = text.split(":", -1);
    if (parts.length < 3 || parts.length > 4) {
      throw new DecodeException(
          "Version bits parameters malformed, expecting"
              + " deployment:start:end[:min_activation_height]");
    }
    long start = number("nStartTime", parts[1]);
    long timeout = number("nTimeout", parts[2]);
    long minHeight = parts.length == 4 ? number("min_activation_height", parts[3]) : 0;
    if (!parts[0].equals(VersionBitsDeployment.TESTDUMMY)) {
      throw new DecodeException("Invalid deployment (" + parts[0] + ")");
    }
    return withTestDummy(new Times(start, timeout, (int) minHeight));
  }

  private static long number(String what, String text) throws DecodeException {
    return integer(text)
        .orElseThrow(() -> new DecodeException("Invalid " + what + " (" + text + ")"));
  }

  private static Optional<Long> integer(String text) {
    if (!INTEGER.matcher(text).matches() || text.length() > 40) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(text);
    return value.bitLength() > 63 ? Optional.empty() : Optional.of(value.longValue());
  }

  public ChainOptions withSignetChallenge(Bytes challenge) {
    return new ChainOptions(
        activationHeights, testDummy, Optional.of(challenge), signetSeedNodes, bip94, fastPrune);
  }

  /** Reads the challenge as hexadecimal digits; none at all are an empty script. */
  public ChainOptions withSignetChallenge(String hex) throws DecodeException {
    try {
      return withSignetChallenge(Bytes.fromHex(hex));
    } catch (IllegalArgumentException e) {
      throw new DecodeException("-signetchallenge must be hex, not '" + hex + "'.", e);
    }
  }

  public ChainOptions withSignetSeedNodes(List<String> seeds) {
    return new ChainOptions(
        activationHeights, testDummy, signetChallenge, Optional.of(seeds), bip94, fastPrune);
  }

  public ChainOptions withBip94() {
    return new ChainOptions(
        activationHeights, testDummy, signetChallenge, signetSeedNodes, true, fastPrune);
  }

  public ChainOptions withFastPrune() {
    return new ChainOptions(
        activationHeights, testDummy, signetChallenge, signetSeedNodes, bip94, true);
  }
}
