// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.AfterClass;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.moneyrocket.benchmarks.attack.Attack;
import org.moneyrocket.benchmarks.attack.Ground;
import org.moneyrocket.benchmarks.attack.Measured;
import org.moneyrocket.benchmarks.attack.Target;
import org.moneyrocket.benchmarks.attack.Vitals;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/**
 * A node with a small heap under one attack after the other: it runs on, the honest are answered,
 * and memory stays within its heap. The bounds are wide, for a machine that is busy with other
 * tests; {@code AttackTable} in {@code benchmarks} measures.
 */
@RunWith(Parameterized.class)
public class AttackTest {
  private static final Duration TIME = Duration.ofSeconds(2);
  private static final double PATIENCE_SECONDS = 5;
  private static final int HEAP_MIB = 256;

  /**
   * One case.
   *
   * @param attackers how many do it at once
   */
  private record Case(Wiring wiring, Attack attack, int attackers) {}

  private static Case one(Attack attack, int attackers) {
    return new Case(Wiring.ONE, attack, attackers);
  }

  @Parameters(name = "{0}")
  public static List<Object> attacks() {
    return List.of(
        one(Attack.PING, 3),
        one(Attack.PING_UNREAD, 10),
        one(Attack.EMPTY, 10),
        one(Attack.INV_TX, 3),
        one(Attack.GETDATA_UNREAD, 10),
        one(Attack.CHOSEN_INV, 1),
        one(Attack.CHOSEN_OUTPOINTS, 1),
        one(Attack.HTTP_BODIES, 30),
        one(Attack.HTTP_TINY_CHUNKS, 1),
        one(Attack.HTTP_PIPELINE, 20),
        one(Attack.HTTP_UNREAD_REPLY, 20),
        one(Attack.JSON_DIGITS, 1),
        one(Attack.JSON_NESTING, 1),
        one(Attack.JSON_KEYS, 1),
        one(Attack.JSON_LARGE_BATCH, 1),
        new Case(Wiring.NODE_WALLET, Attack.IPC_LEAVING, 5),
        new Case(Wiring.NODE_WALLET, Attack.IPC_LANES, 1));
  }

  /** Stays for the next attack on the same wiring, if it survives. */
  private static TestNode node;

  private static Wiring running;

  /** False while an attack is under way, and after one that the node did not stand. */
  private static boolean sound;

  private final Case test;

  public AttackTest(Object test) {
    this.test = (Case) test;
  }

  private static void start(Wiring wiring) throws Exception {
    end();
    node =
        wiring == Wiring.ONE
            ? TestNode.prepare(wiring, "-disablewallet")
            : TestNode.prepare(wiring, "-disablewallet", "-ipcbind=unix");
    node.environment("MONEYROCKET_JAVA_OPTIONS", "-Xmx" + HEAP_MIB + "m");
    node.start();
    node.awaitRpc();
    running = wiring;
    Ground.prepare(target());
  }

  private static Target target() {
    Path chain = node.chainDirectory();
    return new Target(
        node.port(), node.rpcPort(), chain.resolve(".cookie"), chain.resolve("node.sock"));
  }

  @AfterClass
  public static void end() throws IOException, InterruptedException {
    if (node != null) {
      node.close();
      node = null;
    }
  }

  @Test
  public void theHonestAreAnsweredAndTheNodeRunsOn() throws Exception {
    assumeTrue("needs /proc, which Linux has", Files.isDirectory(Path.of("/proc/self/fd")));
    if (node == null || running != test.wiring() || !sound) {
      start(test.wiring());
    }
    sound = false;
    ProcessHandle process = ProcessHandle.of(node.process().pid()).orElseThrow();

    Measured measured =
        Measured.during(test.attack(), test.attackers(), TIME, target(), new Vitals(process));

    assertThat(node.process().errors()).isEmpty();
    assertThat(measured.alive()).as("runs on and answers").isTrue();
    assertThat(measured.client().slowestSeconds())
        .as("seconds that a client waited")
        .isLessThan(PATIENCE_SECONDS);
    assertThat(measured.peer().slowestSeconds())
        .as("seconds that a peer waited")
        .isLessThan(PATIENCE_SECONDS);
    assertThat(measured.growthKib() >> 10).as("MiB more than before").isLessThan(HEAP_MIB);
    sound = true;
  }
}
