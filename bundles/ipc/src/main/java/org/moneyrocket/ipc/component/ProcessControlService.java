// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.moneyrocket.interfaces.Subscription;
import org.moneyrocket.interfaces.event.EventQueue;
import org.moneyrocket.interfaces.process.ProcessControl;
import org.moneyrocket.interfaces.process.ProcessInfo;
import org.moneyrocket.interfaces.process.ProcessInfo.State;
import org.moneyrocket.interfaces.process.ProcessListener;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.spawn.Supervisor;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.remoteserviceadmin.RemoteServiceAdmin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the ties of this process to others, and shows and restarts the processes it knows. */
@Component(immediate = true)
public final class ProcessControlService implements ProcessControl {
  private static final Logger log = LoggerFactory.getLogger("ipc");

  private final BundleContext context;
  private final IpcRuntime runtime;
  private final HostProcess host;
  private final Ties ties;
  private final List<EventQueue<ProcessListener>> listeners = new CopyOnWriteArrayList<>();

  /**
   * Opens the ties. The reference to the remote service admin makes sure that services of peers can
   * be imported when the first of them arrives.
   */
  @Activate
  public ProcessControlService(
      BundleContext context,
      @Reference IpcRuntime runtime,
      @Reference HostProcess host,
      @Reference Settings settings,
      @Reference(target = "(remote.configs.supported=" + PeerEndpoints.CONFIG + ")")
          RemoteServiceAdmin admin) {
    this.context = context;
    this.runtime = runtime;
    this.host = host;
    this.ties = new Ties(runtime, host, settings, this::changed);
    runtime.neighbours().onChange(this::changed);
    try {
      ties.open();
    } catch (IOException e) {
      host.fail(String.valueOf(e.getMessage()));
    }
  }

  /** Ends the ties. */
  @Deactivate
  public void stop() {
    ties.close();
    listeners.forEach(EventQueue::close);
  }

  private String ownRole() {
    return host.roles().size() == Role.values().length
        ? "all"
        : host.roles().stream().map(Role::id).sorted().collect(Collectors.joining("+"));
  }

  @Override
  public List<ProcessInfo> list() {
    List<ProcessInfo> processes = new ArrayList<>();
    long self = ProcessHandle.current().pid();
    State state = host.isStopping() ? State.STOPPING : State.RUNNING;
    processes.add(ProcessTable.describe(ownRole(), "", self, state, "", false));
    List<Connection> connections = runtime.hub().connections();
    for (Supervisor child : ties.children()) {
      long pid = child.pid();
      String peer =
          connections.stream()
              .filter(connection -> connection.peer().pid() == pid)
              .map(connection -> connection.peer().shortName())
              .findFirst()
              .orElse("");
      processes.add(
          ProcessTable.describe(child.name(), peer, pid, stateOf(child), child.detail(), true));
    }
    for (Connection connection : connections) {
      long pid = connection.peer().pid();
      if (processes.stream().noneMatch(known -> known.pid() == pid)) {
        processes.add(
            ProcessTable.describe(
                connection.peer().role(),
                connection.peer().shortName(),
                pid,
                State.RUNNING,
                "",
                false));
      }
    }
    return processes;
  }

  private static State stateOf(Supervisor child) {
    return switch (child.state()) {
      case STARTING -> State.STARTING;
      case RUNNING -> State.RUNNING;
      case RESTARTING -> State.RESTARTING;
      case STOPPING -> State.STOPPING;
      case FAILED -> State.FAILED;
    };
  }

  @Override
  public String restart(String role, String peer) {
    boolean found = false;
    for (ProcessInfo process : list()) {
      if (process.role().equals(role) && (peer.isEmpty() || process.peer().equals(peer))) {
        for (Supervisor child : ties.children()) {
          if (child.pid() == process.pid() || process.pid() < 0 && child.name().equals(role)) {
            log.info("Restarting the {} process {}", role, process.pid());
            child.restart();
            found = true;
          }
        }
      }
    }
    if (found) {
      return "";
    }
    boolean ours = peer.isEmpty() && Role.byId(role).filter(host.roles()::contains).isPresent();
    if (!ours || role.equals(Role.GUI.id())) {
      return "there is no "
          + role
          + " process"
          + (peer.isEmpty() ? "" : " " + peer)
          + " to restart";
    }
    return restartBundle("org.moneyrocket." + role);
  }

  private String restartBundle(String name) {
    for (Bundle bundle : context.getBundles()) {
      if (name.equals(bundle.getSymbolicName())) {
        // Not on the caller's thread: the caller may be a component that depends on the bundle.
        Thread.ofPlatform().name("ipc-restart").start(() -> restart(bundle));
        return "";
      }
    }
    return "there is no bundle " + name;
  }

  private static void restart(Bundle bundle) {
    try {
      log.info("Restarting bundle {}", bundle.getSymbolicName());
      bundle.stop(Bundle.STOP_TRANSIENT);
      bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException e) {
      log.error("Bundle {} cannot be restarted", bundle.getSymbolicName(), e);
    }
  }

  @Override
  public Subscription subscribe(ProcessListener listener) {
    EventQueue<ProcessListener> queue =
        new EventQueue<>("ipc-process-events", listener, ProcessListener::lagged);
    listeners.add(queue);
    return queue.onClose(() -> listeners.remove(queue));
  }

  private void changed() {
    if (!listeners.isEmpty()) {
      List<ProcessInfo> processes = list();
      listeners.forEach(queue -> queue.emit(listener -> listener.changed(processes)));
    }
  }
}
