// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.ipc.lane.Descriptor;

/**
 * A connection to one other process: a control lane and any number of call and event lanes. Thread
 * safe. Calls are made through the proxies of {@link #importService}; they block the calling thread
 * (a platform thread) until the peer answers, and fail with {@code RemoteCallException} when the
 * connection is gone.
 */
public final class Connection implements AutoCloseable {
  /**
   * Introduces both sides to each other and starts the connection. Blocks for at most the handshake
   * timeout. Takes over {@code control}, also when it fails.
   *
   * @throws HandshakeException if either side refuses; one sentence names both
   * @throws IOException if the peer went away
   */
  public static Connection open(
      Descriptor control, ConnectionSettings settings, ConnectionListener listener)
      throws IOException {
    throw new UnsupportedOperationException("under construction");
  }

  /** Makes a socket pair and passes one end to each peer, so that they can connect directly. */
  public static void introduce(Connection one, Connection other) throws IOException {
    throw new UnsupportedOperationException("under construction");
  }

  /** Returns what the peer said about itself. */
  public Identity peer() {
    throw new UnsupportedOperationException("under construction");
  }

  /**
   * Offers {@code service} to the peer.
   *
   * @param endpointId unique among the announced ones
   * @param properties strings, numbers, booleans, and lists or arrays of strings
   * @param contracts interfaces that {@code service} implements, from its own class space
   */
  public void announce(
      String endpointId, Map<String, Object> properties, Object service, List<Class<?>> contracts) {
    throw new UnsupportedOperationException("under construction");
  }

  /** Takes back an announced service. Unknown ids are ignored. */
  public void withdraw(String endpointId) {
    throw new UnsupportedOperationException("under construction");
  }

  /**
   * Returns a proxy for a service of the peer. Does not block.
   *
   * @param contracts some of the endpoint's contracts, as the consumer's class loader knows them;
   *     results are made of that loader's classes
   */
  public Object importService(RemoteEndpoint endpoint, List<Class<?>> contracts) {
    throw new UnsupportedOperationException("under construction");
  }

  /** As {@link #importService(RemoteEndpoint, List)} with one contract. */
  public <T> T importService(RemoteEndpoint endpoint, Class<T> contract) {
    return contract.cast(importService(endpoint, List.of(contract)));
  }

  /** Returns the peer's endpoints as of now. */
  public List<RemoteEndpoint> endpoints() {
    throw new UnsupportedOperationException("under construction");
  }

  /** Returns why the connection ended, or empty while it is open. */
  public Optional<ConnectionEnd> end() {
    throw new UnsupportedOperationException("under construction");
  }

  /** Returns counts, times and sizes of the calls so far, by contract and method. */
  public CallStats statistics() {
    throw new UnsupportedOperationException("under construction");
  }

  /**
   * Says goodbye and ends the connection: running calls fail, the peer's services vanish. Returns
   * at once; {@link ConnectionListener#ended} follows. Closing twice is harmless.
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException("under construction");
  }
}
