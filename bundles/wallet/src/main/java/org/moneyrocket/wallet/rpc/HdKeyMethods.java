// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorException;
import org.moneyrocket.script.key.ExtendedPublicKey;
import org.moneyrocket.script.key.ExtendedSecretKey;
import org.moneyrocket.script.key.KeyPath;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.keys.ImportException;
import org.moneyrocket.wallet.keys.KeyRing;
import org.moneyrocket.wallet.keys.OwnedDescriptor;

/** Extended keys of the wallet and what is made from them (BIP32). */
final class HdKeyMethods {
  private static final String NOT_AN_XPUB = "Unable to parse HD key. Please provide a valid xpub";

  private final CallContext context;

  HdKeyMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(listSpec(), this::list),
        new BodyMethod(createSpec(), this::create),
        new BodyMethod(addSpec(), this::add),
        new BodyMethod(deriveSpec(), this::derive));
  }

  // ---- which keys there are

  private static SortedMap<ExtendedPublicKey, List<OwnedDescriptor>> keys(
      Collection<OwnedDescriptor> descriptors) {
    SortedMap<ExtendedPublicKey, List<OwnedDescriptor>> keys = new TreeMap<>();
    for (OwnedDescriptor descriptor : descriptors) {
      for (ExtendedPublicKey key : descriptor.descriptor().extendedKeys()) {
        keys.computeIfAbsent(key, k -> new ArrayList<>()).add(descriptor);
      }
    }
    return keys;
  }

  private static SortedMap<ExtendedPublicKey, List<OwnedDescriptor>> unusedKeys(OpenWallet wallet) {
    return keys(
        wallet.ring().descriptors().stream()
            .filter(descriptor -> !descriptor.descriptor().hasScripts())
            .toList());
  }

  private static ExtendedSecretKey secret(OpenWallet wallet, ExtendedPublicKey key) {
    return wallet
        .ring()
        .secret(key.key())
        .map(secret -> new ExtendedSecretKey(key, secret))
        .orElseThrow(
            () ->
                CallContext.badKey(
                    "Private key for " + wallet.format().encodeExtended(key) + " is not known"));
  }

  // ---- gethdkeys

  private static MethodSpec listSpec() {
    return MethodSpec.method("gethdkeys", "wallet")
        .describe("Returns the extended keys of the wallet and the descriptors that use them.")
        .params(
            Param.options(
                    "options",
                    "",
                    Param.flag("active_only", "Only keys of active descriptors").byDefault(false),
                    Param.flag("private", "Whether private keys are shown").byDefault(false))
                .optional())
        .results(
            Result.array(
                "",
                "",
                Result.object(
                    "",
                    "",
                    Result.text("xpub", "The extended public key"),
                    Result.flag("has_private", "Whether the wallet has the private key"),
                    Result.text("xprv", "The extended private key, if asked for").optional(),
                    Result.array(
                        "descriptors",
                        "What uses it",
                        Result.object(
                            "",
                            "",
                            Result.text("desc", "A descriptor"),
                            Result.flag("active", "Whether it gives out addresses"))))))
        .example("")
        .onWallet();
  }

  private JsonNode list(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    JsonNode options = call.json("options");
    boolean activeOnly = CallContext.flagMember(options, "active_only").orElse(false);
    boolean withSecrets = CallContext.flagMember(options, "private").orElse(false);
    return CallContext.locked(
        wallet,
        () -> {
          if (withSecrets) {
            CallContext.requireUnlocked(wallet);
          }
          ArrayNode out = Json.array();
          keys(activeOnly ? wallet.ring().active() : wallet.ring().descriptors())
              .forEach((key, users) -> out.add(row(wallet, key, users, withSecrets)));
          return out;
        });
  }

  private static ObjectNode row(
      OpenWallet wallet, ExtendedPublicKey key, List<OwnedDescriptor> users, boolean withSecrets) {
    boolean hasSecret = users.stream().anyMatch(user -> user.hasPrivateKey(key.key()));
    ObjectNode out = Json.object();
    out.put("xpub", wallet.format().encodeExtended(key));
    out.put("has_private", hasSecret);
    if (withSecrets && hasSecret) {
      try (ExtendedSecretKey secret = secret(wallet, key)) {
        out.put("xprv", wallet.format().encodeExtended(secret));
      }
    }
    Map<String, Boolean> descriptors = new TreeMap<>();
    for (OwnedDescriptor user : users) {
      user.publicText().ifPresent(text -> descriptors.put(text, wallet.ring().isActive(user)));
    }
    ArrayNode list = out.putArray("descriptors");
    descriptors.forEach((text, active) -> list.addObject().put("desc", text).put("active", active));
    return out;
  }

  // ---- createwalletdescriptor

  private static MethodSpec createSpec() {
    return MethodSpec.method("createwalletdescriptor", "wallet")
        .describe("Makes the usual descriptor of a kind of address from a key of the wallet.")
        .params(
            Param.text("type", "legacy, p2sh-segwit, bech32 or bech32m"),
            Param.options(
                    "options",
                    "",
                    Param.flag("internal", "Only the one for change, or only the other")
                        .defaultHint("both are made"),
                    Param.text("hdkey", "The extended public key to use")
                        .defaultHint("the one active key"))
                .optional())
        .results(
            Result.object(
                "",
                "",
                Result.array("descs", "The new descriptors", Result.text("", "A descriptor"))))
        .example("bech32m")
        .onWallet();
  }

  private JsonNode create(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    OutputType type = CallContext.addressType(call.text("type"));
    JsonNode options = call.json("options");
    List<Boolean> branches =
        CallContext.flagMember(options, "internal").map(List::of).orElse(List.of(false, true));
    return CallContext.changing(
        wallet,
        () -> {
          CallContext.requireUnlocked(wallet);
          ExtendedPublicKey key =
              CallContext.textMember(options, "hdkey")
                  .map(text -> xpub(wallet, text))
                  .orElseGet(() -> onlyActiveKey(wallet));
          ArrayNode made = Json.array();
          try (ExtendedSecretKey secret = secret(wallet, key)) {
            for (boolean change : branches) {
              wallet
                  .ring()
                  .createMissing(secret, type, change)
                  .flatMap(OwnedDescriptor::publicText)
                  .ifPresent(made::add);
            }
          }
          if (made.isEmpty()) {
            throw CallContext.walletError("Descriptor already exists");
          }
          wallet.ledger().refreshOwnOutputs();
          ObjectNode out = Json.object();
          out.set("descs", made);
          return out;
        });
  }

  private static ExtendedPublicKey xpub(OpenWallet wallet, String text) {
    return wallet
        .format()
        .decodeExtendedPublic(text)
        .orElseThrow(() -> CallContext.badKey(NOT_AN_XPUB));
  }

  private static ExtendedPublicKey onlyActiveKey(OpenWallet wallet) {
    var active = keys(wallet.ring().active());
    if (active.size() != 1) {
      throw CallContext.badKey(
          "Unable to determine which HD key to use from active descriptors. Please specify with"
              + " 'hdkey'");
    }
    return active.firstKey();
  }

  // ---- addhdkey

  private static MethodSpec addSpec() {
    return MethodSpec.method("addhdkey", "wallet")
        .describe(
            "Adds an extended private key that createwalletdescriptor and derivehdkey can use.")
        .params(Param.text("hdkey", "The key").defaultHint("a new random one"))
        .results(Result.object("", "", Result.text("xpub", "The extended public key")))
        .example("xprv")
        .onWallet();
  }

  private JsonNode add(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    if (!wallet.mayHavePrivateKeys()) {
      throw CallContext.walletError("addhdkey is not available for wallets without private keys");
    }
    Optional<String> given = call.findText("hdkey");
    return CallContext.changing(
        wallet,
        () -> {
          CallContext.requireUnlocked(wallet);
          try (ExtendedSecretKey key =
              given.isPresent() ? xprv(wallet, given.get()) : wallet.ring().randomMaster()) {
            return add(wallet, key);
          }
        });
  }

  private static ExtendedSecretKey xprv(OpenWallet wallet, String text) {
    return wallet
        .format()
        .decodeExtendedSecret(text)
        .orElseThrow(
            () ->
                CallContext.badKey(
                    wallet.format().decodeExtendedPublic(text).isPresent()
                        ? "Extended public key (xpub) provided, but extended private key (xprv) is"
                            + " required"
                        : "Could not parse HD key"));
  }

  private static JsonNode add(OpenWallet wallet, ExtendedSecretKey key) {
    String text = "unused(" + wallet.format().encodeExtended(key) + ")";
    try {
      Descriptor.Parsed parsed = Descriptor.parse(text, wallet.format(), false);
      try (var secrets = parsed.secrets()) {
        Descriptor descriptor = parsed.descriptors().get(0);
        if (wallet.ring().find(descriptor.id()).isPresent()) {
          throw CallContext.walletError("HD key already exists");
        }
        wallet
            .ring()
            .add(
                new KeyRing.Import(
                    descriptor, secrets, wallet.clock().seconds(), 0, 0, 0, Optional.empty()));
      }
    } catch (DescriptorException | ImportException e) {
      throw CallContext.walletError(String.valueOf(e.getMessage()));
    }
    return Json.object().put("xpub", wallet.format().encodeExtended(key.neuter()));
  }

  // ---- derivehdkey

  private static MethodSpec deriveSpec() {
    return MethodSpec.method("derivehdkey", "wallet")
        .describe("Derives an extended key from one of the wallet.")
        .params(
            Param.text("path", "The path, with a hardened step at least"),
            Param.options(
                    "options",
                    "",
                    Param.flag("private", "Whether the private key is shown").byDefault(false),
                    Param.text("hdkey", "The extended public key to begin with")
                        .defaultHint("the key of unused(KEY), else the one active key"))
                .optional())
        .results(
            Result.object(
                "",
                "",
                Result.text("origin", "Fingerprint and path, for descriptors"),
                Result.text("xpub", "The extended public key"),
                Result.text("xprv", "The extended private key, if asked for").optional()))
        .example("m/87h/0h/0h")
        .onWallet();
  }

  private JsonNode derive(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    if (!wallet.mayHavePrivateKeys()) {
      throw CallContext.walletError("derivehdkey is not available for watch-only wallets");
    }
    KeyPath path = path(call.text("path"));
    JsonNode options = call.json("options");
    if (!path.hasHardened()) {
      throw CallContext.invalid("Derivation path requires at least one hardened step");
    }
    return CallContext.locked(
        wallet,
        () -> {
          CallContext.requireUnlocked(wallet);
          ExtendedPublicKey root =
              CallContext.textMember(options, "hdkey")
                  .map(text -> givenRoot(wallet, text))
                  .orElseGet(() -> anyRoot(wallet));
          boolean shown = CallContext.flagMember(options, "private").orElse(false);
          return derive(wallet, root, path, shown);
        });
  }

  private static JsonNode derive(
      OpenWallet wallet, ExtendedPublicKey root, KeyPath path, boolean withSecret) {
    try (ExtendedSecretKey secret = secret(wallet, root);
        ExtendedSecretKey child =
            secret
                .derive(path)
                .orElseThrow(
                    () -> CallContext.invalid("Unable to derive HD key at the requested path"))) {
      ObjectNode out = Json.object();
      out.put("origin", "[" + root.key().fingerprint().toHex() + steps(path) + "]");
      out.put("xpub", wallet.format().encodeExtended(child.neuter()));
      if (withSecret) {
        out.put("xprv", wallet.format().encodeExtended(child));
      }
      return out;
    }
  }

  private static String steps(KeyPath path) {
    return path.format('h');
  }

  private static ExtendedPublicKey givenRoot(OpenWallet wallet, String text) {
    ExtendedPublicKey key = xpub(wallet, text);
    if (!unusedKeys(wallet).containsKey(key) && !keys(wallet.ring().active()).containsKey(key)) {
      throw CallContext.badKey("HD key is not used by an active or unused(KEY) descriptor");
    }
    return key;
  }

  private static ExtendedPublicKey anyRoot(OpenWallet wallet) {
    var unused = unusedKeys(wallet);
    if (unused.size() > 1) {
      throw CallContext.badKey(
          "Unable to determine which HD key to use. Please specify with 'hdkey'");
    }
    if (unused.size() == 1) {
      return unused.firstKey();
    }
    if (keys(wallet.ring().active()).isEmpty()) {
      throw CallContext.badKey("No active or unused(KEY) descriptor found");
    }
    return onlyActiveKey(wallet);
  }

  private static KeyPath path(String text) {
    List<Integer> steps = new ArrayList<>();
    List<String> elements = new ArrayList<>(Arrays.asList(text.split("/", -1)));
    if (elements.getLast().isEmpty()) {
      elements.removeLast();
    }
    for (int i = 0; i < elements.size(); i++) {
      if (i > 0 || !elements.get(i).equals("m")) {
        steps.add(step(elements.get(i)));
      }
    }
    return new KeyPath(steps);
  }

  private static int step(String element) {
    boolean hardened = element.endsWith("h") || element.endsWith("'");
    String digits = hardened ? element.substring(0, element.length() - 1) : element;
    if (digits.isEmpty()
        || digits.length() > 10
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')
        || Long.parseLong(digits) > Integer.MAX_VALUE) {
      throw CallContext.invalid("Invalid BIP32 keypath");
    }
    int number = Integer.parseInt(digits);
    return hardened ? number | KeyPath.HARDENED : number;
  }
}
