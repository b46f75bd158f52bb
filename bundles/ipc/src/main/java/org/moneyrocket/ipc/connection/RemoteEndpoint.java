// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.util.List;
import java.util.Map;

/**
 * A service the peer announced.
 *
 * @param id unique within the connection
 * @param properties strings, numbers, booleans, and lists or arrays of strings
 * @param contracts names of the interfaces it can be imported by
 * @param objects the peer's object number for each contract, in the same order
 */
public record RemoteEndpoint(
    String id, Map<String, Object> properties, List<String> contracts, List<Integer> objects) {
  public RemoteEndpoint {
    properties = Map.copyOf(properties);
    contracts = List.copyOf(contracts);
    objects = List.copyOf(objects);
  }
}
