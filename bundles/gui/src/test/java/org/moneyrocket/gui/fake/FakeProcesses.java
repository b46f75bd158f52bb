// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.fake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.process.ProcessControl;
import org.moneyrocket.interfaces.process.ProcessInfo;
import org.moneyrocket.interfaces.process.ProcessListener;

/** Three processes. */
public final class FakeProcesses implements ProcessControl {
  public final List<String> restarted = new CopyOnWriteArrayList<>();
  private final long now = System.currentTimeMillis();

  @Override
  public List<ProcessInfo> list() {
    Threads.check();
    return List.of(
        process("gui", 41_233, 182_000_000, ProcessInfo.State.RUNNING, "", false),
        process("node", 41_260, 412_000_000, ProcessInfo.State.RUNNING, "", true),
        process(
            "wallet", 41_301, -1, ProcessInfo.State.RESTARTING, "ended by signal 9 (KILL)", true));
  }

  private ProcessInfo process(
      String role, long pid, long bytes, ProcessInfo.State state, String detail, boolean able) {
    return new ProcessInfo(
        role, "", pid, now - pid * 60, bytes, state, detail, able, able ? "on" : "off");
  }

  @Override
  public String restart(String role, String peer) {
    Threads.check();
    restarted.add(role);
    return "";
  }

  @Override
  public Subscription subscribe(ProcessListener listener) {
    Threads.check();
    return () -> {};
  }
}
