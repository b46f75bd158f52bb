// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

/**
 * What the mempool may hold.
 *
 * @param maxBytes memory by the formula of {@link MemoryUsage}
 * @param expirySeconds age at which a transaction goes
 */
public record MempoolLimits(long maxBytes, long expirySeconds, ClusterLimits clusters) {
  public static final MempoolLimits DEFAULT =
      new MempoolLimits(300_000_000L, 336 * 3600L, ClusterLimits.DEFAULT);
}
