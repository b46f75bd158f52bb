// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.moneyrocket.interfaces.Secret;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.store.StoreException;

/** Encrypting a wallet, unlocking and locking it. */
final class EncryptionMethods {
  private static final long MAX_SECONDS = 100_000_000;
  private static final String BEFORE_25 =
      "It contains a null character (ie - a zero byte). If the %s was set with a version of this"
          + " software prior to 25.0, please try again with only the characters up to — but not"
          + " including — the first null character.";

  private final CallContext context;

  EncryptionMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(encryptSpec(), this::encrypt),
        new BodyMethod(unlockSpec(), this::unlock),
        new BodyMethod(changeSpec(), this::change),
        new BodyMethod(lockSpec(), this::lock));
  }

  private static void requireEncrypted(OpenWallet wallet, String method) {
    if (!wallet.isEncrypted()) {
      throw new RpcException(
          RpcErrorCode.WALLET_WRONG_ENC_STATE,
          "Error: running with an unencrypted wallet, but " + method + " was called.");
    }
  }

  private static void refuseDuringScan(OpenWallet wallet, String before) {
    if (wallet.rescan().isScanningWithPassphrase()) {
      throw CallContext.walletError(
          "Error: the wallet is currently being used to rescan the blockchain for related"
              + " transactions. Please call `abortrescan` before "
              + before
              + ".");
    }
  }

  private static void refuseEmpty(Secret passphrase) {
    if (passphrase.size() == 0) {
      throw CallContext.invalid("passphrase cannot be empty");
    }
  }

  // ---- encryptwallet

  private static MethodSpec encryptSpec() {
    return MethodSpec.method("encryptwallet", "wallet")
        .describe(
            "Encrypts the wallet for the first time. Afterwards private keys can only be used after"
                + " walletpassphrase. A new seed is made: the old backups lack it.")
        .params(Param.text("passphrase", "The passphrase, at least one character").secret())
        .results(Result.text("", "What to do now"))
        .example("\"my passphrase\"")
        .onWallet();
  }

  private JsonNode encrypt(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    if (!wallet.mayHavePrivateKeys()) {
      throw new RpcException(
          RpcErrorCode.WALLET_ENCRYPTION_FAILED,
          "Error: wallet does not contain private keys, nothing to encrypt.");
    }
    if (wallet.isEncrypted()) {
      throw new RpcException(
          RpcErrorCode.WALLET_WRONG_ENC_STATE,
          "Error: running with an encrypted wallet, but encryptwallet was called.");
    }
    refuseDuringScan(wallet, "encrypting the wallet");
    try (Secret passphrase = call.secret("passphrase")) {
      refuseEmpty(passphrase);
      if (!encrypt(wallet, passphrase)) {
        throw new RpcException(
            RpcErrorCode.WALLET_ENCRYPTION_FAILED, "Error: Failed to encrypt the wallet.");
      }
    }
    return Json.text(
        "wallet encrypted; The keypool has been flushed and a new HD seed was generated. You need"
            + " to make a new backup with the backupwallet RPC.");
  }

  private static boolean encrypt(OpenWallet wallet, Secret passphrase) {
    try {
      return wallet.encrypt(passphrase);
    } catch (StoreException e) {
      throw new RpcException(
          RpcErrorCode.WALLET_ENCRYPTION_FAILED,
          "Error: Failed to encrypt the wallet. " + e.getMessage());
    }
  }

  // ---- walletpassphrase

  private static MethodSpec unlockSpec() {
    return MethodSpec.method("walletpassphrase", "wallet")
        .describe(
            "Unlocks the private keys of an encrypted wallet for a time. A later call replaces the"
                + " time of an earlier one.")
        .params(
            Param.text("passphrase", "The passphrase").secret(),
            Param.number("timeout", "Seconds to stay unlocked, at most 100000000"))
        .results(Result.none())
        .example("\"my passphrase\" 60")
        .onWallet();
  }

  private JsonNode unlock(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    requireEncrypted(wallet, "walletpassphrase");
    long seconds = call.integer("timeout");
    if (seconds < 0) {
      throw CallContext.invalid("Timeout cannot be negative.");
    }
    try (Secret passphrase = call.secret("passphrase")) {
      refuseEmpty(passphrase);
      Duration time = Duration.ofSeconds(Math.min(seconds, MAX_SECONDS));
      if (!wallet.unlock(passphrase, time)) {
        throw wrongPassphrase(
            passphrase,
            "Error: The wallet passphrase entered is incorrect. "
                + String.format(BEFORE_25, "passphrase")
                + " If this is successful, please set a new passphrase to avoid this issue in the"
                + " future.");
      }
    }
    return Json.none();
  }

  private static RpcException wrongPassphrase(Secret passphrase, String withNull) {
    return new RpcException(
        RpcErrorCode.WALLET_PASSPHRASE_INCORRECT,
        hasZero(passphrase) ? withNull : "Error: The wallet passphrase entered was incorrect.");
  }

  private static boolean hasZero(Secret passphrase) {
    byte[] bytes = passphrase.toArray();
    boolean found = false;
    for (int i = 0; i < bytes.length; i++) {
      found |= bytes[i] == 0;
      bytes[i] = 0;
    }
    return found;
  }

  // ---- walletpassphrasechange

  private static MethodSpec changeSpec() {
    return MethodSpec.method("walletpassphrasechange", "wallet")
        .describe("Changes the passphrase of an encrypted wallet.")
        .params(
            Param.text("oldpassphrase", "The passphrase now").secret(),
            Param.text("newpassphrase", "The passphrase from now on").secret())
        .results(Result.none())
        .example("\"old one\" \"new one\"")
        .onWallet();
  }

  private JsonNode change(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    requireEncrypted(wallet, "walletpassphrasechange");
    refuseDuringScan(wallet, "changing the passphrase");
    try (Secret old = call.secret("oldpassphrase");
        Secret replacement = call.secret("newpassphrase")) {
      refuseEmpty(old);
      refuseEmpty(replacement);
      if (!wallet.changePassphrase(old, replacement)) {
        throw wrongPassphrase(
            old,
            "Error: The old wallet passphrase entered is incorrect. "
                + String.format(BEFORE_25, "old passphrase"));
      }
    }
    return Json.none();
  }

  // ---- walletlock

  private static MethodSpec lockSpec() {
    return MethodSpec.method("walletlock", "wallet")
        .describe("Locks the private keys of an encrypted wallet now.")
        .results(Result.none())
        .example("")
        .onWallet();
  }

  private JsonNode lock(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    requireEncrypted(wallet, "walletlock");
    refuseDuringScan(wallet, "locking the wallet");
    wallet.lockKeys();
    return Json.none();
  }
}
