// SPDX-License-Identifier: MIT
package org.moneyrocket.node.mempool;

import static org.moneyrocket.node.mempool.CandidateChecks.refused;
import static org.moneyrocket.node.mempool.PackageResult.TRANSACTION_FAILED;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.consensus.check.Blame;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Wtxid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several transactions on their way in together. Called with both locks held. */
final class PackageAdmission {
  private static final Logger log = LoggerFactory.getLogger("mempool");
  private static final Logger packages = LoggerFactory.getLogger("txpackages");

  private final Admission door;
  private final Mempool pool;
  private final ChainState chain;

  PackageAdmission(Admission door) {
    this.door = door;
    this.pool = door.pool();
    this.chain = door.chain();
  }

  /** Lets in a child with its parents: first each by itself, then the rest together. */
  PackageResult submit(List<Transaction> all, AdmissionRules rules) {
    Optional<String> shape = PackageShape.problem(all);
    if (shape.isPresent()) {
      return PackageResult.refused(shape.get(), "");
    }
    if (all.size() > 1 && !PackageShape.isChildWithParents(all)) {
      return PackageResult.refused("package-not-child-with-parents", "");
    }
    Map<Wtxid, AdmissionResult> settled = new LinkedHashMap<>();
    Map<Wtxid, AdmissionResult> open = new LinkedHashMap<>();
    List<Transaction> together = new ArrayList<>();
    boolean failed = judgeEach(all, rules, settled, open, together);
    PackageResult group =
        failed
            ? PackageResult.refused(TRANSACTION_FAILED, "")
            : together.isEmpty()
                ? PackageResult.refused("", "")
                : together.size() == 1 ? single(together.get(0), rules) : evaluate(together, rules);
    pool.enforceLimits().forEach(chain::uncache);
    return combine(all, settled, open, group);
  }

  /** Returns true if one failed in a way that the others cannot mend. */
  private boolean judgeEach(
      List<Transaction> all,
      AdmissionRules rules,
      Map<Wtxid, AdmissionResult> settled,
      Map<Wtxid, AdmissionResult> open,
      List<Transaction> together) {
    boolean failed = false;
    for (Transaction tx : all) {
      Optional<MempoolEntry> present = pool.find(tx.txid());
      if (present.isPresent()) {
        MempoolEntry entry = present.get();
        settled.put(
            tx.wtxid(),
            entry.tx().wtxid().equals(tx.wtxid())
                ? new AdmissionResult.Present(entry.vsize(), entry.baseFee())
                : new AdmissionResult.OtherWitness(entry.tx().wtxid()));
        continue;
      }
      AdmissionResult result = door.submit(tx, rules.alone());
      if (result instanceof AdmissionResult.Rejected rejected) {
        open.put(tx.wtxid(), result);
        Blame blame = rejected.blame();
        if (all.size() > 1 && (blame == Blame.RECONSIDERABLE || blame == Blame.MISSING_INPUTS)) {
          together.add(tx);
        } else {
          failed = true;
        }
      } else {
        settled.put(tx.wtxid(), result);
      }
    }
    return failed;
  }

  private PackageResult single(Transaction tx, AdmissionRules rules) {
    AdmissionResult result = door.submit(tx, rules.alone());
    return new PackageResult(
        result.isAccepted() ? "" : TRANSACTION_FAILED, "", Map.of(tx.wtxid(), result));
  }

  private PackageResult combine(
      List<Transaction> all,
      Map<Wtxid, AdmissionResult> settled,
      Map<Wtxid, AdmissionResult> open,
      PackageResult group) {
    String reason = group.reason();
    Map<Wtxid, AdmissionResult> results = new LinkedHashMap<>();
    for (Transaction tx : all) {
      AdmissionResult result = group.results().get(tx.wtxid());
      boolean mustBeIn = result != null ? result.isAccepted() : settled.containsKey(tx.wtxid());
      if (result == null) {
        result = settled.getOrDefault(tx.wtxid(), open.get(tx.wtxid()));
      }
      if (mustBeIn && !pool.contains(tx.txid())) {
        reason = TRANSACTION_FAILED;
        result =
            new AdmissionResult.Rejected(
                new Verdict.Invalid(Blame.MEMPOOL_POLICY, "mempool full", ""), Optional.empty());
      }
      if (result != null) {
        results.put(tx.wtxid(), result);
      }
    }
    return new PackageResult(reason, reason.equals(group.reason()) ? group.detail() : "", results);
  }

  /** Judges several transactions together. */
  PackageResult evaluate(List<Transaction> all, AdmissionRules rules) {
    Optional<String> shape = PackageShape.problem(all);
    if (shape.isPresent()) {
      return PackageResult.refused(shape.get(), "");
    }
    PoolCoins coins = new PoolCoins(chain, pool);
    PackageResult result = new Evaluation(all, rules, coins).run();
    if (!result.isValid() || rules.testOnly()) {
      coins.uncacheFetched();
    }
    return result;
  }

  private final class Evaluation {
    private final List<Transaction> all;
    private final AdmissionRules rules;
    private final PoolCoins coins;
    private final CandidateChecks checks;
    private final List<Candidate> candidates = new ArrayList<>();
    private long fees;
    private long vsize;

    Evaluation(List<Transaction> all, AdmissionRules rules, PoolCoins coins) {
      this.all = all;
      this.rules = rules;
      this.coins = coins;
      this.checks = new CandidateChecks(pool, chain, rules, coins);
    }

    PackageResult run() {
      for (Transaction tx : all) {
        try {
          checkOne(tx);
        } catch (RefusedException e) {
          return failed(tx, e.why(), Optional.empty());
        }
      }
      for (Candidate candidate : candidates) {
        Optional<String> truc = TrucRules.checkInPackage(candidate, candidates);
        if (truc.isPresent()) {
          return PackageResult.refused("TRUC-violation", truc.get());
        }
        fees = Mempool.saturatedSum(fees, candidate.entry().modifiedFee());
        vsize += candidate.entry().vsize();
      }
      if (rules.packageFees()) {
        try {
          checks.checkFee(vsize, fees);
        } catch (RefusedException e) {
          return failed(all.get(all.size() - 1), e.why(), Optional.of(packageRate()));
        }
      }
      return weigh();
    }

    private void checkOne(Transaction tx) throws RefusedException {
      Candidate candidate = checks.check(tx, candidates);
      MempoolEntry entry = candidate.entry();
      if (rules.maxRate().isPresent()
          && FeeRate.of(entry.modifiedFee(), entry.vsize()).compareTo(rules.maxRate().get()) > 0) {
        throw refused(Blame.MEMPOOL_POLICY, "max feerate exceeded", "");
      }
      candidates.add(candidate);
      coins.add(tx);
    }

    private PackageResult weigh() {
      List<MempoolEntry> conflicts = new ArrayList<>();
      candidates.forEach(candidate -> conflicts.addAll(candidate.conflicts));
      Replacement replacement = conflicts.isEmpty() ? Replacement.NONE : Replacement.of(conflicts);
      TxGraph.Staged staged =
          pool.graph()
              .stage(replacement.removed(), candidates.stream().map(Candidate::entry).toList());
      if (!conflicts.isEmpty()) {
        Optional<PackageResult> problem = replacementProblem(conflicts, replacement, staged);
        if (problem.isPresent()) {
          return problem.get();
        }
      }
      if (staged.oversized()) {
        return PackageResult.refused("too-large-cluster", "");
      }
      if (pool.policy().requireStandard()) {
        Optional<Transaction> left = EphemeralDust.leftBehind(all, pool, pool.policy().dustRate());
        if (left.isPresent()) {
          AdmissionResult why =
              new AdmissionResult.Rejected(
                  new Verdict.Invalid(
                      Blame.MEMPOOL_POLICY,
                      "missing-ephemeral-spends",
                      EphemeralDust.detail(left.get())),
                  Optional.empty());
          return new PackageResult("unspent-dust", "", Map.of(left.get().wtxid(), why));
        }
      }
      return finish(replacement, staged);
    }

    private PackageResult finish(Replacement replacement, TxGraph.Staged staged) {
      Map<Wtxid, AdmissionResult> results = new LinkedHashMap<>();
      List<Transaction> replaced = replacement.removed().stream().map(MempoolEntry::tx).toList();
      for (Candidate candidate : candidates) {
        try {
          door.checkScripts(candidate);
        } catch (RefusedException e) {
          AdmissionResult why = new AdmissionResult.Rejected(e.why(), Optional.empty());
          if (!rules.testOnly()) {
            results.clear();
          }
          results.put(candidate.tx().wtxid(), why);
          return new PackageResult(TRANSACTION_FAILED, "", results);
        }
        MempoolEntry entry = candidate.entry();
        results.put(
            candidate.tx().wtxid(),
            new AdmissionResult.Accepted(
                entry.vsize(),
                entry.baseFee(),
                rules.packageFees() ? packageRate() : Admission.rateOf(entry),
                results.isEmpty() ? replaced : List.of()));
      }
      if (!rules.testOnly()) {
        List<MempoolEntry> added = candidates.stream().map(Candidate::entry).toList();
        logReplacement(replacement);
        pool.apply(staged, replacement.removed(), added);
        added.forEach(entry -> pool.announce(entry, false));
      }
      return new PackageResult("", "", results);
    }

    private void logReplacement(Replacement replacement) {
      for (MempoolEntry old : replacement.removed()) {
        log.debug(
            "replacing mempool tx {} (wtxid={}, fees={}, vsize={}). New package {} with {} txs,"
                + " fees={}, vsize={}",
            old.txid(),
            old.tx().wtxid(),
            old.baseFee(),
            old.vsize(),
            PackageShape.hash(all),
            all.size(),
            fees,
            vsize);
      }
      if (!replacement.removed().isEmpty()) {
        log.debug(
            "replaced {} mempool transactions with {} new one(s) for {} additional fees, {} delta"
                + " bytes",
            replacement.removed().size(),
            all.size(),
            fees - replacement.fees(),
            vsize - replacement.vsize());
      }
    }

    private Optional<PackageResult> replacementProblem(
        List<MempoolEntry> conflicts, Replacement replacement, TxGraph.Staged staged) {
      if (candidates.size() != 2 || !PackageShape.isChildWithParents(all)) {
        return rbf("package must be 1-parent-1-child", "");
      }
      for (Candidate candidate : candidates) {
        if (!candidate.mempoolParents().isEmpty()) {
          return rbf("new transaction cannot have mempool ancestors", "");
        }
      }
      Transaction child = all.get(1);
      Optional<String> tooMany = Replacement.tooMany(child.txid(), conflicts);
      if (tooMany.isPresent()) {
        return rbf("too many potential replacements", tooMany.get());
      }
      Optional<String> underpaid =
          replacement.underpaid(child.txid(), fees, vsize, pool.policy().incrementalRate());
      if (underpaid.isPresent()) {
        return rbf("insufficient anti-DoS fees", underpaid.get());
      }
      MempoolEntry parent = candidates.get(0).entry();
      FeeRate parentRate = FeeRate.of(parent.modifiedFee(), parent.vsize());
      FeeRate packageRate = FeeRate.of(fees, vsize);
      if (new FeeFraction(fees, vsize)
              .compareRate(new FeeFraction(parent.modifiedFee(), parent.vsize()))
          <= 0) {
        return rbf(
            "package feerate is less than or equal to parent feerate",
            "package feerate " + packageRate + " <= parent feerate is " + parentRate);
      }
      if (staged.oversized()) {
        return Optional.of(PackageResult.refused("too-large-cluster", ""));
      }
      if (!staged.improvesDiagram()) {
        return rbf("insufficient feerate: does not improve feerate diagram", "");
      }
      packages.debug(
          "package RBF checks passed: parent {} (wtxid={}), child {} (wtxid={}), package hash ({})",
          all.get(0).txid(),
          all.get(0).wtxid(),
          child.txid(),
          child.wtxid(),
          PackageShape.hash(all));
      return Optional.empty();
    }

    private static Optional<PackageResult> rbf(String reason, String detail) {
      return Optional.of(PackageResult.refused("package RBF failed: " + reason, detail));
    }

    private AdmissionResult.EffectiveRate packageRate() {
      return new AdmissionResult.EffectiveRate(
          FeeRate.of(fees, vsize), all.stream().map(Transaction::wtxid).toList());
    }

    private static PackageResult failed(
        Transaction tx, Verdict.Invalid why, Optional<AdmissionResult.EffectiveRate> rate) {
      return new PackageResult(
          TRANSACTION_FAILED, "", Map.of(tx.wtxid(), new AdmissionResult.Rejected(why, rate)));
    }
  }
}
