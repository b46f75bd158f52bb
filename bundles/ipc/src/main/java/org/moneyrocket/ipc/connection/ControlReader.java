// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import org.moneyrocket.ipc.connection.ConnectionEnd.Cause;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.reference.Given;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.DecodeException;

/** The control thread of a connection: reads the control lane and never waits for anything else. */
final class ControlReader {
  private static final int MAX_TEXT = 64 * 1024;

  private final Connection connection;
  private final ControlLane control;

  ControlReader(Connection connection, ControlLane control) {
    this.connection = connection;
    this.control = control;
  }

  void run() {
    String peer = connection.peerName();
    try {
      while (true) {
        ControlFrame frame = control.next();
        if (frame == null) {
          connection.end(Cause.LOST, peer + " is gone");
          return;
        }
        connection.heard();
        if (frame.kind() == Frame.BYE) {
          connection.end(Cause.CLOSED_BY_PEER, peer + " has closed the connection");
          return;
        }
        handle(frame);
      }
    } catch (DecodeException e) {
      connection.end(Cause.PROTOCOL, peer + " broke the protocol: " + e.getMessage());
    } catch (IOException e) {
      connection.end(Cause.LOST, peer + " is gone: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      CallLog.LOG.error("control lane of {} failed", peer, e);
      connection.end(Cause.PROTOCOL, "the connection to " + peer + " failed: " + e);
    } finally {
      control.close();
    }
  }

  private void handle(ControlFrame frame) throws DecodeException {
    Descriptor passed = frame.descriptor();
    if (passed == null && ControlFrame.carriesDescriptor(frame.kind())) {
      CallLog.LOG.warn(
          "no descriptor is left for what {} asks for: raise the limit of open files",
          connection.peerName());
    }
    boolean taken = false;
    try {
      ByteReader body = frame.reader();
      switch (frame.kind()) {
        case Frame.LANE -> {
          String name = Handshake.printable(body.text(MAX_TEXT));
          if (passed != null) {
            lane(frame, name, passed);
            taken = true;
          }
        }
        case Frame.INTRODUCE -> {
          String who = Handshake.printable(body.text(MAX_TEXT));
          if (passed != null) {
            connection.introduced(passed, who);
            taken = true;
          }
        }
        case Frame.CANCEL -> connection.lanes().cancel(frame.number(), frame.object());
        case Frame.RELEASE -> release(body);
        case Frame.ANNOUNCE -> connection.announced(EndpointCodec.decode(body));
        case Frame.WITHDRAW -> connection.withdrawn(body.text(MAX_TEXT));
        case Frame.PING -> connection.pong();
        case Frame.PONG -> {} // that it was heard is all it says
        default -> throw new DecodeException("frame of kind " + frame.kind());
      }
    } finally {
      if (passed != null && !taken) {
        passed.close();
      }
    }
  }

  private void lane(ControlFrame frame, String name, Descriptor passed) {
    if (frame.object() == 0) {
      connection.lanes().accept(frame.number(), name, passed);
      return;
    }
    Given target = connection.given().find(frame.object());
    if (target == null || !target.contract().oneWay()) {
      // The listener may have been given back while this was under way.
      passed.close();
      return;
    }
    connection.lanes().acceptEvents(target, passed);
  }

  private void release(ByteReader body) throws DecodeException {
    int count = body.count(8);
    for (int i = 0; i < count; i++) {
      int id = body.i32();
      int references = body.i32();
      if (!connection.given().release(id, references)) {
        throw new DecodeException("object " + Integer.toUnsignedString(id) + " given back twice");
      }
    }
  }
}
