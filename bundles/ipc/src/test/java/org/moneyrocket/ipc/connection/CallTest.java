// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class CallTest {
  public interface Calculator {
    int add(int a, int b);
  }

  @Test
  public void aCallReturnsTheResult() throws Exception {
    try (Pair pair = new Pair()) {
      Calculator calculator = pair.offer(Calculator.class, (a, b) -> a + b);
      assertThat(calculator.add(2, 3)).isEqualTo(5);
    }
  }
}
