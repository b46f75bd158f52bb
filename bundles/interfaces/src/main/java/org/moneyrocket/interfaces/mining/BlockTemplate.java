// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.mining;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/** A block waiting for proof of work. Stays in the node; close it when done. */
@ProviderType
public interface BlockTemplate extends AutoCloseable {
  /** Returns the 80 bytes of the header, nonce zero. */
  Bytes header();

  /** Returns the whole block, serialized with witnesses. */
  Bytes block();

  /** Returns the fee of each transaction but the coinbase, in satoshis. */
  List<Long> fees();

  /** Returns the sigop cost of each transaction but the coinbase. */
  List<Long> sigops();

  /** Returns the hashes that link the coinbase to the merkle root, each 32 bytes. */
  List<Bytes> coinbaseMerklePath();

  /** Submits this template with these header fields and coinbase; true if it became known. */
  boolean submitSolution(int version, long time, int nonce, Bytes coinbase);

  /**
   * Waits until the tip changes or fees rise by {@code feeThresholdSats}.
   *
   * @return a new template, empty after {@code timeout} or interruption
   */
  Optional<BlockTemplate> waitNext(Duration timeout, long feeThresholdSats);

  @Override
  void close();
}
