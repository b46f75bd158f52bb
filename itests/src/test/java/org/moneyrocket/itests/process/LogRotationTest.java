// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.itests.harness.Await;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

public class LogRotationTest {
  @Test
  public void aHangUpOpensTheLogAnewAndEndsNothing() throws Exception {
    try (TestNode node = TestNode.start(Wiring.ONE)) {
      node.awaitRpc();
      Path old = rotate(node);

      node.awaitLog("ThreadRPCServer method=getblockcount");
      assertThat(Files.readString(old)).contains("Using data directory");
      assertThat(node.log()).doesNotContain("Using data directory");
      assertThat(node.stop()).isZero();
    }
  }

  @Test
  public void theWalletProcessFollowsToTheNewFile() throws Exception {
    try (TestNode node = TestNode.start(Wiring.NODE_WALLET)) {
      long wallet = node.awaitChild("moneyrocket-wallet");
      node.awaitLog("Connected to wallet " + wallet);
      node.awaitRpc();
      rotate(node);

      node.rpc("createwallet", "after");

      node.awaitLog("[after] ");
      assertThat(node.awaitChild("moneyrocket-wallet")).isEqualTo(wallet);
      assertThat(node.stop()).isZero();
    }
  }

  /** Does what logrotate does, waits for the new file, and has a line written to it. */
  private static Path rotate(TestNode node) throws Exception {
    Path log = node.chainDirectory().resolve("debug.log");
    Path old = Files.move(log, log.resolveSibling("debug.log.1"));
    List<String> command = List.of("kill", "-HUP", Long.toString(node.process().pid()));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    if (isHangUpIgnored(node)) {
      // A build under nohup: then the next line goes to a new file.
      node.rpc("getblockcount");
    }
    Await.until("a new log", TestNode.PATIENCE, () -> Files.exists(log));
    node.rpc("getblockcount");
    return old;
  }

  private static boolean isHangUpIgnored(TestNode node) throws Exception {
    Path status = Path.of("/proc", Long.toString(node.process().pid()), "status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> Character.digit(line.charAt(line.length() - 1), 16) % 2 == 1);
  }
}
