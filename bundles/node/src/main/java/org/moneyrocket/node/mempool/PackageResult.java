// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.moneyrocket.primitives.Wtxid;

/**
 * What became of several transactions that belong together.
 *
 * @param reason what is wrong with the package, {@code transaction failed} if it is one of them;
 *     empty if nothing
 * @param detail more about it, may be empty
 * @param results by transaction; those that were not judged are left out
 */
public record PackageResult(String reason, String detail, Map<Wtxid, AdmissionResult> results) {
  /** Reason when it is a transaction that failed, not the package. */
  public static final String TRANSACTION_FAILED = "transaction failed";

  public PackageResult {
    results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
  }

  static PackageResult refused(String reason, String detail) {
    return new PackageResult(reason, detail, Map.of());
  }

  public boolean isValid() {
    return reason.isEmpty();
  }

  /** Returns whether it is the package that is refused rather than one of its transactions. */
  public boolean isPackagePolicy() {
    return !isValid() && !reason.equals(TRANSACTION_FAILED) && !reason.equals("unspent-dust");
  }

  /** Returns the reason, and the detail after a comma if there is one. */
  public String text() {
    return detail.isEmpty() ? reason : reason + ", " + detail;
  }
}
