// SPDX-License-Identifier: MIT
package org.moneyrocket.node.message;

import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * Opens the handshake.
 *
 * @param services service bits
 * @param time Unix seconds
 * @param receiver address of the one this goes to
 * @param sender address of the one it comes from
 * @param nonce recognises a connection to oneself
 * @param userAgent at most {@link #MAX_USER_AGENT} bytes (BIP14)
 * @param startHeight height of the sender's tip
 * @param relay whether transactions are to be announced (BIP37)
 */
public record Version(
    int version,
    long services,
    long time,
    PeerAddress receiver,
    PeerAddress sender,
    long nonce,
    String userAgent,
    int startHeight,
    boolean relay)
    implements Message {
  public static final String TYPE = "version";

  /** Longest user agent, in bytes. */
  public static final int MAX_USER_AGENT = 256;

  @Override
  public String type() {
    return TYPE;
  }

  static Version read(ByteReader in) throws DecodeException {
    int version = in.i32();
    long services = in.i64();
    long time = in.i64();
    PeerAddress receiver = PeerAddress.read(in);
    PeerAddress sender = PeerAddress.UNKNOWN;
    long nonce = 0;
    String userAgent = "";
    int startHeight = -1;
    boolean relay = true;
    // Everything behind the receiver came with later protocol versions and may be missing.
    if (in.remaining() > 0) {
      sender = PeerAddress.read(in);
      nonce = in.i64();
    }
    if (in.remaining() > 0) {
      userAgent = in.text(MAX_USER_AGENT);
    }
    if (in.remaining() > 0) {
      startHeight = in.i32();
    }
    if (in.remaining() > 0) {
      relay = in.bool();
    }
    return new Version(
        version, services, time, receiver, sender, nonce, userAgent, startHeight, relay);
  }

  @Override
  public void write(ByteWriter out) {
    out.i32(version).i64(services).i64(time);
    receiver.write(out);
    sender.write(out);
    out.i64(nonce).text(userAgent).i32(startHeight).bool(relay);
  }
}
