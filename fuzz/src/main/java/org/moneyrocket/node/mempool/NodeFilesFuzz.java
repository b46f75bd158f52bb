// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.check.Deployments;
import org.moneyrocket.consensus.interpreter.ScriptExecutionCache;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.SignatureCache;
import org.moneyrocket.consensus.merkle.MerkleBlock;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.Decoder;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.node.fees.BlockPolicyEstimator;
import org.moneyrocket.node.fees.MempoolPolicyEstimator;
import org.moneyrocket.node.index.BlockFilter;
import org.moneyrocket.node.index.IndexRowsFuzz;
import org.moneyrocket.node.policy.RelayPolicy;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxOut;

/**
 * Files that the node keeps beside the chain, and proofs that people bring: the mempool (over a
 * chain in which every output exists), fee estimates, block filters, rows of indexes, partial
 * merkle trees.
 */
public final class NodeFilesFuzz {
  private static final ChainParameters REGTEST = ChainParameters.of(Chain.REGTEST);
  private static final Path FILE = file();
  private static final Everything CHAIN = new Everything();
  private static final CachedScripts SCRIPTS =
      new CachedScripts(new SignatureCache(1 << 16), new ScriptExecutionCache(1 << 16));

  private NodeFilesFuzz() {}

  private static Path file() {
    try {
      return Files.createTempFile("mempool-fuzz", ".dat");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what reads filters and proofs. */
  public static List<Decoder> decoders() {
    return List.of(
        new Decoder(
            "block filter", 64, input -> BlockFilter.read(REGTEST.genesisHash(), Bytes.of(input))),
        new Decoder("merkle block", 64, input -> MerkleBlock.read(new ByteReader(input))));
  }

  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    FuzzInput in = new FuzzInput(data);
    int choice = in.choose(7);
    try {
      switch (choice) {
        case 0, 1 -> mempool(in, choice == 1);
        case 2 -> fees(new ByteReader(in.rest()));
        case 3 -> filter(in.rest());
        case 4 -> IndexRowsFuzz.fuzz(in.rest());
        case 5 -> poolFees(new ByteReader(in.rest()));
        default -> proof(new ByteReader(in.rest()));
      }
    } catch (DecodeException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    }
  }

  private static void mempool(FuzzInput in, boolean wrap) throws IOException {
    byte[] content = in.rest();
    if (wrap) {
      // The version, no key, and a count that the fuzzer need not find.
      content = new ByteWriter().i64(1).i64(content.length == 0 ? 0 : 1).bytes(content).toArray();
    }
    Files.write(FILE, content);
    Mempool pool =
        new Mempool(
            RelayPolicy.DEFAULT,
            MempoolLimits.DEFAULT,
            () -> Instant.ofEpochSecond(1_600_000_000),
            MempoolListener.NONE);
    MempoolFile file = new MempoolFile(new Admission(pool, CHAIN, SCRIPTS));
    if (file.load(FILE, MempoolFile.ImportOptions.CONTINUE, () -> false)) {
      Check.that(file.save(FILE), "a mempool can be written");
      Check.that(
          file.load(FILE, MempoolFile.ImportOptions.CONTINUE, () -> false), "and read again");
    }
  }

  private static void fees(ByteReader in) throws DecodeException {
    BlockPolicyEstimator estimator = new BlockPolicyEstimator();
    estimator.read(in);
    ByteWriter out = new ByteWriter();
    estimator.write(out);
    new BlockPolicyEstimator().read(new ByteReader(out.toArray()));
    estimator.estimate(2, true);
    estimator.estimate(1008, false);
  }

  private static void poolFees(ByteReader in) throws DecodeException {
    MempoolPolicyEstimator estimator = poolEstimator();
    estimator.read(in, REGTEST.genesisHash(), in.remaining() % 3);
    ByteWriter out = new ByteWriter();
    estimator.write(out);
    Check.that(in.position() == out.size(), "estimates keep their size");
  }

  private static MempoolPolicyEstimator poolEstimator() {
    return new MempoolPolicyEstimator(
        MempoolPolicyEstimator.source(
            () -> true, REGTEST::genesisHash, List::of, () -> new FeeRate(1000)),
        () -> Instant.ofEpochSecond(1_600_000_000));
  }

  private static void filter(byte[] bytes) throws DecodeException {
    BlockFilter filter = BlockFilter.read(REGTEST.genesisHash(), Bytes.of(bytes));
    Check.same(filter.encoded(), Bytes.of(bytes), "a filter keeps its bytes");
    filter.mayContainAny(List.of(Bytes.of(bytes), Bytes.fromHex("51")));
    filter.header(Bytes.wrap(new byte[32]));
  }

  private static void proof(ByteReader in) throws DecodeException {
    MerkleBlock block = MerkleBlock.read(in);
    Bytes written = block.toBytes();
    Check.same(MerkleBlock.read(new ByteReader(written)).toBytes(), written, "a proof");
    block.tree().contents();
  }

  /** A chain of one header in which every output exists. */
  private static final class Everything implements ChainState {
    private final ReentrantLock lock = new ReentrantLock();
    private final HeaderView tip = new Genesis(REGTEST.genesis().header());

    @Override
    public ReentrantLock lock() {
      return lock;
    }

    @Override
    public HeaderView tip() {
      return tip;
    }

    @Override
    public ScriptFlags tipFlags() {
      return Deployments.scriptFlags(REGTEST, tip);
    }

    @Override
    public Coin coin(OutPoint outpoint) {
      return new Coin(new TxOut(50_000, Bytes.fromHex("51024e73")), 0, false);
    }

    @Override
    public boolean isCached(OutPoint outpoint) {
      return true;
    }

    @Override
    public void uncache(OutPoint outpoint) {
      // All outputs are there without a cache.
    }
  }

  private record Genesis(BlockHeader header) implements HeaderView {
    @Override
    public BlockHash hash() {
      return header.hash();
    }

    @Override
    public int height() {
      return 0;
    }

    @Override
    public int version() {
      return header.version();
    }

    @Override
    public long time() {
      return header.time();
    }

    @Override
    public int bits() {
      return header.bits();
    }

    @Override
    public @Nullable HeaderView previous() {
      return null;
    }

    @Override
    public @Nullable HeaderView ancestor(int height) {
      return height == 0 ? this : null;
    }

    @Override
    public UInt256 chainWork() {
      return UInt256.of(2);
    }
  }
}
