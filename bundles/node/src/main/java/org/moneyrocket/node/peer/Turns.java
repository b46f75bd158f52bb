// SPDX-License-Identifier: MIT
package org.moneyrocket.node.peer;

import java.util.Collection;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every peer its turn on the message thread: one message each, and what is due every so often
 * or after its messages. What goes wrong at one peer ends the connection to that peer only.
 */
final class Turns {
  /** After this long a peer is looked at although nothing came from it. */
  static final long REST_NANOS = 50_000_000L;

  /** One whose messages do not end is looked at so often. */
  static final long BUSY_NANOS = 5_000_000L;

  private static final Logger log = LoggerFactory.getLogger("net");

  /** What is done in a turn. */
  interface Work {
    /** Processes one message, if there is one; tells whether there are more. */
    boolean process(Peer peer);

    /** Sends what is due and ends what takes too long. */
    void tick(Peer peer);
  }

  private final Collection<Peer> peers;
  private final Work work;
  private final LongSupplier nanoClock;

  /**
   * @param nanoClock a clock that only goes forward
   */
  Turns(Collection<Peer> peers, Work work, LongSupplier nanoClock) {
    this.peers = peers;
    this.work = work;
    this.nanoClock = nanoClock;
  }

  /**
   * Gives each peer one turn.
   *
   * @param all whether something has happened that concerns every peer
   * @return whether messages are left
   */
  boolean round(boolean all) {
    boolean more = false;
    for (Peer peer : peers) {
      try {
        more |= turn(peer, all);
      } catch (RuntimeException | StackOverflowError e) {
        // A bug that one peer has found costs that peer, not the others.
        log.error("processing of peer={} failed, disconnecting it", peer.id, e);
        peer.disconnect = true;
      }
      if (peer.disconnect) {
        peer.socket.close();
      }
    }
    return more;
  }

  private boolean turn(Peer peer, boolean all) {
    if (peer.disconnect) {
      return false;
    }
    boolean came = peer.socket.hasFrames();
    boolean more = work.process(peer);
    if (peer.disconnect) {
      return false;
    }
    long now = nanoClock.getAsLong();
    long since = now - peer.tickedNanos;
    if (all || !peer.ticked || since >= (came ? BUSY_NANOS : REST_NANOS) || (came && !more)) {
      peer.ticked = true;
      peer.tickedNanos = now;
      work.tick(peer);
    }
    return more;
  }
}
