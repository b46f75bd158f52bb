// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.ScriptReader;
import org.moneyrocket.primitives.Bytes;

/** Ways to write a signature that are wrong, or right but unusual. */
final class SignatureBytes {
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  private SignatureBytes() {}

  /** Changes one push of {@code script}. */
  static Bytes change(Bytes script, SplittableRandom random) {
    List<Bytes> pushes = new ArrayList<>();
    ScriptReader reader = new ScriptReader(script);
    while (reader.next()) {
      pushes.add(reader.data());
    }
    if (pushes.isEmpty()) {
      return script;
    }
    int at = random.nextInt(pushes.size());
    pushes.set(at, changeOne(pushes.get(at), random));
    ScriptBuilder builder = new ScriptBuilder();
    pushes.forEach(builder::push);
    return builder.build();
  }

  static Bytes changeOne(Bytes signature, SplittableRandom random) {
    int size = signature.size();
    if (size == 64 || size == 65) {
      byte[] type = {(byte) random.nextInt(256)};
      return signature.slice(0, 64).concat(random.nextInt(4) == 0 ? Bytes.EMPTY : Bytes.of(type));
    }
    if (size < 9 || size > 73 || signature.unsigned(0) != 0x30) {
      return Mutations.flip(signature, random.nextInt(Math.max(1, size)));
    }
    int lengthR = signature.unsigned(3);
    Bytes r = signature.slice(4, lengthR);
    Bytes s = signature.slice(6 + lengthR, size - 7 - lengthR);
    Bytes type = signature.slice(size - 1, 1);
    Bytes zero = Bytes.of(new byte[1]);
    return switch (random.nextInt(9)) {
      case 0 -> der(zero.concat(r), s).concat(type);
      case 1 -> der(r, zero.concat(s)).concat(type);
      case 2 ->
          // The other square root: valid, but with a high S.
          der(r, Bytes.of(ORDER.subtract(new BigInteger(s.toArray())).toByteArray())).concat(type);
      case 3 -> der(r, s).concat(Bytes.of(new byte[] {(byte) random.nextInt(256)}));
      case 4 -> der(r, s);
      case 5 -> der(r, s).concat(zero).concat(type);
      case 6 -> der(Bytes.EMPTY, s).concat(type);
      case 7 -> der(r, Bytes.fromHex("80").concat(s)).concat(type);
      default -> Mutations.flip(signature, random.nextInt(size));
    };
  }

  private static Bytes der(Bytes r, Bytes s) {
    byte[] head = {0x30, (byte) (r.size() + s.size() + 4), 2, (byte) r.size()};
    return Bytes.of(head).concat(r).concat(Bytes.of(new byte[] {2, (byte) s.size()})).concat(s);
  }
}
