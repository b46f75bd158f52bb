// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.moneyrocket.wallet.Wallets;
import org.moneyrocket.wallet.WatchOnlyExport;
import org.moneyrocket.wallet.store.StoreException;
import org.moneyrocket.wallet.store.WalletFiles;
import org.moneyrocket.wallet.store.WalletFlag;
import org.moneyrocket.wallet.store.WalletOpenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wallets as files: creating, loading, unloading, listing, copying; and their state. */
final class WalletFileMethods {
  private static final Logger log = LoggerFactory.getLogger(WalletFileMethods.class);

  /** What clients expect of wallets without keys from before descriptors. */
  private static final int LATEST_LEGACY_VERSION = 169900;

  private static final Param LOAD_ON_STARTUP =
      Param.flag(
              "load_on_startup",
              "True loads the wallet at the next start as well, false does not, null leaves that"
                  + " as it is")
          .optional();

  private final CallContext context;

  WalletFileMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(createSpec(), this::create),
        new BodyMethod(loadSpec(), this::load),
        new BodyMethod(unloadSpec(), this::unload),
        new BodyMethod(listSpec(), call -> Json.array(context.wallets().names())),
        new BodyMethod(listDirectorySpec(), this::listDirectory),
        new BodyMethod(backupSpec(), this::backup),
        new BodyMethod(restoreSpec(), this::restore),
        new BodyMethod(exportSpec(), this::export),
        new BodyMethod(migrateSpec(), this::migrate),
        new BodyMethod(infoSpec(), this::info),
        new BodyMethod(setFlagSpec(), this::setFlag));
  }

  private static Result loadedResult() {
    return Result.object(
        "", "", Result.text("name", "Name of the wallet"), CallContext.warningsResult());
  }

  private static ObjectNode loaded(Wallets.Loaded loaded, List<String> before) {
    ObjectNode out = Json.object();
    out.put("name", loaded.wallet().name());
    List<String> warnings = new ArrayList<>(before);
    warnings.addAll(loaded.warnings());
    CallContext.putWarnings(out, warnings);
    return out;
  }

  /** Returns the failure of a method for a wallet that could not be opened. */
  private static RpcException failure(WalletOpenException e) {
    RpcErrorCode code =
        switch (e.kind()) {
          case NOT_FOUND, BAD_FORMAT, LEGACY -> RpcErrorCode.WALLET_NOT_FOUND;
          case ALREADY_LOADED -> RpcErrorCode.WALLET_ALREADY_LOADED;
          case ALREADY_EXISTS -> RpcErrorCode.WALLET_ALREADY_EXISTS;
          case UNNAMED, INVALID_BACKUP -> RpcErrorCode.INVALID_PARAMETER;
          case ENCRYPT -> RpcErrorCode.WALLET_ENCRYPTION_FAILED;
          case SIGNER -> RpcErrorCode.MISC_ERROR;
          case BAD_PATH, IN_USE, VERIFY, CREATE, LOAD -> RpcErrorCode.WALLET_ERROR;
        };
    return new RpcException(code, String.valueOf(e.getMessage()));
  }

  // ---- createwallet

  private static MethodSpec createSpec() {
    return MethodSpec.method("createwallet", "wallet")
        .describe("Creates and loads a new wallet.")
        .params(
            Param.text("wallet_name", "Name of the new wallet; may be a path"),
            Param.flag("disable_private_keys", "Makes a wallet that only watches").byDefault(false),
            Param.flag("blank", "Makes a wallet without keys; they can be imported")
                .byDefault(false),
            Param.text("passphrase", "Encrypts the wallet with this passphrase")
                .secret()
                .optional(),
            Param.flag("avoid_reuse", "Keeps coins on addresses that were spent from apart")
                .byDefault(false),
            Param.flag("descriptors", "Must be true").byDefault(true),
            LOAD_ON_STARTUP,
            Param.flag("external_signer", "Leaves signing to the program of -signer")
                .byDefault(false))
        .results(loadedResult())
        .example("\"testwallet\"");
  }

  private JsonNode create(RpcCall call) {
    List<String> warnings = new ArrayList<>();
    long flags = call.flag("disable_private_keys") ? WalletFlag.DISABLE_PRIVATE_KEYS.mask() : 0;
    flags |= call.flag("blank") ? WalletFlag.BLANK.mask() : 0;
    flags |= call.flag("avoid_reuse") ? WalletFlag.AVOID_REUSE.mask() : 0;
    flags |= call.flag("external_signer") ? WalletFlag.EXTERNAL_SIGNER.mask() : 0;
    Optional<Secret> passphrase = Optional.empty();
    if (call.has("passphrase")) {
      passphrase = Optional.of(call.secret("passphrase"));
      if (passphrase.get().size() == 0) {
        warnings.add("Empty string given as passphrase, wallet will not be encrypted.");
        passphrase = Optional.empty();
      }
    }
    try {
      if (!call.flag("descriptors")) {
        throw CallContext.walletError(
            "descriptors argument must be set to \"true\"; it is no longer possible to create a"
                + " legacy wallet.");
      }
      return loaded(
          context
              .wallets()
              .create(
                  new Wallets.Creation(
                      call.text("wallet_name"),
                      flags,
                      passphrase,
                      call.findFlag("load_on_startup"))),
          warnings);
    } catch (WalletOpenException e) {
      throw failure(e);
    } finally {
      passphrase.ifPresent(Secret::close);
    }
  }

  // ---- loadwallet, unloadwallet

  private static MethodSpec loadSpec() {
    return MethodSpec.method("loadwallet", "wallet")
        .describe("Loads a wallet of the wallet directory, or of any other.")
        .params(
            Param.text(
                "filename",
                "Directory of the wallet: below the wallet directory, or an absolute path"),
            LOAD_ON_STARTUP)
        .results(loadedResult())
        .example("\"walletname\"");
  }

  private JsonNode load(RpcCall call) {
    try {
      return loaded(
          context.wallets().load(call.text("filename"), call.findFlag("load_on_startup")),
          List.of());
    } catch (WalletOpenException e) {
      throw failure(e);
    }
  }

  private static MethodSpec unloadSpec() {
    return MethodSpec.method("unloadwallet", "wallet")
        .describe(
            "Unloads the wallet that the path or the parameter names; if both are given they must"
                + " be the same.")
        .params(
            Param.text("wallet_name", "Name of the wallet")
                .defaultHint("the wallet of the RPC endpoint"),
            LOAD_ON_STARTUP)
        .results(Result.object("", "", CallContext.warningsResult()))
        .example("wallet_name")
        .onWallet();
  }

  private JsonNode unload(RpcCall call) {
    String name = CallContext.uniqueName(call, call.findText("wallet_name"));
    OpenWallet wallet =
        context
            .wallets()
            .find(name)
            .orElseThrow(
                () ->
                    new RpcException(
                        RpcErrorCode.WALLET_NOT_FOUND,
                        "Requested wallet does not exist or is not loaded"));
    try {
      ObjectNode out = Json.object();
      CallContext.putWarnings(
          out, context.wallets().unload(wallet, call.findFlag("load_on_startup")));
      return out;
    } catch (Wallets.UnloadException e) {
      String message = String.valueOf(e.getMessage());
      throw e.isScanning() ? CallContext.walletError(message) : CallContext.misc(message);
    }
  }

  // ---- listwallets, listwalletdir

  private static MethodSpec listSpec() {
    return MethodSpec.method("listwallets", "wallet")
        .describe("Returns the names of the loaded wallets; see also getwalletinfo.")
        .results(Result.array("", "", Result.text("walletname", "Name of a wallet")))
        .example("")
        .onWallet();
  }

  private static MethodSpec listDirectorySpec() {
    return MethodSpec.method("listwalletdir", "wallet")
        .describe("Returns the wallets in the wallet directory, loaded or not.")
        .results(
            Result.object(
                "",
                "",
                Result.array(
                    "wallets",
                    "",
                    Result.object(
                        "",
                        "",
                        Result.text("name", "Name of a wallet"),
                        CallContext.warningsResult()))))
        .example("");
  }

  private JsonNode listDirectory(RpcCall call) {
    ObjectNode out = Json.object();
    ArrayNode list = out.putArray("wallets");
    for (WalletFiles.Found found : context.wallets().files().list()) {
      ObjectNode entry = list.addObject();
      entry.put("name", found.name());
      ArrayNode warnings = entry.putArray("warnings");
      if (found.format() == WalletFiles.Format.BERKELEY) {
        warnings.add(
            "This wallet is a legacy wallet and will need to be migrated with migratewallet of "
                + WalletFiles.MIGRATES
                + " before it can be loaded");
      }
    }
    return out;
  }

  // ---- backupwallet, restorewallet

  private static MethodSpec backupSpec() {
    return MethodSpec.method("backupwallet", "wallet")
        .describe("Copies the wallet's file safely to a destination.")
        .params(Param.text("destination", "File to write"))
        .results(Result.none())
        .example("\"backup.dat\"")
        .onWallet();
  }

  private JsonNode backup(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    try {
      wallet.backup(Path.of(call.text("destination")));
      return Json.none();
    } catch (StoreException | InvalidPathException e) {
      log.warn("{} {}", wallet.logName(), e.getMessage());
      throw CallContext.walletError("Error: Wallet backup failed!");
    }
  }

  private static MethodSpec restoreSpec() {
    return MethodSpec.method("restorewallet", "wallet")
        .describe("Copies a backup into the wallet directory under a new name and loads it.")
        .params(
            Param.text("wallet_name", "Name of the restored wallet"),
            Param.text("backup_file", "The backup"),
            LOAD_ON_STARTUP)
        .results(loadedResult())
        .example("\"testwallet\" \"backup-file.bak\"");
  }

  private JsonNode restore(RpcCall call) {
    try {
      return loaded(
          context
              .wallets()
              .restore(
                  Path.of(call.text("backup_file")),
                  call.text("wallet_name"),
                  call.findFlag("load_on_startup")),
          List.of());
    } catch (InvalidPathException e) {
      throw CallContext.invalid("Backup file does not exist");
    } catch (WalletOpenException e) {
      throw failure(e);
    }
  }

  private static MethodSpec exportSpec() {
    return MethodSpec.method("exportwatchonlywallet", "wallet")
        .describe(
            "Writes a copy of the wallet without private keys: it watches the same addresses but"
                + " cannot spend. restorewallet loads it.")
        .params(Param.text("destination", "The file to write; it must not exist"))
        .results(Result.object("", "", Result.text("exported_file", "The file that was written")))
        .example("\"/home/me/watching.dat\"")
        .onWallet();
  }

  private JsonNode export(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    String destination = call.text("destination");
    try {
      new WatchOnlyExport(wallet).writeTo(destination);
    } catch (InvalidPathException e) {
      throw CallContext.walletError("Error: Could not create file '" + destination + "'");
    } catch (WatchOnlyExport.ExportException e) {
      throw CallContext.walletError(String.valueOf(e.getMessage()));
    }
    return Json.object().put("exported_file", destination);
  }

  private static MethodSpec migrateSpec() {
    return MethodSpec.method("migratewallet", "wallet")
        .describe(
            "Checks whether a wallet is one of the files of old programs, which have to become"
                + " descriptor wallets before they can be used. The migration itself is not part of"
                + " this program yet: such a wallet is left as it is and the answer is an error"
                + " that says which program migrates it.")
        .params(
            Param.text("wallet_name", "Name of the wallet")
                .defaultHint("the wallet of the RPC endpoint"),
            Param.text("passphrase", "The wallet's passphrase, if it is encrypted")
                .secret()
                .optional(),
            Param.flag("load_wallet", "Whether the migrated wallet is loaded").byDefault(true))
        .results(Result.object("", "", Result.text("wallet_name", "Name of the migrated wallet")))
        .example("")
        .onWallet();
  }

  private JsonNode migrate(RpcCall call) {
    String name = CallContext.uniqueName(call, call.findText("wallet_name"));
    try {
      throw CallContext.walletError(whyNotMigrated(name));
    } catch (WalletOpenException e) {
      throw CallContext.walletError(String.valueOf(e.getMessage()));
    }
  }

  private String whyNotMigrated(String name) throws WalletOpenException {
    WalletFiles files = context.wallets().files();
    if (context.wallets().find(name).isPresent()) {
      return "Error: This wallet is already a descriptor wallet";
    }
    Path path = files.path(name);
    if (!Files.exists(path)) {
      return "Error: Wallet does not exist";
    }
    if (!files.format(path).equals(Optional.of(WalletFiles.Format.BERKELEY))) {
      return "Error: This wallet is already a descriptor wallet";
    }
    return "Error: Legacy wallets cannot be migrated by this program yet. Migrate '"
        + path
        + "' with migratewallet of "
        + WalletFiles.MIGRATES
        + ", then load the result here.";
  }

  // ---- getwalletinfo, setwalletflag

  private static MethodSpec infoSpec() {
    return MethodSpec.method("getwalletinfo", "wallet")
        .describe("Returns the state of the wallet.")
        .results(
            Result.object(
                "",
                "",
                Result.text("walletname", "Name of the wallet"),
                Result.number("walletversion", "Always 169900 (deprecated)"),
                Result.text("format", "Format of the file"),
                Result.number("txcount", "Number of transactions"),
                Result.number("keypoolsize", "Receiving addresses derived ahead"),
                Result.number("keypoolsize_hd_internal", "Change addresses derived ahead")
                    .optional(),
                Result.time(
                        "unlocked_until",
                        "When the wallet is locked again, 0 if it is; only if it is encrypted")
                    .optional(),
                Result.flag("private_keys_enabled", "Whether it may have private keys"),
                Result.flag("avoid_reuse", "Whether coins on used addresses are kept apart"),
                Result.object(
                        "scanning",
                        "The scan under way, or false",
                        Result.number("duration", "Seconds since it began"),
                        Result.number("progress", "How far it is, 0 to 1"))
                    .unchecked(),
                Result.flag("descriptors", "Always true"),
                Result.flag("external_signer", "Whether an external signer signs"),
                Result.flag("blank", "Whether it was made without keys on purpose"),
                Result.time("birthtime", "No block before this time matters").optional(),
                Result.array("flags", "Flags that are set", Result.text("flag", "Its name")),
                CallContext.lastBlockResult()))
        .example("")
        .onWallet();
  }

  private JsonNode info(RpcCall call) {
    OpenWallet wallet = context.currentWallet(call);
    return CallContext.locked(
        wallet,
        () -> {
          ObjectNode out = Json.object();
          int external = wallet.ring().externalKeypool();
          out.put("walletname", wallet.name());
          out.put("walletversion", LATEST_LEGACY_VERSION);
          out.put("format", "sqlite");
          out.put("txcount", wallet.ledger().size());
          out.put("keypoolsize", external);
          out.put("keypoolsize_hd_internal", wallet.ring().keypool() - external);
          if (wallet.isEncrypted()) {
            out.put("unlocked_until", wallet.unlockedUntil());
          }
          out.put("private_keys_enabled", wallet.mayHavePrivateKeys());
          out.put("avoid_reuse", wallet.has(WalletFlag.AVOID_REUSE));
          putScanning(out, wallet);
          out.put("descriptors", wallet.has(WalletFlag.DESCRIPTORS));
          out.put("external_signer", wallet.has(WalletFlag.EXTERNAL_SIGNER));
          out.put("blank", wallet.has(WalletFlag.BLANK));
          if (wallet.sync().birthTime() != Long.MAX_VALUE) {
            out.put("birthtime", wallet.sync().birthTime());
          }
          putFlags(out, wallet.flags());
          CallContext.putLastBlock(out, wallet);
          return out;
        });
  }

  private static void putScanning(ObjectNode out, OpenWallet wallet) {
    var progress = wallet.rescan().progress();
    if (progress.isEmpty()) {
      out.put("scanning", false);
      return;
    }
    ObjectNode scanning = out.putObject("scanning");
    scanning.put("duration", wallet.rescan().duration().toSeconds());
    scanning.set("progress", Json.real(progress.getAsDouble()));
  }

  private static void putFlags(ObjectNode out, long flags) {
    ArrayNode names = out.putArray("flags");
    for (int bit = 0; bit < 64; bit++) {
      if ((flags >>> bit & 1) == 0) {
        continue;
      }
      String name = "unknown_flag_" + bit;
      for (WalletFlag flag : WalletFlag.values()) {
        name = flag.bit() == bit ? flag.text() : name;
      }
      names.add(name);
    }
  }

  private static MethodSpec setFlagSpec() {
    return MethodSpec.method("setwalletflag", "wallet")
        .describe("Changes a flag of the wallet.")
        .params(
            Param.text("flag", "Name of the flag; only avoid_reuse can be changed"),
            Param.flag("value", "The new state").byDefault(true))
        .results(
            Result.object(
                "",
                "",
                Result.text("flag_name", "Name of the flag"),
                Result.flag("flag_state", "Its state now"),
                Result.text("warnings", "What to do because of that").optional()))
        .example("avoid_reuse")
        .onWallet();
  }

  private JsonNode setFlag(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    String name = call.text("flag");
    boolean value = call.flag("value");
    WalletFlag flag =
        WalletFlag.byText(name)
            .orElseThrow(() -> CallContext.invalid("Unknown wallet flag: " + name));
    if (!flag.mutable()) {
      throw CallContext.invalid("Wallet flag is immutable: " + name);
    }
    if (wallet.has(flag) == value) {
      throw CallContext.invalid("Wallet flag is already set to " + value + ": " + name);
    }
    wallet.setFlag(flag, value);
    ObjectNode out = Json.object();
    out.put("flag_name", name);
    out.put("flag_state", value);
    if (flag == WalletFlag.AVOID_REUSE && value) {
      out.put(
          "warnings",
          "You need to rescan the blockchain in order to correctly mark used destinations in the"
              + " past. Until this is done, some destinations may be considered unused, even if"
              + " the opposite is the case.");
    }
    return out;
  }
}
