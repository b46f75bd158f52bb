// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.util.List;

/**
 * Counts of one connection at one moment.
 *
 * @param calls by method, the most time first
 * @param lanesOpened lanes opened here since the start
 * @param lanesOpen call lanes of either side that are open
 * @param objectsGiven objects of this process the peer holds
 * @param objectsHeld objects of the peer this process holds
 */
public record CallStats(
    List<MethodStats> calls, long lanesOpened, int lanesOpen, int objectsGiven, int objectsHeld) {
  public CallStats {
    calls = List.copyOf(calls);
  }

  /**
   * Calls of one method.
   *
   * @param contract simple name of the interface
   * @param method name of the method
   * @param outgoing true for calls made here, false for calls served here
   * @param count number of calls, failed ones included
   * @param failures calls that ended with an exception
   * @param nanos time from request to response, all together
   * @param maxNanos time of the slowest call
   * @param bytesOut bytes sent by this process
   * @param bytesIn bytes received by this process
   */
  public record MethodStats(
      String contract,
      String method,
      boolean outgoing,
      long count,
      long failures,
      long nanos,
      long maxNanos,
      long bytesOut,
      long bytesIn) {}
}
