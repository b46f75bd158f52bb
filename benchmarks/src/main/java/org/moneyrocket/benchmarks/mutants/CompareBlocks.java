// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.mutants;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.moneyrocket.consensus.check.Subsidy;
import org.moneyrocket.consensus.check.WitnessCommitment;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/**
 * Lets {@code bitcoind} and ours judge the same blocks. A chain of random transactions grows on
 * both; before each of its blocks come many that differ from it in one or two ways. The answers of
 * {@code submitblock}, the tips and now and then {@code getchaintips} must be the same.
 *
 * <p>Usage: {@code CompareBlocks PEER OURS COUNT [SEED] [-option …]}: the peer's {@code bitcoind},
 * {@code compat/bitcoind} of a packaged distribution, how many wrong blocks, and options for both
 * (with {@code -par} only the verdicts are compared, not the reasons). Ends with status 1 if there
 * was a difference.
 */
public final class CompareBlocks implements Mutations.Chain {
  private static final int BITS = 0x207fffff;
  private static final int BLOCK_VERSION = 0x20000000;
  private static final int COINBASE_OUTPUTS = 12;
  private static final int MUTANTS_PER_BLOCK = 60;
  private static final int MEDIAN_SPAN = 11;

  private final ChainParameters params = ChainParameters.of(Chain.REGTEST);
  private final SplittableRandom random;
  private final Locks locks;
  private final Coins coins;
  private final Mutations mutations;
  private final RpcNode peer;
  private final RpcNode ours;
  private final List<BlockHash> chain = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();
  private final List<Transaction> coinbases = new ArrayList<>();
  private final List<BlockHash> seen = new ArrayList<>();
  private final Map<String, Integer> answers = new TreeMap<>();
  private long now = 1_700_000_000L;
  private final boolean strict;
  private final int segwitHeight;
  private int differences;

  private CompareBlocks(RpcNode peer, RpcNode ours, long seed, boolean strict, int segwitHeight) {
    this.segwitHeight = segwitHeight;
    this.strict = strict;
    this.peer = peer;
    this.ours = ours;
    this.random = new SplittableRandom(seed);
    this.locks = new Locks(random.split());
    this.coins = new Coins(locks);
    this.mutations = new Mutations(params, this, locks);
    chain.add(params.genesisHash());
    times.add(params.genesis().header().time());
    seen.add(params.genesisHash());
  }

  /** See the description of the class. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Comparison given = Comparison.read(CompareBlocks.class, args);
    // With several threads it is not certain which of several faults is found first.
    boolean strict = given.options().stream().noneMatch(o -> o.startsWith("-par="));
    Comparison comparison = strict ? given.with("-par=1") : given;
    int segwit =
        given.options().stream()
            .filter(o -> o.startsWith("-testactivationheight=segwit@"))
            .mapToInt(o -> Integer.parseInt(o.substring(o.indexOf('@') + 1)))
            .reduce(0, (earlier, later) -> later);
    comparison.run(
        (peer, ours) -> {
          CompareBlocks compare = new CompareBlocks(peer, ours, comparison.seed(), strict, segwit);
          compare.run(comparison.count());
          return compare.differences;
        });
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public long medianTimePast() {
    List<Long> last =
        new ArrayList<>(times.subList(Math.max(0, times.size() - MEDIAN_SPAN), times.size()));
    Collections.sort(last);
    return last.get(last.size() / 2);
  }

  @Override
  public List<BlockHash> hashes() {
    return seen;
  }

  @Override
  public Coins coins() {
    return coins;
  }

  @Override
  public List<Transaction> coinbases() {
    return coinbases;
  }

  private int height() {
    return chain.size() - 1;
  }

  private void run(int count) throws IOException, InterruptedException {
    setTime();
    for (int i = 0; i < 110; i++) {
      extend(base());
    }
    int done = 0;
    int next = 0;
    while (done < count) {
      Draft base = base();
      for (int i = 0; i < MUTANTS_PER_BLOCK && done < count; i++) {
        done++;
        if (mutant(base, done)) {
          base = base();
        }
      }
      extend(base);
      if (random.nextInt(2) == 0) {
        branch();
      }
      if (done >= next) {
        compareTips();
        next = done + Math.max(1, count / 20);
        System.out.printf(
            Locale.ROOT,
            "%d blocks, height %d, %d coins, %d differences%n",
            done,
            height(),
            coins.size(),
            differences);
      }
    }
    compareTips();
    compareCoins();
    answers.forEach((text, times) -> System.out.println(times + "\t" + text));
  }

  private void setTime() throws IOException, InterruptedException {
    peer.call("setmocktime", now);
    ours.call("setmocktime", now);
  }

  /** Makes a block that should be right. */
  private Draft base() {
    int height = height() + 1;
    long time = Math.max(medianTimePast() + 1, times.get(times.size() - 1) + random.nextInt(900));
    Draft draft =
        new Draft(height, BLOCK_VERSION, chain.get(chain.size() - 1), Math.min(time, now), BITS);
    long fees = 0;
    List<Transaction> made = new ArrayList<>();
    draft.txs.add(coinbase(height, 0));
    if (height > 100) {
      List<Coins.Coin> picked = coins.pick(height, 1 + random.nextInt(12), true, random);
      picked.removeIf(coin -> height < segwitHeight && needsWitness(coin.output()));
      while (!picked.isEmpty()) {
        int inputs = Math.min(picked.size(), 1 + random.nextInt(4));
        List<Coins.Coin> spent = new ArrayList<>(picked.subList(0, inputs));
        picked.subList(0, inputs).clear();
        long fee = random.nextInt(2000);
        Transaction tx = draft.sign(plain(spent, fee), coins, random);
        fees += value(spent) - tx.outputs().stream().mapToLong(TxOut::valueSats).sum();
        draft.txs.add(tx);
        made.add(tx);
      }
      if (!made.isEmpty() && random.nextBoolean()) {
        Transaction parent = made.get(random.nextInt(made.size()));
        Lock lock = coins.lock(parent.outputs().get(0).script());
        if (lock != null
            && lock.sure()
            && (height >= segwitHeight || !needsWitness(parent.outputs().get(0)))) {
          draft.txs.add(child(draft, parent));
        }
      }
    }
    draft.txs.set(0, coinbase(height, fees));
    draft.commit();
    draft.merkle();
    draft.mine(params);
    return draft;
  }

  private boolean needsWitness(TxOut output) {
    Lock lock = coins.lock(output.script());
    return lock == null || lock.name().matches(".*(wsh|wpkh|tr-|anchor).*");
  }

  private static long value(List<Coins.Coin> spent) {
    return spent.stream().mapToLong(c -> c.output().valueSats()).sum();
  }

  private Transaction child(Draft draft, Transaction parent) {
    Transaction child =
        new Transaction(
            1,
            List.of(new TxIn(new OutPoint(parent.txid(), 0), Bytes.EMPTY, -1)),
            List.of(new TxOut(parent.outputs().get(0).valueSats(), locks.any().script())),
            0);
    return draft.sign(child, coins, random);
  }

  private Transaction plain(List<Coins.Coin> spent, long fee) {
    List<TxIn> inputs = new ArrayList<>();
    for (Coins.Coin coin : spent) {
      inputs.add(new TxIn(coin.outpoint(), Bytes.EMPTY, random.nextBoolean() ? -1 : -2));
    }
    long left = Math.max(0, value(spent) - fee);
    List<TxOut> outputs = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      long share = i == count - 1 ? left : left / 2;
      left -= share;
      outputs.add(new TxOut(share, anyLock().script()));
    }
    return new Transaction(2, inputs, outputs, random.nextBoolean() ? 0 : height());
  }

  private Lock anyLock() {
    if (random.nextInt(5) == 0) {
      return locks.timed(random);
    }
    return locks.any();
  }

  private Transaction coinbase(int height, long fees) {
    long left = Subsidy.at(params, height) + fees;
    List<TxOut> outputs = new ArrayList<>();
    for (int i = 0; i < COINBASE_OUTPUTS; i++) {
      long share = i == COINBASE_OUTPUTS - 1 ? left : left / COINBASE_OUTPUTS;
      left -= share;
      outputs.add(new TxOut(share, locks.any().script()));
    }
    outputs.add(new TxOut(0, WitnessCommitment.script(Bytes.of(new byte[32]))));
    return new Transaction(
        2,
        List.of(
            new TxIn(
                OutPoint.NULL,
                new ScriptBuilder().number(height).op(Opcodes.OP_0).build(),
                -1,
                height < segwitHeight
                    ? List.of()
                    : List.of(WitnessCommitment.ZERO_RESERVED_VALUE))),
        outputs,
        0);
  }

  /** Lets a branch overtake the chain, wrong in its last block every other time, and goes back. */
  private void branch() throws IOException, InterruptedException {
    int from = height() - 1 - random.nextInt(4);
    int length = height() - from + random.nextInt(3);
    boolean wrong = random.nextBoolean();
    BlockHash previous = chain.get(from);
    BlockHash first = previous;
    for (int i = 1; i <= length; i++) {
      int height = from + i;
      Draft draft =
          new Draft(height, BLOCK_VERSION, previous, times.get(from) + 3600 + 10L * i, BITS);
      boolean last = wrong && i == length;
      draft.txs.add(coinbase(height, last && random.nextBoolean() ? 1 : 0));
      if (last) {
        // Not on this branch, or not any more.
        List<Coins.Coin> coin = coins.pick(height() + 1, 1, true, random);
        coin.removeIf(c -> height < segwitHeight && needsWitness(c.output()));
        draft.txs.add(draft.sign(plain(coin, 0), coins, random));
      }
      draft.commit();
      draft.merkle();
      draft.mine(params);
      previous = draft.block().hash();
      if (i == 1) {
        first = previous;
      }
      submit("branch of " + length + " from " + from, draft.block().toBytes());
      seen.add(previous);
    }
    compare("tip after a branch", "getbestblockhash");
    compareCoins();
    compare("invalidate a branch", "invalidateblock", first.toString());
    String back = compare("tip after a branch was given up", "getbestblockhash");
    if (!back.equals(chain.get(chain.size() - 1).toString())) {
      throw new IllegalStateException("the tip is " + back + " after a branch");
    }
    compareCoins();
  }

  /** Submits a right block. */
  private void extend(Draft draft) throws IOException, InterruptedException {
    Block block = draft.block();
    String answer = submit("base", block.toBytes());
    if (!answer.equals("null")) {
      throw new IllegalStateException("the base block " + block.hash() + " is refused: " + answer);
    }
    adopt(block);
  }

  private void adopt(Block block) throws IOException, InterruptedException {
    coins.connect(height() + 1, block.transactions());
    chain.add(block.hash());
    times.add(block.header().time());
    coinbases.add(block.transactions().get(0));
    seen.add(block.hash());
    if (block.header().time() + 3600 > now) {
      now = block.header().time() + 3600;
    }
    now += random.nextInt(600);
    setTime();
  }

  /** Returns whether the tip is another one now. */
  private boolean mutant(Draft base, int number) throws IOException, InterruptedException {
    Draft draft = base.copy();
    List<String> names = new ArrayList<>();
    int changes = random.nextInt(5) == 0 ? 2 : 1;
    for (int i = 0; i < changes; i++) {
      String name = mutations.names().get(random.nextInt(mutations.names().size()));
      names.add(name);
      try {
        mutations.apply(name, draft, random);
      } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
        // Two changes may not fit each other; what the first did is tried alone.
        names.add("(not possible)");
      }
    }
    boolean rootKept = names.contains("root") || random.nextInt(15) == 0;
    if (random.nextInt(10) != 0) {
      draft.commit();
    } else {
      names.add("not committed");
    }
    if (names.contains("root")) {
      draft.root = Mutations.flip(draft.root, random.nextInt(32));
    } else if (!rootKept) {
      draft.merkle();
    } else {
      names.add("root kept");
    }
    if (random.nextInt(20) != 0) {
      draft.mine(params);
    } else {
      names.add("not mined");
    }
    Bytes bytes = draft.block().toBytes();
    if (random.nextInt(25) == 0) {
      names.add("raw");
      bytes = raw(bytes);
    }
    if (random.nextInt(3) == 0) {
      propose(names + " number " + number, bytes);
    }
    String answer = submit(names + " number " + number, bytes);
    if (random.nextInt(12) == 0) {
      submit(names + " again, number " + number, bytes);
    }
    Block block = draft.block();
    seen.add(block.hash());
    if (!answer.equals("null")) {
      return false;
    }
    String tip = compare("tip after " + names, "getbestblockhash");
    if (!tip.equals(block.hash().toString())) {
      return false;
    }
    boolean same = block.hash().equals(base.block().hash());
    if (same || (random.nextInt(4) == 0 && !names.contains("raw"))) {
      adopt(block);
      return true;
    }
    compare("invalidate", "invalidateblock", tip);
    String back = compare("tip after invalidateblock", "getbestblockhash");
    if (!back.equals(chain.get(chain.size() - 1).toString())) {
      throw new IllegalStateException("the tip is " + back + " after invalidateblock");
    }
    return false;
  }

  private Bytes raw(Bytes bytes) {
    byte[] copy = bytes.toArray();
    return switch (random.nextInt(3)) {
      case 0 -> Bytes.of(copy, 0, random.nextInt(copy.length));
      case 1 -> bytes.concat(Bytes.fromHex("00"));
      default -> {
        int flips = 1 + random.nextInt(3);
        for (int i = 0; i < flips; i++) {
          copy[80 + random.nextInt(copy.length - 80)] ^= (byte) (1 << random.nextInt(8));
        }
        yield Bytes.of(copy);
      }
    };
  }

  /** Asks for a verdict without a proof of work. */
  private void propose(String what, Bytes block) throws IOException, InterruptedException {
    Map<String, Object> request =
        Map.of("mode", "proposal", "data", block.toHex(), "rules", List.of("segwit"));
    String theirs = peer.call("getblocktemplate", request).text();
    String own = ours.call("getblocktemplate", request).text();
    answers.merge("proposal " + theirs, 1, Integer::sum);
    if (strict ? !theirs.equals(own) : theirs.equals("null") != own.equals("null")) {
      differences++;
      System.out.println(
          "DIFFERENT proposal " + what + ": peer '" + theirs + "', ours '" + own + "'");
    }
  }

  private String submit(String what, Bytes block) throws IOException, InterruptedException {
    String hex = block.toHex();
    String theirs = peer.call("submitblock", hex).text();
    String own = ours.call("submitblock", hex).text();
    answers.merge(theirs, 1, Integer::sum);
    if (strict ? !theirs.equals(own) : theirs.equals("null") != own.equals("null")) {
      differences++;
      Path file = Files.createTempFile("mutant", ".hex");
      Files.writeString(file, hex);
      System.out.println(
          "DIFFERENT " + what + ": peer '" + theirs + "', ours '" + own + "', block in " + file);
    }
    return theirs;
  }

  private String compare(String what, String method, Object... params)
      throws IOException, InterruptedException {
    String theirs = peer.call(method, params).text();
    String own = ours.call(method, params).text();
    if (!theirs.equals(own)) {
      differences++;
      System.out.println("DIFFERENT " + what + ": peer '" + theirs + "', ours '" + own + "'");
    }
    return theirs;
  }

  private void compareCoins() throws IOException, InterruptedException {
    String theirs = peer.call("gettxoutsetinfo", "muhash").result().path("muhash").asText();
    String own = ours.call("gettxoutsetinfo", "muhash").result().path("muhash").asText();
    if (!theirs.equals(own) || theirs.isEmpty()) {
      differences++;
      System.out.println("DIFFERENT coins: peer " + theirs + ", ours " + own);
    }
  }

  private void compareTips() throws IOException, InterruptedException {
    TreeSet<String> theirs = tips(peer);
    TreeSet<String> own = tips(ours);
    if (!theirs.equals(own)) {
      differences++;
      TreeSet<String> missing = new TreeSet<>(theirs);
      missing.removeAll(own);
      own.removeAll(theirs);
      System.out.println("DIFFERENT tips: only peer " + missing + ", only ours " + own);
    }
  }

  private static TreeSet<String> tips(RpcNode node) throws IOException, InterruptedException {
    TreeSet<String> tips = new TreeSet<>();
    for (JsonNode tip : node.call("getchaintips").result()) {
      tips.add(tip.toString());
    }
    return tips;
  }
}
