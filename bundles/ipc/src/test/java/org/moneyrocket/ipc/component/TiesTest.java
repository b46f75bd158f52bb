// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.ipc.connection.ConnectionEnd;
import org.moneyrocket.ipc.connection.ConnectionEnd.Cause;
import org.moneyrocket.settings.process.HostProcess;

public class TiesTest {
  private final List<String> calls = new ArrayList<>();

  private final HostProcess host =
      (HostProcess)
          Proxy.newProxyInstance(
              TiesTest.class.getClassLoader(),
              new Class<?>[] {HostProcess.class},
              (proxy, method, arguments) -> {
                calls.add(method.getName() + ": " + arguments[0]);
                return null;
              });

  @Test
  public void onlyWhoseParentIsGoneEndsInAHurry() {
    Ties.parentEnded(host, new ConnectionEnd(Cause.LOST, "lost"));
    Ties.parentEnded(host, new ConnectionEnd(Cause.SILENT, "silent"));
    Ties.parentEnded(host, new ConnectionEnd(Cause.PROTOCOL, "wrong"));
    Ties.parentEnded(host, new ConnectionEnd(Cause.CLOSED_BY_PEER, "closed"));
    Ties.parentEnded(host, new ConnectionEnd(Cause.CLOSED_HERE, "closed"));

    assertThat(calls)
        .containsExactly(
            "stopOrphaned: lost",
            "stop: silent",
            "stop: wrong",
            "stop: the process that started this one ends it");
  }
}
