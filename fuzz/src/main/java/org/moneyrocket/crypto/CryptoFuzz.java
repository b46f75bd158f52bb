// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import java.util.Arrays;
import java.util.Optional;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.FuzzInput;

/** Keys, signatures and set hashes from outside: what the library reads it can write again. */
public final class CryptoFuzz {
  private CryptoFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    switch (in.choose(5)) {
      case 0, 1 -> signature(in.rest());
      case 2 -> publicKey(in.rest());
      case 3 -> elligator(in);
      default -> setHash(in.rest());
    }
  }

  private static void signature(byte[] der) {
    byte[] numbers = LaxDer.parse(der);
    if (numbers != null) {
      Check.same(numbers.length, 64, "length of R and S");
      byte[] more = Arrays.copyOf(der, der.length + 1);
      Check.that(Arrays.equals(LaxDer.parse(more), numbers), "what follows changes nothing");
    }
  }

  private static void publicKey(byte[] key) {
    boolean valid = Secp256k1.isPublicKey(key);
    Optional<byte[]> compressed = Secp256k1.convert(key, true);
    Check.same(compressed.isPresent(), valid, "a key can be converted if it is one");
    Check.same(Secp256k1.Point.of(key).isPresent(), valid, "a point is a key");
    if (compressed.isPresent()) {
      byte[] long65 = Secp256k1.convert(compressed.get(), false).orElseThrow();
      Check.that(
          Arrays.equals(Secp256k1.convert(long65, true).orElseThrow(), compressed.get()),
          "key in both forms");
      byte[] xonly = Arrays.copyOfRange(compressed.get(), 1, 33);
      Check.that(Secp256k1.isXonlyKey(xonly), "the X of a key is an x-only key");
      byte[] negated = Secp256k1.publicNegate(key).orElseThrow();
      Check.that(
          Arrays.equals(Secp256k1.publicNegate(negated).orElseThrow(), compressed.get()),
          "key negated twice");
    }
  }

  private static void elligator(FuzzInput in) {
    byte[] encoded = Arrays.copyOf(in.bytes(EllSwift.BYTES).toArray(), EllSwift.BYTES);
    byte[] random = Arrays.copyOf(in.rest(), 32);
    byte[] key = EllSwift.decode(encoded);
    Check.that(Secp256k1.isPublicKey(key), "64 bytes are always a key");
    byte[] again = EllSwift.decode(EllSwift.encode(key, random));
    Check.that(Arrays.equals(again, key), "key encoded and decoded");
  }

  private static void setHash(byte[] given) {
    byte[] state = Arrays.copyOf(given, MuHash3072.STATE_BYTES);
    MuHash3072 hash;
    try {
      hash = MuHash3072.fromBytes(state);
    } catch (IllegalArgumentException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
      return;
    }
    byte[] digest = hash.copy().digest();
    byte[] element = Arrays.copyOf(given, Math.min(given.length, 40));
    hash.insert(element).remove(element);
    Check.that(Arrays.equals(hash.copy().digest(), digest), "element added and removed");
    Check.that(
        Arrays.equals(MuHash3072.fromBytes(hash.toBytes()).digest(), digest),
        "state written and read");
  }
}
