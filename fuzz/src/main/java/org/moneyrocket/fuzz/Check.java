// SPDX-License-Identifier: MIT
package org.moneyrocket.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must hold for every input; a fuzzer reports the error as a finding. */
public final class Check {
  private Check() {}

  public static void that(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  public static void same(@Nullable Object one, @Nullable Object other, String what) {
    if (!Objects.equals(one, other)) {
      throw new AssertionError(what + ": " + one + " and " + other);
    }
  }
}
