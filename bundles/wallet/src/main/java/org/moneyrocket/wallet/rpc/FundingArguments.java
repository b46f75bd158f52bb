// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.interfaces.chain.CoinInfo;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.FeeRate;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorException;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.spend.BuildException;
import org.moneyrocket.wallet.spend.BuiltTransaction;
import org.moneyrocket.wallet.spend.Preselected;
import org.moneyrocket.wallet.spend.Recipient;
import org.moneyrocket.wallet.spend.SpendOptions;
import org.moneyrocket.wallet.spend.Spending;

/** Adds inputs and change to what a caller wants to pay. */
final class FundingArguments {
  private static final int TRUC_VERSION = 3;
  private static final int TRUC_MAX_WEIGHT = 40_000;
  private static final int MAX_STANDARD_WEIGHT = 400_000;
  private static final int MIN_INPUT_WEIGHT = 165;
  private static final Map<String, String> KINDS = kinds();

  private final OpenWallet wallet;
  private final ObjectNode options;
  private final DraftArguments draft;
  private final SpendOptions spend = new SpendOptions();
  private final Map<OutPoint, Integer> weights = new HashMap<>();

  FundingArguments(OpenWallet wallet, ObjectNode options, DraftArguments draft) {
    this.wallet = wallet;
    this.options = options;
    this.draft = draft;
    spend.avoidPartialSpends(wallet.settings().avoidPartialSpends());
  }

  private static Map<String, String> kinds() {
    Map<String, String> kinds = new HashMap<>();
    for (String flag :
        List.of(
            "add_inputs",
            "include_unsafe",
            "add_to_wallet",
            "includeWatching",
            "include_watching",
            "lockUnspents",
            "lock_unspents",
            "psbt",
            "replaceable")) {
      kinds.put(flag, "bool");
    }
    for (String text : List.of("changeAddress", "change_address", "change_type", "estimate_mode")) {
      kinds.put(text, "string");
    }
    for (String number :
        List.of(
            "changePosition",
            "change_position",
            "locktime",
            "conf_target",
            "minconf",
            "maxconf",
            "max_tx_weight")) {
      kinds.put(number, "number");
    }
    for (String list :
        List.of("inputs", "subtractFeeFromOutputs", "subtract_fee_from_outputs", "input_weights")) {
      kinds.put(list, "array");
    }
    kinds.put("solving_data", "object");
    kinds.put("fee_rate", "");
    kinds.put("feeRate", "");
    return Map.copyOf(kinds);
  }

  // ---- how options are described

  /** Options that all funding calls share at the end. */
  static List<Param> commonParams(boolean withSolvingData) {
    List<Param> params = new ArrayList<>();
    params.add(FeeArguments.target().alsoPositional());
    params.add(FeeArguments.mode().alsoPositional());
    params.add(
        Param.flag("replaceable", "Whether it says that it may be replaced (BIP125)")
            .defaultHint("wallet default"));
    if (withSolvingData) {
      params.add(
          Param.object(
                  "solving_data",
                  "Keys and scripts of inputs of others, to know their size",
                  Param.array(
                          "pubkeys", "Public keys", Param.hex("pubkey", "A public key").optional())
                      .byDefault(Json.array()),
                  Param.array("scripts", "Scripts", Param.hex("script", "A script").optional())
                      .byDefault(Json.array()),
                  Param.array(
                          "descriptors",
                          "Descriptors",
                          Param.text("descriptor", "A descriptor").optional())
                      .byDefault(Json.array()))
              .optional());
    }
    return params;
  }

  static Param subtractParam(String name) {
    return Param.array(
            name,
            "Numbers of the outputs that pay the fee, shared equally; else the sender pays",
            Param.number("vout_index", "Number of an output, change not counted").optional())
        .byDefault(Json.array());
  }

  static Param maxWeightParam() {
    return Param.number("max_tx_weight", "Largest weight of the transaction")
        .byDefault(MAX_STANDARD_WEIGHT);
  }

  static List<Param> coinParams(boolean addInputsByDefault) {
    Param add = Param.flag("add_inputs", "Whether the wallet may add inputs");
    return List.of(
        addInputsByDefault
            ? add.byDefault(true)
            : add.defaultHint("false when \"inputs\" are specified, true otherwise"),
        Param.flag("include_unsafe", "Whether unsafe coins may be added").byDefault(false),
        Param.number("minconf", "Confirmations that added coins must have").byDefault(0),
        Param.number("maxconf", "Most confirmations of added coins").optional());
  }

  // ---- reading them

  SpendOptions spend() {
    return spend;
  }

  /** Reads all options; fails where one makes no sense. */
  FundingArguments read(int outputCount, boolean overrideRate) {
    RpcValues.checkMembers(options, KINDS, true, true);
    CallContext.flagMember(options, "add_inputs").ifPresent(spend::allowOtherInputs);
    readChange(outputCount);
    CallContext.flagMember(options, "include_unsafe").ifPresent(spend::includeUnsafe);
    if (options.has("feeRate")) {
      readRatePerKvb();
    }
    CallContext.flagMember(options, "replaceable")
        .ifPresent(rbf -> spend.signalRbf(Optional.of(rbf)));
    readDepths();
    FeeArguments.apply(
        wallet,
        spend,
        options.path("conf_target"),
        options.path("estimate_mode"),
        options.path("fee_rate"),
        overrideRate);
    readSolvingData();
    readWeights();
    CallContext.intMember(options, "max_tx_weight")
        .ifPresent(weight -> spend.maxWeight(Optional.of(weight)));
    if (draft.version() == TRUC_VERSION
        && spend.maxWeight().map(weight -> weight > TRUC_MAX_WEIGHT).orElse(true)) {
      spend.maxWeight(Optional.of(TRUC_MAX_WEIGHT));
    }
    if (outputCount == 0) {
      throw CallContext.invalid("TX must have at least one output");
    }
    return this;
  }

  private JsonNode either(String name, String old) {
    return options.has(name) ? options.get(name) : options.path(old);
  }

  private void readChange(int outputCount) {
    JsonNode address = either("change_address", "changeAddress");
    if (FeeArguments.isGiven(address)) {
      Destination destination =
          CallContext.destination(
              wallet, RpcValues.text(address), "Change address must be a valid bitcoin address");
      spend.changeScript(Optional.of(destination.script()));
    }
    JsonNode position = either("change_position", "changePosition");
    if (FeeArguments.isGiven(position)) {
      int at = RpcValues.int32(position);
      if (at < 0 || at > outputCount) {
        throw CallContext.invalid("changePosition out of bounds");
      }
      spend.changePosition(Optional.of(at));
    }
    Optional<String> type =
        options.has("change_type")
            ? Optional.of(RpcValues.text(options.get("change_type")))
            : Optional.empty();
    if (type.isPresent()) {
      if (FeeArguments.isGiven(address)) {
        throw CallContext.invalid("Cannot specify both change address and address type options");
      }
      OutputType known =
          OutputType.byLabel(type.get())
              .orElseThrow(() -> CallContext.badKey("Unknown change type '" + type.get() + "'"));
      spend.changeType(Optional.of(known));
    }
  }

  private void readRatePerKvb() {
    if (options.has("fee_rate")) {
      throw CallContext.invalid("Cannot specify both fee_rate (sat/vB) and feeRate (BTC/kvB)");
    }
    if (options.has("conf_target")) {
      throw CallContext.invalid(
          "Cannot specify both conf_target and feeRate. Please provide either a confirmation"
              + " target in blocks for automatic fee estimation, or an explicit fee rate.");
    }
    if (options.has("estimate_mode")) {
      throw CallContext.invalid("Cannot specify both estimate_mode and feeRate");
    }
    spend
        .feeRate(Optional.of(new FeeRate(RpcValues.satoshis(options.get("feeRate")))))
        .overrideFeeRate(true);
  }

  private void readDepths() {
    CallContext.intMember(options, "minconf").ifPresent(spend::minDepth);
    if (spend.minDepth() < 0) {
      throw CallContext.invalid("Negative minconf");
    }
    CallContext.intMember(options, "maxconf").ifPresent(spend::maxDepth);
    if (spend.maxDepth() < spend.minDepth()) {
      throw CallContext.invalid(
          "maxconf can't be lower than minconf: " + spend.maxDepth() + " < " + spend.minDepth());
    }
  }

  private void readSolvingData() {
    JsonNode solving = options.path("solving_data");
    SigningData data = spend.external();
    for (JsonNode one : solving.path("pubkeys")) {
      PublicKey key = publicKey(RpcValues.text(one));
      data.addPublicKey(key);
      data.addScript(new Destination.WitnessKeyHash(key.hash()).script());
    }
    for (JsonNode one : solving.path("scripts")) {
      String hex = RpcValues.text(one);
      if (hex.isEmpty() || !RpcValues.isHex(hex)) {
        throw CallContext.badKey("'" + hex + "' is not hex");
      }
      data.addScript(Bytes.fromHex(hex));
    }
    for (JsonNode one : solving.path("descriptors")) {
      addDescriptor(RpcValues.text(one), data);
    }
  }

  private static PublicKey publicKey(String hex) {
    if (!RpcValues.isHex(hex)) {
      throw CallContext.badKey("Pubkey \"" + hex + "\" must be a hex string");
    }
    if (hex.length() != 66 && hex.length() != 130) {
      throw CallContext.badKey(
          "Pubkey \"" + hex + "\" must have a length of either 33 or 65 bytes");
    }
    return PublicKey.of(Bytes.fromHex(hex))
        .orElseThrow(
            () -> CallContext.badKey("Pubkey \"" + hex + "\" must be cryptographically valid."));
  }

  private void addDescriptor(String text, SigningData data) {
    try {
      Descriptor.Parsed parsed = Descriptor.parse(text, wallet.format(), true);
      try (SigningData secrets = parsed.secrets()) {
        for (Descriptor descriptor : parsed.descriptors()) {
          descriptor.expand(0, secrets).ifPresent(expansion -> data.merge(expansion.data()));
        }
      }
    } catch (DescriptorException e) {
      throw CallContext.invalid("Unable to parse descriptor '" + text + "': " + e.getMessage());
    }
  }

  private void readWeights() {
    for (JsonNode input : options.path("input_weights")) {
      OutPoint outPoint = DraftArguments.outPoint(input);
      JsonNode given = input.path("weight");
      if (!given.isNumber()) {
        throw CallContext.invalid("Invalid parameter, missing weight key");
      }
      long weight = RpcValues.integer(given);
      if (weight < MIN_INPUT_WEIGHT) {
        throw CallContext.invalid(
            "Invalid parameter, weight cannot be less than 165 (41 bytes (size of outpoint +"
                + " sequence + empty scriptSig) * 4 (witness scaling factor)) + 1 (empty"
                + " witness)");
      }
      if (weight > MAX_STANDARD_WEIGHT) {
        throw CallContext.invalid(
            "Invalid parameter, weight cannot be greater than the maximum standard tx weight of "
                + MAX_STANDARD_WEIGHT);
      }
      weights.put(outPoint, (int) weight);
    }
  }

  /** Moves weights that were given with the inputs into the options. */
  static void takeInputWeights(JsonNode inputs, ObjectNode options) {
    if (options.has("input_weights")) {
      throw CallContext.invalid(
          "Input weights should be specified in inputs rather than in options.");
    }
    ArrayNode weights = Json.array();
    for (JsonNode input : inputs) {
      if (input.has("weight")) {
        weights.add(input);
      }
    }
    if (!weights.isEmpty()) {
      options.set("input_weights", weights);
    }
  }

  // ---- funding

  /** Builds the transaction without signing it. To be used while sending, without the lock. */
  BuiltTransaction fund(List<Recipient> recipients) {
    spend.lockTime(Optional.of(draft.lockTime())).version(draft.version());
    preselect();
    BuiltTransaction built;
    try {
      built = new Spending(wallet).build(recipients, spend, false);
    } catch (BuildException e) {
      throw CallContext.walletError(String.valueOf(e.getMessage()));
    }
    JsonNode lock = either("lock_unspents", "lockUnspents");
    if (FeeArguments.isGiven(lock) && RpcValues.flag(lock)) {
      lock(wallet, built.transaction().inputs());
    }
    return built;
  }

  /** Locks the coins that were chosen: all of them or none. */
  static void lock(OpenWallet wallet, List<TxIn> inputs) {
    CallContext.locked(
        wallet,
        () -> {
          wallet
              .records()
              .atomically(() -> inputs.forEach(in -> wallet.sync().lock(in.prevout(), false)));
          return inputs;
        });
  }

  private void preselect() {
    // An output whose weight is told is spent, whether it is an input of the draft or not.
    weights.forEach(
        (outPoint, weight) -> {
          if (draft.inputs().stream().noneMatch(in -> in.prevout().equals(outPoint))) {
            spend.preselect(Preselected.of(outPoint).withWeight(weight));
          }
        });
    if (draft.inputs().isEmpty()) {
      return;
    }
    Map<OutPoint, TxOut> coins = new HashMap<>();
    List<OutPoint> outPoints = draft.inputs().stream().map(TxIn::prevout).toList();
    for (CoinInfo coin : wallet.chain().coins(outPoints)) {
      coins.put(coin.outPoint(), coin.output());
    }
    for (TxIn in : draft.inputs()) {
      Preselected input =
          Preselected.of(in.prevout())
              .withSequence(in.sequence())
              .withScripts(in.scriptSig(), in.witness());
      Integer weight = weights.get(in.prevout());
      if (weight != null) {
        input = input.withWeight(weight);
      }
      if (CallContext.locked(wallet, () -> wallet.ledger().ownOutput(in.prevout())).isEmpty()) {
        input = input.withExternal(external(coins, in.prevout()));
      }
      spend.preselect(input);
    }
  }

  private static TxOut external(Map<OutPoint, TxOut> coins, OutPoint outPoint) {
    TxOut output = coins.get(outPoint);
    if (output == null) {
      throw CallContext.walletError("Unable to find UTXO for external input");
    }
    return output;
  }
}
