// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.moneyrocket.rpc.RpcMemory;
import org.moneyrocket.rpc.http.AddressFilter;
import org.moneyrocket.rpc.http.HttpServer;
import org.moneyrocket.settings.HostPort;
import org.moneyrocket.settings.IoText;
import org.moneyrocket.settings.Product;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.StartException;
import org.moneyrocket.settings.catalogue.ConnectionOptions;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The RPC server of a process: its addresses, credentials and the modules it serves. */
public final class RpcServer implements AutoCloseable {
  static final String CANNOT_START = "Unable to start HTTP server. See debug log for details.";

  private static final Logger log = LoggerFactory.getLogger("http");
  private static final long STOP_SECONDS = 30;

  private final Credentials credentials;
  private final HttpServer http;
  private final RpcDirectory directory;
  private final List<Integer> ports = new ArrayList<>();

  /**
   * Opens the addresses that the options name, writes the cookie and begins to serve.
   *
   * @param warmup gives the stage of starting, empty when ready; asked before each call
   * @param memory accounts for what calls and clients hold
   * @throws StartException when the options are wrong or no address can be opened
   */
  public RpcServer(
      Settings settings,
      RpcDirectory directory,
      ActiveCalls active,
      Supplier<Optional<String>> warmup,
      RpcMemory memory) {
    this.directory = directory;
    AddressFilter filter = filter(settings);
    credentials = Credentials.of(settings);
    int threads = Math.clamp(settings.get(RpcOptions.RPCTHREADS), 1, 10_000);
    http =
        new HttpServer(
            new JsonRpcHandler(credentials, new Whitelist(settings), directory, active, warmup),
            filter,
            threads,
            Math.clamp(settings.get(RpcOptions.RPCWORKQUEUE), 1, 1_000_000),
            settings.get(RpcOptions.RPCSERVERTIMEOUT),
            memory.requests(),
            memory.answers());
    try {
      bind(settings);
      log.info("Starting HTTP server with {} worker threads", threads);
      http.start();
    } catch (StartException e) {
      close();
      throw e;
    } catch (IOException e) {
      close();
      log.error("Unable to wait for RPC clients: {}", IoText.reason(e));
      throw new StartException(CANNOT_START);
    }
  }

  private static AddressFilter filter(Settings settings) {
    try {
      AddressFilter filter =
          AddressFilter.allowing(
              settings.get(RpcOptions.RPCALLOWIP), settings.get(ConnectionOptions.CJDNSREACHABLE));
      log.debug("Allowing HTTP connections from: {}", filter);
      return filter;
    } catch (IllegalArgumentException e) {
      throw new StartException(
          "Invalid -rpcallowip subnet specification: "
              + e.getMessage()
              + ". Valid values are a single IP (e.g. 1.2.3.4), a network/netmask (e.g."
              + " 1.2.3.4/255.255.255.0), a network/CIDR (e.g. 1.2.3.4/24), all ipv4 (0.0.0.0/0),"
              + " or all ipv6 (::/0). RFC4193 is allowed only if -cjdnsreachable=0.");
    }
  }

  private void bind(Settings settings) {
    long given = settings.get(RpcOptions.RPCPORT);
    int port = given > 0 ? (int) given : settings.chain().rpcPort();
    for (HostPort address : addresses(settings)) {
      bind(address.host(), address.port().orElse(port));
    }
    if (ports.isEmpty()) {
      log.error("Unable to bind any endpoint for RPC server");
      throw new StartException(CANNOT_START);
    }
  }

  private static List<HostPort> addresses(Settings settings) {
    List<String> binds = settings.get(RpcOptions.RPCBIND);
    boolean allows = !settings.get(RpcOptions.RPCALLOWIP).isEmpty();
    List<HostPort> addresses = new ArrayList<>();
    if (!allows || binds.isEmpty()) {
      if (allows) {
        log.warn(
            "Option -rpcallowip was specified without -rpcbind; this doesn't usually make sense");
      }
      if (!binds.isEmpty()) {
        log.warn(
            "Option -rpcbind was ignored because -rpcallowip was not specified, refusing to allow"
                + " everyone to connect");
      }
      binds = List.of("::1", "127.0.0.1");
    }
    for (String bind : binds) {
      addresses.add(
          HostPort.parse(bind)
              .orElseThrow(
                  () -> new StartException("Invalid port specified in -rpcbind: '" + bind + "'")));
    }
    return addresses;
  }

  private void bind(String host, int port) {
    log.info("Binding RPC on address {} port {}", host, port);
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isAnyLocalAddress()) {
        log.warn(
            "The RPC server is not safe to expose to untrusted networks such as the public"
                + " internet");
      }
      ports.add(http.bind(address, port).getPort());
    } catch (BindException e) {
      log.warn(
          "Binding RPC on address {} failed: Unable to bind to {} on this computer ({}). {} is"
              + " probably already running.",
          show(host, port),
          show(host, port),
          e.getMessage(),
          Product.NAME);
    } catch (IOException e) {
      log.warn("Could not bind RPC on address {} port {}: {}", host, port, IoText.reason(e));
    }
  }

  private static String show(String host, int port) {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }

  /** Returns the ports in use, in the order of the addresses that could be opened. */
  public List<Integer> ports() {
    return List.copyOf(ports);
  }

  /** Refuses new requests from now on; running ones go on. */
  public void beginStop() {
    http.beginStop();
    directory.stop();
  }

  /** Waits for running requests, then closes all connections and removes the cookie. */
  @Override
  public void close() {
    http.stop(STOP_SECONDS);
    credentials.close();
  }
}
