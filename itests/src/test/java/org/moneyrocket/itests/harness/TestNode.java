// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.itests.harness.RpcClient.RpcError;

/**
 * A node of the built distribution with a data directory of its own, in any wiring, on regtest
 * unless another chain is named. It can be killed and started again; {@link #close} ends it and
 * deletes its files.
 */
public final class TestNode implements AutoCloseable {
  /** How long anything may take on a machine that is busy with other tests. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int RPC_IN_WARMUP = -28;

  private final Installation installation;
  private final Wiring wiring;
  private final List<String> options;
  private final String chain;
  private final Map<String, String> environment = new HashMap<>();
  private final Path folder;
  private final int port;
  private final int rpcPort;
  private @Nullable Running running;

  private TestNode(Installation installation, Wiring wiring, String chain, List<String> options)
      throws IOException {
    this.installation = installation;
    this.wiring = wiring;
    this.chain = chain;
    this.options = List.copyOf(options);
    // First of all: where there is no display nothing is left behind.
    if (wiring == Wiring.GUI_NODE_WALLET) {
      environment.put("DISPLAY", Display.require());
    }
    this.folder = Files.createTempDirectory("mr");
    Files.createDirectory(dataDirectory());
    this.port = freePort();
    this.rpcPort = freePort();
  }

  /** Makes a node that is not started yet; the test is skipped if there is no distribution. */
  public static TestNode prepare(Wiring wiring, String... options) throws IOException {
    return new TestNode(Installation.moved(), wiring, "regtest", List.of(options));
  }

  /** Makes a node of a tree that is not started yet. */
  public static TestNode prepareIn(Installation installation, Wiring wiring, String... options)
      throws IOException {
    return new TestNode(installation, wiring, "regtest", List.of(options));
  }

  /** Makes a node of another chain that is not started yet. */
  public static TestNode prepareOn(String chain, Wiring wiring, String... options)
      throws IOException {
    return new TestNode(Installation.moved(), wiring, chain, List.of(options));
  }

  /** Sets a variable of the environment for programs that are started from now on. */
  public TestNode with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Makes a node and starts it. */
  public static TestNode start(Wiring wiring, String... options) throws IOException {
    TestNode node = prepare(wiring, options);
    node.start();
    return node;
  }

  /** Sets a variable for the programs that are started from now on. */
  public void environment(String name, String value) {
    environment.put(name, value);
  }

  /** Starts the node with further options; RPC answers a little later. */
  public Running start(String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(installation.program(wiring.program()).toString());
    command.addAll(commonOptions());
    command.addAll(
        List.of(
            "-server=1",
            "-rpcport=" + rpcPort,
            "-port=" + port,
            "-dnsseed=0",
            "-fixedseeds=0",
            "-discover=0",
            "-listenonion=0",
            "-natpmp=0",
            "-fallbackfee=0.0002"));
    boolean deaf = options.contains("-listen=0") || List.of(more).contains("-listen=0");
    if (chain.equals("regtest") && !deaf) {
      command.add("-bind=127.0.0.1:" + port);
    } else if (!chain.equals("regtest")) {
      // These chains have peers outside this machine: no test looks for them.
      command.addAll(List.of("-connect=0", "-listen=0"));
    }
    command.addAll(options);
    command.addAll(List.of(more));
    running = Running.start(folder, command, environment);
    return running;
  }

  /** Starts another program on the same data directory, for example a wallet that attaches. */
  public Running startBeside(String program, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(installation.program(program).toString());
    command.addAll(commonOptions());
    command.addAll(List.of(more));
    return Running.start(folder, command, environment);
  }

  /** Runs a line in the shell of the running node and returns the ended terminal. */
  public Running shell(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(installation.program("moneyrocket").toString());
    command.addAll(List.of("shell", "-chain=" + chain, "-datadir=" + dataDirectory()));
    command.addAll(List.of(words));
    Running terminal = Running.start(folder, command, environment);
    terminal.awaitEnd(PATIENCE);
    return terminal;
  }

  private List<String> commonOptions() {
    return List.of(
        "-chain=" + chain,
        "-datadir=" + dataDirectory(),
        "-printtoconsole=0",
        "-debug=ipc",
        "-debug=rpc");
  }

  /** Returns the running program. */
  public Running process() {
    Running present = running;
    if (present == null) {
      throw new IllegalStateException("not started");
    }
    return present;
  }

  public Path dataDirectory() {
    return folder.resolve("data");
  }

  /** Returns the directory of the chain inside the data directory. */
  public Path chainDirectory() {
    return chain.equals("main") ? dataDirectory() : dataDirectory().resolve(chain);
  }

  /** Returns the port of the RPC server. */
  public int rpcPort() {
    return rpcPort;
  }

  /** Returns the port for peers. */
  public int port() {
    return port;
  }

  /** Returns the log so far, empty if there is none. */
  public String log() throws IOException {
    Path file = chainDirectory().resolve("debug.log");
    return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
  }

  /** Waits until the log holds a text. */
  public void awaitLog(String text) throws Exception {
    Await.until("log holds \"" + text + "\"", PATIENCE, () -> checkAlive() && log().contains(text));
  }

  private boolean checkAlive() throws IOException {
    if (!process().isAlive()) {
      throw new AssertionError(
          wiring.program() + " has ended: " + process().errors() + "\n" + log());
    }
    return true;
  }

  /** Returns a client for its RPC server. */
  public RpcClient rpc() {
    return new RpcClient(rpcPort, chainDirectory().resolve(".cookie"));
  }

  /** Calls a method. */
  public JsonNode rpc(String method, Object... parameters)
      throws IOException, InterruptedException {
    return rpc().call(method, parameters);
  }

  /** Waits until the RPC server answers and the start is complete. */
  public TestNode awaitRpc() throws Exception {
    Await.until("RPC answers", PATIENCE, () -> checkAlive() && answers());
    return this;
  }

  private boolean answers() throws InterruptedException {
    try {
      rpc("getblockcount");
      return true;
    } catch (IOException e) {
      return false;
    } catch (RpcError e) {
      if (e.code() == RPC_IN_WARMUP) {
        return false;
      }
      throw e;
    }
  }

  /** Waits for a child process of that program and returns its process id. */
  public long awaitChild(String program) throws Exception {
    Await.until(
        "a " + program + " process",
        PATIENCE,
        () -> checkAlive() && process().children().containsKey(program));
    return process().children().get(program);
  }

  /** Asks it to end by SIGTERM, waits for that and returns the status. */
  public int stop() throws InterruptedException {
    process().terminate();
    return process().awaitEnd(PATIENCE);
  }

  /** Ends it by SIGKILL. */
  public void kill() throws InterruptedException {
    process().kill();
    process().awaitEnd(PATIENCE);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (running != null) {
      running.close();
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
