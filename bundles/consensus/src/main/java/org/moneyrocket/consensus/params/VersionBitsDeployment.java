// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

/**
 * A soft fork that miners signal for (BIP9, with the minimum activation height of BIP341).
 *
 * @param name as RPC shows it
 * @param bit number of the version bit
 * @param startTime median time past from which signals count, Unix seconds, or {@link
 *     #ALWAYS_ACTIVE} or {@link #NEVER_ACTIVE}
 * @param timeout median time past from which the attempt has failed, Unix seconds
 * @param minActivationHeight lowest height at which it may become active
 * @param threshold signalling blocks needed in a period
 * @param period blocks in a period
 * @param optionalForMiners whether a miner that does not know it may still use a template
 */
public record VersionBitsDeployment(
    String name,
    int bit,
    long startTime,
    long timeout,
    int minActivationHeight,
    int threshold,
    int period,
    boolean optionalForMiners) {
  /** The only deployment there is now, for tests of the mechanism. */
  public static final String TESTDUMMY = "testdummy";

  /** Start time that means: in force from genesis on. */
  public static final long ALWAYS_ACTIVE = -1;

  /** Start time that means: will never be. */
  public static final long NEVER_ACTIVE = -2;

  /** Timeout that never comes. */
  public static final long NO_TIMEOUT = Long.MAX_VALUE;

  /** Tells whether the parameters leave any way for it to matter. */
  public boolean isEnabled() {
    return startTime != NEVER_ACTIVE;
  }
}
