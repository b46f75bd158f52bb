// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.time.Duration;

/**
 * How a connection behaves.
 *
 * @param identity what to tell the peer about this process
 * @param authentication what the peer must prove
 * @param limits what the peer may use
 * @param handshakeTimeout how long the peer may take to introduce itself
 * @param grace how long a cancelled call may go on before its lane is shut down
 * @param heartbeat pause between pings; zero sends none
 * @param silence how long a peer that is pinged may stay silent before it counts as lost
 * @param room what it shares with the other connections of this process
 */
public record ConnectionSettings(
    Identity identity,
    Authentication authentication,
    Limits limits,
    Duration handshakeTimeout,
    Duration grace,
    Duration heartbeat,
    Duration silence,
    PeerRoom room) {
  /** Settings for a peer that proves itself by {@code authentication}, all else as usual. */
  public static ConnectionSettings of(Identity identity, Authentication authentication) {
    return new ConnectionSettings(
        identity,
        authentication,
        Limits.DEFAULT,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        PeerRoom.endless());
  }

  public ConnectionSettings withLimits(Limits value) {
    return new ConnectionSettings(
        identity, authentication, value, handshakeTimeout, grace, heartbeat, silence, room);
  }

  public ConnectionSettings withGrace(Duration value) {
    return new ConnectionSettings(
        identity, authentication, limits, handshakeTimeout, value, heartbeat, silence, room);
  }

  public ConnectionSettings withHandshakeTimeout(Duration value) {
    return new ConnectionSettings(
        identity, authentication, limits, value, grace, heartbeat, silence, room);
  }

  public ConnectionSettings withHeartbeat(Duration pause, Duration silenceLimit) {
    return new ConnectionSettings(
        identity, authentication, limits, handshakeTimeout, grace, pause, silenceLimit, room);
  }

  public ConnectionSettings withRoom(PeerRoom value) {
    return new ConnectionSettings(
        identity, authentication, limits, handshakeTimeout, grace, heartbeat, silence, value);
  }
}
