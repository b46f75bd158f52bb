// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.ScriptCheck;
import org.moneyrocket.consensus.interpreter.ScriptFlag;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.interpreter.ScriptReader;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/**
 * The signature of a signet block (BIP325), as two transactions that never exist elsewhere.
 *
 * @param toSpend has one output with the challenge and commits to the block
 * @param toSign spends it with the solution found in the block
 */
public record SignetBlock(Transaction toSpend, Transaction toSign) {
  /** What the push in the witness commitment begins with that holds the solution. */
  public static final Bytes HEADER = Bytes.fromHex("ecc7daa2");

  // No TAPROOT: the rules of signets were fixed before it.
  private static final ScriptFlags FLAGS =
      ScriptFlags.of(ScriptFlag.P2SH, ScriptFlag.WITNESS, ScriptFlag.DERSIG, ScriptFlag.NULLDUMMY);

  /**
   * Tells whether {@code block} carries a valid solution; true for genesis and for chains without a
   * challenge.
   */
  public static boolean isSigned(ChainParameters params, Block block) {
    Optional<Bytes> challenge = params.signetChallenge();
    if (challenge.isEmpty() || block.hash().equals(params.genesisHash())) {
      return true;
    }
    Optional<SignetBlock> signed = of(block, challenge.get());
    if (signed.isEmpty()) {
      return false;
    }
    PrecomputedTransaction tx =
        PrecomputedTransaction.of(
            signed.get().toSign(), List.of(signed.get().toSpend().outputs().get(0)));
    return ScriptCheck.check(tx, 0, FLAGS).isOk();
  }

  /**
   * Takes the two transactions from a block.
   *
   * @return empty if the block has no witness commitment or the solution cannot be read
   */
  public static Optional<SignetBlock> of(Block block, Bytes challenge) {
    OptionalInt index = WitnessCommitment.outputIndex(block);
    if (index.isEmpty()) {
      return Optional.empty();
    }
    Transaction coinbase = block.transactions().get(0);
    Commitment commitment = read(coinbase.outputs().get(index.getAsInt()).script());
    Bytes scriptSig = Bytes.EMPTY;
    List<Bytes> witness = new ArrayList<>();
    if (commitment.solution() != null) {
      try {
        ByteReader in = new ByteReader(commitment.solution());
        scriptSig = in.varBytes();
        int count = in.count(1);
        for (int i = 0; i < count; i++) {
          witness.add(in.varBytes());
        }
        in.expectEnd("signet solution");
      } catch (DecodeException e) {
        // A solution that cannot be read is a wrong one.
        return Optional.empty();
      }
    }
    Bytes root = modifiedRoot(block, coinbase, index.getAsInt(), commitment.unsigned());
    Transaction toSpend = toSpend(block.header(), root, challenge);
    Transaction toSign =
        new Transaction(
            0,
            List.of(new TxIn(new OutPoint(toSpend.txid(), 0), scriptSig, 0, witness)),
            List.of(new TxOut(0, new ScriptBuilder().op(Opcodes.OP_RETURN).build())),
            0);
    return Optional.of(new SignetBlock(toSpend, toSign));
  }

  private static Transaction toSpend(BlockHeader header, Bytes root, Bytes challenge) {
    ByteWriter data = new ByteWriter();
    data.i32(header.version());
    header.previous().write(data);
    data.bytes(root).u32(header.time());
    Bytes scriptSig = new ScriptBuilder().op(Opcodes.OP_0).push(data.toBytes()).build();
    return new Transaction(
        0, List.of(new TxIn(OutPoint.NULL, scriptSig, 0)), List.of(new TxOut(0, challenge)), 0);
  }

  /**
   * A commitment script taken apart.
   *
   * @param unsigned the script without the solution
   */
  private record Commitment(@Nullable Bytes solution, Bytes unsigned) {}

  private static Commitment read(Bytes script) {
    Bytes solution = null;
    ScriptBuilder unsigned = new ScriptBuilder();
    ScriptReader reader = new ScriptReader(script);
    while (reader.next()) {
      Bytes data = reader.data();
      if (data.isEmpty()) {
        unsigned.op(reader.opcode());
        continue;
      }
      if (solution == null && data.size() > HEADER.size() && data.startsWith(HEADER)) {
        solution = data.slice(HEADER.size(), data.size() - HEADER.size());
        data = HEADER;
      }
      unsigned.push(data);
    }
    return new Commitment(solution, solution == null ? script : unsigned.build());
  }

  private static Bytes modifiedRoot(Block block, Transaction coinbase, int index, Bytes script) {
    List<TxOut> outputs = new ArrayList<>(coinbase.outputs());
    outputs.set(index, new TxOut(outputs.get(index).valueSats(), script));
    Transaction modified =
        new Transaction(coinbase.version(), coinbase.inputs(), outputs, coinbase.lockTime());
    List<Bytes> leaves = new ArrayList<>();
    leaves.add(modified.txid().hash());
    for (Transaction tx : block.transactions().subList(1, block.transactions().size())) {
      leaves.add(tx.txid().hash());
    }
    return MerkleTree.root(leaves).hash();
  }
}
