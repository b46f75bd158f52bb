// SPDX-License-Identifier: MIT
package org.moneyrocket.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.Test;

public class CurveUnavailableTest {
  /** Runs in a process of its own, since a library is loaded once. */
  public static final class Probe {
    private Probe() {}

    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try {
          Ecdsa.verify(new byte[33], new byte[32], new byte[70]);
        } catch (CurveUnavailableException e) {
          System.out.println(e.getMessage());
        }
      }
      try {
        Secp256k1.requireAvailable();
      } catch (CurveUnavailableException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  public void everyCallSaysWhyTheLibraryIsMissing() throws Exception {
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dmoneyrocket.secp256k1=/nonexistent/libsecp256k1.so",
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(probe.getInputStream().readAllBytes(), UTF_8);

    assertThat(probe.waitFor()).isZero();
    assertThat(output.lines())
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("Cannot load libsecp256k1 on ")
                    .contains("/nonexistent/libsecp256k1.so"));
  }
}
