// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public class BackOffTest {
  @Test
  public void waitsLongerWhileItKeepsFailingAndShortAfterAHealthyRun() {
    BackOff backOff = new BackOff(100, 350, 1000);

    assertThat(backOff.after(0)).isEqualTo(100);
    assertThat(backOff.after(999)).isEqualTo(200);
    assertThat(backOff.after(0)).isEqualTo(350);
    assertThat(backOff.after(0)).isEqualTo(350);
    assertThat(backOff.after(1000)).isEqualTo(100);
  }
}
