// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.wire;

/**
 * Layout of a frame. Every frame begins with 16 bytes, little endian:
 *
 * <pre>
 * 0  u32 length of the frame, these 16 bytes included
 * 4  u8  kind
 * 5  u8  flags
 * 6  u16 method
 * 8  u32 call number, or lane number in frames about lanes
 * 12 u32 object number
 * </pre>
 */
public final class Frame {
  public static final int HEADER = 16;
  public static final int LENGTH_AT = 0;
  public static final int KIND_AT = 4;
  public static final int FLAGS_AT = 5;
  public static final int METHOD_AT = 6;
  public static final int CALL_AT = 8;
  public static final int OBJECT_AT = 12;

  // Call lanes.
  /** Call of a method, in either direction. */
  public static final byte CALL = 1;

  /** Result of a call. */
  public static final byte RESULT = 2;

  /** A call failed; the body says how. */
  public static final byte ERROR = 3;

  // Event lanes.
  /** One event, towards the listener. */
  public static final byte EVENT = 4;

  /** Events were left out here. */
  public static final byte LAGGED = 5;

  /** Asks for a credit at once. */
  public static final byte FLUSH = 6;

  /** How many events were delivered, towards the emitter. */
  public static final byte CREDIT = 7;

  // Control lane.
  /** Proof of identity; the first frame in each direction. */
  public static final byte AUTHENTICATE = 16;

  /** What a process says of itself; the second frame. */
  public static final byte HELLO = 17;

  /** The other's hello was accepted. */
  public static final byte READY = 18;

  /** The other's hello was refused; the body says why. */
  public static final byte REFUSE = 19;

  /** A service is offered. */
  public static final byte ANNOUNCE = 20;

  /** A service is taken back. */
  public static final byte WITHDRAW = 21;

  /** A new lane; its descriptor comes with the frame. */
  public static final byte LANE = 22;

  /** References are given back. */
  public static final byte RELEASE = 23;

  /** A call is no longer waited for. */
  public static final byte CANCEL = 24;

  public static final byte PING = 25;
  public static final byte PONG = 26;

  /** The connection ends in order. */
  public static final byte BYE = 27;

  /** A socket to a third process; its descriptor comes with the frame. */
  public static final byte INTRODUCE = 28;

  // Flags.
  /** Another chunk of the same message follows. */
  public static final int MORE = 1;

  /** The message is broken off and to be forgotten. */
  public static final int ABORT = 2;

  /** In an error: no argument was looked at, so their references do not count as received. */
  public static final int UNREAD = 4;

  /** In a call of {@code close}: the caller gives the object back with it. */
  public static final int LAST = 8;

  /** Method number by which an emitter ends the delivery of events. */
  public static final int END_DELIVERY = 0xffff;

  private Frame() {}
}
