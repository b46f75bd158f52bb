// SPDX-License-Identifier: MIT
package org.moneyrocket.node.net;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.primitives.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of the v1 transport: 4 bytes magic, 12 bytes type, 4 bytes length, 4 bytes of the
 * payload's double SHA-256, payload. One object serves one direction of one connection.
 */
final class V1Frames {
  static final int HEADER_BYTES = 24;

  /** Where the memory for payloads comes from. */
  interface Room {
    /** Room without end. */
    Room ENDLESS =
        new Room() {
          @Override
          public void take(long bytes) {
            // There is always more.
          }

          @Override
          public void give(long bytes) {
            // There is always more.
          }
        };

    /**
     * Takes room before it is allocated.
     *
     * @throws FrameException if there is none, so that the connection must end
     */
    void take(long bytes) throws FrameException;

    /** Gives back the room of a frame that is passed over. */
    void give(long bytes);
  }

  /** Longest payload; a longer one ends the connection. */
  static final int MAX_PAYLOAD = 4_000_000;

  private static final int STEP = 256 * 1024;
  private static final int TYPE_BYTES = 12;
  private static final Logger log = LoggerFactory.getLogger("net");

  private final byte[] magic;
  private final long peerId;
  private final MessageDigest digest;

  V1Frames(Bytes magic, long peerId) {
    this.magic = magic.toArray();
    this.peerId = peerId;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /** Returns header and payload in one array. */
  byte[] encode(String type, Bytes payload) {
    byte[] frame = new byte[HEADER_BYTES + payload.size()];
    System.arraycopy(magic, 0, frame, 0, 4);
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, frame, 4, name.length);
    int size = payload.size();
    for (int i = 0; i < 4; i++) {
      frame[16 + i] = (byte) (size >>> (8 * i));
    }
    System.arraycopy(checksum(payload.unsafeArray()), 0, frame, 20, 4);
    payload.copyTo(0, frame, HEADER_BYTES, size);
    return frame;
  }

  /**
   * Reads the next frame. Frames with a wrong checksum or type are logged and passed over.
   *
   * @return null at a regular end of the stream
   * @throws FrameException if the connection must end
   */
  @Nullable Frame read(DataInputStream in, LongSupplier microClock)
      throws IOException, FrameException {
    return read(in, microClock, Room.ENDLESS);
  }

  /**
   * Reads the next frame; the room that its payload takes is the caller's then.
   *
   * @return null at a regular end of the stream
   * @throws FrameException if the connection must end
   */
  @Nullable Frame read(DataInputStream in, LongSupplier microClock, Room room)
      throws IOException, FrameException {
    while (true) {
      byte[] header = new byte[HEADER_BYTES];
      int first = in.read();
      if (first < 0) {
        return null;
      }
      header[0] = (byte) first;
      in.readFully(header, 1, HEADER_BYTES - 1);
      if (!Arrays.equals(header, 0, 4, magic, 0, 4)) {
        throw new FrameException(
            "Header error: Wrong MessageStart " + hex(header, 0, 4) + " received, peer=" + peerId);
      }
      String type = printable(header);
      long size = 0;
      for (int i = 3; i >= 0; i--) {
        size = size << 8 | (header[16 + i] & 0xff);
      }
      if (size > MAX_PAYLOAD) {
        throw new FrameException(
            "Header error: Size too large (" + type + ", " + size + " bytes), peer=" + peerId);
      }
      byte[] payload = readPayload(in, (int) size, room);
      long receivedAt = microClock.getAsLong();
      byte[] sum = checksum(payload);
      if (!Arrays.equals(sum, 0, 4, header, 20, 24)) {
        log.debug(
            "Header error: Wrong checksum ({}, {} bytes), expected {} was {}, peer={}",
            type,
            size,
            hex(sum, 0, 4),
            hex(header, 20, 24),
            peerId);
      } else if (!validType(header)) {
        log.debug("Header error: Invalid message type ({}, {} bytes), peer={}", type, size, peerId);
      } else {
        return new Frame(type, Bytes.wrap(payload), HEADER_BYTES + (int) size, receivedAt);
      }
      rejected += HEADER_BYTES + size;
      room.give(size);
    }
  }

  private long rejected;

  /** Returns how many bytes of refused frames came since the last call. */
  long takeRejectedBytes() {
    long bytes = rejected;
    rejected = 0;
    return bytes;
  }

  /** Grows with what arrives, so that an announced length alone takes no memory. */
  private static byte[] readPayload(DataInputStream in, int size, Room room)
      throws IOException, FrameException {
    room.take(Math.min(size, STEP));
    byte[] payload = new byte[Math.min(size, STEP)];
    int have = 0;
    while (have < size) {
      if (have == payload.length) {
        int longer = Math.min(size, Math.max(have + STEP, 2 * have));
        room.take(longer - have);
        payload = Arrays.copyOf(payload, longer);
      }
      int count = in.read(payload, have, payload.length - have);
      if (count < 0) {
        throw new EOFException("connection closed in the middle of a message");
      }
      have += count;
    }
    return payload;
  }

  private byte[] checksum(byte[] payload) {
    byte[] once = digest.digest(payload);
    return digest.digest(once);
  }

  private static boolean validType(byte[] header) {
    boolean ended = false;
    for (int i = 4; i < 4 + TYPE_BYTES; i++) {
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
    StringBuilder out = new StringBuilder(TYPE_BYTES);
    for (int i = 4; i < 4 + TYPE_BYTES && header[i] != 0; i++) {
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
