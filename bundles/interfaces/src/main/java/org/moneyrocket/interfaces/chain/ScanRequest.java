// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.chain;

import java.util.List;
import java.util.Optional;
import org.moneyrocket.primitives.Bytes;

/**
 * What to look for in past blocks.
 *
 * @param fromHeight first height
 * @param toHeight last height, or empty for the tip
 * @param scripts output scripts of interest: at most {@link #MAX_SCRIPTS}
 */
public record ScanRequest(int fromHeight, Optional<Integer> toHeight, List<Bytes> scripts) {
  public static final int MAX_SCRIPTS = 1_000_000;

  public ScanRequest {
    scripts = List.copyOf(scripts);
    if (scripts.size() > MAX_SCRIPTS) {
      throw new IllegalArgumentException(
          "scan for " + scripts.size() + " scripts, limit " + MAX_SCRIPTS);
    }
  }
}
