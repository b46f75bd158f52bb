// SPDX-License-Identifier: MIT
package org.moneyrocket.script.sign;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.crypto.MuSig2.SecretNonce;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.script.key.PublicKey;

/**
 * Secret nonces of MuSig2 rounds that are under way. They live in memory alone and are good for one
 * signature; when this is closed or lost, rounds begin anew. Thread-safe.
 */
public final class MusigSessions implements AutoCloseable {
  private record Round(PublicKey key, PublicKey participant, Bytes hash, Bytes publicNonce) {}

  private final Map<Round, SecretNonce> nonces = new HashMap<>();

  synchronized void put(
      PublicKey key, PublicKey participant, Bytes hash, Bytes publicNonce, SecretNonce nonce) {
    nonces.put(new Round(key, participant, hash, publicNonce), nonce);
  }

  /** Takes a nonce out for its one use. */
  synchronized Optional<SecretNonce> take(
      PublicKey key, PublicKey participant, Bytes hash, Bytes publicNonce) {
    return Optional.ofNullable(nonces.remove(new Round(key, participant, hash, publicNonce)));
  }

  /** Wipes all nonces. */
  @Override
  public synchronized void close() {
    nonces.values().forEach(SecretNonce::close);
    nonces.clear();
  }
}
