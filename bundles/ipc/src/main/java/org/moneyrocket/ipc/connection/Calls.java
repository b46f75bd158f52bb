// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.ipc.codec.MethodSpec;
import org.moneyrocket.ipc.proxy.Caller;
import org.moneyrocket.ipc.reference.Held;

/** What stand-ins ask of their connection. */
final class Calls implements Caller {
  private final Connection connection;

  Calls(Connection connection) {
    this.connection = connection;
  }

  @Override
  public @Nullable Object call(Held held, MethodSpec method, Object @Nullable [] arguments)
      throws Throwable {
    if (held.isClosed()) {
      if (method.closes()) {
        return null; // closing twice is harmless
      }
      throw closed(held, method.name());
    }
    if (method.closes()) {
      close(held, method, arguments);
      return null;
    }
    if (!connection.isOpen()) {
      throw connection.lost(method.name());
    }
    return connection.lanes().current(method.name()).call(held, method, arguments);
  }

  /** Closes an object of the peer. If the peer is gone, so is the object. */
  private void close(Held held, MethodSpec method, Object @Nullable [] arguments) throws Throwable {
    try {
      if (connection.isOpen()) {
        connection.lanes().current(method.name()).call(held, method, arguments);
      }
    } catch (RemoteCallException e) {
      if (e.reason() != Reason.LOST) {
        throw e;
      }
      CallLog.LOG.debug("{} is gone with its process", held);
    } finally {
      connection.drop(held);
    }
  }

  private RemoteCallException closed(Held held, String method) {
    return connection.isOpen()
        ? new RemoteCallException(Reason.NO_SUCH_OBJECT, method + ": " + held + " is closed")
        : connection.lost(method);
  }

  @Override
  public void emit(Held held, MethodSpec method, Object @Nullable [] arguments) {
    if (held.isClosed()) {
      throw closed(held, method.name());
    }
    outbox(held).emit(method, arguments);
  }

  private EventOutbox outbox(Held held) {
    return held.outbox(EventOutbox.class, () -> connection.lanes().openOutbox(held));
  }

  @Override
  public void endDelivery(Held held) {
    if (held.isClosed()) {
      return;
    }
    try {
      if (held.outbox() instanceof EventOutbox outbox) {
        outbox.close();
      }
      if (connection.isOpen()) {
        tellEnd(held);
      }
    } catch (RemoteCallException | IOException e) {
      // Whoever is gone, or refuses, gets no events either.
      CallLog.LOG.debug("end of events of {}: {}", held, e.getMessage());
    } finally {
      connection.giveBack(held);
    }
  }

  private void tellEnd(Held held) throws IOException {
    if (!Thread.currentThread().isVirtual()) {
      connection.lanes().current("endDelivery").endDelivery(held);
      return;
    }
    // The end must be agreed upon whoever asks for it.
    Thread helper =
        Thread.ofPlatform()
            .daemon()
            .name("ipc-end-delivery")
            .start(
                () -> {
                  try {
                    connection.lanes().current("endDelivery").endDelivery(held);
                  } catch (RemoteCallException | IOException e) {
                    CallLog.LOG.debug("end of events of {}: {}", held, e.getMessage());
                  }
                });
    boolean interrupted = false;
    while (helper.isAlive()) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean awaitRoom(Held held, Duration limit) throws InterruptedException {
    if (held.isClosed()) {
      throw closed(held, held.contract().name());
    }
    return outbox(held).awaitRoom(limit);
  }

  @Override
  public boolean awaitDelivered(Held held, Duration limit) throws InterruptedException {
    if (held.isClosed() || !(held.outbox() instanceof EventOutbox outbox)) {
      return !held.isClosed();
    }
    try {
      return outbox.awaitDelivered(limit);
    } catch (RemoteCallException e) {
      return false;
    }
  }

  @Override
  public boolean isGone(Held held) {
    return held.isClosed() || !connection.isOpen();
  }

  @Override
  public String peerName() {
    return connection.peerName();
  }
}
