// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import java.util.List;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.fuzz.Check;
import org.moneyrocket.fuzz.Decoder;
import org.moneyrocket.fuzz.FuzzInput;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;

/** Transactions, blocks, headers, sizes, and the checks that need no context. */
public final class BlockFuzz {
  private static final ChainParameters REGTEST = ChainParameters.of(Chain.REGTEST);
  private static final ChainParameters SIGNET = ChainParameters.of(Chain.SIGNET);

  private BlockFuzz() {}

  /** Returns what reads transactions, blocks and headers. */
  public static List<Decoder> decoders() {
    return List.of(
        new Decoder("transaction", 64, input -> Transaction.read(new ByteReader(input), true)),
        new Decoder("old transaction", 64, input -> Transaction.read(new ByteReader(input), false)),
        new Decoder("block", 64, input -> Block.read(new ByteReader(input))),
        new Decoder("header", 64, input -> BlockHeader.read(new ByteReader(input))));
  }

  public static void fuzzerTestOneInput(byte[] data) {
    FuzzInput in = new FuzzInput(data);
    int choice = in.choose(5);
    ByteReader bytes = new ByteReader(in.rest());
    try {
      switch (choice) {
        case 0 -> transaction(bytes, true);
        case 1 -> transaction(bytes, false);
        case 2 -> block(bytes);
        case 3 -> header(bytes);
        default -> size(bytes);
      }
    } catch (DecodeException e) {
      Check.that(!String.valueOf(e.getMessage()).isEmpty(), "an error says what is wrong");
    }
  }

  private static void transaction(ByteReader in, boolean witness) throws DecodeException {
    Transaction tx = Transaction.read(in, witness);
    if (tx.inputs().isEmpty()) {
      // Without inputs the two encodings cannot be told apart when read again.
      return;
    }
    Transaction again = Transaction.decode(tx.toBytes());
    Check.same(again, tx, "transaction written and read");
    Check.same(again.txid(), tx.txid(), "txid");
    Check.same(again.wtxid(), tx.wtxid(), "wtxid");
    Check.same(again.weight(), tx.weight(), "weight");
    Transaction built = new Transaction(tx.version(), tx.inputs(), tx.outputs(), tx.lockTime());
    Check.same(built.txid(), tx.txid(), "txid of parts");
    Check.same(built.wtxid(), tx.wtxid(), "wtxid of parts");
    Check.same(built.totalSize(), tx.toBytes().size(), "size");
    ByteWriter base = new ByteWriter();
    tx.writeWithoutWitness(base);
    Check.same(base.size(), tx.baseSize(), "size without witness");
    TransactionCheck.check(tx);
    SigOps.legacy(tx);
    WitnessCommitment.outputIndex(tx);
  }

  private static void block(ByteReader in) throws DecodeException {
    int from = in.position();
    Block block = Block.read(in);
    int length = in.position() - from;
    boolean odd = block.transactions().stream().anyMatch(tx -> tx.inputs().isEmpty());
    if (!odd) {
      Check.same(
          block.toBytes(), Bytes.of(in.array(), from, length), "block written and its bytes");
      Check.same(block.totalSize(), length, "size of a block");
      Check.same(block.weight(), 3 * block.baseSize() + block.totalSize(), "weight of a block");
    }
    BlockCheck.check(REGTEST, block);
    BlockCheck.check(SIGNET, block, false, true);
    BlockCheck.isMutated(block, true);
    BlockCheck.isMutated(block, false);
    WitnessCommitment.check(block, true);
    List<Bytes> ids = block.transactions().stream().map(tx -> tx.txid().hash()).toList();
    MerkleTree.Root root = MerkleTree.root(ids);
    if (!ids.isEmpty()) {
      int last = ids.size() - 1;
      Check.same(
          MerkleTree.rootOf(ids.get(last), MerkleTree.path(ids, last), last),
          root.hash(),
          "merkle path");
      SignetBlock.isSigned(SIGNET, block);
    }
  }

  private static void header(ByteReader in) throws DecodeException {
    int from = in.position();
    BlockHeader header = BlockHeader.read(in);
    Check.same(header.toBytes(), Bytes.of(in.array(), from, BlockHeader.BYTES), "header");
    ProofOfWork.check(header.hash(), header.bits(), REGTEST);
    ProofOfWork.work(header.bits());
  }

  private static void size(ByteReader in) throws DecodeException {
    int from = in.position();
    long size = in.compactSizeAny();
    ByteWriter out = new ByteWriter();
    out.compactSize(size);
    Check.same(
        out.toBytes(), Bytes.of(in.array(), from, in.position() - from), "only the shortest form");
    Check.same(ByteWriter.compactSizeLength(size), out.size(), "length of a size");
    in.varBytes();
    in.text(100);
    in.count(3);
  }
}
