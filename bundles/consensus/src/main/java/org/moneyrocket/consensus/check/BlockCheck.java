// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import static org.moneyrocket.consensus.check.Verdict.invalid;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;

/** Checks of a whole block that need no coins. */
public final class BlockCheck {
  private static final int TREE_NODE_BYTES = 64;

  private BlockCheck() {}

  /** Checks everything that needs no other block. */
  public static Verdict check(ChainParameters params, Block block) {
    return check(params, block, true, true);
  }

  /**
   * Checks everything that needs no other block.
   *
   * @param checkWork false leaves out proof of work and the signature of signet blocks
   * @param checkMerkleRoot false leaves out the comparison with the root in the header
   */
  public static Verdict check(
      ChainParameters params, Block block, boolean checkWork, boolean checkMerkleRoot) {
    if (checkWork) {
      Verdict header = HeaderCheck.check(params, block.hash(), block.header().bits());
      if (!header.isValid()) {
        return header;
      }
      if (!SignetBlock.isSigned(params, block)) {
        return invalid(
            Blame.CONSENSUS, "bad-signet-blksig", "signet block signature validation failure");
      }
    }
    if (checkMerkleRoot) {
      Verdict root = checkMerkleRoot(block);
      if (!root.isValid()) {
        return root;
      }
    }
    Verdict shape = checkShape(block);
    if (!shape.isValid()) {
      return shape;
    }
    long sigOps = 0;
    for (Transaction tx : block.transactions()) {
      Verdict verdict = TransactionCheck.check(tx);
      if (verdict instanceof Verdict.Invalid(Blame blame, String reason, String detail)) {
        return invalid(
            blame, reason, "Transaction check failed (tx hash " + tx.txid() + ") " + detail);
      }
      sigOps += SigOps.legacy(tx);
    }
    // Operations in witnesses and redeem scripts are counted when the coins are known.
    if (sigOps * Limits.WITNESS_SCALE_FACTOR > Limits.MAX_BLOCK_SIGOPS_COST) {
      return invalid(Blame.CONSENSUS, "bad-blk-sigops", "out-of-bounds SigOpCount");
    }
    return Verdict.VALID;
  }

  private static Verdict checkMerkleRoot(Block block) {
    MerkleTree.Root root = MerkleTree.ofTransactions(block);
    if (!root.hash().equals(block.header().merkleRoot())) {
      return invalid(Blame.MUTATED, "bad-txnmrklroot", "hashMerkleRoot mismatch");
    }
    if (root.mutated()) {
      return invalid(Blame.MUTATED, "bad-txns-duplicate", "duplicate transaction");
    }
    return Verdict.VALID;
  }

  private static Verdict checkShape(Block block) {
    List<Transaction> transactions = block.transactions();
    long count = transactions.size();
    if (count == 0
        || count * Limits.WITNESS_SCALE_FACTOR > Limits.MAX_BLOCK_WEIGHT
        || (long) block.baseSize() * Limits.WITNESS_SCALE_FACTOR > Limits.MAX_BLOCK_WEIGHT) {
      return invalid(Blame.CONSENSUS, "bad-blk-length", "size limits failed");
    }
    if (!transactions.get(0).isCoinbase()) {
      return invalid(Blame.CONSENSUS, "bad-cb-missing", "first tx is not coinbase");
    }
    for (int i = 1; i < count; i++) {
      if (transactions.get(i).isCoinbase()) {
        return invalid(Blame.CONSENSUS, "bad-cb-multiple", "more than one coinbase");
      }
    }
    return Verdict.VALID;
  }

  /**
   * Checks everything that needs the headers before the block. Only after {@link #check}; the
   * header itself is checked by {@link HeaderCheck#checkInContext}.
   *
   * @param parent the block's parent, null for genesis
   */
  public static Verdict checkInContext(
      ChainParameters params, Block block, @Nullable HeaderView parent) {
    int height = parent == null ? 0 : parent.height() + 1;
    long cutoff = Deployments.lockTimeCutoff(params, parent, block.header().time());
    for (Transaction tx : block.transactions()) {
      if (!Finality.isFinal(tx, height, cutoff)) {
        return invalid(Blame.CONSENSUS, "bad-txns-nonfinal", "non-final transaction");
      }
    }
    if (params.isActiveAt(BuriedDeployment.BIP34, height)) {
      Bytes expected = new ScriptBuilder().number(height).build();
      if (!block.transactions().get(0).inputs().get(0).scriptSig().startsWith(expected)) {
        return invalid(Blame.CONSENSUS, "bad-cb-height", "block height mismatch in coinbase");
      }
    }
    Verdict witness =
        WitnessCommitment.check(block, params.isActiveAt(BuriedDeployment.SEGWIT, height));
    if (!witness.isValid()) {
      return witness;
    }
    // Only now: until the witness of the coinbase is known to be right, a block could be made
    // too heavy without a change of its hash.
    if (block.weight() > Limits.MAX_BLOCK_WEIGHT) {
      return invalid(
          Blame.CONSENSUS, "bad-blk-weight", "ContextualCheckBlock : weight limit failed");
    }
    return Verdict.VALID;
  }

  /**
   * Tells whether the transactions of {@code block} do not belong to its header, so that the block
   * must be asked for again and the header not be blamed.
   *
   * @param expectCommitment whether segwit is active for this block
   */
  public static boolean isMutated(Block block, boolean expectCommitment) {
    return !checkMutation(block, expectCommitment).isValid();
  }

  /** Says what shows that {@code block} {@link #isMutated}; valid if nothing does. */
  public static Verdict checkMutation(Block block, boolean expectCommitment) {
    Verdict root = checkMerkleRoot(block);
    if (!root.isValid()) {
      return root;
    }
    List<Transaction> transactions = block.transactions();
    if (transactions.isEmpty() || !transactions.get(0).isCoinbase()) {
      // A node of the tree has 64 bytes and can pass for a transaction (CVE-2017-12842).
      return transactions.stream().anyMatch(tx -> tx.baseSize() == TREE_NODE_BYTES)
          ? invalid(Blame.MUTATED, "bad-txns-tree-node", "transaction of 64 bytes")
          : Verdict.VALID;
    }
    return WitnessCommitment.check(block, expectCommitment);
  }
}
