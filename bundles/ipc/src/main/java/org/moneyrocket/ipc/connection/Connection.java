// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.RemoteCallException.Reason;
import org.moneyrocket.ipc.codec.Contract;
import org.moneyrocket.ipc.connection.ConnectionEnd.Cause;
import org.moneyrocket.ipc.lane.Descriptor;
import org.moneyrocket.ipc.proxy.Caller;
import org.moneyrocket.ipc.proxy.StandIn;
import org.moneyrocket.ipc.reference.Given;
import org.moneyrocket.ipc.reference.GivenObjects;
import org.moneyrocket.ipc.reference.Held;
import org.moneyrocket.ipc.reference.HeldObjects;
import org.moneyrocket.ipc.wire.Frame;
import org.moneyrocket.ipc.wire.MessageLimits;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.DecodeException;

/**
 * A connection to one other process: a control lane and any number of call and event lanes. Thread
 * safe. Calls are made through the proxies of {@link #importService}; they block the calling thread
 * (a platform thread) until the peer answers, and fail with {@link RemoteCallException} when the
 * connection is gone.
 */
public final class Connection implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofMillis(100);

  private static final AtomicLong LAST_SERIAL = new AtomicLong();

  private final long serial = LAST_SERIAL.incrementAndGet();
  private final ConnectionSettings settings;
  private final ConnectionListener listener;
  private final ControlLane control;
  private final Identity peer;
  private final String peerName;
  private final MessageLimits messageLimits;
  private final CallLog log;
  private final GivenObjects given;
  private final HeldObjects held;
  private final Lanes lanes;
  private final Caller caller = new Calls(this);
  private final SerialWork events;
  private final Counters incoming = new Counters(false);
  private final Counters outgoing = new Counters(true);

  /** Services offered to the peer. Guarded by itself, also while the frames are sent. */
  private final Map<String, List<Given>> offered = new LinkedHashMap<>();

  /** Services the peer offers. Guarded by itself. */
  private final Map<String, RemoteEndpoint> endpoints = new LinkedHashMap<>();

  /** What the listener was told of, and whether it was told of the end. On its thread only. */
  private final Map<String, RemoteEndpoint> reported = new LinkedHashMap<>();

  private boolean finished;

  private final AtomicReference<@Nullable ConnectionEnd> end = new AtomicReference<>();
  private final CountDownLatch putAway = new CountDownLatch(1);
  private final List<ScheduledFuture<?>> timers = new ArrayList<>();
  private volatile long lastHeard = System.nanoTime();

  /** On the timer thread only. */
  private long lastPing = System.nanoTime();

  /** Set by tests only. */
  private volatile @Nullable Probe probe;

  private Connection(
      ControlLane control,
      ConnectionSettings settings,
      ConnectionListener listener,
      Identity peer,
      Handshake handshake) {
    this.control = control;
    this.settings = settings;
    this.listener = listener;
    this.peer = peer;
    this.peerName = peer.shortName();
    Limits limits = settings.limits();
    this.messageLimits =
        new MessageLimits(
            handshake.messageBytes(),
            limits.elements(),
            limits.depth(),
            settings.room().messages());
    this.log = new CallLog(peerName);
    this.events = new SerialWork("ipc-" + peer.role() + "-events");
    this.given = new GivenObjects(limits.objects(), peerName, incoming::of, this::closeAbandoned);
    this.held = new HeldObjects(limits.objects(), outgoing::of);
    this.lanes = new Lanes(this, handshake.odd());
  }

  /**
   * Introduces both sides to each other and starts the connection. Blocks for at most the handshake
   * timeout. Takes over {@code socket}, also when it fails.
   *
   * @throws HandshakeException if either side refuses; one sentence names both
   */
  public static Connection open(
      Descriptor socket, ConnectionSettings settings, ConnectionListener listener)
      throws IOException {
    ControlLane control = new ControlLane(socket, settings.limits().controlBytes());
    Connection connection;
    try {
      Handshake handshake = new Handshake(control, settings);
      Identity peer = handshake.run();
      connection = new Connection(control, settings, listener, peer, handshake);
    } catch (IOException | RuntimeException e) {
      control.close();
      throw e;
    }
    connection.start();
    return connection;
  }

  /** Tells the peer why there is no connection, and closes {@code socket}. Does not block. */
  public static void refuse(Descriptor socket, String sentence) {
    ControlLane control = new ControlLane(socket, Limits.DEFAULT.controlBytes());
    try {
      control.send(Frame.REFUSE, 0, 0, new ByteWriter().text(sentence).toArray(), null);
    } catch (IOException e) {
      CallLog.LOG.debug("whoever is refused is gone already: {}", e.getMessage());
    } finally {
      control.close();
    }
  }

  private void start() {
    CallLog.LOG.debug("connected to {}", peer);
    Thread.ofPlatform()
        .daemon()
        .name("ipc-" + peer.role() + "-control")
        .start(new ControlReader(this, control)::run);
    timers.add(Timers.every(SWEEP, this::sweep));
    if (!settings.heartbeat().isZero()) {
      timers.add(Timers.every(settings.heartbeat(), this::ping));
    }
    if (!isOpen()) {
      timers.forEach(t -> t.cancel(false));
    }
  }

  /** Makes a socket pair and passes one end to each peer, so that they can connect directly. */
  public static void introduce(Connection one, Connection other) throws IOException {
    Descriptor[] pair = Descriptor.pair();
    try {
      one.sendIntroduction(other, pair[0]);
    } catch (IOException e) {
      pair[1].close();
      throw e;
    }
    other.sendIntroduction(one, pair[1]);
  }

  private void sendIntroduction(Connection who, Descriptor socket) throws IOException {
    byte[] body = new ByteWriter().text(who.peerName).toArray();
    control.send(Frame.INTRODUCE, 0, 0, body, socket);
  }

  /** Returns what the peer said about itself. */
  public Identity peer() {
    return peer;
  }

  /** Returns role and process id of the peer. */
  public String peerName() {
    return peerName;
  }

  /** Returns a number that no other connection of this process has or had. */
  public long serial() {
    return serial;
  }

  public boolean isOpen() {
    return end.get() == null;
  }

  /**
   * Waits until the connection has ended and {@link ConnectionListener#ended} has returned. Returns
   * at once on the thread that tells the listener, which would wait for itself.
   *
   * @return whether it has
   */
  public boolean awaitEnd(Duration limit) throws InterruptedException {
    return events.isOwnThread() || putAway.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Offers {@code service} to the peer.
   *
   * @param endpointId unique among the announced ones
   * @param properties strings, numbers, booleans, and lists or arrays of strings; others are left
   *     out
   * @param contracts interfaces that {@code service} implements, from its own class space
   * @throws IllegalArgumentException if the id is taken
   */
  public void announce(
      String endpointId, Map<String, Object> properties, Object service, List<Class<?>> contracts) {
    synchronized (offered) {
      if (offered.containsKey(endpointId)) {
        throw new IllegalArgumentException("endpoint is announced already: " + endpointId);
      }
      List<Given> objects = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (Class<?> contract : contracts) {
        if (!contract.isInstance(service)) {
          throw new IllegalArgumentException("service is no " + contract.getName());
        }
        objects.add(given.pin(service, Contract.of(contract)));
        names.add(contract.getName());
      }
      offered.put(endpointId, objects);
      RemoteEndpoint endpoint =
          new RemoteEndpoint(
              endpointId,
              EndpointCodec.acceptable(properties),
              names,
              objects.stream().map(Given::id).toList());
      sendOrEnd(Frame.ANNOUNCE, 0, 0, EndpointCodec.encode(endpoint));
    }
  }

  /** Takes back an announced service. Unknown ids are ignored. */
  public void withdraw(String endpointId) {
    synchronized (offered) {
      List<Given> objects = offered.remove(endpointId);
      if (objects != null) {
        objects.forEach(given::unpin);
        sendOrEnd(Frame.WITHDRAW, 0, 0, new ByteWriter().text(endpointId).toArray());
      }
    }
  }

  /**
   * Returns a proxy for a service of the peer. Does not block.
   *
   * @param contracts some of the endpoint's contracts, as the consumer's class loader knows them;
   *     results are made of that loader's classes
   */
  public Object importService(RemoteEndpoint endpoint, List<Class<?>> contracts) {
    List<Held> objects = new ArrayList<>();
    for (Class<?> contract : contracts) {
      int at = endpoint.contracts().indexOf(contract.getName());
      if (at < 0) {
        throw new IllegalArgumentException(
            "endpoint " + endpoint.id() + " has no " + contract.getName());
      }
      Contract c = Contract.of(contract);
      objects.add(new Held(endpoint.objects().get(at), c, outgoing.of(c)));
    }
    return StandIn.create(caller, objects);
  }

  /** As {@link #importService(RemoteEndpoint, List)} with one contract. */
  public <T> T importService(RemoteEndpoint endpoint, Class<T> contract) {
    return contract.cast(importService(endpoint, List.of(contract)));
  }

  /** Returns the peer's endpoints as of now. */
  public List<RemoteEndpoint> endpoints() {
    synchronized (endpoints) {
      return List.copyOf(endpoints.values());
    }
  }

  /**
   * Adds what to do once when {@code proxy}, received through this connection, is closed, given
   * back, or lost. Done at once if that has happened.
   *
   * @throws IllegalArgumentException if it is no proxy of this connection
   */
  public void whenReleased(Object proxy, Runnable action) {
    List<Held> objects = StandIn.of(proxy, caller);
    if (objects.isEmpty()) {
      throw new IllegalArgumentException("no proxy of the connection to " + peerName);
    }
    objects.get(0).atEnd(action);
    if (!isOpen()) {
      objects.get(0).end().forEach(Runnable::run);
    }
  }

  /** Returns why the connection ended, or empty while it is open. */
  public Optional<ConnectionEnd> end() {
    return Optional.ofNullable(end.get());
  }

  /** Returns counts, times and sizes of the calls so far, by contract and method. */
  public CallStats statistics() {
    List<CallStats.MethodStats> calls = new ArrayList<>();
    outgoing.collect(calls);
    incoming.collect(calls);
    calls.sort(Comparator.comparing(CallStats.MethodStats::nanos).reversed());
    return new CallStats(calls, lanes.opened(), lanes.open(), given.size(), held.size());
  }

  /**
   * Says goodbye and ends the connection: running calls fail, the peer's services vanish. Returns
   * at once; {@link ConnectionListener#ended} follows. Closing twice is harmless.
   */
  @Override
  public void close() {
    end(Cause.CLOSED_HERE, "the connection to " + peerName + " was closed");
  }

  private void sayGoodbye() {
    try {
      control.send(Frame.BYE, 0, 0, new byte[0], null);
    } catch (IOException e) {
      CallLog.LOG.debug("{} is gone already: {}", peerName, e.getMessage());
    }
  }

  // ---- for the parts of the connection

  ConnectionSettings settings() {
    return settings;
  }

  Limits limits() {
    return settings.limits();
  }

  MessageLimits messageLimits() {
    return messageLimits;
  }

  CallLog log() {
    return log;
  }

  GivenObjects given() {
    return given;
  }

  Lanes lanes() {
    return lanes;
  }

  Caller caller() {
    return caller;
  }

  void probe(Probe.Point point, String what) {
    Probe p = probe;
    if (p != null) {
      p.at(point, what);
    }
  }

  /** For tests: what to do at the moments at which a connection can die. */
  void setProbe(@Nullable Probe value) {
    probe = value;
  }

  /** Returns the failure of a call that was not made. */
  RemoteCallException lost(String method) {
    return lost(method, null);
  }

  /** As the other one, with what went wrong. */
  RemoteCallException lost(String method, @Nullable IOException cause) {
    return RemoteCallException.notMade(method + ": " + whyLost(), cause);
  }

  /** Returns the failure of a call that did not come back: the peer may have carried it out. */
  RemoteCallException lostOnTheWay(String method, IOException cause) {
    return new RemoteCallException(Reason.LOST, method + ": " + whyLost(), "", cause);
  }

  private String whyLost() {
    ConnectionEnd e = end.get();
    return e != null ? e.message() : "the lane to " + peerName + " ended";
  }

  /** Returns the stand-in for an object of the peer. */
  Object receive(int id, Contract contract) throws DecodeException {
    Object proxy = held.receive(id, contract, h -> StandIn.create(caller, List.of(h)));
    if (proxy == null) {
      throw new DecodeException("more than " + limits().objects() + " objects of " + peerName);
    }
    return proxy;
  }

  /** Ends the use of an object of the peer. */
  void drop(Held object) {
    held.forget(object);
    object.end().forEach(this::runQuietly);
  }

  /** Gives an object of the peer back. */
  void giveBack(Held object) {
    int count = object.takeCount();
    drop(object);
    if (count > 0) {
      sendReleases(List.of(new HeldObjects.Release(object.id(), count)));
    }
  }

  private void sendReleases(List<HeldObjects.Release> releases) {
    ByteWriter body = new ByteWriter().compactSize(releases.size());
    for (HeldObjects.Release r : releases) {
      body.i32(r.id()).i32(r.count());
    }
    sendOrEnd(Frame.RELEASE, 0, 0, body.toArray());
  }

  void sendCancel(int lane, int number) {
    sendOrEnd(Frame.CANCEL, lane, number, new byte[0]);
  }

  /** Passes a new lane to the peer; {@code object} is 0 for calls, else whom events are for. */
  void sendLane(int id, int object, String name, Descriptor passed) throws IOException {
    control.send(Frame.LANE, id, object, Lanes.laneBody(name), passed);
  }

  /** Sends a frame; if that fails the connection is over, which its reader will report too. */
  private void sendOrEnd(byte kind, int number, int object, byte[] body) {
    try {
      control.send(kind, number, object, body, null);
    } catch (IOException e) {
      CallLog.LOG.debug("{} cannot be reached: {}", peerName, e.getMessage());
      control.shutdown();
    }
  }

  private void sweep() {
    lanes.sweep();
    List<HeldObjects.Release> releases = held.collect(r -> events.run(() -> runQuietly(r)));
    int step = 1000;
    for (int i = 0; i < releases.size(); i += step) {
      sendReleases(releases.subList(i, Math.min(releases.size(), i + step)));
    }
  }

  private void ping() {
    long now = System.nanoTime();
    if (now - lastPing > 3 * settings.heartbeat().toNanos()) {
      heard(); // it was this process that stood still, so the peer could not be heard
    }
    lastPing = now;
    long silent = now - lastHeard;
    if (silent > settings.silence().toNanos()) {
      end(
          Cause.SILENT,
          peerName + " has been silent for " + Duration.ofNanos(silent).toMillis() + " ms");
    } else if (silent > settings.heartbeat().toNanos() / 2) {
      sendOrEnd(Frame.PING, 0, 0, new byte[0]);
    }
  }

  void heard() {
    lastHeard = System.nanoTime();
  }

  void pong() {
    sendOrEnd(Frame.PONG, 0, 0, new byte[0]);
  }

  /** The peer offers a service. On the control thread. */
  void announced(RemoteEndpoint endpoint) throws DecodeException {
    synchronized (endpoints) {
      if (endpoints.size() >= limits().endpoints()) {
        throw new DecodeException(peerName + " offers more than " + endpoints.size() + " services");
      }
      if (endpoints.putIfAbsent(endpoint.id(), endpoint) != null) {
        throw new DecodeException(peerName + " offers a service twice: " + endpoint.id());
      }
    }
    events.run(
        () -> {
          if (!finished) {
            reported.put(endpoint.id(), endpoint);
            listener.announced(this, endpoint);
          }
        });
  }

  /** The peer takes a service back. On the control thread. */
  void withdrawn(String id) {
    synchronized (endpoints) {
      endpoints.remove(id);
    }
    events.run(() -> reportWithdrawn(id));
  }

  private void reportWithdrawn(String id) {
    RemoteEndpoint endpoint = reported.remove(id);
    if (endpoint == null) {
      return;
    }
    try {
      listener.withdrawn(this, endpoint);
    } catch (RuntimeException | Error e) {
      CallLog.LOG.warn("listener failed when {} was withdrawn", id, e);
    }
  }

  /** The peer passes a socket to a third process on. On the control thread. */
  void introduced(Descriptor socket, String who) {
    events.run(
        () -> {
          if (finished) {
            socket.close();
          } else {
            listener.introduced(this, socket, who);
          }
        });
  }

  private void closeAbandoned(Given object) {
    events.run(() -> closeForPeer(object));
  }

  /** Closes what was made for the peer and cannot be given to it any more. */
  void closeUngiven(AutoCloseable object) {
    events.run(
        () -> {
          try {
            object.close();
          } catch (Exception | Error e) {
            CallLog.LOG.warn("{}, made for {}, cannot be closed", object, peerName, e);
          }
        });
  }

  private void closeForPeer(Given object) {
    try {
      GivenObjects.closeForPeer(object);
    } catch (Exception | Error e) {
      CallLog.LOG.warn("{}, held by {}, cannot be closed", object, peerName, e);
    }
  }

  private void runQuietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      CallLog.LOG.warn("action at the end of an object of {} failed", peerName, e);
    }
  }

  /**
   * Ends everything: first the listener hears of it, then what other threads wait for ends, then,
   * on the thread of the listener, services, stand-ins and own objects. Only the first call counts.
   */
  void end(Cause cause, String message) {
    ConnectionEnd why = new ConnectionEnd(cause, message);
    if (!end.compareAndSet(null, why)) {
      return;
    }
    runQuietly(() -> listener.ending(this, why));
    if (cause == Cause.CLOSED_HERE) {
      sayGoodbye();
    }
    control.shutdown();
    lanes.end();
    timers.forEach(t -> t.cancel(false));
    CallLog.LOG.debug("connection ended: {}", message);
    events.run(() -> finish(why));
  }

  private void finish(ConnectionEnd why) {
    try {
      synchronized (endpoints) {
        endpoints.clear();
      }
      List.copyOf(reported.keySet()).forEach(this::reportWithdrawn);
      for (Held object : held.end()) {
        object.end().forEach(this::runQuietly);
      }
      synchronized (offered) {
        offered.clear();
      }
      for (Given object : given.end()) {
        runQuietly(object::endDelivery);
        closeForPeer(object);
      }
    } finally {
      finished = true;
      runQuietly(() -> listener.ended(this, why));
      putAway.countDown();
    }
  }

  @Override
  public String toString() {
    return "connection to " + peerName;
  }
}
