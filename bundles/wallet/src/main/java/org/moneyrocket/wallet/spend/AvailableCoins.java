// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.BalanceSheet;
import org.moneyrocket.wallet.coins.OwnOutput;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.select.Candidate;
import org.moneyrocket.wallet.select.CoinPool;
import org.moneyrocket.wallet.select.SpendType;
import org.moneyrocket.wallet.store.WalletFlag;

/**
 * Finds the coins of a wallet that could be spent. To be used without the wallet's lock, which is
 * taken to look at the coins; the node is asked about those that are unconfirmed without it.
 */
public final class AvailableCoins {
  private static final int TRUC_VERSION = 3;

  /**
   * Which coins are wanted. Amounts in satoshis.
   *
   * @param minSum ends the search as soon as this much was found
   * @param maxCount ends the search after so many, 0 for no limit
   * @param skipLocked whether locked coins are left out
   * @param trucRules whether the rules for version 3 transactions are heeded (BIP431)
   */
  public record Filter(
      long minAmount,
      long maxAmount,
      long minSum,
      int maxCount,
      boolean immatureCoinbase,
      boolean skipLocked,
      boolean trucRules) {
    /** For spending. */
    public static final Filter SPENDING =
        new Filter(1, Amount.MAX_MONEY, Amount.MAX_MONEY, 0, false, true, true);

    /** For lists of coins. */
    public static final Filter LISTING =
        new Filter(0, Amount.MAX_MONEY, Amount.MAX_MONEY, 0, false, true, false);

    public Filter withLocked() {
      return new Filter(minAmount, maxAmount, minSum, maxCount, immatureCoinbase, false, trucRules);
    }
  }

  private record Found(SpendType type, Candidate coin) {}

  private final OpenWallet wallet;
  private final SpendOptions options;
  private final Filter filter;
  private final InputSizes sizes;
  private final BalanceSheet trust;
  private final Map<Txid, Optional<Boolean>> checked = new HashMap<>();
  private final Map<Txid, Integer> ancestors = new HashMap<>();

  public AvailableCoins(OpenWallet wallet, SpendOptions options, Filter filter) {
    this.wallet = wallet;
    this.options = options;
    this.filter = filter;
    this.sizes = new InputSizes(wallet.ring(), wallet.flags(), options.external());
    this.trust = wallet.balanceSheet();
  }

  /** Returns the coins; without a rate they cost nothing to spend. */
  public CoinPool find(Optional<FeeRate> rate) {
    wallet.locked(this::unconfirmedVersion3).forEach(this::askAncestors);
    List<Found> found = wallet.locked(() -> look(rate));
    return pool(found, rate);
  }

  /** Returns transactions whose ancestors in the mempool matter for the choice. */
  private List<Txid> unconfirmedVersion3() {
    return filter.trucRules() && options.version() == TRUC_VERSION
        ? wallet.ledger().all().stream()
            .filter(tx -> tx.isTruc() && tx.inMempool())
            .map(WalletTx::txid)
            .toList()
        : List.of();
  }

  private void askAncestors(Txid txid) {
    ancestors.put(txid, wallet.chain().ancestry(txid).ancestors());
  }

  private List<Found> look(Optional<FeeRate> rate) {
    List<Found> found = new ArrayList<>();
    List<Found> truc = new ArrayList<>();
    long sum = 0;
    for (OwnOutput own : wallet.ledger().ownOutputs()) {
      Optional<Found> coin = check(own, rate.orElse(FeeRate.ZERO));
      if (coin.isEmpty()) {
        continue;
      }
      if (filter.trucRules() && coin.get().coin().depth() == 0 && own.tx().isTruc()) {
        truc.add(coin.get());
        continue;
      }
      found.add(coin.get());
      sum += own.output().valueSats();
      if ((filter.minSum() != Amount.MAX_MONEY && sum >= filter.minSum())
          || (filter.maxCount() > 0 && found.size() >= filter.maxCount())) {
        return found;
      }
    }
    found.addAll(richestTransaction(truc));
    return found;
  }

  /** Tells whether {@link #find} would find a coin. Needs the wallet's lock. */
  boolean includes(OwnOutput own) {
    return check(own, FeeRate.ZERO).isPresent();
  }

  /**
   * Tells whether nothing stands against spending a coin that the user has chosen. Needs the
   * wallet's lock.
   */
  boolean couldBeSpent(OwnOutput own) {
    int depth = wallet.ledger().depth(own.tx());
    return !wallet.ledger().isSpent(own.outPoint())
        && !wallet.ledger().isImmature(own.tx())
        && (depth > 0 || (depth == 0 && own.tx().inMempool()));
  }

  private CoinPool pool(List<Found> found, Optional<FeeRate> rate) {
    List<OutPoint> unconfirmed = new ArrayList<>();
    for (Found coin : found) {
      if (coin.coin().depth() == 0) {
        unconfirmed.add(coin.coin().outPoint());
      }
    }
    Map<OutPoint, Long> bumpFees = new HashMap<>();
    if (rate.isPresent() && !unconfirmed.isEmpty()) {
      List<Long> fees = wallet.chain().bumpFees(unconfirmed, rate.get().satsPerKvb());
      for (int i = 0; i < unconfirmed.size(); i++) {
        bumpFees.put(unconfirmed.get(i), fees.get(i));
      }
    }
    CoinPool pool = new CoinPool();
    for (Found coin : found) {
      long bumpFee = bumpFees.getOrDefault(coin.coin().outPoint(), 0L);
      pool.add(coin.type(), bumpFee == 0 ? coin.coin() : coin.coin().withBumpFee(bumpFee));
    }
    return pool;
  }

  /** A version 3 transaction may have one unconfirmed parent: takes the one that brings most. */
  private static List<Found> richestTransaction(List<Found> truc) {
    Map<Txid, Long> sums = new HashMap<>();
    for (Found coin : truc) {
      sums.merge(coin.coin().outPoint().txid(), coin.coin().valueSats(), Long::sum);
    }
    Optional<Txid> richest =
        sums.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    Set<Txid> chosen = new HashSet<>();
    richest.ifPresent(chosen::add);
    return truc.stream().filter(c -> chosen.contains(c.coin().outPoint().txid())).toList();
  }

  private Optional<Found> check(OwnOutput own, FeeRate rate) {
    OutPoint outPoint = own.outPoint();
    Optional<Boolean> safe = checked.computeIfAbsent(outPoint.txid(), t -> check(own.tx()));
    long value = own.output().valueSats();
    Bytes script = own.output().script();
    boolean allowUsed = !wallet.has(WalletFlag.AVOID_REUSE) || !options.avoidReuse();
    if (safe.isEmpty()
        || value < filter.minAmount()
        || value > filter.maxAmount()
        || options.preselected(outPoint).isPresent()
        || (filter.skipLocked() && wallet.ledger().isLocked(outPoint))
        || wallet.ledger().isSpent(outPoint)
        || (!allowUsed && wallet.book().isUsed(script))) {
      return Optional.empty();
    }
    int vsize = sizes.inputVsize(script, false).orElse(-1);
    Optional<SpendType> type = type(script, vsize >= 0);
    return type.map(
        t ->
            new Found(
                t,
                Candidate.of(
                    outPoint,
                    own.output(),
                    wallet.ledger().depth(own.tx()),
                    vsize,
                    safe.get(),
                    own.tx().time(),
                    wallet.ledger().isFromMe(own.tx().transaction()),
                    rate)));
  }

  /** Returns whether a transaction's coins are safe; empty if they cannot be used at all. */
  private Optional<Boolean> check(WalletTx tx) {
    int depth = wallet.ledger().depth(tx);
    if ((wallet.ledger().isImmature(tx) && !filter.immatureCoinbase())
        || depth < 0
        || (depth == 0 && !tx.inMempool())) {
      return Optional.empty();
    }
    // Coins of a replacement or a replaced transaction could vanish with the other one.
    boolean safe =
        trust.isTrusted(tx)
            && (depth > 0
                || (tx.notes().replaces().isEmpty() && tx.notes().replacedBy().isEmpty()));
    boolean unusable =
        (depth == 0 && filter.trucRules() && breaksTrucRules(tx))
            || (!options.includeUnsafe() && !safe)
            || depth < options.minDepth()
            || depth > options.maxDepth();
    return unusable ? Optional.empty() : Optional.of(safe);
  }

  private boolean breaksTrucRules(WalletTx tx) {
    if (options.version() != TRUC_VERSION) {
      return tx.isTruc();
    }
    return !tx.isTruc()
        || tx.trucChild().isPresent()
        || ancestors.getOrDefault(tx.txid(), Integer.MAX_VALUE) > 1;
  }

  private Optional<SpendType> type(Bytes script, boolean solvable) {
    ScriptTemplate template = ScriptTemplate.of(script);
    boolean nested = false;
    if (template instanceof ScriptTemplate.ScriptHash(Bytes hash) && solvable) {
      SigningData data = wallet.ring().signingData(List.of(script), false);
      Optional<Bytes> redeemScript = data.script(hash);
      if (redeemScript.isEmpty()) {
        return Optional.empty();
      }
      template = ScriptTemplate.of(redeemScript.get());
      nested = true;
    }
    return Optional.of(type(template, nested));
  }

  private static SpendType type(ScriptTemplate template, boolean nested) {
    return switch (template) {
      case ScriptTemplate.Taproot _ -> SpendType.BECH32M;
      case ScriptTemplate.WitnessKeyHash _, ScriptTemplate.WitnessScriptHash _ ->
          nested ? SpendType.P2SH_SEGWIT : SpendType.BECH32;
      case ScriptTemplate.KeyHash _, ScriptTemplate.ScriptHash _ -> SpendType.LEGACY;
      case ScriptTemplate.Key _,
          ScriptTemplate.Multisig _,
          ScriptTemplate.Data _,
          ScriptTemplate.Anchor _,
          ScriptTemplate.WitnessUnknown _,
          ScriptTemplate.Nonstandard _ ->
          SpendType.UNKNOWN;
    };
  }
}
