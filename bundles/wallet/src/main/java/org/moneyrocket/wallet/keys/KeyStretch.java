// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.keys;

import org.moneyrocket.crypto.PassphraseKey;

/** Decides how much work trying one passphrase takes. */
@FunctionalInterface
public interface KeyStretch {
  /** Rounds of hashing below which nobody goes. */
  int MIN_ITERATIONS = 25_000;

  int iterations(byte[] phrase, byte[] salt);

  /** Returns rounds that take about a tenth of a second here. */
  static KeyStretch measured() {
    return (phrase, salt) -> {
      int first = perTenth(phrase, salt, MIN_ITERATIONS);
      int second = perTenth(phrase, salt, first);
      return Math.max(MIN_ITERATIONS, (int) (((long) first + second) / 2));
    };
  }

  private static int perTenth(byte[] phrase, byte[] salt, int iterations) {
    long start = System.nanoTime();
    PassphraseKey.derive(phrase, salt, iterations).close();
    long nanos = Math.max(1, System.nanoTime() - start);
    return Math.clamp(iterations * 100_000_000L / nanos, MIN_ITERATIONS, 10_000_000);
  }
}
