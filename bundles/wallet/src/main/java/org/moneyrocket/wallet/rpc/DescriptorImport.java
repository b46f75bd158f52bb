// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorException;
import org.moneyrocket.script.key.PublicKey;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.keys.ImportException;
import org.moneyrocket.wallet.keys.KeyRing;
import org.moneyrocket.wallet.keys.OwnedDescriptor;
import org.moneyrocket.wallet.store.StoreException;

/** One request to import a descriptor, done as a whole or not at all. Needs the wallet's lock. */
final class DescriptorImport {
  private record Range(int start, int end, int next) {
    static final Range NONE = new Range(0, 1, 0);
  }

  private static final Set<Integer> NOT_OF_ONE_REQUEST =
      Set.of(RpcErrorCode.TYPE_ERROR.code(), RpcErrorCode.MISC_ERROR.code());

  private final OpenWallet wallet;
  private final JsonNode request;
  private final long timestamp;
  private final List<String> warnings = new ArrayList<>();

  DescriptorImport(OpenWallet wallet, JsonNode request, long timestamp) {
    this.wallet = wallet;
    this.request = request;
    this.timestamp = timestamp;
  }

  /**
   * Imports and says how that went.
   *
   * @throws RpcException if a member is of a wrong type or out of range: that ends the whole call
   */
  ObjectNode run() {
    ObjectNode out = Json.object();
    try {
      wallet.records().atomically(this::process);
      out.put("success", true);
    } catch (RpcException e) {
      if (NOT_OF_ONE_REQUEST.contains(e.code())) {
        throw e;
      }
      out.put("success", false);
      out.set("error", error(e));
    } catch (StoreException e) {
      out.put("success", false);
      out.set("error", error(CallContext.walletError(String.valueOf(e.getMessage()))));
    }
    CallContext.putWarnings(out, warnings);
    return out;
  }

  static ObjectNode error(RpcException e) {
    return Json.object().put("code", e.code()).put("message", e.getMessage());
  }

  private void process() {
    if (!request.has("desc")) {
      throw CallContext.invalid("Descriptor not found.");
    }
    String text = RpcValues.text(request.get("desc"));
    boolean active = CallContext.flagMember(request, "active").orElse(false);
    String label = CallContext.label(CallContext.textMember(request, "label"));
    Descriptor.Parsed parsed;
    try {
      parsed = Descriptor.parse(text, wallet.format(), true);
    } catch (DescriptorException e) {
      throw CallContext.badKey(String.valueOf(e.getMessage()));
    }
    try (SigningData secrets = parsed.secrets()) {
      process(text, active, label, parsed.descriptors(), secrets);
    }
  }

  private void process(
      String text,
      boolean active,
      String label,
      List<Descriptor> descriptors,
      SigningData secrets) {
    Optional<Boolean> internal = CallContext.flagMember(request, "internal");
    if (internal.isPresent() && descriptors.size() > 1) {
      throw CallContext.badKey("Cannot have multipath descriptor while also specifying 'internal'");
    }
    Descriptor first = descriptors.get(0);
    Range range = range(first);
    refuse(active, internal.orElse(false), descriptors);
    if (!wallet.mayHavePrivateKeys() && !secrets.secrets().isEmpty()) {
      throw CallContext.walletError(
          "Cannot import private keys to a wallet with private keys disabled");
    }
    for (int i = 0; i < descriptors.size(); i++) {
      Descriptor descriptor = descriptors.get(i);
      boolean change = descriptors.size() == 2 ? i == 1 : internal.orElse(false);
      check(descriptor, secrets);
      OwnedDescriptor owned = add(text, descriptor, secrets, range, change ? null : label);
      activate(owned, active, change);
    }
  }

  private Range range(Descriptor descriptor) {
    if (!descriptor.isRange()) {
      if (request.has("range")) {
        throw CallContext.invalid("Range should not be specified for an un-ranged descriptor");
      }
      return Range.NONE;
    }
    int start = 0;
    int end = wallet.settings().keypoolSize();
    if (request.has("range")) {
      int[] range = RpcValues.descriptorRange(request.get("range"));
      start = range[0];
      end = (int) Math.min(Integer.MAX_VALUE, range[1] + 1L);
    } else {
      warnings.add("Range not given, using default keypool range");
    }
    int next = start;
    if (request.has("next_index")) {
      long wanted = RpcValues.integer(request.get("next_index"));
      if (wanted < start || wanted >= end) {
        throw CallContext.invalid("next_index is out of range");
      }
      next = (int) wanted;
    }
    return new Range(start, end, next);
  }

  private void refuse(boolean active, boolean internal, List<Descriptor> descriptors) {
    Descriptor first = descriptors.get(0);
    if (active && !first.isRange()) {
      throw CallContext.invalid("Active descriptors must be ranged");
    }
    if (request.has("label")) {
      if (descriptors.size() > 1) {
        throw CallContext.invalid("Multipath descriptors should not have a label");
      }
      if (first.isRange()) {
        throw CallContext.invalid("Ranged descriptors should not have a label");
      }
      if (internal) {
        throw CallContext.invalid("Internal addresses should not have a label");
      }
    }
    if (active && !first.isSingleType()) {
      throw CallContext.walletError("Combo descriptors cannot be set to active");
    }
  }

  private void check(Descriptor descriptor, SigningData secrets) {
    if (descriptor.expand(0, secrets).isEmpty()) {
      throw CallContext.walletError(
          "Cannot expand descriptor. Probably because of hardened derivations without private"
              + " keys provided");
    }
    warnings.addAll(descriptor.warnings());
    if (wallet.mayHavePrivateKeys()) {
      if (secrets.secrets().isEmpty()) {
        throw CallContext.walletError(
            "Cannot import descriptor without private keys to a wallet with private keys"
                + " enabled");
      }
      if (!descriptor.hasAllSecrets(secrets)) {
        warnings.add(
            "Not all private keys provided. Some wallet functionality may return unexpected"
                + " errors");
      }
    }
    if (!descriptor.hasScripts()) {
      checkUnused(descriptor);
    }
  }

  private void checkUnused(Descriptor descriptor) {
    if (!wallet.mayHavePrivateKeys()) {
      throw CallContext.walletError(
          "Cannot import unused() to wallet without private keys enabled");
    }
    Set<PublicKey> keys = new HashSet<>(descriptor.publicKeys());
    descriptor.extendedKeys().forEach(key -> keys.add(key.key()));
    if (keys.stream().anyMatch(wallet.ring()::hasPrivateKey)) {
      throw CallContext.walletError(
          "Cannot import an unused() descriptor when its private key is already in the wallet");
    }
  }

  private OwnedDescriptor add(
      String text,
      Descriptor descriptor,
      SigningData secrets,
      Range range,
      @Nullable String label) {
    try {
      return wallet
          .ring()
          .add(
              new KeyRing.Import(
                  descriptor,
                  secrets,
                  timestamp,
                  range.start(),
                  range.end(),
                  range.next(),
                  Optional.ofNullable(label)));
    } catch (ImportException e) {
      throw CallContext.walletError("Could not add descriptor '" + text + "': " + e.getMessage());
    }
  }

  private void activate(OwnedDescriptor owned, boolean active, boolean change) {
    Optional<OutputType> type = owned.descriptor().outputType();
    if (type.isEmpty()) {
      if (active) {
        warnings.add("Unknown output type, cannot set descriptor to active.");
      }
    } else if (active) {
      wallet.ring().activate(owned, type.get(), change);
    } else {
      wallet.ring().deactivate(owned, type.get(), change);
    }
  }
}
