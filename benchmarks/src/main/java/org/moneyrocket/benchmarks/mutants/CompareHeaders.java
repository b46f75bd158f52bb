// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;

/**
 * Lets {@code bitcoind} and ours judge the same headers. A tree of headers grows on both, with
 * times, targets and versions at and around the limits, so that many are refused. The answers of
 * {@code submitheader} and at the end {@code getchaintips} must be the same.
 *
 * <p>Usage as {@link CompareBlocks}. Options worth trying: {@code -test=bip94}, {@code
 * -testactivationheight=cltv@200}, {@code -vbparams=testdummy:0:9999999999}.
 */
public final class CompareHeaders {
  private static final int MEDIAN_SPAN = 11;
  private static final int INTERVAL = 144;

  private final ChainParameters params = ChainParameters.of(Chain.REGTEST);
  private final SplittableRandom random;
  private final RpcNode peer;
  private final RpcNode ours;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Integer> answers = new TreeMap<>();
  private Node highest;
  private long now = 1_700_000_000L;
  private int differences;

  private record Node(BlockHash hash, int height, long time, @Nullable Node parent) {
    long medianTimePast() {
      long[] times = new long[MEDIAN_SPAN];
      int count = 0;
      for (Node at = this; at != null && count < MEDIAN_SPAN; at = at.parent()) {
        times[count++] = at.time();
      }
      Arrays.sort(times, 0, count);
      return times[count / 2];
    }
  }

  private CompareHeaders(RpcNode peer, RpcNode ours, long seed) {
    this.peer = peer;
    this.ours = ours;
    this.random = new SplittableRandom(seed);
    highest = new Node(params.genesisHash(), 0, params.genesis().header().time(), null);
    nodes.add(highest);
  }

  /** See the description of the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Comparison comparison = Comparison.read(CompareHeaders.class, args);
    comparison.run(
        (peer, ours) -> {
          CompareHeaders compare = new CompareHeaders(peer, ours, comparison.seed());
          compare.run(comparison.count());
          return compare.differences;
        });
  }

  private void run(int count) throws IOException, InterruptedException {
    for (int i = 0; i < count; i++) {
      if (i == 0 || highest.medianTimePast() + 5000 > now) {
        now += 100_000;
        peer.call("setmocktime", now);
        ours.call("setmocktime", now);
      }
      one(i);
    }
    TreeSet<String> theirs = tips(peer);
    TreeSet<String> own = tips(ours);
    if (!theirs.equals(own)) {
      differences++;
      System.out.println("DIFFERENT tips");
    }
    answers.forEach((text, times) -> System.out.println(times + "\t" + text));
    System.out.println(nodes.size() + " headers known, " + theirs.size() + " tips");
  }

  private void one(int number) throws IOException, InterruptedException {
    // Mostly on the highest, so that the tree gets high.
    Node parent = highest;
    if (random.nextInt(6) == 0) {
      parent = nodes.get(random.nextInt(nodes.size()));
    } else {
      for (int back = random.nextInt(4) - 2; back > 0 && parent.parent() != null; back--) {
        parent = parent.parent();
      }
    }
    BlockHash previous =
        random.nextInt(60) == 0 ? BlockHash.fromDisplay("77".repeat(32)) : parent.hash();
    byte[] root = new byte[32];
    random.nextBytes(root);
    BlockHeader header =
        new BlockHeader(version(), previous, Bytes.of(root), time(parent), bits(), 0);
    if (random.nextInt(20) != 0) {
      header = mine(header);
    }
    String hex = header.toBytes().toHex();
    if (random.nextInt(80) == 0) {
      hex = hex.substring(0, random.nextInt(160)) + (random.nextBoolean() ? "" : "zz");
    }
    String theirs = peer.call("submitheader", hex).text();
    String own = ours.call("submitheader", hex).text();
    answers.merge(theirs.replaceAll("[0-9a-f]{64}", "HASH"), 1, Integer::sum);
    if (!theirs.equals(own)) {
      differences++;
      System.out.println(
          "DIFFERENT header " + number + ": peer '" + theirs + "', ours '" + own + "': " + hex);
    }
    if (theirs.equals("null")) {
      Node added = new Node(header.hash(), parent.height() + 1, header.time(), parent);
      nodes.add(added);
      if (added.height() > highest.height()) {
        highest = added;
      }
    }
  }

  private int version() {
    return random.nextInt(3) != 0
        ? 0x20000000
        : Mutations.pick(random, 0, 1, 2, 3, 4, -1, Integer.MIN_VALUE, 0x20000000 | 1 << 28);
  }

  private int bits() {
    return random.nextInt(8) != 0
        ? 0x207fffff
        : Mutations.pick(
            random, 0x207ffffe, 0x217fffff, 0x1f7fffff, 0, 0x20800000, 0x1d00ffff, 0x2100ffff);
  }

  private long time(Node parent) {
    long mtp = parent.medianTimePast();
    if ((parent.height() + 1) % INTERVAL == 0) {
      return Math.max(
          0, parent.time() + Mutations.pick(random, -599L, -600L, -601L, -700L, 1L, 600L));
    }
    return switch (random.nextInt(12)) {
      case 0 -> mtp;
      case 1 -> mtp + 1;
      case 2 -> mtp - 1;
      case 3 -> now + Mutations.pick(random, 7199L, 7200L, 7201L);
      case 4 -> Mutations.pick(random, 0L, 0xffffffffL, now);
      case 5 -> parent.time() + 1201;
      case 6 -> Math.min(now, parent.time() + 5000);
      default -> Math.min(now, Math.max(parent.time() + 100, mtp + 1));
    };
  }

  private BlockHeader mine(BlockHeader header) {
    BlockHeader tried = header;
    for (int nonce = 0; nonce < 100; nonce++) {
      tried = header.withNonce(nonce);
      if (ProofOfWork.check(tried.hash(), tried.bits(), params)) {
        return tried;
      }
    }
    return tried;
  }

  private static TreeSet<String> tips(RpcNode node) throws IOException, InterruptedException {
    TreeSet<String> tips = new TreeSet<>();
    for (JsonNode tip : node.call("getchaintips").result()) {
      tips.add(tip.toString());
    }
    return tips;
  }
}
