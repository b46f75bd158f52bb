// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.settings.process.HostProcess.Registration;

public class StartGateTest {
  private final StartGate gate = new StartGate();
  private final List<String> events = new ArrayList<>();

  @Test
  public void opensWhenTheLastDelayEndsHoweverOftenItIsEnded() {
    Registration first = gate.delay();
    Registration second = gate.delay();
    gate.onOpen(() -> events.add("open"));

    first.close();
    first.close();
    assertThat(gate.isOpen()).isFalse();
    assertThat(events).isEmpty();

    second.close();
    assertThat(gate.isOpen()).isTrue();
    assertThat(events).containsExactly("open");
  }

  @Test
  public void onceOpenItStaysOpenAndActionsRunAtOnce() {
    gate.delay().close();

    Registration late = gate.delay();
    assertThat(gate.isOpen()).isTrue();
    gate.onOpen(() -> events.add("at once"));
    late.close();
    assertThat(events).containsExactly("at once");
  }

  @Test
  public void anActionThatWasTakenAwayDoesNotRun() {
    Registration delay = gate.delay();
    gate.onOpen(() -> events.add("stays"));
    gate.onOpen(() -> events.add("goes")).close();

    delay.close();
    assertThat(events).containsExactly("stays");
  }
}
