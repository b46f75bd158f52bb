// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc.server;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.rpc.RpcFailure;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.ResultSink;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcTable;
import org.moneyrocket.rpc.StreamingModule;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The modules that there are now, of this process and of others, and which of them answers a call.
 * Modules come and go while calls run. A call for a method that has just gone with its process
 * waits a while for its return. Thread-safe.
 */
public final class RpcDirectory {
  private static final Logger log = LoggerFactory.getLogger("rpc");
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private record Entry(RpcModule module, Map<String, RpcMethodInfo> methods) {}

  /** Guards the fields below; nothing is called while it is held. */
  private final Object lock = new Object();

  private List<Entry> entries = List.of();
  private final Set<String> gone = new HashSet<>();
  private boolean stopping;
  private final Supplier<Optional<String>> absence;

  /** Makes a directory without modules, in a process that starts no others. */
  public RpcDirectory() {
    this(Optional::empty);
  }

  /**
   * Makes a directory without modules.
   *
   * @param absence gives a sentence for the caller of an unknown method while a process that may
   *     know it is down, empty if there is no such process
   */
  public RpcDirectory(Supplier<Optional<String>> absence) {
    this.absence = absence;
  }

  /** Adds a module. Asks it for its methods, perhaps in another process. */
  public void add(RpcModule module) {
    Map<String, RpcMethodInfo> methods = new HashMap<>();
    try {
      for (RpcMethodInfo info : module.methods()) {
        methods.put(info.name(), info);
      }
    } catch (RuntimeException e) {
      log.warn("A process left before it told its RPC methods: {}", e.toString());
      return;
    }
    synchronized (lock) {
      List<Entry> more = new ArrayList<>(entries);
      more.add(new Entry(module, methods));
      entries = List.copyOf(more);
      gone.removeAll(methods.keySet());
      lock.notifyAll();
    }
  }

  /** Removes a module. Calls that it is working on go on. */
  public void remove(RpcModule module) {
    synchronized (lock) {
      List<Entry> rest = new ArrayList<>();
      for (Entry entry : entries) {
        if (entry.module().equals(module)) {
          gone.addAll(entry.methods().keySet());
        } else {
          rest.add(entry);
        }
      }
      entries = List.copyOf(rest);
    }
  }

  /** Wakes calls that wait for a module: nobody will come back. */
  public void stop() {
    synchronized (lock) {
      stopping = true;
      lock.notifyAll();
    }
  }

  /** Returns every method once, by name. */
  public SortedMap<String, RpcMethodInfo> methods() {
    SortedMap<String, RpcMethodInfo> all = new TreeMap<>();
    for (Entry entry : entries()) {
      entry.methods().forEach(all::putIfAbsent);
    }
    return all;
  }

  private List<Entry> entries() {
    synchronized (lock) {
      return entries;
    }
  }

  /** Asks every module and returns the JSON texts of their answers, without those that fail. */
  public List<String> askAll(String method, String params) {
    List<String> answers = new ArrayList<>();
    for (Entry entry : entries()) {
      asked(entry, method, params).ifPresent(answers::add);
    }
    return answers;
  }

  /** Asks one module something that only servers ask; empty if it fails. */
  public static Optional<String> ask(RpcModule module, String method, String params) {
    return asked(new Entry(module, Map.of()), method, params);
  }

  /**
   * Has the right module answer a call. A call that did not reach a process, which had just ended,
   * is made again when that process is back.
   */
  public RpcReply execute(RpcRequest request) {
    try {
      return attempt(request, null);
    } catch (IOException e) {
      throw new IllegalStateException("nothing was written", e);
    }
  }

  /**
   * Has the right module answer a call, as {@link #execute} does, and writes the result.
   *
   * @return the failure; empty when the whole result was written. It may come after a part of the
   *     result, which means nothing then
   * @throws IOException when the result cannot be written
   */
  public Optional<RpcFailure> answer(RpcRequest request, ResultSink sink) throws IOException {
    RpcReply reply = attempt(request, sink);
    if (reply.result().isPresent()) {
      Writer out = new OutputStreamWriter(sink.begin(), StandardCharsets.UTF_8);
      out.write(reply.result().get());
      out.flush();
    }
    return reply.failure();
  }

  private RpcReply attempt(RpcRequest request, @Nullable ResultSink sink) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try {
        return attempt(request, sink, deadline);
      } catch (GoneException e) {
        log.debug("{} waits for its process to return", request.method());
        remove(e.entry.module());
      }
    }
  }

  /** The process of a module has ended before it heard of a call. */
  private static final class GoneException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Entry entry;

    GoneException(Entry entry, RemoteCallException cause) {
      super(cause);
      this.entry = entry;
    }
  }

  private RpcReply attempt(RpcRequest request, @Nullable ResultSink sink, long deadline)
      throws GoneException, IOException {
    List<Entry> candidates = waitFor(request.method(), deadline);
    if (candidates.isEmpty()) {
      return unknown(request.method());
    }
    if (candidates.size() == 1) {
      return answer(candidates.get(0), request, sink);
    }
    if (request.method().equals("listwallets")) {
      return joined(candidates, request);
    }
    return isWalletMethod(candidates.get(0), request.method())
        ? onWallet(candidates, request, sink)
        : answer(candidates.get(0), request, sink);
  }

  /** Tells whether methods that act on wallets are there. */
  public boolean answersWallets() {
    return entries().stream()
        .anyMatch(entry -> entry.methods().values().stream().anyMatch(RpcMethodInfo::walletMethod));
  }

  // A method that left with its process, or may have, is not a mistake of the caller.
  private RpcReply unknown(String method) {
    boolean left;
    synchronized (lock) {
      left = gone.contains(method);
    }
    if (left || !answersWallets()) {
      Optional<String> reason = absence.get();
      if (reason.isPresent()) {
        return RpcReply.failed(RpcErrorCode.IN_WARMUP.code(), reason.get());
      }
    }
    if (left) {
      return RpcReply.failed(
          RpcErrorCode.CLIENT_NOT_CONNECTED.code(),
          "The process that answers " + method + " is not connected.");
    }
    return RpcReply.failed(RpcErrorCode.METHOD_NOT_FOUND.code(), "Method not found");
  }

  private static boolean isWalletMethod(Entry entry, String method) {
    RpcMethodInfo info = entry.methods().get(method);
    return info != null && info.walletMethod();
  }

  private List<Entry> waitFor(String method, long deadline) {
    synchronized (lock) {
      while (true) {
        List<Entry> found = new ArrayList<>();
        for (Entry entry : entries) {
          if (entry.methods().containsKey(method)) {
            found.add(entry);
          }
        }
        long left = deadline - System.nanoTime();
        if (!found.isEmpty() || !gone.contains(method) || stopping || left <= 0) {
          return found;
        }
        try {
          lock.wait(left / 1_000_000 + 1);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return found;
        }
      }
    }
  }

  private RpcReply onWallet(List<Entry> candidates, RpcRequest request, @Nullable ResultSink sink)
      throws GoneException, IOException {
    Map<Entry, List<String>> wallets = new HashMap<>();
    List<Entry> withWallets = new ArrayList<>();
    int count = 0;
    for (Entry entry : candidates) {
      List<String> names = walletNames(entry);
      wallets.put(entry, names);
      count += names.size();
      if (!names.isEmpty()) {
        withWallets.add(entry);
      }
    }
    if (request.wallet().isPresent()) {
      for (Entry entry : withWallets) {
        if (wallets.getOrDefault(entry, List.of()).contains(request.wallet().get())) {
          return answer(entry, request, sink);
        }
      }
      return answer(candidates.get(0), request, sink);
    }
    if (withWallets.size() > 1 && count > 1) {
      return RpcReply.failed(
          RpcErrorCode.WALLET_NOT_SPECIFIED.code(),
          "Multiple wallets are loaded. Please select which wallet to use by requesting the RPC"
              + " through the /wallet/<walletname> URI path.");
    }
    return answer(withWallets.isEmpty() ? candidates.get(0) : withWallets.get(0), request, sink);
  }

  private static List<String> walletNames(Entry entry) {
    try {
      return entry.module().walletNames();
    } catch (RuntimeException e) {
      log.debug("A process did not tell its wallets: {}", e.toString());
      return List.of();
    }
  }

  private static RpcReply joined(List<Entry> candidates, RpcRequest request)
      throws GoneException, IOException {
    var all = Json.array();
    for (Entry entry : candidates) {
      RpcReply reply = answer(entry, request.copy(), null);
      if (reply.result().isEmpty()) {
        return reply;
      }
      Json.parse(reply.result().get()).forEach(all::add);
    }
    return RpcReply.ok(Json.write(all));
  }

  /** Has one module answer; its result is written to {@code sink} if that is possible at once. */
  private static RpcReply answer(Entry entry, RpcRequest request, @Nullable ResultSink sink)
      throws GoneException, IOException {
    try {
      return sink != null && entry.module() instanceof StreamingModule local
          ? new RpcReply(Optional.empty(), local.answer(request, sink))
          : entry.module().execute(request);
    } catch (RemoteCallException e) {
      if (!request.method().equals(RpcTable.CONVERSIONS)) {
        log.warn("The process that answers {} failed: {}", request.method(), e.toString());
      }
      if (e.reason() != RemoteCallException.Reason.LOST) {
        return RpcReply.failed(RpcErrorCode.MISC_ERROR.code(), String.valueOf(e.getMessage()));
      }
      if (!e.mayHaveHappened()) {
        throw new GoneException(entry, e);
      }
      return RpcReply.failed(
          RpcErrorCode.CLIENT_NOT_CONNECTED.code(),
          (isWalletMethod(entry, request.method()) ? "The wallet process" : "The process")
              + " that worked on this call has ended. The call may have taken effect: look before"
              + " making it again.");
    } catch (RuntimeException e) {
      log.warn("{} failed", request.method(), e);
      return RpcReply.failed(RpcErrorCode.MISC_ERROR.code(), String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> asked(Entry entry, String method, String params) {
    try {
      return answer(entry, RpcRequest.of(method, params, Optional.empty(), "", ""), null).result();
    } catch (GoneException | IOException e) {
      return Optional.empty();
    }
  }
}
