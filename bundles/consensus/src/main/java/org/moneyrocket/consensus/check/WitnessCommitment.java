// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import static org.moneyrocket.consensus.check.Verdict.invalid;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/** The output of a coinbase that commits to the witnesses of the block (BIP141). */
public final class WitnessCommitment {
  /** Smallest size of a script that is a commitment. */
  public static final int MIN_BYTES = 38;

  /** The value miners put into the witness of the coinbase unless they have a use for it. */
  public static final Bytes ZERO_RESERVED_VALUE = Bytes.wrap(new byte[32]);

  private static final Bytes PREFIX = Bytes.fromHex("6a24aa21a9ed");
  private static final int HASH = 32;

  private WitnessCommitment() {}

  /** Returns the index of the output of the first transaction that holds the commitment. */
  public static OptionalInt outputIndex(Block block) {
    return block.transactions().isEmpty()
        ? OptionalInt.empty()
        : outputIndex(block.transactions().get(0));
  }

  /** Returns the index of the output of {@code coinbase} that holds the commitment: the last. */
  public static OptionalInt outputIndex(Transaction coinbase) {
    List<TxOut> outputs = coinbase.outputs();
    for (int i = outputs.size() - 1; i >= 0; i--) {
      Bytes script = outputs.get(i).script();
      if (script.size() >= MIN_BYTES && script.startsWith(PREFIX)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** Returns the hash to commit to for a root over the witnesses and a reserved value. */
  public static Bytes hash(Bytes witnessRoot, Bytes reservedValue) {
    return Bytes.wrap(Hashes.sha256dPair(witnessRoot.unsafeArray(), reservedValue.unsafeArray()));
  }

  /** Returns the script of an output that commits to {@code hash}. */
  public static Bytes script(Bytes hash) {
    return PREFIX.concat(hash);
  }

  /**
   * Checks that the witnesses are those the coinbase commits to, and that there are none where
   * nothing commits to them. What fails here says nothing about the header.
   *
   * @param expected whether segwit is active for this block
   */
  public static Verdict check(Block block, boolean expected) {
    if (expected) {
      OptionalInt index = outputIndex(block);
      if (index.isPresent()) {
        return checkCommitment(block, index.getAsInt());
      }
    }
    for (Transaction tx : block.transactions()) {
      if (tx.hasWitness()) {
        return mutated("unexpected-witness", "unexpected witness data found");
      }
    }
    return Verdict.VALID;
  }

  private static Verdict checkCommitment(Block block, int index) {
    Transaction coinbase = block.transactions().get(0);
    List<Bytes> witness =
        coinbase.inputs().isEmpty() ? List.of() : coinbase.inputs().get(0).witness();
    if (witness.size() != 1 || witness.get(0).size() != HASH) {
      return mutated("bad-witness-nonce-size", "invalid witness reserved value size");
    }
    Bytes expected = hash(MerkleTree.ofWitnesses(block), witness.get(0));
    Bytes script = coinbase.outputs().get(index).script();
    if (!expected.equals(script.slice(PREFIX.size(), HASH))) {
      return mutated("bad-witness-merkle-match", "witness merkle commitment mismatch");
    }
    return Verdict.VALID;
  }

  private static Verdict mutated(String reason, String detail) {
    return invalid(Blame.MUTATED, reason, "CheckWitnessMalleation : " + detail);
  }

  /**
   * Gives the coinbase of {@code block} the reserved value of zeros if it has a commitment but no
   * witness; otherwise returns the block as it is.
   */
  public static Block withReservedValue(Block block) {
    if (outputIndex(block).isEmpty()) {
      return block;
    }
    Transaction coinbase = block.transactions().get(0);
    if (coinbase.hasWitness() || coinbase.inputs().isEmpty()) {
      return block;
    }
    List<TxIn> inputs = new ArrayList<>(coinbase.inputs());
    inputs.set(0, inputs.get(0).withWitness(List.of(ZERO_RESERVED_VALUE)));
    return withCoinbase(block, coinbase.withInputs(inputs));
  }

  /**
   * Adds a commitment output to the coinbase of {@code block} unless there is one, and the reserved
   * value of zeros. The header is left as it is, so its root has to be made anew.
   */
  public static Block addTo(Block block) {
    return withReservedValue(withOutput(block));
  }

  /**
   * Adds the commitment output alone, as a block before the activation of segwit may have it but
   * not a witness. The header is left as it is.
   */
  public static Block withOutput(Block block) {
    if (outputIndex(block).isPresent()) {
      return block;
    }
    Transaction coinbase = block.transactions().get(0);
    List<TxOut> outputs = new ArrayList<>(coinbase.outputs());
    Bytes root = MerkleTree.ofWitnesses(block);
    outputs.add(new TxOut(0, script(hash(root, ZERO_RESERVED_VALUE))));
    Transaction changed =
        new Transaction(coinbase.version(), coinbase.inputs(), outputs, coinbase.lockTime());
    return withCoinbase(block, changed);
  }

  private static Block withCoinbase(Block block, Transaction coinbase) {
    List<Transaction> transactions = new ArrayList<>(block.transactions());
    transactions.set(0, coinbase);
    return new Block(block.header(), transactions);
  }
}
