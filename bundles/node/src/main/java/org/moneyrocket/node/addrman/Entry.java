// SPDX-License-Identifier: MIT
package org.moneyrocket.node.addrman;

/** An address with what is known of it. The book's lock guards it. */
final class Entry {
  private static final long MINUTE = 60;
  private static final long DAY = 24 * 60 * MINUTE;
  private static final long HORIZON = 30 * DAY;
  private static final int MAX_FIRST_FAILURES = 3;
  private static final int MAX_FAILURES = 10;
  private static final long FAILURE_SPAN = 7 * DAY;

  final Endpoint endpoint;
  final Host source;
  final Net net;
  long services;

  /** When it was last seen, by whoever told of it; all times are seconds since 1970. */
  long time;

  long lastTry;
  long lastCountedTry;
  long lastSuccess;
  int failures;

  /** In how many places of the table of new addresses it is. */
  int places;

  boolean tried;

  /** Where it is in the list from which addresses are picked. */
  int index;

  Entry(KnownPeer peer, Host source) {
    this.endpoint = peer.endpoint();
    this.services = peer.services();
    this.time = peer.time();
    this.source = source;
    this.net = endpoint.host().network();
  }

  KnownPeer describe() {
    return new KnownPeer(endpoint, services, time);
  }

  /** Tells whether nothing is lost with it. */
  boolean isTerrible(long now) {
    if (now - lastTry <= MINUTE) {
      return false;
    }
    return time > now + 10 * MINUTE
        || now - time > HORIZON
        || (lastSuccess == 0 && failures >= MAX_FIRST_FAILURES)
        || (now - lastSuccess > FAILURE_SPAN && failures >= MAX_FAILURES);
  }

  /** Returns how likely it should be chosen, relative to others; up to 1. */
  double chance(long now) {
    double chance = now - lastTry < 10 * MINUTE ? 0.01 : 1;
    return chance * Math.pow(0.66, Math.min(failures, 8));
  }
}
