// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import static org.moneyrocket.node.mempool.CandidateChecks.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.consensus.interpreter.ScriptCheck;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of the mempool: decides about transactions and lets them in. Safe for every thread;
 * takes the chain lock, then the mempool's.
 */
public final class Admission {
  private static final Logger log = LoggerFactory.getLogger("mempool");

  private final Mempool pool;
  private final ChainState chain;
  private final ScriptRunner scripts;
  private final int checkRatio;

  public Admission(Mempool pool, ChainState chain, ScriptRunner scripts) {
    this(pool, chain, scripts, 0);
  }

  /**
   * @param checkRatio the mempool is checked once in so many submissions, 0 for never
   */
  public Admission(Mempool pool, ChainState chain, ScriptRunner scripts, int checkRatio) {
    this.pool = pool;
    this.chain = chain;
    this.scripts = scripts;
    this.checkRatio = checkRatio;
  }

  /** Checks the mempool if it is time for that; both locks are held. */
  void checkNowAndThen() {
    if (checkRatio > 0 && ThreadLocalRandom.current().nextInt(checkRatio) == 0) {
      PoolCheck.run(pool, chain);
    }
  }

  public Mempool pool() {
    return pool;
  }

  ChainState chain() {
    return chain;
  }

  /** Lets a transaction in, or says why not. */
  public AdmissionResult submit(Transaction tx) {
    return submit(tx, AdmissionRules.single(pool.now(), false, false));
  }

  /** Lets a transaction in as if it had come at {@code time}, seconds since 1970. */
  public AdmissionResult submitFromFile(Transaction tx, long time) {
    return submit(tx, AdmissionRules.single(time, false, false));
  }

  /** Tells what {@link #submit} would do, and does nothing. */
  public AdmissionResult test(Transaction tx) {
    return submit(tx, AdmissionRules.single(pool.now(), false, true));
  }

  /** Tells whether several transactions, parents first, would get in one after the other. */
  public PackageResult testPackage(List<Transaction> transactions) {
    return locked(
        () ->
            new PackageAdmission(this)
                .evaluate(transactions, AdmissionRules.packageTest(pool.now())));
  }

  /**
   * Lets in a child with its parents, whose fees may count together.
   *
   * @param maxRate highest rate the sender wants to pay for any of them
   */
  public PackageResult submitPackage(List<Transaction> transactions, Optional<FeeRate> maxRate) {
    return locked(
        () -> {
          PackageResult result =
              new PackageAdmission(this)
                  .submit(transactions, AdmissionRules.packageSubmission(pool.now(), maxRate));
          checkNowAndThen();
          return result;
        });
  }

  /** A transaction of a block that is no longer in the active chain comes back. */
  AdmissionResult readmit(Transaction tx) {
    return submit(tx, AdmissionRules.single(pool.now(), true, false));
  }

  AdmissionResult submit(Transaction tx, AdmissionRules rules) {
    return locked(
        () -> {
          PoolCoins coins = new PoolCoins(chain, pool);
          AdmissionResult result = new Attempt(tx, rules, coins).run();
          if (!result.isAccepted() || rules.testOnly()) {
            coins.uncacheFetched();
          }
          // Transactions that come back from blocks are looked at when all are back.
          if (!rules.testOnly() && !rules.packagePart() && !rules.bypassLimits()) {
            checkNowAndThen();
          }
          return result;
        });
  }

  private <T> T locked(Supplier<T> action) {
    chain.lock().lock();
    try {
      pool.lock().lock();
      try {
        return action.get();
      } finally {
        pool.lock().unlock();
      }
    } finally {
      chain.lock().unlock();
    }
  }

  /** One transaction on its way in. */
  private final class Attempt {
    private final Transaction tx;
    private final AdmissionRules rules;
    private final PoolCoins coins;

    Attempt(Transaction tx, AdmissionRules rules, PoolCoins coins) {
      this.tx = tx;
      this.rules = rules;
      this.coins = coins;
    }

    AdmissionResult run() {
      MempoolEntry entry = null;
      try {
        Candidate candidate = new CandidateChecks(pool, chain, rules, coins).check(tx, List.of());
        entry = candidate.entry();
        Replacement replacement = checkReplacement(candidate);
        TxGraph.Staged staged =
            pool.graph().stage(replacement.removed(), List.of(candidate.entry()));
        checkStaged(candidate, replacement, staged);
        checkScripts(candidate);
        if (!rules.testOnly()) {
          finish(candidate, replacement, staged);
        }
        return accepted(candidate, replacement);
      } catch (RefusedException e) {
        return new AdmissionResult.Rejected(e.why(), effectiveRate(e.why(), entry));
      }
    }

    private Optional<AdmissionResult.EffectiveRate> effectiveRate(
        Verdict.Invalid why, @Nullable MempoolEntry entry) {
      if (why.blame() != Blame.RECONSIDERABLE || entry == null) {
        return Optional.empty();
      }
      return Optional.of(rateOf(entry));
    }

    private Replacement checkReplacement(Candidate candidate) throws RefusedException {
      if (candidate.conflicts.isEmpty()) {
        return Replacement.NONE;
      }
      String suffix = candidate.siblingEviction ? " (including sibling eviction)" : "";
      Optional<String> tooMany = Replacement.tooMany(tx.txid(), candidate.conflicts);
      if (tooMany.isPresent()) {
        throw refused(
            Blame.MEMPOOL_POLICY, "too many potential replacements" + suffix, tooMany.get());
      }
      Replacement replacement = Replacement.of(candidate.conflicts);
      Optional<String> underpaid =
          replacement.underpaid(
              tx.txid(),
              candidate.entry().modifiedFee(),
              candidate.entry().vsize(),
              pool.policy().incrementalRate());
      if (underpaid.isPresent()) {
        throw refused(Blame.RECONSIDERABLE, "insufficient fee" + suffix, underpaid.get());
      }
      return replacement;
    }

    private void checkStaged(Candidate candidate, Replacement replacement, TxGraph.Staged staged)
        throws RefusedException {
      if (staged.oversized()) {
        throw refused(Blame.MEMPOOL_POLICY, "too-large-cluster", "");
      }
      if (!candidate.conflicts.isEmpty()) {
        if (!staged.improvesDiagram()) {
          throw refused(
              Blame.RECONSIDERABLE,
              "replacement-failed",
              "insufficient feerate: does not improve feerate diagram");
        }
        checkSpendsNoConflict(candidate);
      }
      MempoolEntry entry = candidate.entry();
      if (rules.maxRate().isPresent()
          && FeeRate.of(entry.modifiedFee(), entry.vsize()).compareTo(rules.maxRate().get()) > 0) {
        throw refused(Blame.MEMPOOL_POLICY, "max feerate exceeded", "");
      }
      if (!rules.bypassLimits() && pool.policy().requireStandard()) {
        Optional<Transaction> left =
            EphemeralDust.leftBehind(List.of(tx), pool, pool.policy().dustRate());
        if (left.isPresent()) {
          throw refused(Blame.MEMPOOL_POLICY, "missing-ephemeral-spends", EphemeralDust.detail(tx));
        }
      }
    }

    private void checkSpendsNoConflict(Candidate candidate) throws RefusedException {
      Set<MempoolEntry> ancestors = TxGraph.ancestors(candidate.entry());
      for (MempoolEntry conflict : candidate.conflicts) {
        if (ancestors.contains(conflict)) {
          throw refused(
              Blame.CONSENSUS,
              "bad-txns-spends-conflicting-tx",
              tx.txid() + " spends conflicting transaction " + conflict.txid());
        }
      }
    }

    private void finish(Candidate candidate, Replacement replacement, TxGraph.Staged staged)
        throws RefusedException {
      MempoolEntry entry = candidate.entry();
      for (MempoolEntry old : replacement.removed()) {
        log.debug(
            "replacing mempool tx {} (wtxid={}, fees={}, vsize={}). New tx {} (wtxid={}, fees={},"
                + " vsize={})",
            old.txid(),
            old.tx().wtxid(),
            old.baseFee(),
            old.vsize(),
            tx.txid(),
            tx.wtxid(),
            entry.modifiedFee(),
            entry.vsize());
      }
      pool.apply(staged, replacement.removed(), List.of(entry));
      if (!rules.packagePart() && !rules.bypassLimits()) {
        pool.enforceLimits().forEach(chain::uncache);
        if (!pool.contains(tx.txid())) {
          throw refused(Blame.RECONSIDERABLE, "mempool full", "");
        }
      }
      pool.announce(entry, !rules.packagePart() && !rules.bypassLimits());
      if (!replacement.removed().isEmpty()) {
        log.debug(
            "replaced {} mempool transactions with 1 new transaction for {} additional fees, {}"
                + " delta bytes",
            replacement.removed().size(),
            entry.modifiedFee() - replacement.fees(),
            entry.vsize() - replacement.vsize());
      }
    }

    private AdmissionResult accepted(Candidate candidate, Replacement replacement) {
      MempoolEntry entry = candidate.entry();
      List<Transaction> replaced = new ArrayList<>();
      replacement.removed().forEach(old -> replaced.add(old.tx()));
      return new AdmissionResult.Accepted(entry.vsize(), entry.baseFee(), rateOf(entry), replaced);
    }
  }

  static AdmissionResult.EffectiveRate rateOf(MempoolEntry entry) {
    return new AdmissionResult.EffectiveRate(
        FeeRate.of(entry.modifiedFee(), entry.vsize()), List.of(entry.tx().wtxid()));
  }

  /** Runs the scripts as relay wants them, and then as the tip does, which fills the cache. */
  void checkScripts(Candidate candidate) throws RefusedException {
    Transaction tx = candidate.tx();
    List<TxOut> spent = candidate.spent();
    ScriptRunner.Prepared prepared = scripts.prepare(tx, spent);
    Optional<ScriptCheck.Failure> failure = prepared.run(ScriptFlags.STANDARD);
    if (failure.isPresent()) {
      int input = failure.get().input();
      boolean stripped = !tx.hasWitness() && spendsWitnessProgram(candidate);
      throw refused(
          stripped ? Blame.WITNESS_STRIPPED : Blame.NOT_STANDARD,
          "mempool-script-verify-flag-failed (" + failure.get().error().message() + ")",
          "input "
              + input
              + " of "
              + tx.txid()
              + " (wtxid "
              + tx.wtxid()
              + "), spending "
              + tx.inputs().get(input).prevout());
    }
    if (prepared.runForBlock(chain.tipFlags()).isPresent()) {
      throw new IllegalStateException(
          "scripts of " + tx.txid() + " pass the rules of relay but not those of the tip");
    }
  }

  private static boolean spendsWitnessProgram(Candidate candidate) {
    for (int i = 0; i < candidate.spent().size(); i++) {
      Bytes script = candidate.spent().get(i).script();
      if (Script.isPayToScriptHash(script)) {
        Bytes redeem = Script.lastPush(candidate.tx().inputs().get(i).scriptSig());
        if (redeem == null) {
          continue;
        }
        script = redeem;
      }
      if (Script.isWitnessProgram(script) && !Script.isPayToAnchor(script)) {
        return true;
      }
    }
    return false;
  }
}
