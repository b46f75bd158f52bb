// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.moneyrocket.ipc.connection.Authentication;
import org.moneyrocket.ipc.connection.ConnectionEnd;
import org.moneyrocket.ipc.connection.HandshakeException;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.lane.Posix;
import org.moneyrocket.ipc.spawn.Attachment;
import org.moneyrocket.ipc.spawn.Gate;
import org.moneyrocket.ipc.spawn.Link;
import org.moneyrocket.ipc.spawn.SocketPath;
import org.moneyrocket.ipc.spawn.Supervisor;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.IpcOptions;
import org.moneyrocket.settings.catalogue.WalletOptions;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;
import org.moneyrocket.settings.process.RuntimeDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ties this process to others, as profile and options say: the parent that started it,
 * children it starts, sockets where others come in, and a process it attaches to.
 */
final class Ties implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger("ipc");

  private static final String AUTO = "auto";

  private final IpcRuntime runtime;
  private final HostProcess host;
  private final Settings settings;
  private final Runnable whenChanged;
  private final List<Supervisor> children = new ArrayList<>();
  private final List<HostProcess.Registration> stopActions = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();
  private final List<Attachment> attachments = new ArrayList<>();

  /**
   * Makes ties; {@link #open} opens them.
   *
   * @param whenChanged run when a child starts, ends or changes its state
   */
  Ties(IpcRuntime runtime, HostProcess host, Settings settings, Runnable whenChanged) {
    this.runtime = runtime;
    this.host = host;
    this.settings = settings;
    this.whenChanged = whenChanged;
  }

  /**
   * Opens everything.
   *
   * @throws IOException with one sentence for the user
   */
  void open() throws IOException {
    if (host.isChild()) {
      joinParent();
    }
    String connect = settings.get(IpcOptions.IPCCONNECT);
    boolean attached = !connect.isEmpty() && !host.isChild() && attach(connect);
    if (!attached) {
      startChildren();
    }
    // Whoever comes in wants the node; one that this process starts opens them itself.
    boolean elsewhere = !attached && runtime.wiring().children().containsKey(Role.NODE.id());
    List<String> addresses = elsewhere ? List.of() : settings.get(IpcOptions.IPCBIND);
    for (String address : addresses) {
      Path path = path(IpcOptions.IPCBIND.name(), address);
      gates.add(Gate.open(path, this::welcome));
      log.info("Listening for IPC requests on address {}", path);
    }
  }

  private void joinParent() throws IOException {
    runtime
        .neighbours()
        .connect(
            Descriptor.takeInherited(),
            Authentication.inherited(),
            Link.Kind.SPAWNED,
            end -> parentEnded(host, end));
  }

  /** Ends this process, in a hurry only if nobody is left who could wait for it. */
  static void parentEnded(HostProcess host, ConnectionEnd end) {
    switch (end.cause()) {
      case CLOSED_BY_PEER -> host.stop("the process that started this one ends it");
      case LOST -> host.stopOrphaned(end.message());
      case SILENT, PROTOCOL -> host.stop(end.message());
      case CLOSED_HERE -> {
        // This process is ending already.
      }
    }
  }

  private void startChildren() {
    runtime.wiring().children().forEach(this::startChild);
  }

  private void startChild(String role, String program) {
    if (role.equals("wallet") && settings.get(WalletOptions.DISABLEWALLET)) {
      return;
    }
    Role known = Role.byId(role).orElseThrow(() -> new IllegalArgumentException("no role " + role));
    Supervisor child =
        new Supervisor(
            role,
            ChildCommand.of(host.home(), program, known, settings),
            () -> ChildOptions.of(role, settings).toBytes(),
            runtime.neighbours(),
            new Supervisor.Listener() {
              @Override
              public void warning(String text) {
                host.warn(text);
              }

              @Override
              public void startFailed(String text) {
                host.fail(text);
              }

              @Override
              public boolean endedInOrder() {
                // Whoever stops the node stops the program; a wallet that was stopped comes back.
                if (role.equals(Role.NODE.id())) {
                  host.stop("the node has stopped");
                  return true;
                }
                return false;
              }

              @Override
              public void changed() {
                whenChanged.run();
              }
            });
    children.add(child);
    stopActions.add(host.onStop(child::stop));
    child.start();
  }

  /** Attaches to a running process; false if there is none and the user does not insist. */
  private boolean attach(String address) throws IOException {
    boolean insists = !address.equals(AUTO);
    Path path = path(IpcOptions.IPCCONNECT.name(), insists ? address : "unix");
    try {
      attachments.add(Attachment.open(path, runtime.neighbours()));
      return true;
    } catch (HandshakeException e) {
      throw e;
    } catch (IOException e) {
      if (insists || runtime.wiring().children().isEmpty()) {
        throw new IOException(
            "Could not connect to a node at "
                + path
                + ". Is one running with -ipcbind="
                + (insists ? address : "unix")
                + "?",
            e);
      }
      log.debug("no node at {}, starting one", path);
      return false;
    }
  }

  private void welcome(Descriptor socket) throws IOException {
    runtime
        .neighbours()
        .connect(
            socket, Authentication.sameUser(Posix.effectiveUser()), Link.Kind.ATTACHED, end -> {});
  }

  private Path path(String option, String address) throws IOException {
    Path chain = settings.dataDirectory().chain();
    Path folder = RuntimeDirectory.of(System.getenv(), chain);
    Path path = SocketPath.resolve(option, address, chain, folder);
    if (path.startsWith(folder)) {
      RuntimeDirectory.create(folder);
    }
    return path;
  }

  /** Returns the children that this process supervises. */
  List<Supervisor> children() {
    return List.copyOf(children);
  }

  /** Ends children, sockets and connections, and waits for the end of the children. */
  @Override
  public void close() {
    stopActions.forEach(HostProcess.Registration::close);
    children.forEach(Supervisor::stop);
    gates.forEach(Gate::close);
    attachments.forEach(Attachment::close);
    children.forEach(Supervisor::close);
    runtime.neighbours().closeAll();
  }
}
