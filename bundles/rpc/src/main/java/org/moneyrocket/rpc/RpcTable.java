// SPDX-License-Identifier: MIT
package org.moneyrocket.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.moneyrocket.interfaces.RemoteCallException;
import org.moneyrocket.interfaces.rpc.RpcFailure;
import org.moneyrocket.interfaces.rpc.RpcMethodInfo;
import org.moneyrocket.interfaces.rpc.RpcModule;
import org.moneyrocket.interfaces.rpc.RpcReply;
import org.moneyrocket.interfaces.rpc.RpcRequest;
import org.moneyrocket.settings.Naming;
import org.moneyrocket.settings.Program;
import org.moneyrocket.settings.Settings;
import org.moneyrocket.settings.catalogue.RpcOptions;
import org.moneyrocket.settings.log.DebugLog;
import org.moneyrocket.settings.memory.MemoryBudget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The methods of one process. A component registers a table as {@link RpcModule}. It answers,
 * besides its methods, to names that only servers use: {@link #CONVERSIONS}, {@link #SCHEMAS} and
 * {@link #LOGGING}.
 */
public final class RpcTable implements RpcModule, StreamingModule {
  /** Asks for rows of method, position, name and whether the client passes the argument as text. */
  public static final String CONVERSIONS = "rpc.conversions";

  /** Asks for the OpenRPC descriptions of all methods; one flag, whether hidden ones are wanted. */
  public static final String SCHEMAS = "rpc.schemas";

  /** Sets the categories of the debug log of the process: an object of category and flag. */
  public static final String LOGGING = "rpc.logging";

  /** Version of the OpenRPC specification that descriptions follow. */
  public static final String OPENRPC_VERSION = OpenRpc.VERSION;

  private static final Logger log = LoggerFactory.getLogger("rpc");

  private record Entry(MethodSpec spec, RpcMethod method, MethodHelp help) {}

  private final SortedMap<String, Entry> entries = new TreeMap<>();
  private final List<RpcMethodInfo> infos;
  private final Supplier<List<String>> wallets;
  private final boolean checksResults;
  private final MemoryBudget.Account memory;

  /** Makes a table of methods that need no wallet. */
  public RpcTable(Settings settings, Collection<? extends RpcMethod> methods) {
    this(settings, methods, List::of);
  }

  /**
   * Makes a table.
   *
   * @param wallets gives the names of the wallets that are loaded now
   */
  public RpcTable(
      Settings settings, Collection<? extends RpcMethod> methods, Supplier<List<String>> wallets) {
    this(settings, methods, wallets, RpcMemory.process().answers());
  }

  /**
   * Makes a table.
   *
   * @param wallets gives the names of the wallets that are loaded now
   * @param memory account for what calls hold
   */
  public RpcTable(
      Settings settings,
      Collection<? extends RpcMethod> methods,
      Supplier<List<String>> wallets,
      MemoryBudget.Account memory) {
    this.memory = memory;
    this.wallets = wallets;
    this.checksResults = settings.get(RpcOptions.RPCDOCCHECK);
    String client = Program.CLI.commandName(Naming.ofProcess());
    for (RpcMethod method : methods) {
      MethodSpec spec = method.spec();
      Entry entry = new Entry(spec, method, new MethodHelp(spec, client));
      if (entries.put(spec.name(), entry) != null) {
        throw new IllegalStateException("two methods are called " + spec.name());
      }
    }
    List<RpcMethodInfo> all = new ArrayList<>();
    entries.values().forEach(entry -> all.add(info(entry)));
    infos = List.copyOf(all);
  }

  private static RpcMethodInfo info(Entry entry) {
    MethodSpec spec = entry.spec();
    List<String> names = new ArrayList<>();
    spec.params().forEach(param -> names.add(param.names()));
    return new RpcMethodInfo(
        spec.name(),
        spec.category(),
        spec.isWalletMethod(),
        List.copyOf(names),
        entry.help().usage(),
        entry.help().text());
  }

  @Override
  public List<RpcMethodInfo> methods() {
    return infos;
  }

  @Override
  public List<String> walletNames() {
    return wallets.get();
  }

  @Override
  public RpcReply execute(RpcRequest request) {
    StringWriter result = new StringWriter();
    try {
      Optional<RpcFailure> failure = answer(request, () -> new AnswerWriter(result));
      return failure.isPresent()
          ? new RpcReply(Optional.empty(), failure)
          : RpcReply.ok(result.toString());
    } catch (IOException e) {
      throw new IllegalStateException("a text cannot be written", e);
    }
  }

  @Override
  public Optional<RpcFailure> answer(RpcRequest request, ResultSink sink) throws IOException {
    return answer(
        request,
        () -> new AnswerWriter(new OutputStreamWriter(sink.begin(), StandardCharsets.UTF_8)));
  }

  /** Gives a writer when it is sure that there is a result. */
  private interface Begin {
    AnswerWriter begin() throws IOException;
  }

  private Optional<RpcFailure> answer(RpcRequest request, Begin result) throws IOException {
    try (AnswerMeter ignored = AnswerMeter.begin(memory);
        Opened opened = find(request)) {
      RpcAnswer answer = opened.answer();
      AnswerWriter out = result.begin();
      answer.write(out);
      out.close();
      return Optional.empty();
    } catch (RpcException e) {
      return Optional.of(e.failure());
    } catch (RemoteCallException e) {
      if (e.reason() != RemoteCallException.Reason.LOST) {
        return Optional.of(bug(request, e));
      }
      log.warn("The method {} lost the process it asked: {}", request.method(), e.toString());
      return Optional.of(
          failure(
              RpcErrorCode.CLIENT_NOT_CONNECTED,
              "Another process of this program, which this call needs, has ended. The call may have"
                  + " taken effect in part: look before making it again."));
    } catch (RuntimeException e) {
      return Optional.of(bug(request, e));
    } finally {
      request.params().close();
    }
  }

  private static RpcFailure bug(RpcRequest request, RuntimeException e) {
    log.error("The method {} failed", request.method(), e);
    return failure(RpcErrorCode.MISC_ERROR, "Internal bug detected: " + e);
  }

  private static RpcFailure failure(RpcErrorCode code, String message) {
    return new RpcFailure(code.code(), message, Optional.empty());
  }

  /** An answer, and what is wiped when it has been written. */
  private record Opened(RpcAnswer answer, Optional<Arguments> arguments) implements AutoCloseable {
    @Override
    public void close() {
      arguments.ifPresent(Arguments::close);
    }
  }

  private Opened find(RpcRequest request) {
    Entry entry = entries.get(request.method());
    if (entry == null) {
      return new Opened(RpcAnswer.of(ofServers(request)), Optional.empty());
    }
    Arguments arguments = new Arguments(entry.spec());
    try {
      RpcCall call = new RpcCall(entry.spec(), read(entry, request, arguments), request);
      // What is checked has to be there as a whole.
      RpcAnswer answer =
          checksResults ? RpcAnswer.of(run(entry, call)) : entry.method().answer(call);
      return new Opened(answer, Optional.of(arguments));
    } catch (RuntimeException | Error e) {
      arguments.close();
      throw e;
    }
  }

  /** Answers what only servers ask. */
  private JsonNode ofServers(RpcRequest request) {
    byte[] params = request.params().toArray();
    return switch (request.method()) {
      case CONVERSIONS -> conversions();
      case SCHEMAS -> schemas(Json.parse(params).path(0).asBoolean());
      case LOGGING -> switchLogging(Json.parse(params));
      default -> throw new RpcException(RpcErrorCode.METHOD_NOT_FOUND, "Method not found");
    };
  }

  /**
   * Reads the arguments and wipes their text at once: what is there while the method runs may be
   * copied by the garbage collector, and those copies nobody wipes.
   */
  private static List<JsonNode> read(Entry entry, RpcRequest request, Arguments arguments) {
    byte[] params = request.params().toArray();
    request.params().close();
    try {
      return arguments.read(params, entry.help()).values();
    } finally {
      Arrays.fill(params, (byte) 0);
    }
  }

  /**
   * Runs a method and returns its answer as a tree: for callers in the same process, such as a
   * window's console.
   *
   * @throws RpcException when it fails
   */
  public JsonNode call(RpcRequest request) {
    Entry entry = entries.get(request.method());
    if (entry == null) {
      throw new RpcException(RpcErrorCode.METHOD_NOT_FOUND, "Method not found");
    }
    try (Arguments arguments = new Arguments(entry.spec())) {
      return run(entry, new RpcCall(entry.spec(), read(entry, request, arguments), request));
    }
  }

  private JsonNode run(Entry entry, RpcCall call) {
    MethodSpec spec = entry.spec();
    JsonNode answer = entry.method().run(call);
    if (checksResults) {
      Optional<JsonNode> mismatch = ResultCheck.mismatch(spec, answer);
      if (mismatch.isPresent()) {
        throw new RpcException(
            RpcErrorCode.MISC_ERROR,
            "Internal bug detected: RPC call \""
                + spec.name()
                + "\" returned incorrect type:\n"
                + Arguments.pretty(mismatch.get()));
      }
    }
    return answer;
  }

  private ArrayNode conversions() {
    ArrayNode rows = Json.array();
    for (Entry entry : entries.values()) {
      List<Param> params = entry.spec().params();
      for (int i = 0; i < params.size(); i++) {
        for (String name : params.get(i).allNames()) {
          addRow(rows, entry.spec().name(), i, name, params.get(i));
          if (params.get(i).kind() == Param.Kind.OPTIONS) {
            for (Param member : params.get(i).members()) {
              for (String alias : member.allNames()) {
                addRow(rows, entry.spec().name(), i, alias, member);
              }
            }
          }
        }
      }
    }
    return rows;
  }

  private static void addRow(
      ArrayNode rows, String method, int position, String name, Param param) {
    rows.addArray().add(method).add(position).add(name).add(param.isPlainText());
  }

  private static JsonNode switchLogging(JsonNode categories) {
    DebugLog log = DebugLog.get();
    categories
        .properties()
        .forEach(
            member -> {
              String category = member.getKey();
              if (member.getValue().asBoolean()) {
                log.enable(category);
              } else {
                log.disable(category);
              }
            });
    return Json.none();
  }

  private ArrayNode schemas(boolean withHidden) {
    ArrayNode methods = Json.array();
    for (Entry entry : entries.values()) {
      if (withHidden || !entry.spec().category().equals("hidden")) {
        methods.add(OpenRpc.method(entry.spec(), withHidden));
      }
    }
    return methods;
  }
}
