// SPDX-License-Identifier: MIT
package org.moneyrocket.script.key;

import java.util.List;
import org.moneyrocket.crypto.MuSig2;
import org.moneyrocket.primitives.Bytes;

/** Public keys that stand for several signers (BIP327) and keys derived from them (BIP328). */
public final class AggregateKey {
  /** The chain code all synthetic extended keys share (BIP328). */
  public static final Bytes CHAIN_CODE =
      Bytes.fromHex("868087ca02a6f974c4598924c36b57762d32cb45717167e300622c7167e38965");

  private AggregateKey() {}

  /**
   * Aggregates keys in the order given.
   *
   * @throws IllegalArgumentException if there are none or one is not on the curve
   */
  public static PublicKey of(List<PublicKey> participants) {
    List<byte[]> keys = participants.stream().map(key -> key.bytes().unsafeArray()).toList();
    return new PublicKey(Bytes.wrap(MuSig2.aggregate(keys)));
  }

  /** Returns the extended key from which keys below an aggregate are derived (BIP328). */
  public static ExtendedPublicKey syntheticExtended(PublicKey aggregate) {
    return new ExtendedPublicKey(0, ExtendedPublicKey.NO_PARENT, 0, CHAIN_CODE, aggregate);
  }
}
