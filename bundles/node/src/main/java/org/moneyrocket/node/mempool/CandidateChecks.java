// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.HeaderView;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.consensus.check.Finality;
import org.moneyrocket.consensus.check.InputsCheck;
import org.moneyrocket.consensus.check.SequenceLocks;
import org.moneyrocket.consensus.check.SigOps;
import org.moneyrocket.consensus.check.TransactionCheck;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.node.policy.Dust;
import org.moneyrocket.node.policy.RelayPolicy;
import org.moneyrocket.node.policy.StandardForm;
import org.moneyrocket.node.policy.StandardInputs;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

/**
 * The checks of one transaction before anything else in the mempool is weighed against it, in the
 * order that decides which reason is given. Stops at the first failure with {@link
 * RefusedException}.
 */
final class CandidateChecks {
  private final Mempool pool;
  private final ChainState chain;
  private final AdmissionRules rules;
  private final PoolCoins coins;
  private final RelayPolicy policy;

  CandidateChecks(Mempool pool, ChainState chain, AdmissionRules rules, PoolCoins coins) {
    this.pool = pool;
    this.chain = chain;
    this.rules = rules;
    this.coins = coins;
    this.policy = pool.policy();
  }

  /**
   * Checks {@code tx}.
   *
   * @param earlier transactions of the package before it, possible parents
   */
  Candidate check(Transaction tx, List<Candidate> earlier) throws RefusedException {
    checkAlone(tx);
    Set<MempoolEntry> conflicts = checkKnown(tx);
    Coin[] spentCoins = checkInputsThere(tx);
    LockPoints locks = checkSequenceLocks(tx, spentCoins);
    InputsCheck.Outcome outcome = InputsCheck.check(tx, spentCoins, chain.tip().height() + 1);
    refuseIfInvalid(outcome.verdict());

    List<TxOut> spent = new ArrayList<>(spentCoins.length);
    boolean spendsCoinbase = false;
    for (Coin coin : spentCoins) {
      spent.add(coin.output());
      spendsCoinbase |= coin.coinbase();
    }
    if (policy.requireStandard()) {
      checkSpending(tx, spent);
    }
    long sigOps = SigOps.cost(tx, spent, ScriptFlags.STANDARD);
    MempoolEntry entry =
        new MempoolEntry(
            tx,
            outcome.feeSats(),
            sigOps,
            policy.bytesPerSigop(),
            rules.time(),
            chain.tip().height(),
            rules.bypassLimits() ? 0 : pool.sequence(),
            spendsCoinbase,
            locks);
    entry.setModifiedFee(Mempool.saturatedSum(outcome.feeSats(), pool.delta(tx.txid())));
    if (policy.requireStandard()) {
      checkDustIsFree(entry);
    }
    if (sigOps > RelayPolicy.MAX_SIGOP_COST) {
      throw refused(Blame.NOT_STANDARD, "bad-txns-too-many-sigops", Long.toString(sigOps));
    }
    if (!rules.bypassLimits() && !rules.packageFees()) {
      checkFee(entry.vsize(), entry.modifiedFee());
    }
    findParents(entry, earlier);
    Candidate candidate = new Candidate(entry, spent);
    candidate.conflicts.addAll(conflicts);
    if (!rules.bypassLimits()) {
      checkTruc(candidate);
    }
    return candidate;
  }

  private void checkAlone(Transaction tx) throws RefusedException {
    refuseIfInvalid(TransactionCheck.check(tx));
    if (tx.isCoinbase()) {
      throw refused(Blame.CONSENSUS, "coinbase", "");
    }
    if (policy.requireStandard()) {
      Optional<String> problem = StandardForm.problem(tx, policy);
      if (problem.isPresent()) {
        throw refused(Blame.NOT_STANDARD, problem.get(), "");
      }
    }
    if (tx.baseSize() < RelayPolicy.MIN_BASE_SIZE) {
      throw refused(Blame.NOT_STANDARD, "tx-size-small", "");
    }
    HeaderView tip = chain.tip();
    if (!Finality.isFinal(tx, tip.height() + 1, tip.medianTimePast())) {
      throw refused(Blame.PREMATURE_SPEND, "non-final", "");
    }
  }

  private Set<MempoolEntry> checkKnown(Transaction tx) throws RefusedException {
    if (pool.find(tx.wtxid()).isPresent()) {
      throw refused(Blame.CONFLICT, "txn-already-in-mempool", "");
    }
    if (pool.contains(tx.txid())) {
      throw refused(Blame.CONFLICT, "txn-same-nonwitness-data-in-mempool", "");
    }
    Set<MempoolEntry> conflicts = new LinkedHashSet<>();
    for (TxIn input : tx.inputs()) {
      Optional<MempoolEntry> other = pool.spender(input.prevout());
      if (other.isPresent()) {
        if (!rules.replacement()) {
          throw refused(Blame.MEMPOOL_POLICY, "bip125-replacement-disallowed", "");
        }
        conflicts.add(other.get());
      }
    }
    return conflicts;
  }

  private Coin[] checkInputsThere(Transaction tx) throws RefusedException {
    Coin[] found = new Coin[tx.inputs().size()];
    for (int i = 0; i < found.length; i++) {
      Coin coin = coins.get(tx.inputs().get(i).prevout());
      if (coin == null) {
        // Outputs of its own in the cache tell that it was confirmed a moment ago.
        for (int n = 0; n < tx.outputs().size(); n++) {
          if (coins.isCached(new OutPoint(tx.txid(), n))) {
            throw refused(Blame.CONFLICT, "txn-already-known", "");
          }
        }
        throw refused(Blame.MISSING_INPUTS, "bad-txns-inputs-missingorspent", "");
      }
      found[i] = coin;
    }
    return found;
  }

  private LockPoints checkSequenceLocks(Transaction tx, Coin[] spent) throws RefusedException {
    LockPoints points = lockPoints(tx, spent, chain.tip());
    if (!points.locks().satisfiedAfter(chain.tip())) {
      throw refused(Blame.PREMATURE_SPEND, "non-BIP68-final", "");
    }
    return points;
  }

  /** Calculates the relative locks of a transaction that is to be in the next block. */
  static LockPoints lockPoints(Transaction tx, Coin[] spent, HeaderView tip) {
    int[] heights = new int[spent.length];
    int highest = 0;
    for (int i = 0; i < heights.length; i++) {
      boolean unconfirmed = spent[i].height() == PoolCoins.MEMPOOL_HEIGHT;
      heights[i] = unconfirmed ? tip.height() + 1 : spent[i].height();
      if (!unconfirmed) {
        highest = Math.max(highest, heights[i]);
      }
    }
    HeaderView basis = tip.ancestor(Math.min(highest, tip.height()));
    return new LockPoints(SequenceLocks.of(tx, heights, tip), basis == null ? tip : basis);
  }

  private void checkSpending(Transaction tx, List<TxOut> spent) throws RefusedException {
    Optional<String> problem = StandardInputs.problem(tx, spent);
    if (problem.isPresent()) {
      throw refused(Blame.INPUTS_NOT_STANDARD, "bad-txns-nonstandard-inputs", problem.get());
    }
    if (tx.hasWitness() && !StandardInputs.witnessIsStandard(tx, spent)) {
      throw refused(Blame.WITNESS_MUTATED, "bad-witness-nonstandard", "");
    }
  }

  private void checkDustIsFree(MempoolEntry entry) throws RefusedException {
    if ((entry.baseFee() != 0 || entry.modifiedFee() != 0)
        && !Dust.of(entry.tx(), policy.dustRate()).isEmpty()) {
      throw refused(Blame.NOT_STANDARD, "dust", "tx with dust output must be 0-fee");
    }
  }

  /** Checks a fee against the minimum of the mempool and of relay. */
  void checkFee(long vsize, long fee) throws RefusedException {
    FeeRate rolling = pool.rollingMinimum();
    long needed = rolling.feeOf(vsize);
    if (needed > 0 && fee < needed) {
      throw refused(Blame.RECONSIDERABLE, "mempool min fee not met", fee + " < " + needed);
    }
    needed = policy.minRelayRate().feeOf(vsize);
    if (fee < needed) {
      throw refused(Blame.RECONSIDERABLE, "min relay fee not met", fee + " < " + needed);
    }
  }

  private void findParents(MempoolEntry entry, List<Candidate> earlier) {
    for (TxIn input : entry.tx().inputs()) {
      pool.find(input.prevout().txid()).ifPresent(entry.parents::add);
      for (Candidate other : earlier) {
        if (other.tx().txid().equals(input.prevout().txid())) {
          entry.parents.add(other.entry());
        }
      }
    }
  }

  private void checkTruc(Candidate candidate) throws RefusedException {
    Optional<TrucRules.Violation> violation = TrucRules.checkSingle(candidate);
    if (violation.isEmpty()) {
      return;
    }
    MempoolEntry sibling = violation.get().sibling();
    if (!rules.siblingEviction() || sibling == null) {
      throw refused(Blame.MEMPOOL_POLICY, "TRUC-violation", violation.get().text());
    }
    candidate.conflicts.add(sibling);
    candidate.siblingEviction = true;
  }

  private static void refuseIfInvalid(Verdict verdict) throws RefusedException {
    if (verdict instanceof Verdict.Invalid invalid) {
      throw new RefusedException(invalid);
    }
  }

  static RefusedException refused(Blame blame, String reason, String detail) {
    return new RefusedException(new Verdict.Invalid(blame, reason, detail));
  }
}
