// SPDX-License-Identifier: MIT
package org.moneyrocket.benchmarks.chain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.MerkleTree;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.check.Subsidy;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.check.WitnessCommitment;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/**
 * Makes a regtest chain whose transactions spend every common kind of output, all really signed.
 * The same arguments give the same bytes. The chain consists of {@code blkNNNNN.dat} files, which
 * may serve as a blocks directory or be given to {@code -loadblock}, and of {@code
 * chain.properties}.
 *
 * <p>Usage: {@code ChainGenerator DIRECTORY INPUTS [SEED]}.
 */
public final class ChainGenerator {
  // Scripts of the newest two weeks of work are checked whatever -assumevalid says.
  private static final int BLOCKS_ON_TOP = 2_100;
  private static final int KEYS = 3 * 1024;
  private static final int FANOUT = 2_000;
  private static final int FANOUTS_PER_BLOCK = 10;
  private static final int TARGET_WEIGHT = 3_700_000;
  private static final int BATCHES_PER_BLOCK = 4;
  private static final long FEE_SATS = 200;
  private static final long DUST_SATS = 600;
  private static final int SPACING_SECONDS = 600;
  private static final int BLOCK_VERSION = 0x20000000;
  private static final int MIN_COINS = 20_000;
  private static final int COINS_PART = 8;

  private final ChainParameters params = ChainParameters.of(Chain.REGTEST);
  private final SplittableRandom random;
  private final Keyring keys;
  private final CoinPool pool;
  private final List<CoinPool.Coin> coinbases = new ArrayList<>();
  private final Map<OutputKind, Integer> spent = new EnumMap<>(OutputKind.class);
  private final BlockFileWriter files;
  private BlockHeader tip;
  private BlockHash tipHash;
  private int height;
  private int inputs;
  private int transactions;

  private ChainGenerator(Path directory, long seed) throws IOException {
    this.random = new SplittableRandom(seed);
    this.keys = new Keyring(seed, KEYS);
    this.pool = new CoinPool(random.split());
    this.files = new BlockFileWriter(directory, params.magic());
    Block genesis = params.genesis();
    this.tip = genesis.header();
    this.tipHash = genesis.hash();
    files.write(genesis);
  }

  /** See the description of the class. */
  public static void main(String[] args) throws IOException {
    if (args.length < 2 || args.length > 3) {
      System.err.println("usage: ChainGenerator DIRECTORY INPUTS [SEED]");
      System.exit(1);
    }
    Path directory = Files.createDirectories(Path.of(args[0]));
    try (Stream<Path> old = Files.list(directory)) {
      if (old.findAny().isPresent()) {
        System.err.println("Error: " + directory + " is not empty");
        System.exit(1);
      }
    }
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
    ChainGenerator generator = new ChainGenerator(directory, seed);
    generator.run(Integer.parseInt(args[1]));
    Files.writeString(directory.resolve("chain.properties"), generator.description(seed));
    System.out.print(generator.description(seed));
  }

  private void run(int wantedInputs) throws IOException {
    long start = System.nanoTime();
    int coins = Math.max(MIN_COINS, wantedInputs / COINS_PART);
    int fanouts = (coins + FANOUT - 1) / FANOUT;
    for (int i = 0; i < fanouts + Limits.COINBASE_MATURITY; i++) {
      append(List.of());
    }
    for (int i = 0; i < fanouts; i += FANOUTS_PER_BLOCK) {
      List<Plan> plans = new ArrayList<>();
      for (int j = i; j < Math.min(fanouts, i + FANOUTS_PER_BLOCK); j++) {
        plans.add(plan(List.of(coinbases.get(j)), FANOUT));
      }
      append(sign(plans));
    }
    int next = 0;
    while (inputs < wantedInputs) {
      append(block(wantedInputs - inputs));
      if (inputs >= next) {
        System.out.printf(
            Locale.ROOT,
            "height %d, %d inputs, %d coins, %d MiB, %d s%n",
            height,
            inputs,
            pool.size(),
            files.bytes() >> 20,
            (System.nanoTime() - start) / 1_000_000_000);
        next = inputs + wantedInputs / 20;
      }
    }
    for (int i = 0; i < BLOCKS_ON_TOP; i++) {
      append(List.of());
    }
    files.close();
  }

  /** A transaction that is not signed yet. */
  private record Plan(
      PrecomputedTransaction tx, List<CoinPool.Coin> coins, List<CoinPool.Coin> made) {}

  /** Fills a block in several batches, so that some transactions spend others of the same block. */
  private List<Transaction> block(int inputsLeft) {
    List<Transaction> all = new ArrayList<>();
    int left = inputsLeft;
    for (int batch = 0; batch < BATCHES_PER_BLOCK; batch++) {
      List<Plan> plans = new ArrayList<>();
      for (int weight = 0; weight < TARGET_WEIGHT / BATCHES_PER_BLOCK && left > 0; ) {
        Plan plan = plan(takeSome(), outputCount());
        plans.add(plan);
        left -= plan.coins().size();
        weight += estimatedWeight(plan);
      }
      all.addAll(sign(plans));
    }
    return all;
  }

  private static int estimatedWeight(Plan plan) {
    int weight = plan.tx().transaction().weight();
    int emptyInput = 41 * Transaction.WITNESS_SCALE_FACTOR;
    for (CoinPool.Coin coin : plan.coins()) {
      weight += coin.kind().inputWeight - emptyInput;
    }
    return weight + 2;
  }

  private List<CoinPool.Coin> takeSome() {
    int dice = random.nextInt(100);
    int count =
        dice < 45
            ? 1
            : dice < 75
                ? 2
                : dice < 88 ? 3 : dice < 98 ? 4 + random.nextInt(5) : 20 + random.nextInt(41);
    List<CoinPool.Coin> coins = new ArrayList<>();
    for (int i = 0; i < count && pool.size() > 0; i++) {
      coins.add(pool.take());
    }
    return coins;
  }

  private int outputCount() {
    int dice = random.nextInt(100);
    return dice < 20 ? 1 : dice < 80 ? 2 : dice < 90 ? 3 : 5 + random.nextInt(21);
  }

  private Plan plan(List<CoinPool.Coin> coins, int wantedOutputs) {
    long value = 0;
    List<TxIn> ins = new ArrayList<>();
    List<TxOut> spentOutputs = new ArrayList<>();
    for (CoinPool.Coin coin : coins) {
      value += coin.valueSats();
      ins.add(new TxIn(coin.outpoint(), Bytes.EMPTY, -2));
      spentOutputs.add(new TxOut(coin.valueSats(), keys.lockingScript(coin.kind(), coin.key())));
      spent.merge(coin.kind(), 1, Integer::sum);
    }
    // A coin that is smaller than the fee moves for nothing.
    value -= Math.min(FEE_SATS, value / 2);
    int count = Math.clamp(value / DUST_SATS, 1, wantedOutputs);
    List<TxOut> outs = new ArrayList<>();
    List<CoinPool.Coin> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long share = i == count - 1 ? value : value / (count - i);
      value -= share;
      OutputKind kind = OutputKind.of(random.nextInt(100));
      int key = random.nextInt(keys.size());
      outs.add(new TxOut(share, keys.lockingScript(kind, key)));
      made.add(new CoinPool.Coin(OutPoint.NULL, share, kind, key));
    }
    inputs += coins.size();
    transactions++;
    return new Plan(
        PrecomputedTransaction.of(new Transaction(2, ins, outs, 0), spentOutputs), coins, made);
  }

  /** Signs on all cores; the result does not depend on which did what. */
  private List<Transaction> sign(List<Plan> plans) {
    List<Transaction> signed = plans.parallelStream().map(this::sign).toList();
    for (int i = 0; i < signed.size(); i++) {
      List<CoinPool.Coin> made = plans.get(i).made();
      for (int j = 0; j < made.size(); j++) {
        CoinPool.Coin coin = made.get(j);
        pool.add(
            new CoinPool.Coin(
                new OutPoint(signed.get(i).txid(), j), coin.valueSats(), coin.kind(), coin.key()));
      }
    }
    return signed;
  }

  private Transaction sign(Plan plan) {
    List<TxIn> ins = new ArrayList<>();
    for (int i = 0; i < plan.coins().size(); i++) {
      CoinPool.Coin coin = plan.coins().get(i);
      ins.add(keys.sign(plan.tx(), i, coin.kind(), coin.key()));
    }
    return plan.tx().transaction().withInputs(ins);
  }

  private void append(List<Transaction> signed) throws IOException {
    height++;
    long subsidy = Subsidy.at(params, height);
    Transaction coinbase =
        new Transaction(
            2,
            List.of(
                new TxIn(OutPoint.NULL, new ScriptBuilder().number(height).number(0).build(), -1)),
            List.of(new TxOut(subsidy, keys.lockingScript(OutputKind.P2WPKH, 0))),
            0);
    List<Transaction> all = new ArrayList<>(signed.size() + 1);
    all.add(coinbase);
    all.addAll(signed);
    BlockHeader header =
        new BlockHeader(
            BLOCK_VERSION,
            tipHash,
            Bytes.wrap(new byte[32]),
            tip.time() + SPACING_SECONDS,
            tip.bits(),
            0);
    Block block = WitnessCommitment.addTo(new Block(header, all));
    if (block.weight() > Limits.MAX_BLOCK_WEIGHT) {
      throw new IllegalStateException("block of weight " + block.weight());
    }
    header = mine(header.withMerkleRoot(MerkleTree.ofTransactions(block).hash()));
    block = new Block(header, block.transactions());
    Verdict verdict = BlockCheck.check(params, block);
    if (!verdict.isValid()) {
      throw new IllegalStateException("block " + height + " is wrong: " + verdict.text());
    }
    files.write(block);
    tip = header;
    tipHash = block.hash();
    coinbases.add(
        new CoinPool.Coin(
            new OutPoint(block.transactions().get(0).txid(), 0), subsidy, OutputKind.P2WPKH, 0));
  }

  private BlockHeader mine(BlockHeader header) {
    for (int nonce = 0; ; nonce++) {
      BlockHeader tried = header.withNonce(nonce);
      if (ProofOfWork.check(tried.hash(), tried.bits(), params)) {
        return tried;
      }
    }
  }

  private String description(long seed) {
    StringBuilder text = new StringBuilder();
    text.append("seed=").append(seed).append('\n');
    text.append("height=").append(height).append('\n');
    text.append("tip=").append(tipHash).append('\n');
    text.append("bytes=").append(files.bytes()).append('\n');
    text.append("transactions=").append(transactions).append('\n');
    text.append("coins=").append(pool.size()).append('\n');
    text.append("inputs=").append(inputs).append('\n');
    spent.forEach(
        (kind, count) ->
            text.append("inputs.").append(kind).append('=').append(count).append('\n'));
    return text.toString();
  }
}
