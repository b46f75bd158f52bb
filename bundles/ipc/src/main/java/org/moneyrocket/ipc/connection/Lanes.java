// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.reference.Given;
import org.moneyrocket.ipc.reference.Held;
import org.moneyrocket.primitives.ByteWriter;

/**
 * The call and event lanes of one connection. A thread's own lane is found by a thread-local, which
 * refers to it weakly: a thread that outlives many connections keeps none of them.
 */
final class Lanes {
  private static final int MAX_NAME = 64;
  private static final int NO_LIMIT = -1;
  private static final Duration SPARE_DELAY = Duration.ofMillis(1);

  private final Connection connection;
  private final ThreadLocal<@Nullable WeakReference<CallLane>> mine = new ThreadLocal<>();

  /** Lanes opened here, each with the thread that did. */
  private final Set<CallLane> own = ConcurrentHashMap.newKeySet();

  /** Lanes the peer opened, served here. */
  private final Set<CallLane> serving = ConcurrentHashMap.newKeySet();

  private final Set<EventOutbox> outboxes = ConcurrentHashMap.newKeySet();
  private final Set<EventInbox> inboxes = ConcurrentHashMap.newKeySet();
  private final AtomicInteger lastId;
  private final AtomicLong opened = new AtomicLong();

  /** Started already, for the next lane. */
  private final AtomicReference<@Nullable ServingThread> spare = new AtomicReference<>();

  /** Lanes the peer has open; compared with the limit. */
  private final AtomicInteger theirs = new AtomicInteger();

  Lanes(Connection connection, boolean odd) {
    this.connection = connection;
    this.lastId = new AtomicInteger(odd ? -1 : 0);
  }

  /** Returns the lane of the calling thread, opened now if it has none. */
  CallLane current(String method) {
    WeakReference<CallLane> reference = mine.get();
    CallLane lane = reference == null ? null : reference.get();
    if (lane != null && !lane.isDead()) {
      return lane;
    }
    return open(method);
  }

  private CallLane open(String method) {
    Thread thread = Thread.currentThread();
    if (thread.isVirtual()) {
      throw new RemoteCallException(
          Reason.THREAD,
          method + ": a virtual thread cannot call another process, only a platform thread can");
    }
    if (!connection.isOpen()) {
      throw connection.lost(method);
    }
    if (own.size() >= connection.limits().lanes()) {
      sweep();
      if (own.size() >= connection.limits().lanes()) {
        throw new RemoteCallException(
            Reason.LIMIT,
            "%s: %d threads have lanes to %s already"
                .formatted(method, own.size(), connection.peerName()));
      }
    }
    int id = lastId.addAndGet(2);
    Descriptor[] pair = pair(method);
    CallLane lane = new CallLane(connection, id, pair[0], thread, false);
    own.add(lane);
    try {
      connection.sendLane(id, 0, thread.getName(), pair[1]);
    } catch (IOException e) {
      lane.closeIfIdle();
      throw connection.lost(method, e);
    }
    if (!connection.isOpen()) {
      lane.closeIfIdle();
      throw connection.lost(method);
    }
    opened.incrementAndGet();
    mine.set(new WeakReference<>(lane));
    return lane;
  }

  private Descriptor[] pair(String method) {
    try {
      return Descriptor.pair();
    } catch (IOException e) {
      throw new RemoteCallException(
          Reason.LIMIT, method + ": no lane can be opened: " + e.getMessage(), "", e);
    }
  }

  /** Opens the lane on which events for {@code held} leave. */
  EventOutbox openOutbox(Held held) {
    if (!connection.isOpen()) {
      throw connection.lost(held.contract().name());
    }
    Descriptor[] pair = pair(held.contract().name());
    EventOutbox outbox = new EventOutbox(connection, held, pair[0]);
    outboxes.add(outbox);
    int id = lastId.addAndGet(2);
    try {
      connection.sendLane(id, held.id(), Thread.currentThread().getName(), pair[1]);
    } catch (IOException e) {
      outboxes.remove(outbox);
      outbox.close();
      pair[0].close();
      throw connection.lost(held.contract().name(), e);
    }
    outbox.start("ipc-" + connection.peer().role() + "-send-" + held.contract().name());
    if (!connection.isOpen()) {
      outbox.close();
    }
    return outbox;
  }

  /** Counts a lane of the peer; returns the limit that does not allow it, else no limit. */
  private int takeTheirs() {
    if (theirs.incrementAndGet() > connection.limits().lanes()) {
      theirs.decrementAndGet();
      return connection.limits().lanes();
    }
    PeerRoom room = connection.settings().room();
    if (!room.takeLane()) {
      theirs.decrementAndGet();
      return room.mostLanes();
    }
    return NO_LIMIT;
  }

  private void giveTheirs() {
    theirs.decrementAndGet();
    connection.settings().room().giveLane();
  }

  /** Begins to serve a lane the peer opened. On the control thread. */
  void accept(int id, String name, Descriptor socket) {
    String threadName = "ipc-" + connection.peer().role() + "-" + name;
    int limit = takeTheirs();
    if (limit != NO_LIMIT) {
      new CallLane(connection, id, socket, Thread.currentThread(), true)
          .refuse(
              "more than "
                  + limit
                  + " lanes are open to "
                  + connection.settings().identity().shortName());
      return;
    }
    connection.probe(Probe.Point.LANE_ASKED, name);
    ServingThread ready = spare.getAndSet(null);
    ServingThread server = ready != null ? ready : new ServingThread();
    CallLane lane = new CallLane(connection, id, socket, server.thread, true);
    serving.add(lane);
    server.serve(lane, threadName);
    // The next lane will not have to wait for its thread to start, nor this one for that thread.
    Timers.after(SPARE_DELAY, this::makeSpare);
  }

  private void makeSpare() {
    if (spare.get() == null && connection.isOpen()) {
      spare.set(new ServingThread()); // made on the timer thread only, so there is one at most
      if (!connection.isOpen()) {
        endSpare();
      }
    }
  }

  private void endSpare() {
    ServingThread idle = spare.getAndSet(null);
    if (idle != null) {
      idle.end();
    }
  }

  /** A thread that waits for its lane, serves it, and ends with it. Never lent to another. */
  private final class ServingThread {
    final Thread thread;
    private String name = "";
    private volatile @Nullable CallLane lane;
    private volatile boolean ended;

    ServingThread() {
      thread = Thread.ofPlatform().daemon().name("ipc-spare").start(this::run);
    }

    private void run() {
      while (lane == null) {
        if (ended) {
          return;
        }
        LockSupport.park(this);
      }
      CallLane mineNow = lane;
      if (mineNow != null) {
        // By the thread itself, so that the system shows the name too.
        Thread.currentThread().setName(name);
        mine.set(new WeakReference<>(mineNow));
        mineNow.serveAll();
      }
    }

    void serve(CallLane given, String laneName) {
      name = laneName;
      lane = given;
      LockSupport.unpark(thread);
    }

    void end() {
      ended = true;
      LockSupport.unpark(thread);
    }
  }

  /** Begins to deliver the events of a lane the peer opened. On the control thread. */
  void acceptEvents(Given given, Descriptor socket) {
    EventInbox inbox = new EventInbox(connection, given, socket);
    int limit = takeTheirs();
    if (limit != NO_LIMIT || !given.deliverTo(inbox)) {
      if (limit == NO_LIMIT) {
        giveTheirs();
      } else {
        CallLog.LOG.warn(
            "{} has {} lanes open and gets no more", connection.peerName(), theirs.get());
      }
      inbox.refuse();
      return;
    }
    inboxes.add(inbox);
    inbox.start("ipc-" + connection.peer().role() + "-events-" + given.contract().name());
  }

  static byte[] laneBody(String name) {
    String shown = Handshake.printable(name);
    return new ByteWriter()
        .text(shown.length() <= MAX_NAME ? shown : shown.substring(0, MAX_NAME))
        .toArray();
  }

  /** The peer no longer waits for a call. */
  void cancel(int id, int number) {
    for (CallLane lane : serving) {
      if (lane.id() == id) {
        lane.cancel(number);
        return;
      }
    }
    for (CallLane lane : own) {
      if (lane.id() == id) {
        lane.cancel(number);
        return;
      }
    }
  }

  /** Closes the lanes of threads that have ended. */
  void sweep() {
    for (CallLane lane : own) {
      if (!lane.owner().isAlive()) {
        lane.closeIfIdle();
      }
    }
  }

  /** Ends all of them: calls in flight fail, running methods are told. */
  void end() {
    List<CallLane> all = new ArrayList<>(own);
    all.addAll(serving);
    for (CallLane lane : all) {
      if (!lane.closeIfIdle()) {
        lane.shutdown();
      }
    }
    all.forEach(CallLane::cancelServed);
    endSpare();
    outboxes.forEach(EventOutbox::close);
    inboxes.forEach(EventInbox::shutdown);
  }

  void remove(CallLane lane) {
    own.remove(lane);
    if (serving.remove(lane)) {
      giveTheirs();
    }
  }

  void remove(EventOutbox outbox) {
    outboxes.remove(outbox);
  }

  void remove(EventInbox inbox) {
    if (inboxes.remove(inbox)) {
      giveTheirs();
    }
  }

  long opened() {
    return opened.get();
  }

  int open() {
    return own.size() + serving.size() + outboxes.size() + inboxes.size();
  }
}
