// SPDX-License-Identifier: MIT
package org.moneyrocket.gui.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.moneyrocket.interfaces.process.ProcessControl;
import org.moneyrocket.interfaces.process.ProcessInfo;
import org.moneyrocket.interfaces.process.ProcessListener;

/** The processes that any of our processes knows. */
public final class ProcessesModel {
  private final Background background;
  private final Changes changes = new Changes();
  private final Map<ProcessControl, List<ProcessInfo>> known = new LinkedHashMap<>();

  public ProcessesModel(Background background) {
    this.background = background;
  }

  public Changes changes() {
    return changes;
  }

  /** Any thread. */
  public void attach(ProcessControl control) {
    Background.onEventThread(
        () -> {
          known.put(control, List.of());
          background.run(
              () -> control.subscribe(new Listener(control)), handle -> {}, problem -> {});
          refresh(control);
        });
  }

  /** Any thread. */
  public void detach(ProcessControl control) {
    Background.onEventThread(
        () -> {
          known.remove(control);
          changes.fire();
        });
  }

  /** Reads memory and state again. */
  public void refresh() {
    List.copyOf(known.keySet()).forEach(this::refresh);
  }

  private void refresh(ProcessControl control) {
    background.run(control::list, list -> take(control, list), problem -> {});
  }

  private void take(ProcessControl control, List<ProcessInfo> list) {
    if (known.containsKey(control)) {
      known.put(control, List.copyOf(list));
      changes.fire();
    }
  }

  /** Returns all processes, each once, by role and process id. */
  public List<ProcessInfo> all() {
    Map<Long, ProcessInfo> byPid = new TreeMap<>();
    known.values().forEach(list -> list.forEach(info -> merge(byPid, info)));
    List<ProcessInfo> all = new ArrayList<>(byPid.values());
    all.sort(Comparator.comparing(ProcessInfo::role).thenComparing(ProcessInfo::pid));
    return all;
  }

  /** Of two views of one process the one that can restart it counts. */
  private static void merge(Map<Long, ProcessInfo> byPid, ProcessInfo info) {
    byPid.merge(info.pid(), info, (a, b) -> b.restartable() ? b : a);
  }

  /** Restarts a process; {@code done} gets what is wrong, empty if nothing. */
  public void restart(ProcessInfo process, Consumer<String> done, Consumer<Problem> failed) {
    for (Map.Entry<ProcessControl, List<ProcessInfo>> entry : known.entrySet()) {
      boolean able =
          entry.getValue().stream().anyMatch(p -> p.pid() == process.pid() && p.restartable());
      if (able) {
        background.run(() -> entry.getKey().restart(process.role(), process.peer()), done, failed);
        return;
      }
    }
    failed.accept(new Problem("This process cannot be restarted from here.", false));
  }

  private final class Listener implements ProcessListener {
    private final ProcessControl source;

    Listener(ProcessControl source) {
      this.source = source;
    }

    @Override
    public void changed(List<ProcessInfo> processes) {
      Background.onEventThread(() -> take(source, processes));
    }

    @Override
    public void lagged(long sequence) {
      Background.onEventThread(() -> refresh(source));
    }
  }
}
