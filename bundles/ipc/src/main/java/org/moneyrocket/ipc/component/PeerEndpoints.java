// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.component;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.moneyrocket.ipc.connection.Connection;
import org.moneyrocket.ipc.connection.RemoteEndpoint;
import org.osgi.framework.Constants;
import org.osgi.service.remoteserviceadmin.EndpointDescription;
import org.osgi.service.remoteserviceadmin.RemoteConstants;

/** How a service looks on its way: as properties on the wire and as an endpoint for Aries. */
final class PeerEndpoints {
  /** Configuration type of our endpoints. */
  static final String CONFIG = "moneyrocket.ipc";

  /** Property of imported services: role and process id of the process that offers it. */
  static final String PEER = "moneyrocket.peer";

  private PeerEndpoints() {}

  /**
   * Returns the properties of a local service that travel: simple values that mean something far
   * away.
   */
  static Map<String, Object> travelling(Map<String, ?> properties) {
    Map<String, Object> result = new HashMap<>();
    properties.forEach(
        (key, value) -> {
          if (!isLocal(key) && isSimple(value)) {
            result.put(key, value);
          }
        });
    return result;
  }

  private static boolean isLocal(String key) {
    return key.startsWith(".")
        || key.startsWith("service.exported.")
        || key.startsWith("service.imported")
        || key.startsWith("endpoint.")
        || key.startsWith("component.")
        || key.equals(Constants.SERVICE_ID)
        || key.equals(Constants.SERVICE_BUNDLEID)
        || key.equals(Constants.SERVICE_SCOPE)
        || key.equalsIgnoreCase(Constants.OBJECTCLASS);
  }

  private static boolean isSimple(Object value) {
    return value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Integer
        || value instanceof Double
        || value instanceof String[]
        || (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance));
  }

  /** Describes a local service that leaves the process. */
  static EndpointDescription local(
      String framework, String id, Map<String, Object> travelling, List<String> contracts) {
    Map<String, Object> properties = new HashMap<>(travelling);
    describe(properties, framework, id, contracts);
    return new EndpointDescription(properties);
  }

  /** Describes a service of a peer. */
  static EndpointDescription remote(Connection connection, RemoteEndpoint endpoint) {
    Map<String, Object> properties = new HashMap<>(travelling(endpoint.properties()));
    describe(
        properties, connection.peer().instance(), id(connection, endpoint), endpoint.contracts());
    properties.put(PEER, connection.peer().shortName());
    return new EndpointDescription(properties);
  }

  /**
   * Returns the endpoint's id in this container. It names the connection: what an old connection to
   * a peer withdraws is never what the new one offers.
   */
  static String id(Connection connection, RemoteEndpoint endpoint) {
    return connection.peer().instance() + "/" + connection.serial() + "/" + endpoint.id();
  }

  private static void describe(
      Map<String, Object> properties, String framework, String id, List<String> contracts) {
    properties.put(Constants.OBJECTCLASS, contracts.toArray(new String[0]));
    properties.put(RemoteConstants.ENDPOINT_ID, id);
    properties.put(RemoteConstants.ENDPOINT_FRAMEWORK_UUID, framework);
    properties.put(RemoteConstants.SERVICE_IMPORTED_CONFIGS, new String[] {CONFIG});
  }
}
