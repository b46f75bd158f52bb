// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.component;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.process.ProcessControl;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.Warmup;
import org.moneyrocket.rpc.RpcMemory;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.rpc.control.Echo;
import org.moneyrocket.rpc.control.EchoIpc;
import org.moneyrocket.rpc.control.GetRpcInfo;
import org.moneyrocket.rpc.control.Help;
import org.moneyrocket.rpc.control.Logging;
import org.moneyrocket.rpc.control.OpenRpcDocument;
import org.moneyrocket.rpc.control.Stop;
import org.moneyrocket.rpc.control.Uptime;
import org.moneyrocket.rpc.server.ActiveCalls;
import org.moneyrocket.rpc.server.RpcDirectory;
import org.moneyrocket.rpc.server.RpcServer;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.moneyrocket.settings.log.DebugLog;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Runs the RPC server, if {@code -server} is on, with all modules there are. */
@Component(service = {})
public final class RpcServerComponent {
  private static final String FIRST_STAGE = "RPC server started";

  private final WalletChild walletChild = new WalletChild(() -> this.processes);
  private final RpcDirectory directory = new RpcDirectory(walletChild::absence);
  private final Logging logging = new Logging(DebugLog.get(), directory);
  private final boolean waitsForNode;
  private final HostProcess host;
  private final HostProcess.Registration stopAction;
  private final AtomicReference<HostProcess.@Nullable Registration> startDelay =
      new AtomicReference<>();
  private final @Nullable RpcServer server;
  private volatile @Nullable Warmup warmup;
  private volatile @Nullable ProcessControl processes;
  private final List<org.moneyrocket.interfaces.echo.Echo> remoteEchoes =
      new CopyOnWriteArrayList<>();
  private volatile org.moneyrocket.interfaces.echo.@Nullable Echo localEcho;

  @Activate
  public RpcServerComponent(@Reference Settings settings, @Reference HostProcess host) {
    this.host = host;
    waitsForNode = settings.program() != Program.WALLET;
    server = enabled(settings, host) ? start(settings, host) : null;
    RpcServer running = server;
    stopAction = host.onStop(running == null ? () -> {} : running::beginStop);
  }

  private static boolean enabled(Settings settings, HostProcess host) {
    // A window that is on its own has a node with the same options, which answers.
    return !host.roles().equals(Set.of(Role.GUI))
        && settings.find(RpcOptions.SERVER).orElse(settings.program() == Program.NODE);
  }

  private @Nullable RpcServer start(Settings settings, HostProcess host) {
    ActiveCalls active = new ActiveCalls();
    String logPath = DebugLog.path(settings).map(Object::toString).orElse("");
    directory.add(
        new RpcTable(
            settings,
            List.of(
                new Help(directory),
                new Stop(() -> host.stop("stop by RPC")),
                new Uptime(),
                new GetRpcInfo(active, logPath),
                logging,
                new Echo("echo"),
                new Echo("echojson"),
                new EchoIpc(this::echo),
                OpenRpcDocument.named(directory),
                OpenRpcDocument.discover(directory))));
    try {
      return new RpcServer(settings, directory, active, this::stage, RpcMemory.process());
    } catch (StartException e) {
      host.fail(e.text());
      return null;
    }
  }

  // Another process is asked if there is one: that is what the answer is to show.
  private Optional<org.moneyrocket.interfaces.echo.Echo> echo() {
    List<org.moneyrocket.interfaces.echo.Echo> others = new ArrayList<>(remoteEchoes);
    return others.isEmpty() ? Optional.ofNullable(localEcho) : Optional.of(others.get(0));
  }

  private Optional<String> stage() {
    Warmup known = warmup;
    if (known == null) {
      return waitsForNode ? Optional.of(FIRST_STAGE) : Optional.empty();
    }
    Optional<String> stage = known.stage();
    return stage.isPresent() ? stage : walletChild.stage();
  }

  @Deactivate
  void stop() {
    stopAction.close();
    RpcServer running = server;
    if (running != null) {
      running.beginStop();
      running.close();
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addModule(RpcModule module) {
    // Without a server nobody asks, and a module of another process would be asked for nothing.
    if (server != null) {
      directory.add(module);
      logging.welcome(module);
      if (directory.answersWallets()) {
        walletChild.arrived();
        endStartDelay();
      }
    }
  }

  void removeModule(RpcModule module) {
    directory.remove(module);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setWarmup(Warmup service) {
    warmup = service;
  }

  void unsetWarmup(Warmup service) {
    if (service.equals(warmup)) {
      warmup = null;
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      target = "(moneyrocket.peer=*)")
  void addRemoteEcho(org.moneyrocket.interfaces.echo.Echo service) {
    remoteEchoes.add(service);
  }

  void removeRemoteEcho(org.moneyrocket.interfaces.echo.Echo service) {
    remoteEchoes.remove(service);
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      target = "(!(moneyrocket.peer=*))")
  void setLocalEcho(org.moneyrocket.interfaces.echo.Echo service) {
    localEcho = service;
  }

  void unsetLocalEcho(org.moneyrocket.interfaces.echo.Echo service) {
    if (service.equals(localEcho)) {
      localEcho = null;
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      target = "(!(moneyrocket.peer=*))")
  void setProcesses(ProcessControl service) {
    processes = service;
    // Ready means that every method is served, also those of another process.
    if (server != null && walletChild.stage().isPresent()) {
      HostProcess.Registration earlier = startDelay.getAndSet(host.delayStart());
      if (earlier != null) {
        earlier.close();
      }
      if (walletChild.stage().isEmpty()) {
        endStartDelay();
      }
    }
  }

  private void endStartDelay() {
    HostProcess.Registration delay = startDelay.getAndSet(null);
    if (delay != null) {
      delay.close();
    }
  }

  void unsetProcesses(ProcessControl service) {
    if (service.equals(processes)) {
      processes = null;
    }
  }
}
