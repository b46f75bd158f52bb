// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.After;
import org.junit.Test;
import org.moneyrocket.itests.harness.TestNode;
import org.moneyrocket.itests.harness.Wiring;

/**
 * What the memory of node and wallet still holds of passphrases a second after the wallet was
 * locked. Everything of ours is wiped; what the garbage collector moved while keys were stretched
 * may have left a copy in memory that it has not used again.
 */
public class PassphraseInMemoryTest {
  private static final String FIRST = "Tr0ub4dor-and-3-horses-xyzzy";
  private static final String SECOND = "Second-Passphrase-of-plugh-999";
  private static final int PIECE = 1 << 22;

  /** Copies that the garbage collector may have left of each, in each process. */
  private static final int LEFT_BEHIND = 2;

  private TestNode node;

  @After
  public void end() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  @Test
  public void hardlyAnythingIsLeftOfAPassphraseWhenTheWalletIsLocked() throws Exception {
    node = TestNode.prepare(Wiring.NODE_WALLET);
    node.start();
    node.awaitRpc();
    node.rpc("createwallet", "w");
    node.rpc("encryptwallet", FIRST);
    node.rpc("walletpassphrase", FIRST, 60);
    node.rpc("walletpassphrasechange", FIRST, SECOND);
    node.rpc("walletpassphrase", SECOND, 60);
    node.rpc("walletlock");
    Thread.sleep(1000); // the mark: one second after the lock

    check("node", node.process().pid());
    check("wallet", node.awaitChild("moneyrocket-wallet"));
  }

  private static void check(String name, long pid) throws IOException {
    Path memory = Path.of("/proc/" + pid + "/mem");
    assumeTrue("the system shows the memory of processes", Files.isReadable(memory));
    int first = count(pid, FIRST);
    int second = count(pid, SECOND);
    System.out.println(
        "PassphraseInMemoryTest: " + name + " holds " + first + " and " + second + " copies");
    assertThat(first).as("%s, the first passphrase", name).isLessThanOrEqualTo(LEFT_BEHIND);
    assertThat(second).as("%s, the second passphrase", name).isLessThanOrEqualTo(LEFT_BEHIND);
  }

  private static int count(long pid, String text) throws IOException {
    int count = 0;
    try (RandomAccessFile memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
        String[] parts = line.split(" +");
        if (parts[1].startsWith("r") && !line.contains("[v")) {
          String[] range = parts[0].split("-");
          long from = Long.parseUnsignedLong(range[0], 16);
          count += count(memory, from, Long.parseUnsignedLong(range[1], 16), text);
        }
      }
    }
    return count;
  }

  private static int count(RandomAccessFile memory, long from, long to, String text) {
    byte[] narrow = text.getBytes(StandardCharsets.US_ASCII);
    byte[] wide = text.getBytes(StandardCharsets.UTF_16LE);
    int count = 0;
    for (long at = from; at < to; at += PIECE) {
      byte[] piece = new byte[(int) Math.min(PIECE + wide.length, to - at)];
      try {
        memory.seek(at);
        memory.readFully(piece);
      } catch (IOException e) {
        continue; // a part of the address space that has no memory
      }
      count += count(piece, narrow) + count(piece, wide);
    }
    return count;
  }

  private static int count(byte[] piece, byte[] wanted) {
    int count = 0;
    for (int i = 0; i < Math.min(PIECE, piece.length - wanted.length + 1); i++) {
      if (piece[i] == wanted[0]
          && java.util.Arrays.equals(piece, i, i + wanted.length, wanted, 0, wanted.length)) {
        count++;
      }
    }
    return count;
  }
}
