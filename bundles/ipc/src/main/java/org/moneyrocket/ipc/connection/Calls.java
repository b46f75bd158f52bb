// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
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

  /**
   * Closes an object of the peer. If the peer is gone, so is the object. A call that cannot be made
   * gives the references back, which closes the object too, a little later.
   */
  private void close(Held held, MethodSpec method, Object @Nullable [] arguments) throws Throwable {
    try {
      if (connection.isOpen()) {
        onPlatformThread(
            () -> connection.lanes().current(method.name()).call(held, method, arguments));
      }
    } catch (RemoteCallException e) {
      if (e.reason() != Reason.LOST) {
        throw e;
      }
      CallLog.LOG.debug("{} is gone with its process", held);
    } finally {
      connection.giveBack(held);
    }
  }

  /** What the end of an object sends to the peer. */
  private interface Farewell {
    void run() throws Throwable;
  }

  /**
   * Runs what must be agreed upon with the peer whoever asks for it: on a thread of its own where
   * the caller is a virtual one, which waits for it.
   */
  private static void onPlatformThread(Farewell farewell) throws Throwable {
    if (!Thread.currentThread().isVirtual()) {
      farewell.run();
      return;
    }
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread helper =
        Thread.ofPlatform()
            .daemon()
            .name("ipc-farewell")
            .start(
                () -> {
                  try {
                    farewell.run();
                  } catch (Throwable t) {
                    thrown.set(t);
                  }
                });
    boolean interrupted = false;
    while (helper.isAlive()) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true;
        helper.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable failure = thrown.get();
    if (failure != null) {
      throw failure;
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
        onPlatformThread(() -> connection.lanes().current("endDelivery").endDelivery(held));
      }
    } catch (RemoteCallException | IOException e) {
      // Whoever is gone, or refuses, gets no events either.
      CallLog.LOG.debug("end of events of {}: {}", held, e.getMessage());
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("end of events of " + held, e);
    } finally {
      connection.giveBack(held);
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
