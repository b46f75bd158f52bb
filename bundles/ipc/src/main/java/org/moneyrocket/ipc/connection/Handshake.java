// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.lane.PeerCredentials;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.ipc.wire.WireException;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;

/**
 * The first frames of a connection: proof of identity, then what each side is, then agreement or
 * refusal. Both sides do the same at the same time.
 */
final class Handshake {
  static final int PROTOCOL = 1;

  private static final byte[] MAGIC = {'M', 'N', 'Y', 'R'};
  private static final int MAX_TEXT = 256;
  private static final int MAX_PACKAGES = 1000;
  private static final int MAX_TOKEN = 256;
  private static final int MAX_REASON = 2000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ControlLane control;
  private final ConnectionSettings settings;
  private final Identity own;
  private final long deadline;
  private long ownNonce;
  private long peerNonce;
  private long peerMessageBytes;

  Handshake(ControlLane control, ConnectionSettings settings) {
    this.control = control;
    this.settings = settings;
    this.own = settings.identity();
    this.deadline = System.nanoTime() + settings.handshakeTimeout().toNanos();
  }

  /** Tells whether lanes opened here have odd numbers. */
  boolean odd() {
    return ownNonce > peerNonce;
  }

  /** Returns the largest message both sides take. */
  long messageBytes() {
    return Math.min(peerMessageBytes, settings.limits().messageBytes());
  }

  /**
   * Does it all.
   *
   * @return what the peer says of itself
   * @throws HandshakeException if either side refuses
   */
  Identity run() throws IOException {
    checkUser();
    ownNonce = RANDOM.nextLong();
    Authentication authentication = settings.authentication();
    send(
        Frame.AUTHENTICATE,
        new ByteWriter().bytes(MAGIC).varBytes(authentication.presentedToken()).toArray());
    send(Frame.HELLO, hello());
    checkToken(receive(Frame.AUTHENTICATE));
    Identity peer = readHello(receive(Frame.HELLO));
    String objection = objection(peer);
    if (objection != null) {
      String sentence = "%s refuses %s: %s".formatted(own, peer, objection);
      refuse(sentence);
      throw HandshakeException.refusal(sentence);
    }
    send(Frame.READY, new byte[0]);
    receive(Frame.READY);
    return peer;
  }

  private void checkUser() throws IOException {
    Authentication authentication = settings.authentication();
    if (authentication.requiredUser().isEmpty()) {
      return;
    }
    int required = authentication.requiredUser().getAsInt();
    PeerCredentials peer = control.descriptor().credentials();
    if (peer.uid() != required && peer.uid() != 0) {
      String sentence =
          "%s refuses process %d: it runs as user %d, not %d"
              .formatted(own.shortName(), peer.pid(), peer.uid(), required);
      refuse(sentence);
      throw HandshakeException.refusal(sentence);
    }
  }

  private void checkToken(ByteReader in) throws IOException {
    Bytes required = settings.authentication().requiredToken();
    Bytes presented;
    try {
      byte[] magic = in.array(MAGIC.length);
      if (!MessageDigest.isEqual(magic, MAGIC)) {
        throw new HandshakeException("the peer of " + own.shortName() + " does not speak lanes");
      }
      int length = in.count(1);
      if (length > MAX_TOKEN) {
        throw new DecodeException("token of " + length + " bytes");
      }
      presented = in.bytes(length);
    } catch (DecodeException e) {
      throw new HandshakeException("the peer of " + own.shortName() + " does not speak lanes", e);
    }
    if (!required.isEmpty()
        && !MessageDigest.isEqual(required.unsafeArray(), presented.unsafeArray())) {
      String sentence = own.shortName() + " refuses the peer: its token is wrong";
      refuse(sentence);
      throw HandshakeException.refusal(sentence);
    }
  }

  private byte[] hello() {
    ByteWriter out = new ByteWriter();
    out.u16(PROTOCOL).i64(ownNonce).i64(settings.limits().messageBytes());
    text(out, own.productVersion());
    text(out, own.chain());
    text(out, own.role());
    out.i64(own.pid());
    text(out, own.instance());
    out.compactSize(own.contracts().size());
    for (ContractPackage contracts : own.contracts()) {
      text(out, contracts.name());
      text(out, contracts.version());
      out.i64(contracts.fingerprint());
    }
    return out.toArray();
  }

  private static void text(ByteWriter out, String text) {
    out.text(text.length() <= MAX_TEXT / 4 ? text : text.substring(0, MAX_TEXT / 4));
  }

  private Identity readHello(ByteReader in) throws IOException {
    try {
      int protocol = in.u16();
      if (protocol != PROTOCOL) {
        String sentence =
            "%s refuses the peer: it speaks lane protocol %d, not %d"
                .formatted(own, protocol, PROTOCOL);
        refuse(sentence);
        throw HandshakeException.refusal(sentence);
      }
      peerNonce = in.i64();
      peerMessageBytes = Math.max(0, in.i64());
      String version = in.text(MAX_TEXT);
      String chain = in.text(MAX_TEXT);
      String role = in.text(MAX_TEXT);
      long pid = in.i64();
      String instance = in.text(MAX_TEXT);
      int count = in.count(10);
      if (count > MAX_PACKAGES) {
        throw new DecodeException(count + " packages, limit " + MAX_PACKAGES);
      }
      List<ContractPackage> contracts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        contracts.add(new ContractPackage(in.text(MAX_TEXT), in.text(MAX_TEXT), in.i64()));
      }
      in.expectEnd("hello");
      return new Identity(
          printable(version),
          printable(chain),
          printable(role),
          pid,
          printable(instance),
          contracts);
    } catch (DecodeException e) {
      throw new HandshakeException(
          own.shortName() + " cannot read what its peer says of itself: " + e.getMessage(), e);
    }
  }

  /** Text of the peer gets into log lines. */
  static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private @Nullable String objection(Identity peer) {
    if (!peer.chain().equals(own.chain())) {
      return "chain %s is not %s".formatted(peer.chain(), own.chain());
    }
    if (ownNonce == peerNonce) {
      return "it is the same end";
    }
    Map<String, ContractPackage> mine = new HashMap<>();
    own.contracts().forEach(c -> mine.put(c.name(), c));
    for (ContractPackage theirs : peer.contracts()) {
      ContractPackage ours = mine.get(theirs.name());
      if (ours == null) {
        continue;
      }
      if (!ours.version().equals(theirs.version())) {
        return "its contracts %s are version %s, not %s"
            .formatted(printable(theirs.name()), printable(theirs.version()), ours.version());
      }
      if (ours.fingerprint() != theirs.fingerprint()) {
        return "its contracts %s %s were built from other sources"
            .formatted(printable(theirs.name()), ours.version());
      }
    }
    return null;
  }

  private void send(byte kind, byte[] body) throws IOException {
    try {
      control.send(kind, 0, 0, body, null);
    } catch (IOException e) {
      // What the peer said before it went is more telling than that it went.
      if (control.awaitReadable(0)) {
        return;
      }
      throw gone(e);
    }
  }

  private void refuse(String sentence) {
    try {
      control.send(Frame.REFUSE, 0, 0, new ByteWriter().text(sentence).toArray(), null);
    } catch (IOException e) {
      // The peer is gone already; the caller gets the sentence in any case.
      return;
    }
  }

  private ByteReader receive(byte expected) throws IOException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    ControlFrame frame = null;
    AtomicBoolean late = new AtomicBoolean();
    // The deadline cuts a peer off that sends a part of a frame and stops.
    ScheduledFuture<?> alarm =
        Timers.after(
            Duration.ofMillis(Math.max(1, left)),
            () -> {
              late.set(true);
              control.shutdown();
            });
    try {
      frame = control.next();
    } catch (IOException e) {
      if (!late.get()) {
        throw unreadable(e);
      }
    } finally {
      alarm.cancel(false);
    }
    if (late.get()) {
      throw new HandshakeException(
          "%s got no introduction from its peer within %d ms"
              .formatted(own.shortName(), settings.handshakeTimeout().toMillis()));
    }
    if (frame == null) {
      throw gone(null);
    }
    if (frame.kind() == Frame.REFUSE) {
      throw HandshakeException.refusal(reason(frame));
    }
    if (frame.kind() != expected) {
      if (frame.descriptor() != null) {
        frame.descriptor().close();
      }
      throw new HandshakeException(
          "the peer of %s does not speak lanes: frame of kind %d instead of %d"
              .formatted(own.shortName(), frame.kind(), expected));
    }
    return frame.reader();
  }

  private HandshakeException unreadable(IOException e) {
    if (e instanceof WireException) {
      return new HandshakeException(
          "the peer of %s does not speak lanes: %s".formatted(own.shortName(), e.getMessage()), e);
    }
    return gone(e);
  }

  private HandshakeException gone(@Nullable IOException cause) {
    String message = "the peer of %s went away before it had introduced itself";
    String text = message.formatted(own.shortName());
    return cause == null ? new HandshakeException(text) : new HandshakeException(text, cause);
  }

  private static String reason(ControlFrame frame) {
    try {
      return printable(frame.reader().text(MAX_REASON));
    } catch (DecodeException e) {
      return "the peer refuses without saying why";
    }
  }
}
