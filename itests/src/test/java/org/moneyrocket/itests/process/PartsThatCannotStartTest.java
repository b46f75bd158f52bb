// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.Test;
import org.moneyrocket.itests.harness.Installation;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/** Every part of a program comes up, or the program ends with one line and status 1. */
public class PartsThatCannotStartTest {
  /** To Java, a machine without IPv6 looks like this. */
  private static final String ONLY_V4 = "-Djava.net.preferIPv4Stack=true";

  private static TestNode withoutV6() throws IOException {
    return TestNode.prepare(Wiring.ONE).with("MONEYROCKET_JAVA_OPTIONS", ONLY_V4);
  }

  private static void assertEndsWith(TestNode node, String error) throws Exception {
    assertThat(node.process().awaitEnd(TestNode.PATIENCE)).isEqualTo(1);
    assertThat(node.process().errors()).startsWith("Error: " + error).hasLineCount(1);
  }

  @Test
  public void withoutIpv6RpcAnswersOnIpv4AndTheLogNamesWhatIsMissing() throws Exception {
    try (TestNode node = withoutV6()) {
      node.start();
      node.awaitRpc();

      assertThat(node.log())
          .containsPattern(
              "\\[warning\\] Could not bind RPC on address ::1 port " + node.rpcPort());
      assertThat(node.stop()).isZero();
      assertThat(node.process().errors()).isEmpty();
    }
  }

  @Test
  public void aTakenPortIsAnErrorWhereNoOtherAddressCouldBeBound() throws Exception {
    try (TestNode node = withoutV6();
        ServerSocket other =
            new ServerSocket(node.rpcPort(), 1, InetAddress.getByName("127.0.0.1"))) {
      node.start();

      assertThat(other.isBound()).isTrue();
      assertEndsWith(node, "Unable to start HTTP server.");
    }
  }

  @Test
  public void anAddressThatThisMachineLacksIsAnError() throws Exception {
    // Reserved for documentation (RFC 5737): no machine has it.
    try (TestNode node = TestNode.prepare(Wiring.ONE)) {
      node.start("-rpcallowip=127.0.0.1", "-rpcbind=192.0.2.1");

      assertEndsWith(node, "Unable to start HTTP server.");
    }
  }

  private static Installation without(Predicate<String> jar) throws IOException {
    Installation tree = Installation.built().movedTo("incomplete");
    try (Stream<Path> jars = Files.list(tree.home().resolve("bundles"))) {
      for (Path file : jars.filter(f -> jar.test(f.getFileName().toString())).toList()) {
        Files.delete(file);
      }
    }
    return tree;
  }

  @Test
  public void aMissingBundleIsAnErrorThatNamesIt() throws Exception {
    Installation tree = without(name -> name.startsWith("org.apache.aries.rsa.core"));
    try (TestNode node = TestNode.prepareIn(tree, Wiring.NODE_WALLET)) {
      node.start();

      assertEndsWith(node, "No bundle org.apache.aries.rsa.core in ");
    }
  }

  @Test
  public void aBundleThatDoesNotOfferItsServiceIsAnErrorThatNamesWhoNeedsIt() throws Exception {
    Installation tree = Installation.built().movedTo("without admin");
    Path base = tree.home().resolve("etc/profiles/base");
    String profile = Files.readString(base);
    // A link stands for the original: write a file of its own.
    Files.delete(base);
    Files.writeString(base, profile.replace("bundle org.apache.aries.rsa.core\n", ""));
    try (TestNode node = TestNode.prepareIn(tree, Wiring.NODE_WALLET)) {
      node.start();

      assertEndsWith(node, "A part of this program does not start: ");
    }
  }
}
