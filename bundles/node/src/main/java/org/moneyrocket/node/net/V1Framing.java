// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of the v1 transport: 4 bytes magic, 12 bytes type, 4 bytes length, 4 bytes of the
 * payload's double SHA-256, payload.
 */
final class V1Framing implements Framing {
  static final int HEADER_BYTES = 24;

  /** Longest payload; a longer one ends the connection. */
  static final int MAX_PAYLOAD = 4_000_000;

  /** What is allocated for a payload before any of it has come. */
  private static final int LEAST_BYTES = 1024;

  private static final Logger log = LoggerFactory.getLogger("net");
  private static final byte[] NOTHING = new byte[0];
  private static final byte[] CHECKSUM_OF_NOTHING = Hashes.sha256d(NOTHING);

  private final byte[] magic;
  private final TypeNames names;
  private final long peerId;

  // What has come of the frame that is being read.
  private final byte[] header = new byte[HEADER_BYTES];
  private int headerHave;
  private int size;
  private byte @Nullable [] payload;
  private int have;

  private long rejected;

  /**
   * @param magic the four bytes that open every frame
   * @param names types whose names need not be made anew for each frame
   */
  V1Framing(Bytes magic, TypeNames names, long peerId) {
    this.magic = magic.toArray();
    this.names = names;
    this.peerId = peerId;
  }

  /** Returns header and payload in one array. */
  @Override
  public byte[] encode(String type, Bytes payload) {
    byte[] frame = new byte[HEADER_BYTES + payload.size()];
    System.arraycopy(magic, 0, frame, 0, 4);
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, frame, 4, name.length);
    int length = payload.size();
    for (int i = 0; i < 4; i++) {
      frame[16 + i] = (byte) (length >>> (8 * i));
    }
    System.arraycopy(checksum(payload.unsafeArray()), 0, frame, 20, 4);
    payload.copyTo(0, frame, HEADER_BYTES, length);
    return frame;
  }

  @Override
  public @Nullable Frame read(ByteBuffer in, LongSupplier microClock, Room room)
      throws FrameException {
    while (true) {
      if (headerHave < HEADER_BYTES) {
        int count = Math.min(in.remaining(), HEADER_BYTES - headerHave);
        in.get(header, headerHave, count);
        headerHave += count;
        if (headerHave < HEADER_BYTES) {
          return null;
        }
        size = checkedSize();
      }
      if (!readPayload(in, room)) {
        return null;
      }
      byte[] complete = payload == null ? NOTHING : payload;
      headerHave = 0;
      payload = null;
      have = 0;
      Frame frame = checked(complete, microClock);
      if (frame != null) {
        return frame;
      }
      rejected += HEADER_BYTES + complete.length;
      room.give(Frame.EMPTY_BYTES + complete.length);
    }
  }

  /** Looks at a complete header; returns the length of the payload. */
  private int checkedSize() throws FrameException {
    if (!Arrays.equals(header, 0, 4, magic, 0, 4)) {
      throw new FrameException(
          "Header error: Wrong MessageStart " + hex(header, 0, 4) + " received, peer=" + peerId);
    }
    long announced = 0;
    for (int i = 3; i >= 0; i--) {
      announced = announced << 8 | (header[16 + i] & 0xff);
    }
    if (announced > MAX_PAYLOAD) {
      throw new FrameException(
          "Header error: Size too large ("
              + printable(header)
              + ", "
              + announced
              + " bytes), peer="
              + peerId);
    }
    return (int) announced;
  }

  /**
   * Reads what there is of the payload into an array that grows with what arrives, so that an
   * announced length alone takes no memory.
   *
   * @return whether it is complete
   */
  private boolean readPayload(ByteBuffer in, Room room) {
    byte[] into = payload;
    if (into == null) {
      int first = Math.min(size, Math.max(LEAST_BYTES, in.remaining()));
      if (!room.take(Frame.EMPTY_BYTES + first)) {
        return false;
      }
      into = first == 0 ? NOTHING : new byte[first];
      payload = into;
    }
    while (have < size && in.hasRemaining()) {
      if (have == into.length) {
        int longer = Math.min(size, Math.max(have + in.remaining(), 2 * have));
        if (!room.take(longer - have)) {
          return false;
        }
        into = Arrays.copyOf(into, longer);
        payload = into;
      }
      int count = Math.min(in.remaining(), into.length - have);
      in.get(into, have, count);
      have += count;
    }
    return have == size;
  }

  /** Returns the frame that has been read; null if it is to be passed over. */
  private @Nullable Frame checked(byte[] complete, LongSupplier microClock) {
    byte[] sum = checksum(complete);
    if (!Arrays.equals(sum, 0, 4, header, 20, 24)) {
      log.debug(
          "Header error: Wrong checksum ({}, {} bytes), expected {} was {}, peer={}",
          printable(header),
          complete.length,
          hex(sum, 0, 4),
          hex(header, 20, 24),
          peerId);
      return null;
    }
    String type = names.find(header, 4);
    if (type == null) {
      type = printable(header);
      if (!validType(header)) {
        log.debug(
            "Header error: Invalid message type ({}, {} bytes), peer={}",
            type,
            complete.length,
            peerId);
        return null;
      }
    }
    return new Frame(
        type, Bytes.wrap(complete), HEADER_BYTES + complete.length, microClock.getAsLong());
  }

  @Override
  public boolean insideFrame() {
    return headerHave > 0;
  }

  @Override
  public long takeRejectedBytes() {
    long bytes = rejected;
    rejected = 0;
    return bytes;
  }

  private static byte[] checksum(byte[] payload) {
    return payload.length == 0 ? CHECKSUM_OF_NOTHING : Hashes.sha256d(payload);
  }

  private static boolean validType(byte[] header) {
    boolean ended = false;
    for (int i = 4; i < 4 + TypeNames.BYTES; i++) {
      if (ended) {
        if (header[i] != 0) {
          return false;
        }
      } else if (header[i] == 0) {
        ended = true;
      } else if (header[i] < ' ' || header[i] > 0x7e) {
        return false;
      }
    }
    return true;
  }

  /** Returns the type up to its first zero, what cannot be printed left out. */
  private static String printable(byte[] header) {
    StringBuilder out = new StringBuilder(TypeNames.BYTES);
    for (int i = 4; i < 4 + TypeNames.BYTES && header[i] != 0; i++) {
      if (header[i] >= ' ' && header[i] <= 0x7e) {
        out.append((char) header[i]);
      }
    }
    return out.toString();
  }

  private static String hex(byte[] bytes, int from, int to) {
    return HexFormat.of().formatHex(bytes, from, to);
  }
}
