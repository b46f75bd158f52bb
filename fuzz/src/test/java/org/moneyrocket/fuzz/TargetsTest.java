// SPDX-License-Identifier: MIT
package org.moneyrocket.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;
import org.moneyrocket.consensus.check.BlockFuzz;
import org.moneyrocket.consensus.interpreter.ScriptFuzz;
import org.moneyrocket.crypto.CryptoFuzz;
import org.moneyrocket.gui.format.GuiTextFuzz;
import org.moneyrocket.ipc.codec.IpcFuzz;
import org.moneyrocket.kernel.index.KernelFuzz;
import org.moneyrocket.node.addrman.PeerFilesFuzz;
import org.moneyrocket.node.mempool.NodeFilesFuzz;
import org.moneyrocket.node.net.MessageFuzz;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.server.RpcFuzz;
import org.moneyrocket.script.descriptor.TextFuzz;
import org.moneyrocket.script.psbt.PsbtFuzz;
import org.moneyrocket.settings.SettingsFuzz;
import org.moneyrocket.wallet.store.WalletFuzz;

/** Every target over what fuzzers found before, and over bytes at random, with changes. */
public class TargetsTest {
  private static final int RANDOM_INPUTS = Integer.getInteger("fuzz.inputs", 1500);

  private interface Target {
    void run(byte[] data) throws Exception;
  }

  private static void run(String name, Target target) throws Exception {
    List<byte[]> findings = findings(name);
    for (byte[] finding : findings) {
      run(target, finding, "finding");
    }
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println(name + ": " + findings.size() + " findings, seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < RANDOM_INPUTS; i++) {
      byte[] data;
      if (findings.isEmpty() || random.nextBoolean()) {
        data = new byte[random.nextInt(200)];
        random.nextBytes(data);
      } else {
        data = findings.get(random.nextInt(findings.size())).clone();
        for (int n = random.nextInt(4); n >= 0 && data.length > 0; n--) {
          data[random.nextInt(data.length)] = (byte) random.nextInt();
        }
      }
      run(target, data, "seed " + seed + ", input " + i);
    }
  }

  private static void run(Target target, byte[] data, String which) {
    try {
      target.run(data);
    } catch (Exception | Error e) {
      throw new AssertionError(which + ": " + Bytes.of(data).toHex(), e);
    }
  }

  private static List<byte[]> findings(String name) throws IOException {
    Path folder =
        Path.of(System.getProperty("project.root", ".."), "fuzz/src/test/resources/findings", name);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(TargetsTest::read).toList();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }

  @Test
  public void blocks() throws Exception {
    run("BlockFuzz", BlockFuzz::fuzzerTestOneInput);
  }

  @Test
  public void scripts() throws Exception {
    run("ScriptFuzz", ScriptFuzz::fuzzerTestOneInput);
  }

  @Test
  public void kernelFiles() throws Exception {
    run("KernelFuzz", KernelFuzz::fuzzerTestOneInput);
  }

  @Test
  public void peerMessages() throws Exception {
    run("MessageFuzz", MessageFuzz::fuzzerTestOneInput);
  }

  @Test
  public void nodeFiles() throws Exception {
    run("NodeFilesFuzz", NodeFilesFuzz::fuzzerTestOneInput);
  }

  @Test
  public void peerFiles() throws Exception {
    run("PeerFilesFuzz", PeerFilesFuzz::fuzzerTestOneInput);
  }

  @Test
  public void keysAndSignatures() throws Exception {
    run("CryptoFuzz", CryptoFuzz::fuzzerTestOneInput);
  }

  @Test
  public void textsOfTheWindow() throws Exception {
    run("GuiTextFuzz", GuiTextFuzz::fuzzerTestOneInput);
  }

  @Test
  public void addressesAndDescriptors() throws Exception {
    run("TextFuzz", TextFuzz::fuzzerTestOneInput);
  }

  @Test
  public void partiallySignedTransactions() throws Exception {
    run("PsbtFuzz", PsbtFuzz::fuzzerTestOneInput);
  }

  @Test
  public void rpcRequests() throws Exception {
    run("RpcFuzz", RpcFuzz::fuzzerTestOneInput);
  }

  @Test
  public void settingsAndCommandLines() throws Exception {
    run("SettingsFuzz", SettingsFuzz::fuzzerTestOneInput);
  }

  @Test
  public void walletRecords() throws Exception {
    run("WalletFuzz", WalletFuzz::fuzzerTestOneInput);
  }

  @Test
  public void framesBetweenProcesses() throws Exception {
    run("IpcFuzz", IpcFuzz::fuzzerTestOneInput);
  }

  @Test
  public void everyTargetIsRunHere() throws IOException {
    Path sources = Path.of(System.getProperty("project.root", ".."), "fuzz/src/main/java");
    String here =
        Files.readString(
            Path.of(System.getProperty("project.root", ".."))
                .resolve("fuzz/src/test/java/org/moneyrocket/fuzz/TargetsTest.java"));
    try (Stream<Path> files = Files.walk(sources)) {
      List<String> targets =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> holdsEntryPoint(file))
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .toList();
      assertThat(targets).hasSize(14);
      assertThat(targets).allMatch(name -> here.contains(name + "::fuzzerTestOneInput"));
    }
  }

  private static boolean holdsEntryPoint(Path file) {
    return new String(read(file), java.nio.charset.StandardCharsets.UTF_8)
        .contains("void fuzzerTestOneInput(");
  }
}
