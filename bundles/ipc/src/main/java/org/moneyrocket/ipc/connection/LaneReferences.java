// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.ipc.codec.Contract;
import org.moneyrocket.ipc.codec.References;
import org.moneyrocket.ipc.proxy.StandIn;
import org.moneyrocket.ipc.reference.Given;
import org.moneyrocket.ipc.reference.Held;
import org.moneyrocket.ipc.wire.MessageReader;
import org.moneyrocket.ipc.wire.MessageWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * References in the messages of one lane. Remembers which own objects the message being written
 * gives away, to take them back if it is never read, and which stand-ins it sends home, which must
 * stay alive until the peer has read it.
 */
final class LaneReferences implements References {
  private static final int NULL = 0;
  private static final int SENDERS = 1;
  private static final int RECEIVERS = 2;

  private final Connection connection;
  private List<Given> given = List.of();
  private List<Object> sentHome = List.of();
  private boolean asResult;

  LaneReferences(Connection connection) {
    this.connection = connection;
  }

  /** Begins a message; by then the peer has read the one before. */
  void begin(boolean result) {
    asResult = result;
    if (!given.isEmpty()) {
      given = List.of();
    }
    if (!sentHome.isEmpty()) {
      sentHome = List.of();
    }
  }

  /** Takes back the references of a message that will not be read. */
  void undo() {
    connection.given().undo(given);
    given = List.of();
  }

  /** Returns the own objects the message just written gives away. */
  List<Given> given() {
    return given;
  }

  /** Returns the stand-ins the message just written sends home. */
  List<Object> sentHome() {
    return sentHome;
  }

  @Override
  public void write(MessageWriter out, @Nullable Object value, Contract contract)
      throws IOException {
    if (value == null) {
      out.putByte(NULL);
      return;
    }
    Held home = StandIn.of(value, connection.caller(), contract);
    if (home != null) {
      if (home.isClosed()) {
        throw new RemoteCallException(
            RemoteCallException.Reason.NO_SUCH_OBJECT, home + " is closed");
      }
      out.putByte(RECEIVERS);
      out.putInt(home.id());
      if (sentHome.isEmpty()) {
        sentHome = new ArrayList<>(2);
      }
      sentHome.add(value);
      return;
    }
    Given mine = give(value, contract);
    if (given.isEmpty()) {
      given = new ArrayList<>(2);
    }
    given.add(mine);
    out.putByte(SENDERS);
    out.putInt(mine.id());
  }

  private Given give(Object value, Contract contract) {
    try {
      return connection.given().give(value, contract, asResult);
    } catch (RuntimeException e) {
      if (asResult && contract.closeable() && value instanceof AutoCloseable handle) {
        connection.closeUngiven(handle); // made for a peer that does not get it
      }
      throw e;
    }
  }

  @Override
  public @Nullable Object read(MessageReader in, Contract contract)
      throws IOException, DecodeException {
    byte whose = in.getByte();
    switch (whose) {
      case NULL -> {
        return null;
      }
      case SENDERS -> {
        return connection.receive(in.getInt(), contract);
      }
      case RECEIVERS -> {
        int id = in.getInt();
        Given mine = connection.given().find(id);
        if (mine == null || !contract.type().isInstance(mine.object())) {
          throw new DecodeException(
              "object %s is no %s of the receiver"
                  .formatted(Integer.toUnsignedString(id), contract.name()));
        }
        return mine.object();
      }
      default -> throw new DecodeException("reference of kind " + whose);
    }
  }
}
