// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.spend;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.interfaces.chain.Chain;
import org.moneyrocket.interfaces.chain.MempoolAncestry;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.OwnOutput;
import org.moneyrocket.wallet.keys.AddressUnavailableException;
import org.moneyrocket.wallet.keys.KeyRing;
import org.moneyrocket.wallet.select.Candidate;
import org.moneyrocket.wallet.select.ChangeTarget;
import org.moneyrocket.wallet.select.CoinPool;
import org.moneyrocket.wallet.select.CoinSelector;
import org.moneyrocket.wallet.select.MempoolView;
import org.moneyrocket.wallet.select.Selection;
import org.moneyrocket.wallet.select.SelectionOutcome;
import org.moneyrocket.wallet.select.SelectionParameters;
import org.moneyrocket.wallet.select.SpendType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds one transaction: chooses coins, makes outputs and change, sets the fee. The wallet's lock
 * is taken where its parts are read; the node is asked in between, without it.
 */
final class TransactionBuilder {
  static final int MAX_STANDARD_WEIGHT = 400_000;

  private static final Logger log = LoggerFactory.getLogger(TransactionBuilder.class);
  private static final int MIN_WEIGHT = 65 * 4;
  private static final int NESTED_INPUT_VSIZE = 91;
  private static final int SEQUENCE_RBF = 0xfffffffd;
  private static final int SEQUENCE_NONFINAL = 0xfffffffe;
  private static final int TRUC_VERSION = 3;

  private final OpenWallet wallet;
  private final Chain chain;
  private final SpendOptions options;
  private final List<Recipient> recipients;
  private final Random random;
  private final FeeRates rates;
  private final InputSizes sizes;
  private final boolean subtractFee;
  private KeyRing.@Nullable Reserved reserved;
  private String changeError = "";

  /** To be used while {@link OpenWallet#sending} is held, without the wallet's lock. */
  TransactionBuilder(OpenWallet wallet, List<Recipient> recipients, SpendOptions options) {
    this.wallet = wallet;
    this.chain = wallet.chain();
    this.options = options;
    this.recipients = recipients;
    this.random = wallet.environment().random();
    this.rates = new FeeRates(chain, wallet.settings());
    this.sizes = new InputSizes(wallet.ring(), wallet.flags(), options.external());
    this.subtractFee = recipients.stream().anyMatch(Recipient::subtractFee);
  }

  /**
   * Builds the transaction. If that fails, the change address is given back.
   *
   * @param sign whether it is signed; else its signatures are missing
   */
  BuiltTransaction build(boolean sign) throws BuildException {
    boolean done = false;
    try {
      BuiltTransaction built = attempt(sign);
      done = true;
      return built;
    } finally {
      if (!done) {
        giveBackChange();
      }
    }
  }

  /** Gives the change address back: the transaction that was built is not going to be used. */
  void giveBackChange() {
    KeyRing.Reserved change = reserved;
    if (change != null) {
      reserved = null;
      wallet.locked(
          () -> {
            change.giveBack();
            return change;
          });
    }
  }

  private BuiltTransaction attempt(boolean sign) throws BuildException {
    int maxWeight = checkedMaxWeight();
    long recipientsSum = checkRecipients();
    Bytes changeScript = wallet.locked(this::changeScript);
    TxOut changePrototype = new TxOut(0, changeScript);
    FeeRate discard = rates.discard();
    FeeRates.Found rate = rates.usable(options);
    SelectionParameters parameters =
        wallet.locked(
            () -> parameters(rate.rate(), discard, changePrototype, recipientsSum, maxWeight));
    long target = recipientsSum + (subtractFee ? 0 : rate.rate().feeOf(parameters.noInputsSize()));
    if (target == 0 && options.preselected().isEmpty()) {
      throw new BuildException(
          "Transaction requires one destination of non-zero value, a non-zero feerate, or a"
              + " pre-selected input");
    }
    CoinPool preset = fetchPreselected(rate.rate());
    CoinPool available =
        options.allowOtherInputs()
            ? new AvailableCoins(wallet, options, AvailableCoins.Filter.SPENDING)
                .find(Optional.of(rate.rate()))
            : new CoinPool();
    Selection selection = select(parameters, available, preset, target, recipientsSum);
    return assemble(selection, parameters, rate, changeScript, sign);
  }

  // ---- checks and parameters

  private int checkedMaxWeight() throws BuildException {
    int maxWeight = options.maxWeight().orElse(MAX_STANDARD_WEIGHT);
    if (maxWeight < MIN_WEIGHT || maxWeight > MAX_STANDARD_WEIGHT) {
      throw new BuildException(
          "Maximum transaction weight must be between "
              + MIN_WEIGHT
              + " and "
              + MAX_STANDARD_WEIGHT);
    }
    return maxWeight;
  }

  private long checkRecipients() throws BuildException {
    long sum = 0;
    for (Recipient recipient : recipients) {
      if (DustRule.isDust(recipient.output(), rates.limits().dust())) {
        throw new BuildException("Transaction amount too small");
      }
      sum += recipient.sats();
    }
    return sum;
  }

  /** Returns where change goes; nothing if there is no address, which matters only if needed. */
  private Bytes changeScript() {
    if (options.changeScript().isPresent()) {
      return options.changeScript().get();
    }
    OutputType type =
        ChangeType.choose(options.changeType(), wallet.settings(), wallet.ring(), recipients);
    try {
      KeyRing.Reserved fresh = wallet.ring().reserveChange(type);
      reserved = fresh;
      return fresh.destination().script();
    } catch (AddressUnavailableException e) {
      changeError =
          "Transaction needs a change address, but we can't generate it. " + e.getMessage();
      return Bytes.EMPTY;
    }
  }

  private SelectionParameters parameters(
      FeeRate rate, FeeRate discard, TxOut change, long recipientsSum, int maxWeight) {
    int noInputsSize = 10 + ByteWriter.compactSizeLength(recipients.size());
    for (Recipient recipient : recipients) {
      noInputsSize += DustRule.outputSize(recipient.output());
    }
    int changeOutputSize = DustRule.outputSize(change);
    int changeSpendSize = sizes.inputVsize(change.script(), false).orElse(NESTED_INPUT_VSIZE);
    long changeFee = rate.feeOf(changeOutputSize);
    long changeSpendFee = discard.feeOf(changeSpendSize);
    return new SelectionParameters(
        rate,
        wallet.settings().consolidateRate(),
        noInputsSize,
        changeOutputSize,
        changeFee,
        changeSpendFee + changeFee,
        Math.max(changeSpendFee + 1, DustRule.threshold(change, discard)),
        ChangeTarget.draw(recipientsSum / recipients.size(), changeFee, random),
        maxWeight,
        subtractFee,
        options.avoidPartialSpends(),
        options.includeUnsafe(),
        options.version() == TRUC_VERSION);
  }

  // ---- coins

  private CoinPool fetchPreselected(FeeRate rate) throws BuildException {
    CoinPool pool = new CoinPool();
    List<Preselected> inputs = options.preselected();
    if (inputs.isEmpty()) {
      return pool;
    }
    List<Long> bumpFees =
        chain.bumpFees(inputs.stream().map(Preselected::outPoint).toList(), rate.satsPerKvb());
    wallet.lock().lock();
    try {
      addPreselected(pool, bumpFees, rate);
    } finally {
      wallet.lock().unlock();
    }
    return pool;
  }

  private void addPreselected(CoinPool pool, List<Long> bumpFees, FeeRate rate)
      throws BuildException {
    List<Preselected> inputs = options.preselected();
    for (int i = 0; i < inputs.size(); i++) {
      Preselected input = inputs.get(i);
      TxOut output = spentOutput(input);
      int vsize =
          input
              .weight()
              .map(weight -> (weight + 3) / 4)
              .orElseGet(
                  () -> sizes.inputVsize(output.script(), input.external().isPresent()).orElse(-1));
      if (vsize < 0) {
        throw new BuildException("Not solvable pre-selected input " + text(input.outPoint()));
      }
      pool.add(
          SpendType.UNKNOWN,
          Candidate.of(input.outPoint(), output, 0, vsize, true, 0, false, rate)
              .withBumpFee(bumpFees.get(i)));
    }
  }

  private TxOut spentOutput(Preselected input) throws BuildException {
    Optional<OwnOutput> own = wallet.ledger().ownOutput(input.outPoint());
    if (own.isEmpty()) {
      return input
          .external()
          .orElseThrow(
              () -> new BuildException("Not found pre-selected input " + text(input.outPoint())));
    }
    int parentVersion = own.get().tx().transaction().version();
    if (wallet.ledger().depth(own.get().tx()) == 0) {
      if (parentVersion == TRUC_VERSION && options.version() != TRUC_VERSION) {
        throw new BuildException(
            "Can't spend unconfirmed version 3 pre-selected input with a version "
                + options.version()
                + " tx");
      }
      if (options.version() == TRUC_VERSION && parentVersion != TRUC_VERSION) {
        throw new BuildException(
            "Can't spend unconfirmed version "
                + Integer.toUnsignedString(parentVersion)
                + " pre-selected input with a version 3 tx");
      }
    }
    return own.get().output();
  }

  private static String text(OutPoint outPoint) {
    return "COutPoint("
        + outPoint.txid().toString().substring(0, 10)
        + ", "
        + Integer.toUnsignedString(outPoint.index())
        + ")";
  }

  private Selection select(
      SelectionParameters parameters,
      CoinPool available,
      CoinPool preset,
      long target,
      long recipientsSum)
      throws BuildException {
    CoinSelector selector =
        new CoinSelector(parameters, wallet.settings().selectionLimits(), new Mempool(), random);
    SelectionOutcome outcome =
        selector.select(available, preset, target, options.allowOtherInputs());
    switch (outcome) {
      case SelectionOutcome.Found(Selection selection) -> {
        return selection;
      }
      case SelectionOutcome.NotFound(String error) -> {
        if (!error.isEmpty()) {
          throw new BuildException(error);
        }
      }
    }
    if (preset.total() + available.total() >= recipientsSum
        && preset.effectiveTotal() + available.effectiveTotal() < target) {
      throw new BuildException(
          "The total exceeds your balance when the "
              + MoneyText.bitcoin(target - recipientsSum)
              + " transaction fee is included.");
    }
    throw new BuildException("Insufficient funds");
  }

  private final class Mempool implements MempoolView {
    @Override
    public MempoolAncestry ancestry(Txid txid) {
      return chain.ancestry(txid);
    }

    @Override
    public Optional<Long> combinedBumpFee(List<OutPoint> outPoints, FeeRate rate) {
      return chain.combinedBumpFee(outPoints, rate.satsPerKvb());
    }
  }

  // ---- the transaction

  private BuiltTransaction assemble(
      Selection selection,
      SelectionParameters parameters,
      FeeRates.Found rate,
      Bytes changeScript,
      boolean sign)
      throws BuildException {
    List<TxOut> outputs = new ArrayList<>();
    recipients.forEach(recipient -> outputs.add(recipient.output()));
    Optional<Integer> changePosition =
        insertChange(outputs, selection.change(parameters), changeScript);
    List<Candidate> coins = ordered(selection.coins());
    Transaction draft = new Transaction(options.version(), inputs(coins), outputs, lockTime(coins));
    InputSizes.Size size =
        wallet
            .locked(
                () ->
                    sizes.signedSize(
                        draft, coins.stream().map(Candidate::output).toList(), options))
            .orElseThrow(
                () -> new BuildException("Missing solving data for estimating transaction size"));
    long needed = rate.rate().feeOf(size.vsize()) + selection.bumpFees();
    long fee = settleFee(outputs, selection.value(), needed, changePosition);
    if (changePosition.isPresent() && changeScript.isEmpty()) {
      throw new BuildException(changeError);
    }
    Transaction transaction =
        new Transaction(options.version(), draft.inputs(), outputs, draft.lockTime());
    if (sign) {
      transaction = sign(transaction, coins);
    }
    check(transaction, sign ? transaction.weight() : size.weight(), fee);
    log.info(
        "{} Coin Selection: Algorithm:{}, Waste Metric Score:{}",
        wallet.logName(),
        selection.algorithm().text(),
        selection.waste());
    log.info(
        "{} Fee Calculation: Fee:{} Bytes:{}, Source: {}",
        wallet.logName(),
        fee,
        size.vsize(),
        rate.reason().text());
    return new BuiltTransaction(
        transaction, fee, changePosition, rate.reason(), rate.rate(), size.vsize());
  }

  private Optional<Integer> insertChange(List<TxOut> outputs, long change, Bytes changeScript)
      throws BuildException {
    if (change <= 0) {
      return Optional.empty();
    }
    int position = options.changePosition().orElseGet(() -> random.nextInt(outputs.size() + 1));
    if (position > outputs.size()) {
      throw new BuildException("Transaction change output index out of range");
    }
    outputs.add(position, new TxOut(change, changeScript));
    return Optional.of(position);
  }

  /** Returns preselected coins in their order, then the others in none. */
  private List<Candidate> ordered(List<Candidate> coins) {
    List<Candidate> shuffled = new ArrayList<>(coins);
    Collections.shuffle(shuffled, random);
    List<OutPoint> order = options.preselected().stream().map(Preselected::outPoint).toList();
    Map<OutPoint, Integer> places = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      places.put(order.get(i), i);
    }
    shuffled.sort(
        java.util.Comparator.comparingInt(
            coin -> places.getOrDefault(coin.outPoint(), Integer.MAX_VALUE)));
    return shuffled;
  }

  private List<TxIn> inputs(List<Candidate> coins) {
    boolean rbf = options.signalRbf().orElse(wallet.settings().signalRbf());
    int usual = rbf ? SEQUENCE_RBF : SEQUENCE_NONFINAL;
    List<TxIn> inputs = new ArrayList<>();
    for (Candidate coin : coins) {
      Optional<Preselected> preset = options.preselected(coin.outPoint());
      inputs.add(
          new TxIn(
              coin.outPoint(),
              preset.flatMap(Preselected::scriptSig).orElse(Bytes.EMPTY),
              preset.flatMap(Preselected::sequence).orElse(usual),
              preset.flatMap(Preselected::witness).orElse(List.of())));
    }
    return inputs;
  }

  private int lockTime(List<Candidate> coins) {
    if (options.lockTime().isPresent()) {
      return options.lockTime().get();
    }
    for (Candidate coin : coins) {
      if (options.preselected(coin.outPoint()).flatMap(Preselected::sequence).isPresent()) {
        return 0;
      }
    }
    return wallet
        .locked(wallet.ledger()::lastBlock)
        .map(last -> AntiFeeSniping.lockTime(chain, last, random))
        .orElse(0);
  }

  /** Moves what is too much into the change, or takes what is missing from those who pay it. */
  private long settleFee(
      List<TxOut> outputs, long inputSum, long needed, Optional<Integer> changePosition)
      throws BuildException {
    long fee = inputSum - sum(outputs);
    if (fee < 0) {
      throw new IllegalStateException("more comes out than goes in: fee " + fee);
    }
    if (changePosition.isPresent() && needed < fee) {
      int at = changePosition.get();
      TxOut change = outputs.get(at);
      outputs.set(at, new TxOut(change.valueSats() + fee - needed, change.script()));
      fee = needed;
    }
    if (subtractFee) {
      reduceRecipients(outputs, needed - fee, changePosition);
      fee = inputSum - sum(outputs);
    }
    if (needed > fee) {
      throw new IllegalStateException("fee of " + fee + " although " + needed + " is needed");
    }
    return fee;
  }

  private static long sum(List<TxOut> outputs) {
    return outputs.stream().mapToLong(TxOut::valueSats).sum();
  }

  private void reduceRecipients(
      List<TxOut> outputs, long reduction, Optional<Integer> changePosition) throws BuildException {
    long payers = recipients.stream().filter(Recipient::subtractFee).count();
    boolean first = true;
    int at = 0;
    for (Recipient recipient : recipients) {
      if (changePosition.isPresent() && changePosition.get() == at) {
        at++;
      }
      if (recipient.subtractFee()) {
        long share = reduction / payers + (first ? reduction % payers : 0);
        first = false;
        TxOut reduced = new TxOut(outputs.get(at).valueSats() - share, outputs.get(at).script());
        outputs.set(at, reduced);
        if (DustRule.isDust(reduced, rates.limits().dust())) {
          throw new BuildException(
              reduced.valueSats() < 0
                  ? "The transaction amount is too small to pay the fee"
                  : "The transaction amount is too small to send after the fee has been"
                      + " deducted");
        }
      }
      at++;
    }
  }

  private Transaction sign(Transaction transaction, List<Candidate> coins) throws BuildException {
    Map<OutPoint, TxOut> spent = new HashMap<>();
    coins.forEach(coin -> spent.put(coin.outPoint(), coin.output()));
    return wallet
        .locked(() -> Signing.sign(wallet, transaction, spent))
        .orElseThrow(() -> new BuildException("Signing transaction failed"));
  }

  private void check(Transaction transaction, long weight, long fee) throws BuildException {
    if (weight > MAX_STANDARD_WEIGHT) {
      throw new BuildException("Transaction too large");
    }
    if (fee > wallet.settings().maxTxFeeSats()) {
      throw new BuildException(
          "Fee exceeds maximum configured by user (e.g. -maxtxfee, maxfeerate)");
    }
    if (wallet.settings().selectionLimits().rejectLongChains()) {
      String limits = chain.checkChainLimits(transaction.toBytes());
      if (!limits.isEmpty()) {
        throw new BuildException(limits);
      }
    }
  }
}
