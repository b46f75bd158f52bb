// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.consensus.check.Deployments;
import org.moneyrocket.consensus.check.DuplicateTransactions;
import org.moneyrocket.consensus.check.InputsCheck;
import org.moneyrocket.consensus.check.SequenceLocks;
import org.moneyrocket.consensus.check.SigOps;
import org.moneyrocket.consensus.check.Subsidy;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptCheck;
import org.moneyrocket.consensus.interpreter.ScriptError;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.consensus.params.BuriedDeployment;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.coins.CoinsCache;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/**
 * Applies a block to coins while checking the rules that need them. The caller begins and ends the
 * change of the coins. Chain lock held.
 */
final class BlockConnector {
  private final KernelState state;
  private final CoinPrefetch prefetch;

  BlockConnector(KernelState state, CoinPrefetch prefetch) {
    this.state = state;
    this.prefetch = prefetch;
  }

  /**
   * What came out.
   *
   * @param undo the coins spent; of no use if the verdict is not valid
   */
  record Outcome(Verdict verdict, BlockUndo undo) {}

  /**
   * Checks a block that follows {@code entry}'s parent and changes the coins. If the verdict is not
   * valid the coins are left halfway: the caller rolls them back.
   *
   * @param entry the block's entry, or one that is not part of the tree
   * @param checkScripts whether scripts are run
   * @param keepResults whether to remember what scripts were right, as for a block that will come
   *     again
   */
  Outcome connect(
      Block block, BlockEntry entry, CoinsCache coins, boolean checkScripts, boolean keepResults) {
    BlockEntry parent = entry.previous();
    if (parent == null || !parent.hasHash(coins.bestBlock())) {
      // With other coins the block would look invalid, which it is not.
      throw new IllegalStateException(
          "block " + entry.hash() + " does not follow the coins of " + coins.bestBlock());
    }
    prefetch.load(block, coins);
    if (mayRepeat(entry) && hasDuplicate(block, coins)) {
      return failed(
          Verdict.invalid(Blame.CONSENSUS, "bad-txns-BIP30", "tried to overwrite transaction"));
    }
    ScriptFlags flags = Deployments.scriptFlags(state.params, entry);
    ScriptPool.@Nullable Run run =
        checkScripts && state.scripts.hasWorkers()
            ? state.scripts.start(flags, state.signatures, keepResults)
            : null;
    boolean complete = false;
    try {
      Outcome outcome = new Walk(block, entry, coins, flags, checkScripts, keepResults, run).go();
      complete = outcome.verdict().isValid();
      if (complete && run != null) {
        Optional<ScriptPool.Failure> failure = run.finish();
        if (failure.isPresent()) {
          ScriptPool.Failure wrong = failure.get();
          return failed(scriptVerdict(wrong.tx().transaction(), wrong.input(), wrong.error()));
        }
      }
      return outcome;
    } finally {
      if (run != null && !complete) {
        run.cancel();
      }
    }
  }

  private static Outcome failed(Verdict verdict) {
    return new Outcome(verdict, BlockUndo.EMPTY);
  }

  /**
   * Tells whether a transaction could be the same as an earlier one (BIP30). Not where every
   * coinbase names its height (BIP34): none can repeat another, so nothing that descends from them
   * can either, and asking for every output of every block would be for nothing.
   */
  private boolean mayRepeat(BlockEntry entry) {
    return state.params.activationHeight(BuriedDeployment.BIP34) > 1
        && DuplicateTransactions.mustCheck(state.params, entry);
  }

  private static boolean hasDuplicate(Block block, CoinsCache coins) {
    for (Transaction tx : block.transactions()) {
      for (int i = 0; i < tx.outputs().size(); i++) {
        if (coins.has(new OutPoint(tx.txid(), i))) {
          return true;
        }
      }
    }
    return false;
  }

  private static Verdict scriptVerdict(Transaction tx, int input, ScriptError error) {
    OutPoint spent = tx.inputs().get(input).prevout();
    return Verdict.invalid(
        Blame.CONSENSUS,
        "block-script-verify-flag-failed (" + error.message() + ")",
        "input "
            + input
            + " of "
            + tx.txid()
            + " (wtxid "
            + tx.wtxid()
            + "), spending "
            + spent.txid()
            + ":"
            + Integer.toUnsignedString(spent.index()));
  }

  /** One pass over the transactions of a block. */
  private final class Walk {
    private final Block block;
    private final BlockEntry entry;
    private final BlockEntry parent;
    private final CoinsCache coins;
    private final ScriptFlags flags;
    private final boolean checkScripts;
    private final boolean keepResults;
    private final ScriptPool.@Nullable Run run;
    private final boolean sequenceLocks;
    private final List<BlockUndo.TxUndo> undo;
    private long fees;
    private long sigOps;

    Walk(
        Block block,
        BlockEntry entry,
        CoinsCache coins,
        ScriptFlags flags,
        boolean checkScripts,
        boolean keepResults,
        ScriptPool.@Nullable Run run) {
      this.block = block;
      this.entry = entry;
      BlockEntry previous = entry.previous();
      if (previous == null) {
        throw new IllegalArgumentException("genesis is not connected like other blocks");
      }
      this.parent = previous;
      this.coins = coins;
      this.flags = flags;
      this.checkScripts = checkScripts;
      this.keepResults = keepResults;
      this.run = run;
      this.sequenceLocks = state.params.isActiveAt(BuriedDeployment.CSV, entry.height());
      this.undo = new ArrayList<>(block.transactions().size());
    }

    Outcome go() {
      for (Transaction tx : block.transactions()) {
        Verdict verdict = tx.isCoinbase() ? coinbase(tx) : ordinary(tx);
        if (!verdict.isValid()) {
          return failed(verdict);
        }
        addOutputs(tx);
      }
      long limit = fees + Subsidy.at(state.params, entry.height());
      long paid = 0;
      for (TxOut output : block.transactions().get(0).outputs()) {
        paid += output.valueSats();
      }
      if (paid > limit) {
        return failed(
            Verdict.invalid(
                Blame.CONSENSUS,
                "bad-cb-amount",
                "coinbase pays too much (actual=" + paid + " vs limit=" + limit + ")"));
      }
      return new Outcome(Verdict.VALID, new BlockUndo(undo));
    }

    private Verdict coinbase(Transaction tx) {
      return countSigOps(SigOps.cost(tx, List.of(), flags));
    }

    private Verdict countSigOps(long cost) {
      sigOps += cost;
      return sigOps > Limits.MAX_BLOCK_SIGOPS_COST
          ? Verdict.invalid(Blame.CONSENSUS, "bad-blk-sigops", "too many sigops")
          : Verdict.VALID;
    }

    private Verdict ordinary(Transaction tx) {
      List<TxIn> inputs = tx.inputs();
      int count = inputs.size();
      @Nullable Coin[] spent = new Coin[count];
      for (int i = 0; i < count; i++) {
        spent[i] = coins.spend(inputs.get(i).prevout());
      }
      InputsCheck.Outcome inputsOutcome = InputsCheck.check(tx, spent, entry.height());
      if (inputsOutcome.verdict() instanceof Verdict.Invalid(_, String reason, String detail)) {
        // Whatever is wrong with a transaction, a block must not contain it.
        return Verdict.invalid(Blame.CONSENSUS, reason, detail + " in transaction " + tx.txid());
      }
      fees += inputsOutcome.feeSats();
      if (!Amount.isMoney(fees)) {
        return Verdict.invalid(
            Blame.CONSENSUS,
            "bad-txns-accumulated-fee-outofrange",
            "accumulated fee in the block out of range");
      }
      List<Coin> spentCoins = new ArrayList<>(count);
      List<TxOut> spentOutputs = new ArrayList<>(count);
      for (Coin coin : spent) {
        if (coin != null) {
          spentCoins.add(coin);
          spentOutputs.add(coin.output());
        }
      }
      if (sequenceLocks && SequenceLocks.applyTo(tx)) {
        int[] heights = new int[count];
        for (int i = 0; i < count; i++) {
          heights[i] = spentCoins.get(i).height();
        }
        if (!SequenceLocks.of(tx, heights, parent).satisfiedAfter(parent)) {
          return Verdict.invalid(
              Blame.CONSENSUS,
              "bad-txns-nonfinal",
              "contains a non-BIP68-final transaction " + tx.txid());
        }
      }
      Verdict counted = countSigOps(SigOps.cost(tx, spentOutputs, flags));
      if (!counted.isValid()) {
        return counted;
      }
      undo.add(new BlockUndo.TxUndo(spentCoins));
      return checkScripts ? scripts(tx, spentOutputs) : Verdict.VALID;
    }

    private Verdict scripts(Transaction tx, List<TxOut> spent) {
      if (state.executions.contains(tx.wtxid(), flags, !keepResults)) {
        return Verdict.VALID;
      }
      PrecomputedTransaction precomputed = PrecomputedTransaction.of(tx, spent);
      if (run != null) {
        run.add(precomputed);
        return Verdict.VALID;
      }
      Optional<ScriptCheck.Failure> failure =
          ScriptCheck.checkAll(precomputed, flags, state.signatures, keepResults);
      if (failure.isPresent()) {
        return scriptVerdict(tx, failure.get().input(), failure.get().error());
      }
      if (keepResults) {
        state.executions.add(tx.wtxid(), flags);
      }
      return Verdict.VALID;
    }

    private void addOutputs(Transaction tx) {
      boolean coinbase = tx.isCoinbase();
      List<TxOut> outputs = tx.outputs();
      for (int i = 0; i < outputs.size(); i++) {
        // Two coinbases of old repeat earlier ones and replace their outputs (BIP30).
        coins.add(
            new OutPoint(tx.txid(), i),
            new Coin(outputs.get(i), entry.height(), coinbase),
            coinbase);
      }
    }
  }
}
