// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import org.jspecify.annotations.Nullable;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;

/**
 * A frame of the control lane.
 *
 * @param kind what it is, see {@link Frame}
 * @param number lane number, where the frame is about a lane
 * @param object call number or object number, where it is about one
 * @param body the rest
 * @param descriptor what came with it; belongs to the receiver
 */
record ControlFrame(
    byte kind, int number, int object, byte[] body, @Nullable Descriptor descriptor) {

  /** Returns the bytes of a frame. */
  static byte[] encode(byte kind, int number, int object, byte[] body) {
    ByteWriter out = new ByteWriter(Frame.HEADER + body.length);
    out.i32(Frame.HEADER + body.length).u8(kind).u8(0).u16(0).i32(number).i32(object).bytes(body);
    return out.toArray();
  }

  ByteReader reader() {
    return new ByteReader(body);
  }

  static boolean carriesDescriptor(byte kind) {
    return kind == Frame.LANE || kind == Frame.INTRODUCE;
  }
}
