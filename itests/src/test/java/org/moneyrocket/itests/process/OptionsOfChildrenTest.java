// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.moneyrocket.itests.harness.RpcClient.RpcError;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/** What the user said once holds in every process, and passwords show in none but his own. */
@RunWith(Parameterized.class)
public class OptionsOfChildrenTest {
  private static final String SECRET = "SeCrEtWoRd";

  @Parameters(name = "{0}")
  public static List<Wiring> wirings() {
    return List.of(Wiring.ONE, Wiring.NODE_WALLET);
  }

  private final Wiring wiring;

  public OptionsOfChildrenTest(Wiring wiring) {
    this.wiring = wiring;
  }

  @Test
  public void aConfigurationFileThatCanBeReadOnceServesAllProcesses() throws Exception {
    try (TestNode node = TestNode.prepare(wiring)) {
      Path pipe = pipe(node);
      Thread writer = write(pipe, "[regtest]\nlimitancestorcount=3\n");
      node.start("-conf=" + pipe);
      writer.join(TestNode.PATIENCE.toMillis());
      node.awaitRpc();

      assertThat(node.rpc("createwallet", "w").path("name").asText()).isEqualTo("w");
      assertPaymentsChainOnlyTo(node, 3);
    }
  }

  @Test
  public void noProcessShowsAPasswordFromTheFileAndNoChildOneFromTheCommandLine() throws Exception {
    try (TestNode node = TestNode.prepare(wiring)) {
      Files.writeString(
          node.dataDirectory().resolve("moneyrocket.conf"),
          "rpcauth=alice:" + SECRET + "$" + SECRET + "\n");
      node.start("-rpcauth=bob:" + SECRET + "$" + SECRET);
      node.awaitRpc();
      if (wiring == Wiring.NODE_WALLET) {
        node.awaitChild("moneyrocket-wallet");
      }

      List<Long> children =
          ProcessHandle.of(node.process().pid())
              .orElseThrow()
              .descendants()
              .map(ProcessHandle::pid)
              .toList();
      assertThat(children).hasSize(wiring == Wiring.NODE_WALLET ? 1 : 0);
      for (long child : children) {
        assertThat(read(child, "cmdline")).doesNotContain(SECRET);
        assertThat(read(child, "environ")).doesNotContain(SECRET);
      }
    }
  }

  private static void assertPaymentsChainOnlyTo(TestNode node, int limit) throws Exception {
    String address = node.rpc("getnewaddress").asText();
    node.rpc("generatetoaddress", 101, address);
    // Each payment spends the change of the one before: there is no other coin.
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < limit; i++) {
      sent.add(node.rpc("sendtoaddress", address, 1 + i).asText());
    }
    assertThat(sent).hasSize(limit);
    assertThatThrownBy(() -> node.rpc("sendtoaddress", address, 10))
        .isInstanceOf(RpcError.class)
        .hasMessageContaining("Unconfirmed UTXOs are available, but spending them creates a chain");
  }

  private static Path pipe(TestNode node) throws IOException, InterruptedException {
    Path pipe = node.dataDirectory().resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  private static Thread write(Path pipe, String text) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                Files.writeString(pipe, text);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }

  private static String read(long process, String file) throws IOException {
    return Files.readString(
        Path.of("/proc", Long.toString(process), file), StandardCharsets.ISO_8859_1);
  }
}
