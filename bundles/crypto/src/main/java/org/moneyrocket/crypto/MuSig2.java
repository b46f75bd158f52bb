// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.moneyrocket.crypto.Secp256k1.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** Key aggregation of BIP327. Thread-safe. */
public final class MuSig2 {
  private static final int POINT_BYTES = 64;
  private static final int CACHE_BYTES = 197;

  private static final MethodHandle AGGREGATE =
      CurveLibrary.function(
          "secp256k1_musig_pubkey_agg", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG);
  private static final MethodHandle AGGREGATE_KEY =
      CurveLibrary.function("secp256k1_musig_pubkey_get", ADDRESS, ADDRESS, ADDRESS);

  private MuSig2() {}

  /**
   * Aggregates public keys in the order given; BIP327 wants them sorted first.
   *
   * @return the compressed aggregate key
   * @throws IllegalArgumentException if there are no keys or one is not on the curve
   */
  public static byte[] aggregate(List<byte[]> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no keys to aggregate");
    }
    byte[] point = new byte[POINT_BYTES];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment cache = arena.allocate(CACHE_BYTES);
      check(
          (int)
              AGGREGATE.invokeExact(
                  CurveLibrary.CONTEXT,
                  MemorySegment.NULL,
                  cache,
                  points(arena, keys),
                  (long) keys.size()));
      check(
          (int)
              AGGREGATE_KEY.invokeExact(
                  CurveLibrary.CONTEXT, Secp256k1.segment(point), cache));
    } catch (Throwable t) {
      throw CurveLibrary.unexpected(t);
    }
    return Secp256k1.serialize(point, true);
  }

  /** Returns a C array of pointers to parsed keys. */
  private static MemorySegment points(Arena arena, List<byte[]> keys) {
    MemorySegment pointers = arena.allocate(ADDRESS, keys.size());
    for (int i = 0; i < keys.size(); i++) {
      byte[] point = new byte[POINT_BYTES];
      if (!Secp256k1.parse(keys.get(i), point)) {
        throw new IllegalArgumentException("key " + i + " of an aggregate is not on the curve");
      }
      MemorySegment copy = arena.allocate(POINT_BYTES);
      copy.copyFrom(Secp256k1.segment(point));
      pointers.setAtIndex(ADDRESS, i, copy);
    }
    return pointers;
  }
}
