// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.moneyrocket.crypto.Secp256k1.check;
import static org.moneyrocket.crypto.Secp256k1.length;
import static org.moneyrocket.crypto.Secp256k1.secret;
import static org.moneyrocket.crypto.Secp256k1.segment;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One BIP340 signature made by several signers (BIP327). First every signer makes a nonce, then,
 * with all public nonces, a partial signature; anybody can combine these. Thread-safe.
 *
 * <p>Keys are given in the order in which they are aggregated; nonces and partial signatures in the
 * order of the keys.
 */
public final class MuSig2 {
  /** Length of a public nonce. */
  public static final int NONCE_BYTES = 66;

  /** Length of a partial signature. */
  public static final int PARTIAL_BYTES = 32;

  private static final int POINT = 64;
  private static final int KEY_CACHE = 197;
  private static final int SECRET_NONCE = 132;
  private static final int PUBLIC_NONCE = 132;
  private static final int AGGREGATE_NONCE = 132;
  private static final int SESSION = 133;
  private static final int PARTIAL = 36;

  private static final MethodHandle AGGREGATE =
      CurveLibrary.function(
          "secp256k1_musig_pubkey_agg", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle AGGREGATE_KEY =
      CurveLibrary.function("secp256k1_musig_pubkey_get", ADDRESS, ADDRESS, ADDRESS);

  private MuSig2() {}

  private static final class Signing {
    static final MethodHandle PLAIN_TWEAK =
        CurveLibrary.function(
            "secp256k1_musig_pubkey_ec_tweak_add", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle XONLY_TWEAK =
        CurveLibrary.function(
            "secp256k1_musig_pubkey_xonly_tweak_add", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle NONCE =
        CurveLibrary.function(
            "secp256k1_musig_nonce_gen",
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS);
    static final MethodHandle NONCE_PARSE =
        CurveLibrary.function("secp256k1_musig_pubnonce_parse", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle NONCE_SERIALIZE =
        CurveLibrary.function("secp256k1_musig_pubnonce_serialize", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle NONCE_AGGREGATE =
        CurveLibrary.function("secp256k1_musig_nonce_agg", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
    static final MethodHandle PROCESS =
        CurveLibrary.function(
            "secp256k1_musig_nonce_process", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle SIGN =
        CurveLibrary.function(
            "secp256k1_musig_partial_sign", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle VERIFY =
        CurveLibrary.function(
            "secp256k1_musig_partial_sig_verify",
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS,
            ADDRESS);
    static final MethodHandle PARTIAL_PARSE =
        CurveLibrary.function("secp256k1_musig_partial_sig_parse", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle PARTIAL_SERIALIZE =
        CurveLibrary.function("secp256k1_musig_partial_sig_serialize", ADDRESS, ADDRESS, ADDRESS);
    static final MethodHandle COMBINE =
        CurveLibrary.function(
            "secp256k1_musig_partial_sig_agg", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  }

  /**
   * A number added to the aggregate key.
   *
   * @param xonly whether the key is made even first, as for a taproot output
   */
  public record Tweak(byte[] tweak, boolean xonly) {}

  /**
   * The secret half of a nonce. Good for a single signature: two with the same nonce give the key
   * away, so it is wiped by its first use.
   */
  public static final class SecretNonce implements AutoCloseable {
    private final byte[] bytes = new byte[SECRET_NONCE];
    private boolean used;

    private SecretNonce() {}

    private synchronized byte[] take() {
      if (used) {
        throw new IllegalStateException("a MuSig2 nonce must not be used twice");
      }
      used = true;
      byte[] copy = bytes.clone();
      Arrays.fill(bytes, (byte) 0);
      return copy;
    }

    /** Wipes the nonce. */
    @Override
    public synchronized void close() {
      used = true;
      Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
      return "SecretNonce [redacted]";
    }
  }

  /** A nonce: what the signer keeps and what the others get. */
  public record Nonce(SecretNonce secret, byte[] publicNonce) {}

  /** What is signed, with what key: everything the signers must agree on. */
  public record Session(List<byte[]> keys, List<Tweak> tweaks, byte[] hash) {
    public Session {
      keys = List.copyOf(keys);
      tweaks = List.copyOf(tweaks);
      length("hash", hash, 32);
    }
  }

  /**
   * Aggregates public keys in the order given; BIP327 wants them sorted first.
   *
   * @return the compressed aggregate key
   * @throws IllegalArgumentException if there are no keys or one is not on the curve
   */
  public static byte[] aggregate(List<byte[]> keys) {
    byte[] point = new byte[POINT];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cache = aggregate(arena, keys);
      check((int) AGGREGATE_KEY.invokeExact(CurveLibrary.CONTEXT, segment(point), cache));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    return Secp256k1.serialize(point, true);
  }

  private static MemorySegment aggregate(Arena arena, List<byte[]> keys) throws Throwable {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no keys to aggregate");
    }
    List<MemorySegment> points = new ArrayList<>();
    for (byte[] key : keys) {
      points.add(point(arena, key));
    }
    MemorySegment cache = arena.allocate(KEY_CACHE);
    check(
        (int)
            AGGREGATE.invokeExact(
                CurveLibrary.CONTEXT,
                MemorySegment.NULL,
                cache,
                pointers(arena, points),
                (long) keys.size()));
    return cache;
  }

  private static MemorySegment point(Arena arena, byte[] key) {
    byte[] point = new byte[POINT];
    if (!Secp256k1.parse(key, point)) {
      throw new IllegalArgumentException("a key of an aggregate is not on the curve");
    }
    return arena.allocateFrom(JAVA_BYTE, point);
  }

  private static MemorySegment pointers(Arena arena, List<MemorySegment> targets) {
    MemorySegment pointers = arena.allocate(ADDRESS, targets.size());
    for (int i = 0; i < targets.size(); i++) {
      pointers.setAtIndex(ADDRESS, i, targets.get(i));
    }
    return pointers;
  }

  /**
   * Makes a nonce.
   *
   * @param secret the signer's key, one of the session's
   * @param random 32 fresh random bytes, never used before
   * @throws IllegalArgumentException if the secret is not valid
   */
  public static Nonce nonce(Session session, byte[] secret, byte[] random) {
    length("secret key", secret, 32);
    length("randomness", random, 32);
    SecretNonce nonce = new SecretNonce();
    byte[] serialized = new byte[NONCE_BYTES];
    byte[] seed = random.clone();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cache = aggregate(arena, session.keys);
      MemorySegment publicNonce = arena.allocate(PUBLIC_NONCE);
      secret(
          (int)
              Signing.NONCE.invokeExact(
                  CurveLibrary.CONTEXT,
                  segment(nonce.bytes),
                  publicNonce,
                  segment(seed),
                  segment(secret),
                  point(arena, Secp256k1.publicKey(secret, true)),
                  segment(session.hash),
                  cache,
                  MemorySegment.NULL));
      check(
          (int)
              Signing.NONCE_SERIALIZE.invokeExact(
                  CurveLibrary.CONTEXT, segment(serialized), publicNonce));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
    return new Nonce(nonce, serialized);
  }

  /**
   * Makes the signer's part of a signature and verifies it. Uses the nonce up, whatever the
   * outcome.
   *
   * @param nonces public nonces of all signers
   * @return empty if a nonce or tweak makes no sense, or the secret belongs to none of the keys
   * @throws IllegalStateException if the nonce was used before
   */
  public static Optional<byte[]> sign(
      Session session, List<byte[]> nonces, SecretNonce nonce, byte[] secret) {
    int index = indexOf(session.keys, Secp256k1.publicKey(secret, true));
    byte[] taken = nonce.take();
    byte[] pair = Secp256k1.keypair(secret);
    try (Arena arena = Arena.ofConfined()) {
      Optional<Prepared> prepared = index < 0 ? Optional.empty() : prepare(arena, session, nonces);
      if (prepared.isEmpty()) {
        return Optional.empty();
      }
      MemorySegment partial = arena.allocate(PARTIAL);
      check(
          (int)
              Signing.SIGN.invokeExact(
                  CurveLibrary.CONTEXT,
                  partial,
                  segment(taken),
                  segment(pair),
                  prepared.get().cache,
                  prepared.get().session));
      if (!prepared.get().verifies(partial, index)) {
        throw new IllegalStateException("a partial signature just made does not verify");
      }
      byte[] out = new byte[PARTIAL_BYTES];
      check(
          (int) Signing.PARTIAL_SERIALIZE.invokeExact(CurveLibrary.CONTEXT, segment(out), partial));
      return Optional.of(out);
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    } finally {
      Arrays.fill(taken, (byte) 0);
      Arrays.fill(pair, (byte) 0);
    }
  }

  private static int indexOf(List<byte[]> keys, byte[] key) {
    for (int i = 0; i < keys.size(); i++) {
      if (Arrays.equals(keys.get(i), key)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Combines the partial signatures of all signers.
   *
   * @return the 64-byte signature; empty if a nonce, tweak or partial signature is wrong
   */
  public static Optional<byte[]> combine(
      Session session, List<byte[]> nonces, List<byte[]> partialSignatures) {
    if (partialSignatures.size() != session.keys.size()) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      Optional<Prepared> prepared = prepare(arena, session, nonces);
      if (prepared.isEmpty()) {
        return Optional.empty();
      }
      List<MemorySegment> partials = new ArrayList<>();
      for (int i = 0; i < partialSignatures.size(); i++) {
        byte[] bytes = partialSignatures.get(i);
        length("partial signature", bytes, PARTIAL_BYTES);
        MemorySegment partial = arena.allocate(PARTIAL);
        int parsed =
            (int) Signing.PARTIAL_PARSE.invokeExact(CurveLibrary.CONTEXT, partial, segment(bytes));
        if (parsed != 1 || !prepared.get().verifies(partial, i)) {
          return Optional.empty();
        }
        partials.add(partial);
      }
      byte[] out = new byte[64];
      check(
          (int)
              Signing.COMBINE.invokeExact(
                  CurveLibrary.CONTEXT,
                  segment(out),
                  prepared.get().session,
                  pointers(arena, partials),
                  (long) partials.size()));
      return Optional.of(out);
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
  }

  private record Prepared(
      MemorySegment cache,
      MemorySegment session,
      List<MemorySegment> points,
      List<MemorySegment> nonces) {
    boolean verifies(MemorySegment partial, int index) throws Throwable {
      return (int)
              Signing.VERIFY.invokeExact(
                  CurveLibrary.CONTEXT,
                  partial,
                  nonces.get(index),
                  points.get(index),
                  cache,
                  session)
          == 1;
    }
  }

  private static Optional<Prepared> prepare(Arena arena, Session session, List<byte[]> publicNonces)
      throws Throwable {
    if (publicNonces.size() != session.keys.size()) {
      return Optional.empty();
    }
    MemorySegment cache = aggregate(arena, session.keys);
    for (Tweak tweak : session.tweaks) {
      length("tweak", tweak.tweak, 32);
      MemorySegment bytes = segment(tweak.tweak);
      int added =
          tweak.xonly
              ? (int)
                  Signing.XONLY_TWEAK.invokeExact(
                      CurveLibrary.CONTEXT, MemorySegment.NULL, cache, bytes)
              : (int)
                  Signing.PLAIN_TWEAK.invokeExact(
                      CurveLibrary.CONTEXT, MemorySegment.NULL, cache, bytes);
      if (added != 1) {
        return Optional.empty();
      }
    }
    List<MemorySegment> points = new ArrayList<>();
    List<MemorySegment> nonces = new ArrayList<>();
    for (int i = 0; i < publicNonces.size(); i++) {
      points.add(point(arena, session.keys.get(i)));
      byte[] bytes = publicNonces.get(i);
      length("public nonce", bytes, NONCE_BYTES);
      MemorySegment nonce = arena.allocate(PUBLIC_NONCE);
      int parsed =
          (int) Signing.NONCE_PARSE.invokeExact(CurveLibrary.CONTEXT, nonce, segment(bytes));
      if (parsed != 1) {
        return Optional.empty();
      }
      nonces.add(nonce);
    }
    MemorySegment aggregateNonce = arena.allocate(AGGREGATE_NONCE);
    check(
        (int)
            Signing.NONCE_AGGREGATE.invokeExact(
                CurveLibrary.CONTEXT,
                aggregateNonce,
                pointers(arena, nonces),
                (long) nonces.size()));
    MemorySegment state = arena.allocate(SESSION);
    check(
        (int)
            Signing.PROCESS.invokeExact(
                CurveLibrary.CONTEXT, state, aggregateNonce, segment(session.hash), cache));
    return Optional.of(new Prepared(cache, state, points, nonces));
  }
}
