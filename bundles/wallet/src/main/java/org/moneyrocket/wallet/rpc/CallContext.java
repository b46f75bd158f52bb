// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.Wallets;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.keys.OwnedDescriptor;
import org.moneyrocket.wallet.store.WalletFlag;

/** What bodies of methods share: finding the wallet, checking its state, common values. */
final class CallContext {
  private final Wallets wallets;

  CallContext(Wallets wallets) {
    this.wallets = wallets;
  }

  Wallets wallets() {
    return wallets;
  }

  // ---- wallets

  /** Returns the wallet of a call. */
  OpenWallet wallet(RpcCall call) {
    OpenWallet wallet = named(call);
    wallet.clock().refresh();
    return wallet;
  }

  private OpenWallet named(RpcCall call) {
    if (call.wallet().isPresent()) {
      return wallets
          .find(call.wallet().get())
          .orElseThrow(
              () ->
                  new RpcException(
                      RpcErrorCode.WALLET_NOT_FOUND,
                      "Requested wallet does not exist or is not loaded"));
    }
    List<OpenWallet> all = wallets.loaded();
    if (all.isEmpty()) {
      throw new RpcException(
          RpcErrorCode.WALLET_NOT_FOUND,
          "No wallet is loaded. Load a wallet using loadwallet or create a new one with"
              + " createwallet. (Note: A default wallet is no longer automatically created)");
    }
    if (all.size() > 1) {
      throw new RpcException(
          RpcErrorCode.WALLET_NOT_SPECIFIED,
          "Multiple wallets are loaded. Please select which wallet to use by requesting the RPC"
              + " through the /wallet/<walletname> URI path.");
    }
    return all.get(0);
  }

  /** Returns the wallet of a call after it has applied what the chain did before. */
  OpenWallet currentWallet(RpcCall call) {
    OpenWallet wallet = named(call);
    wallet.awaitCurrent();
    return wallet;
  }

  /** Works with the wallet's lock held: the node is not asked meanwhile. */
  static <T> T locked(OpenWallet wallet, Supplier<T> work) {
    return holding(wallet.lock(), work);
  }

  /** As {@link #locked}, and all that the work changes is stored, or nothing of it. */
  static <T> T changing(OpenWallet wallet, Supplier<T> work) {
    return wallet.locked(() -> wallet.records().unit().get(work));
  }

  /** Makes a payment or a draft of one: one at a time, without the wallet's lock. */
  static JsonNode sending(OpenWallet wallet, Supplier<JsonNode> work) {
    return holding(wallet.sending(), () -> wallet.sending(work::get));
  }

  /** A call that is cancelled, or whose caller is gone, does not go on waiting for a lock. */
  private static <T> T holding(ReentrantLock lock, Supplier<T> work) {
    try {
      lock.lockInterruptibly();
      try {
        return work.get();
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw misc("The call was cancelled before it had begun.");
    }
  }

  /** Returns the wallet that path and parameter name, which must agree. */
  static String uniqueName(RpcCall call, Optional<String> parameter) {
    if (call.wallet().isPresent()) {
      if (parameter.isPresent() && !parameter.equals(call.wallet())) {
        throw invalid(
            "The RPC endpoint wallet and the wallet name parameter specify different wallets");
      }
      return call.wallet().get();
    }
    return parameter.orElseThrow(
        () ->
            invalid(
                "Either the RPC endpoint wallet or the wallet name parameter must be provided"));
  }

  /**
   * Refuses a call that needs private keys of a locked wallet. Needs the wallet's lock or the one
   * for sending, for the time-out may end at any moment.
   */
  static void requireUnlocked(OpenWallet wallet) {
    if (!wallet.lock().isHeldByCurrentThread() && !wallet.sending().isHeldByCurrentThread()) {
      throw new IllegalStateException("the wallet could be locked before its keys are used");
    }
    if (wallet.isLocked()) {
      throw new RpcException(
          RpcErrorCode.WALLET_UNLOCK_NEEDED,
          "Error: Please enter the wallet passphrase with walletpassphrase first.");
    }
  }

  /** As {@link #requireUnlocked}, for a scan that has reserved the keys: it stays unlocked. */
  static void requireUnlockedForScan(OpenWallet wallet) {
    locked(
        wallet,
        () -> {
          requireUnlocked(wallet);
          return true;
        });
  }

  /** Returns whether used addresses are to be avoided, as asked for or as the wallet is. */
  static boolean avoidReuse(OpenWallet wallet, Optional<Boolean> wanted) {
    boolean can = wallet.has(WalletFlag.AVOID_REUSE);
    boolean avoid = wanted.orElse(can);
    if (avoid && !can) {
      throw new RpcException(
          RpcErrorCode.WALLET_ERROR, "wallet does not have the \"avoid reuse\" feature enabled");
    }
    return avoid;
  }

  // ---- failures

  static RpcException invalid(String message) {
    return new RpcException(RpcErrorCode.INVALID_PARAMETER, message);
  }

  static RpcException walletError(String message) {
    return new RpcException(RpcErrorCode.WALLET_ERROR, message);
  }

  static RpcException badKey(String message) {
    return new RpcException(RpcErrorCode.INVALID_ADDRESS_OR_KEY, message);
  }

  static RpcException misc(String message) {
    return new RpcException(RpcErrorCode.MISC_ERROR, message);
  }

  static RpcException scanning() {
    return walletError("Wallet is currently rescanning. Abort existing rescan or wait.");
  }

  // ---- values

  /** Returns a label, refusing the one that stands for all. */
  static String label(Optional<String> given) {
    String label = given.orElse("");
    if (label.equals("*")) {
      throw new RpcException(RpcErrorCode.WALLET_INVALID_LABEL_NAME, "Invalid label name");
    }
    return label;
  }

  static OutputType addressType(String text) {
    return OutputType.byLabel(text)
        .orElseThrow(() -> badKey("Unknown address type '" + text + "'"));
  }

  /** Returns where an address pays to, or fails with {@code message}. */
  static Destination destination(OpenWallet wallet, String address, String message) {
    return wallet.format().decode(address).orElseThrow(() -> badKey(message));
  }

  /** Returns where an address pays to, or says what is wrong with it. */
  static Destination destinationOrFault(OpenWallet wallet, String address) {
    return switch (wallet.format().decodeAddress(address)) {
      case ChainFormat.AddressResult.Valid(Destination destination) -> destination;
      case ChainFormat.AddressResult.Invalid(String error, List<Integer> _) ->
          throw badKey(error.isEmpty() ? "Invalid address" : error);
    };
  }

  /** Returns a transaction of the wallet. */
  static WalletTx transaction(OpenWallet wallet, Txid txid) {
    return wallet
        .ledger()
        .find(txid)
        .orElseThrow(() -> badKey("Invalid or non-wallet transaction id"));
  }

  /** Returns a copy of the options object of a call, empty if there is none. */
  static ObjectNode options(RpcCall call) {
    return call.json("options") instanceof ObjectNode options ? options.deepCopy() : Json.object();
  }

  /** Tells whether a member of an object was given and is not null. */
  static boolean has(JsonNode object, String name) {
    JsonNode member = object.get(name);
    return member != null && !member.isNull();
  }

  static Optional<JsonNode> member(JsonNode object, String name) {
    return has(object, name) ? Optional.of(object.get(name)) : Optional.empty();
  }

  static Optional<Boolean> flagMember(JsonNode object, String name) {
    return member(object, name).map(RpcValues::flag);
  }

  static Optional<Integer> intMember(JsonNode object, String name) {
    return member(object, name).map(RpcValues::int32);
  }

  static Optional<String> textMember(JsonNode object, String name) {
    return member(object, name).map(RpcValues::text);
  }

  /** Returns a truth value the caller gave, empty if it is left to its default. */
  static Optional<Boolean> given(RpcCall call, String param) {
    return call.has(param) ? call.findFlag(param) : Optional.empty();
  }

  /** Tells whether what a transaction pays counts as received. Needs the wallet's lock. */
  static boolean countsAsReceived(
      OpenWallet wallet, WalletTx tx, int minDepth, boolean immatureCoinbase) {
    int depth = wallet.ledger().depth(tx);
    return depth >= minDepth
        && (!tx.isCoinbase() || depth >= 1)
        && (immatureCoinbase || !wallet.ledger().isImmature(tx));
  }

  // ---- answers

  /** Adds the last block the wallet applied. Needs the wallet's lock. */
  static void putLastBlock(ObjectNode out, OpenWallet wallet) {
    ObjectNode last = out.putObject("lastprocessedblock");
    wallet
        .ledger()
        .lastBlock()
        .ifPresentOrElse(
            ref -> last.put("hash", ref.hash().toString()).put("height", ref.height()),
            () -> last.put("hash", "0".repeat(64)).put("height", -1));
  }

  /** The part of an answer that {@link #putLastBlock} adds. */
  static Result lastBlockResult() {
    return Result.object(
        "lastprocessedblock",
        "The last block the wallet has applied",
        Result.hex("hash", "Its hash"),
        Result.number("height", "Its height"));
  }

  /** Adds descriptors that own a script. Needs the wallet's lock. */
  static void putParents(ObjectNode out, OpenWallet wallet, Bytes script) {
    ArrayNode parents = out.putArray("parent_descs");
    for (OwnedDescriptor owner : wallet.ring().owners(script)) {
      owner.publicText().ifPresent(parents::add);
    }
  }

  static Result parentsResult() {
    return Result.array(
        "parent_descs",
        "Descriptors of the wallet that own the script",
        Result.text("", "A descriptor"));
  }

  /** Adds warnings if there are any. */
  static void putWarnings(ObjectNode out, List<String> warnings) {
    if (!warnings.isEmpty()) {
      out.set("warnings", Json.array(warnings));
    }
  }

  static Result warningsResult() {
    return Result.array("warnings", "What else there is to say", Result.text("", "")).optional();
  }
}
