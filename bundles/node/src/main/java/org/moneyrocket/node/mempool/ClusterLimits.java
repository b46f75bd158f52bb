// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

/**
 * How much may be connected in the mempool.
 *
 * @param count most transactions in a cluster, 1 to 64
 * @param vbytes most virtual bytes of a cluster
 */
public record ClusterLimits(int count, long vbytes) {
  public static final ClusterLimits DEFAULT = new ClusterLimits(64, 101_000);

  public ClusterLimits {
    if (count < 1 || count > Linearization.MAX) {
      throw new IllegalArgumentException("cluster count limit " + count + ", 1 to 64 expected");
    }
  }

  boolean allow(int transactions, long size) {
    return transactions <= count && size <= vbytes * 4;
  }
}
