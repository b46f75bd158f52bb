// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.component;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.params.ChainOptions;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.wallet.WalletLoader;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.settings.Product;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.WalletOptions;
import org.moneyrocket.settings.process.HostProcess;
import org.moneyrocket.settings.process.Role;
import org.moneyrocket.wallet.WalletEnvironment;
import org.moneyrocket.wallet.Wallets;
import org.moneyrocket.wallet.keys.KeyStretch;
import org.moneyrocket.wallet.rpc.WalletMethods;
import org.moneyrocket.wallet.store.SqliteWalletStore;
import org.moneyrocket.wallet.store.WalletFiles;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The wallets of this process. Lives as long as the chain is there: loads the wallets when it comes
 * and closes them when it goes. Loading is done before the activation returns, so that in one
 * process the node counts as started only when its wallets are loaded.
 */
@Component(
    immediate = true,
    service = {})
public final class WalletProcess {
  private static final Logger log = LoggerFactory.getLogger(WalletProcess.class);

  private final RememberedWallets memory;
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private @Nullable ScheduledExecutorService timer;
  private @Nullable Wallets wallets;
  private @Nullable WalletLoaderService loader;
  private HostProcess.@Nullable Registration stopAction;

  /** Whether all wallets that were to be loaded have had their turn. */
  private boolean complete;

  @Activate
  public WalletProcess(
      BundleContext context,
      @Reference Settings settings,
      @Reference HostProcess host,
      @Reference Chain chain,
      @Reference RememberedWallets memory) {
    this.memory = memory;
    if (settings.get(WalletOptions.DISABLEWALLET)) {
      log.info("Wallet disabled!");
      return;
    }
    try {
      start(context, settings, host, chain);
    } catch (StartException e) {
      host.fail(e.text());
    } catch (RemoteCallException e) {
      if (e.reason() != RemoteCallException.Reason.LOST) {
        // The chain is there: nothing will ever start this component again.
        host.fail("Loading the wallets failed: " + e.getMessage());
        return;
      }
      // The chain is gone again; this component goes with it and comes back with it.
      log.warn("the node left while wallets were being loaded: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("The wallets cannot be started", e);
      host.fail("A fatal internal error occurred, see debug.log for details: " + e);
    }
  }

  private void start(BundleContext context, Settings settings, HostProcess host, Chain chain) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("wallet-timer").factory());
    timer = clock;
    ChainParameters parameters = parameters(settings);
    WalletFiles files = files(settings, parameters);
    log.info("Using wallet directory {}", files.root());
    files.sweep();
    Wallets started =
        new Wallets(
            new WalletEnvironment(
                settings,
                chain,
                parameters,
                files,
                clock,
                new SecureRandom(),
                KeyStretch.measured()));
    wallets = started;
    stopAction = host.onStop(started::interrupt);
    List<String> remembered = new ArrayList<>(memory.recall());
    if (host.isChild()) {
      // The parent outlives this process, which may be killed at any moment.
      chain.notedWallets().stream().filter(n -> !remembered.contains(n)).forEach(remembered::add);
      started.onChange((name, loaded) -> note(chain, name, loaded));
    }
    if (!new StartupWallets(started, settings, host).load(remembered)) {
      return;
    }
    complete = true;
    WalletLoaderService service = new WalletLoaderService(started);
    loader = service;
    registrations.add(context.registerService(WalletLoader.class, service, null));
    registrations.add(
        context.registerService(
            RpcModule.class,
            new RpcTable(settings, WalletMethods.all(started), started::names),
            null));
    if (!host.roles().contains(Role.NODE)) {
      host.started();
    }
  }

  private static void note(Chain chain, String name, boolean loaded) {
    try {
      chain.noteWallet(name, loaded);
    } catch (RemoteCallException e) {
      // The node is gone, and with it everything that was noted.
      log.debug("wallet {} is not noted: {}", name, e.getMessage());
    }
  }

  static WalletFiles files(Settings settings, ChainParameters parameters) {
    return new WalletFiles(
        settings.dataDirectory().wallets(),
        new SqliteWalletStore.Options(
            parameters.magic(), true, settings.get(WalletOptions.UNSAFESQLITESYNC), Product.NAME));
  }

  static ChainParameters parameters(Settings settings) {
    var chain =
        org.moneyrocket.consensus.params.Chain.byRpcName(settings.chain().id())
            .orElseThrow(() -> new IllegalStateException("unknown chain " + settings.chain()));
    ChainOptions options = ChainOptions.NONE;
    try {
      for (String challenge :
          settings.get(org.moneyrocket.settings.catalogue.ChainOptions.SIGNETCHALLENGE)) {
        options = options.withSignetChallenge(challenge);
      }
    } catch (DecodeException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
    return ChainParameters.of(chain, options);
  }

  /** Closes the wallets; their files can be opened by others when this returns. */
  @Deactivate
  public void stop() {
    registrations.forEach(ServiceRegistration::unregister);
    registrations.clear();
    if (stopAction != null) {
      stopAction.close();
    }
    Wallets running = wallets;
    if (running != null) {
      running.interrupt();
      if (complete) {
        // Otherwise what was remembered before says more than the few that came to be loaded.
        memory.remember(running.names());
      }
      running.close();
    }
    if (loader != null) {
      loader.close();
    }
    if (timer != null) {
      timer.shutdownNow();
    }
  }
}
