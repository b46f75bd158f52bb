// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.itests.harness.Installation;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/** How large the heap of each process may become, and what happens when there is no more. */
public class HeapTest {
  private static List<String> commandLine(long pid) throws IOException {
    Path file = Path.of("/proc", Long.toString(pid), "cmdline");
    assumeTrue("needs /proc, which Linux has", Files.isReadable(file));
    return List.of(Files.readString(file, StandardCharsets.ISO_8859_1).split("\0"));
  }

  private static void configure(TestNode node, String line) throws IOException {
    Files.writeString(node.dataDirectory().resolve("moneyrocket.conf"), line + "\n");
  }

  @Test
  public void aConfigurationFileDecidesAndTheProcessStaysTheSame() throws Exception {
    try (TestNode node = TestNode.prepare(Wiring.ONE)) {
      configure(node, "maxheap=300");
      node.start();
      node.awaitRpc();

      assertThat(commandLine(node.process().pid())).contains("-Xmx300m");
      long most = node.rpc("getmemoryinfo").get("heap").get("most").asLong();
      assertThat(most).isBetween(250L << 20, 300L << 20);
      assertThat(node.log()).contains("planned 300 MiB").containsOnlyOnce(" version v");
      assertThat(node.stop()).isZero();
      assertThat(node.process().errors())
          .startsWith("Warning: The Java heap of 300 MiB")
          .hasLineCount(1);
    }
  }

  @Test
  public void eachProcessGetsItsOwnFromTheOneThatStartsIt() throws Exception {
    try (TestNode node = TestNode.prepare(Wiring.NODE_WALLET)) {
      configure(node, "maxmempool=20");
      node.start();
      node.awaitRpc();

      assertThat(commandLine(node.process().pid())).contains("-Xmx640m");
      assertThat(commandLine(node.awaitChild("moneyrocket-wallet"))).contains("-Xmx640m");
      assertThat(node.stop()).isZero();
      assertThat(node.process().errors()).isEmpty();
    }
  }

  // The virtual machine sends the signal: see etc/jvm.
  @Test
  public void aProcessWithoutMemoryEndsInOrderAndSaysWhatHelps() throws Exception {
    try (TestNode node = TestNode.start(Wiring.ONE)) {
      node.awaitRpc();
      Process kill =
          new ProcessBuilder("kill", "-USR1", Long.toString(node.process().pid())).start();
      assertThat(kill.waitFor()).isZero();

      assertThat(node.process().awaitEnd(TestNode.PATIENCE)).isEqualTo(1);
      assertThat(node.process().errors())
          .startsWith("Error: Out of memory: the Java heap of at most ")
          .contains("-maxheap")
          .hasLineCount(1);
      assertThat(node.log()).contains("Shutdown done");
      for (String program : List.of("moneyrocketd", "moneyrocket-node", "moneyrocket-wallet")) {
        assertThat(commandOptions(program)).contains("-XX:OnOutOfMemoryError=kill -USR1 %p");
      }
    }
  }

  private static String commandOptions(String program) throws IOException {
    return Files.readString(Installation.built().home().resolve("etc/jvm/" + program + ".options"));
  }

  @Test
  public void whatCannotBeIsRefused() throws Exception {
    try (TestNode node = TestNode.start(Wiring.ONE, "-maxheap=63")) {
      assertThat(node.process().awaitEnd(TestNode.PATIENCE)).isEqualTo(1);
      assertThat(node.process().errors())
          .isEqualToIgnoringNewLines("Error: -maxheap must be at least 64 (MiB).");
    }
  }
}
