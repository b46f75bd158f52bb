// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A BIP340 tagged hash: SHA-256 whose first block is the tag's hash twice. The state after that
 * block is computed once and copied for each use. Keep instances in static fields; they are
 * thread-safe.
 */
public final class TaggedHash {
  /** BIP341 leaf of a script tree. */
  public static final TaggedHash TAP_LEAF = of("TapLeaf");

  /** BIP341 inner node of a script tree. */
  public static final TaggedHash TAP_BRANCH = of("TapBranch");

  /** BIP341 tweak of an internal key. */
  public static final TaggedHash TAP_TWEAK = of("TapTweak");

  /** BIP341 signature hash. */
  public static final TaggedHash TAP_SIGHASH = of("TapSighash");

  private final String tag;
  private final MessageDigest midstate;

  private TaggedHash(String tag) {
    this.tag = tag;
    byte[] tagHash = Hashes.sha256(tag.getBytes(StandardCharsets.UTF_8));
    this.midstate = Hashes.newSha256();
    midstate.update(tagHash);
    midstate.update(tagHash);
  }

  /** Returns the hash function for {@code tag}. */
  public static TaggedHash of(String tag) {
    return new TaggedHash(tag);
  }

  /** Returns the 32-byte tagged hash of {@code data}. */
  public byte[] hash(byte[] data) {
    return begin().digest(data);
  }

  /** Returns the 32-byte tagged hash of the parts, one after the other. */
  public byte[] hash(byte[]... parts) {
    MessageDigest digest = begin();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /**
   * Returns a digest that has the tag behind it, for data that arrives in pieces. Call {@code
   * digest()} once.
   */
  public MessageDigest begin() {
    try {
      return (MessageDigest) midstate.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of this Java runtime cannot be copied", e);
    }
  }

  @Override
  public String toString() {
    return "TaggedHash " + tag;
  }
}
