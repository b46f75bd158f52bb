// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.primitives.Amount;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.OwnOutput;
import org.moneyrocket.wallet.select.Candidate;
import org.moneyrocket.wallet.spend.AvailableCoins;
import org.moneyrocket.wallet.spend.BuildException;
import org.moneyrocket.wallet.spend.DustRule;
import org.moneyrocket.wallet.spend.FeeRates;
import org.moneyrocket.wallet.spend.InputSizes;
import org.moneyrocket.wallet.spend.SpendOptions;

/** {@code sendall}: spends everything, without change. */
final class SendAllMethod implements RpcMethod {
  private static final int TRUC_VERSION = 3;
  private static final int MAX_STANDARD_WEIGHT = 400_000;
  private static final int TRUC_MAX_WEIGHT = 40_000;
  private static final int TRUC_CHILD_MAX_WEIGHT = 4_000;

  private final CallContext context;

  SendAllMethod(CallContext context) {
    this.context = context;
  }

  @Override
  public MethodSpec spec() {
    List<Param> options = new ArrayList<>();
    Collections.addAll(
        options,
        Param.flag("add_to_wallet", "Whether it is kept and sent").byDefault(true),
        FeeArguments.rate().alsoPositional(),
        Param.flag("include_watching", "Not used any more (deprecated)").byDefault(false),
        DraftArguments.inputParam("Exactly the coins to spend", false).byDefault(Json.array()),
        Param.number("locktime", "The lock time")
            .defaultHint("locktime close to block height to prevent fee sniping"),
        Param.flag("lock_unspents", "Whether the coins are locked").byDefault(false),
        Param.flag("psbt", "Whether to hand out a PSBT and not send").defaultHint("automatic"),
        Param.flag("send_max", "Leave out coins that cost more than they bring").byDefault(false),
        Param.number("minconf", "Confirmations that coins must have").byDefault(0),
        Param.number("maxconf", "Most confirmations of coins").optional(),
        FundingMethods.version());
    options.addAll(FundingArguments.commonParams(true));
    return MethodSpec.method("sendall", "wallet")
        .describe(
            "Spends all confirmed coins and unconfirmed change of the wallet, or given coins. What"
                + " is left after fee and fixed amounts is shared by the addresses that have no"
                + " amount.")
        .params(
            Param.array(
                "recipients",
                "Addresses, at least one of them without an amount",
                Param.text("address", "An address that gets a share of what is left"),
                Param.map("", "", Param.amount("address", "Address, and the amount in BTC it gets"))
                    .optional()),
            FeeArguments.target(),
            FeeArguments.mode(),
            FeeArguments.rate(),
            Param.options("options", "", options.toArray(new Param[0]))
                .optional()
                .oneLine("options"))
        .results(FinishedTransaction.result())
        .example("'[\"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080\"]' null \"unset\" 1.1")
        .onWallet();
  }

  @Override
  public JsonNode run(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    ObjectNode options = FeeArguments.mergedOptions(call);
    Set<Bytes> sharing = new HashSet<>();
    boolean shares = false;
    ArrayNode pairs = Json.array();
    for (JsonNode recipient : call.json("recipients")) {
      if (recipient.isTextual()) {
        shares = true;
        pairs.addObject().put(recipient.textValue(), 0);
        wallet
            .format()
            .decode(recipient.textValue())
            .map(Destination::script)
            .ifPresent(sharing::add);
      } else {
        pairs.add(recipient);
      }
    }
    if (!shares) {
      throw CallContext.invalid("Must provide at least one address without a specified amount");
    }
    return CallContext.sending(wallet, () -> new Sweep(wallet, options, pairs, sharing).run());
  }

  /** One call at work. */
  private static final class Sweep {
    private final OpenWallet wallet;
    private final ObjectNode options;
    private final Set<Bytes> sharing;
    private final ArrayNode pairs;
    private final SpendOptions spend = new SpendOptions();
    private final FeeRates rates;
    private final List<TxIn> inputs = new ArrayList<>();
    private final List<TxOut> spent = new ArrayList<>();
    private int maxWeight = MAX_STANDARD_WEIGHT;

    Sweep(OpenWallet wallet, ObjectNode options, ArrayNode pairs, Set<Bytes> sharing) {
      this.wallet = wallet;
      this.options = options;
      this.pairs = pairs;
      this.sharing = sharing;
      this.rates = new FeeRates(wallet.chain(), wallet.settings());
    }

    ObjectNode run() {
      readOptions();
      FeeRate rate = rate();
      boolean rbf = FundingMethods.rbf(wallet, options);
      DraftArguments draft =
          DraftArguments.read(
              options.path("inputs"),
              options.path("locktime"),
              rbf,
              Integer.toUnsignedLong(spend.version()));
      List<TxOut> outputs = new ArrayList<>(OutputArguments.read(pairs, wallet.format()).txOuts());
      draft.requireSignal(rbf);
      collect(draft, rate, rbf);
      share(outputs, rest(outputs, rate));
      if (CallContext.flagMember(options, "lock_unspents").orElse(false)) {
        FundingArguments.lock(wallet, inputs);
      }
      return FinishedTransaction.of(
          wallet, options, new Transaction(draft.version(), inputs, outputs, draft.lockTime()));
    }

    private void readOptions() {
      FeeArguments.apply(
          wallet,
          spend,
          options.path("conf_target"),
          options.path("estimate_mode"),
          options.path("fee_rate"),
          false);
      CallContext.intMember(options, "minconf").ifPresent(spend::minDepth);
      if (spend.minDepth() < 0) {
        throw CallContext.invalid(
            "Invalid minconf (minconf cannot be negative): " + spend.minDepth());
      }
      CallContext.intMember(options, "maxconf").ifPresent(spend::maxDepth);
      if (spend.maxDepth() < spend.minDepth()) {
        throw CallContext.invalid(
            "maxconf can't be lower than minconf: " + spend.maxDepth() + " < " + spend.minDepth());
      }
      CallContext.member(options, "version")
          .map(RpcValues::uint32)
          .ifPresent(version -> spend.version((int) (long) version));
      maxWeight = spend.version() == TRUC_VERSION ? TRUC_MAX_WEIGHT : MAX_STANDARD_WEIGHT;
    }

    private FeeRate rate() {
      try {
        return rates.usable(spend).rate();
      } catch (BuildException e) {
        boolean given = spend.feeRate().isPresent();
        throw new RpcException(
            given ? RpcErrorCode.INVALID_PARAMETER : RpcErrorCode.WALLET_ERROR,
            String.valueOf(e.getMessage()));
      }
    }

    private void collect(DraftArguments draft, FeeRate rate, boolean rbf) {
      boolean given = options.has("inputs");
      if (given && options.has("send_max")) {
        throw CallContext.invalid("Cannot combine send_max with specific inputs.");
      }
      if (given && (options.has("minconf") || options.has("maxconf"))) {
        throw CallContext.invalid("Cannot combine minconf or maxconf with specific inputs.");
      }
      if (given) {
        CallContext.locked(
            wallet,
            () -> {
              draft.inputs().forEach(this::addGiven);
              return inputs;
            });
        return;
      }
      boolean onlyWorth = CallContext.flagMember(options, "send_max").orElse(false);
      AvailableCoins.Filter filter =
          new AvailableCoins.Filter(0, Amount.MAX_MONEY, Amount.MAX_MONEY, 0, false, true, true);
      int sequence = rbf ? DraftArguments.SEQUENCE_RBF : DraftArguments.SEQUENCE_NONFINAL;
      for (Candidate coin :
          new AvailableCoins(wallet, spend, filter).find(Optional.of(rate)).all()) {
        if (onlyWorth && rate.feeOf(Math.max(0, coin.inputVsize())) > coin.valueSats()) {
          continue;
        }
        if (coin.depth() == 0 && spend.version() == TRUC_VERSION) {
          maxWeight = TRUC_CHILD_MAX_WEIGHT;
        }
        inputs.add(new TxIn(coin.outPoint(), Bytes.EMPTY, sequence));
        spent.add(coin.output());
      }
    }

    private void addGiven(TxIn in) {
      OutPoint outPoint = in.prevout();
      String text =
          "UTXO (" + outPoint.txid() + ":" + Integer.toUnsignedString(outPoint.index()) + ")";
      if (wallet.ledger().isSpent(outPoint)) {
        throw CallContext.invalid("Input not available. " + text + " was already spent.");
      }
      OwnOutput own =
          wallet
              .ledger()
              .ownOutput(outPoint)
              .orElseThrow(
                  () ->
                      CallContext.invalid("Input not found. " + text + " is not part of wallet."));
      checkVersion(own);
      inputs.add(in);
      spent.add(own.output());
    }

    private void checkVersion(OwnOutput own) {
      int parent = own.tx().transaction().version();
      boolean parentTruc = parent == TRUC_VERSION;
      boolean truc = spend.version() == TRUC_VERSION;
      if (wallet.ledger().depth(own.tx()) == 0 && parentTruc != truc) {
        throw CallContext.invalid(
            "Can't spend unconfirmed version "
                + Integer.toUnsignedString(parent)
                + " pre-selected input with a version "
                + spend.version()
                + " tx");
      }
    }

    /** Returns what is left for those without an amount. */
    private long rest(List<TxOut> outputs, FeeRate rate) {
      long total = spent.stream().mapToLong(TxOut::valueSats).sum();
      Transaction draft = new Transaction(spend.version(), inputs, outputs, 0);
      InputSizes.Size size =
          CallContext.locked(
                  wallet,
                  () ->
                      new InputSizes(wallet.ring(), wallet.flags(), spend.external())
                          .signedSize(draft, spent, spend))
              .orElseThrow(
                  () ->
                      CallContext.walletError(
                          "Unable to determine the size of the transaction, the wallet contains"
                              + " unsolvable descriptors"));
      long fee = rate.feeOf(size.vsize());
      List<OutPoint> outPoints = inputs.stream().map(TxIn::prevout).toList();
      long bumpFees = wallet.chain().combinedBumpFee(outPoints, rate.satsPerKvb()).orElse(0L);
      long effective = total - fee - bumpFees;
      if (fee > wallet.settings().maxTxFeeSats()) {
        throw CallContext.walletError(
            "Fee exceeds maximum configured by user (e.g. -maxtxfee, maxfeerate)");
      }
      if (effective <= 0) {
        throw poor(
            CallContext.flagMember(options, "send_max").orElse(false)
                ? "Total value of UTXO pool too low to pay for transaction, try using lower"
                    + " feerate."
                : "Total value of UTXO pool too low to pay for transaction. Try using lower"
                    + " feerate or excluding uneconomic UTXOs with 'send_max' option.");
      }
      if (size.weight() > maxWeight) {
        throw CallContext.walletError("Transaction too large.");
      }
      long fixed = outputs.stream().mapToLong(TxOut::valueSats).sum();
      if (fixed > total) {
        throw poor("Assigned more value to outputs than available funds.");
      }
      if (effective < fixed) {
        throw poor("Insufficient funds for fees after creating specified outputs.");
      }
      return effective - fixed;
    }

    private static RpcException poor(String message) {
      return new RpcException(RpcErrorCode.WALLET_INSUFFICIENT_FUNDS, message);
    }

    private void share(List<TxOut> outputs, long rest) {
      FeeRate dustRate = rates.limits().dust();
      boolean first = true;
      for (int i = 0; i < outputs.size(); i++) {
        TxOut output = outputs.get(i);
        if (!sharing.contains(output.script())) {
          if (DustRule.isDust(output, dustRate)) {
            throw CallContext.invalid(
                "Specified output amount to "
                    + wallet.format().addressOf(output.script()).orElse("")
                    + " is below dust threshold.");
          }
          continue;
        }
        long part = rest / sharing.size() + (first ? rest % sharing.size() : 0);
        first = false;
        outputs.set(i, new TxOut(part, output.script()));
        if (DustRule.isDust(outputs.get(i), dustRate)) {
          throw poor("Dynamically assigned remainder results in dust output.");
        }
      }
    }
  }
}
