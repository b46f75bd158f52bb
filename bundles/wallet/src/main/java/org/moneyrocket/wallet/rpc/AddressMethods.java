// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.address.OutputType;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.AddressBook;
import org.moneyrocket.wallet.keys.AddressUnavailableException;

/** New addresses, labels and the key pool. */
final class AddressMethods {
  private static final Param ADDRESS_TYPE =
      Param.text("address_type", "legacy, p2sh-segwit, bech32 or bech32m");

  private final CallContext context;

  AddressMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(newAddressSpec(), this::newAddress),
        new BodyMethod(changeAddressSpec(), this::changeAddress),
        new BodyMethod(setLabelSpec(), this::setLabel),
        new BodyMethod(byLabelSpec(), this::byLabel),
        new BodyMethod(labelsSpec(), this::labels),
        new BodyMethod(AddressInfo.spec(), this::info),
        new BodyMethod(refillSpec(), this::refill));
  }

  // ---- getnewaddress, getrawchangeaddress

  private static MethodSpec newAddressSpec() {
    return MethodSpec.method("getnewaddress", "wallet")
        .describe("Returns a new address for receiving payments.")
        .params(
            Param.text("label", "Label of the address").byDefault(""),
            ADDRESS_TYPE.defaultHint("set by -addresstype"))
        .results(Result.text("address", "The address"))
        .example("")
        .onWallet();
  }

  private JsonNode newAddress(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    return CallContext.changing(
        wallet,
        () -> {
          requireKeys(wallet, false);
          String label = CallContext.label(call.findText("label"));
          OutputType type =
              call.findText("address_type")
                  .map(CallContext::addressType)
                  .orElse(wallet.settings().addressType());
          try {
            Destination destination = wallet.ring().newAddress(type, label);
            wallet.events().addressesChanged();
            return Json.text(wallet.format().encode(destination));
          } catch (AddressUnavailableException e) {
            throw noAddress(e);
          }
        });
  }

  private static void requireKeys(OpenWallet wallet, boolean change) {
    if (!wallet.ring().canGiveAddresses(change)) {
      throw CallContext.walletError("Error: This wallet has no available keys");
    }
  }

  private static RpcException noAddress(AddressUnavailableException e) {
    return new RpcException(RpcErrorCode.WALLET_KEYPOOL_RAN_OUT, String.valueOf(e.getMessage()));
  }

  private static MethodSpec changeAddressSpec() {
    return MethodSpec.method("getrawchangeaddress", "wallet")
        .describe("Returns a new address for change, for use with raw transactions.")
        .params(ADDRESS_TYPE.defaultHint("set by -changetype"))
        .results(Result.text("address", "The address"))
        .example("")
        .onWallet();
  }

  private JsonNode changeAddress(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    return CallContext.changing(
        wallet,
        () -> {
          requireKeys(wallet, true);
          OutputType type =
              call.findText("address_type")
                  .map(CallContext::addressType)
                  .or(() -> wallet.settings().changeType())
                  .orElse(wallet.settings().addressType());
          try {
            return Json.text(
                wallet.format().encode(wallet.ring().reserveChange(type).destination()));
          } catch (AddressUnavailableException e) {
            throw noAddress(e);
          }
        });
  }

  // ---- labels

  private static MethodSpec setLabelSpec() {
    return MethodSpec.method("setlabel", "wallet")
        .describe("Sets the label of an address, of this wallet or of others.")
        .params(Param.text("address", "The address"), Param.text("label", "The label"))
        .results(Result.none())
        .example("\"bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080\" \"tabby\"")
        .onWallet();
  }

  private JsonNode setLabel(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    return CallContext.changing(
        wallet,
        () -> {
          Destination destination =
              CallContext.destination(wallet, call.text("address"), "Invalid Bitcoin address");
          String label = CallContext.label(call.findText("label"));
          boolean mine = wallet.ring().isMine(destination.script());
          wallet
              .book()
              .setLabel(
                  destination,
                  label,
                  Optional.of(mine ? AddressBook.Purpose.RECEIVE : AddressBook.Purpose.SEND));
          wallet.events().addressesChanged();
          return Json.none();
        });
  }

  private static MethodSpec byLabelSpec() {
    return MethodSpec.method("getaddressesbylabel", "wallet")
        .describe("Returns the addresses with a label.")
        .params(Param.text("label", "The label"))
        .results(
            Result.map(
                "",
                "Addresses as names",
                Result.object(
                    "address", "", Result.text("purpose", "send, receive, refund or unknown"))))
        .example("\"tabby\"")
        .onWallet();
  }

  private JsonNode byLabel(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    String label = CallContext.label(call.findText("label"));
    return CallContext.locked(
        wallet,
        () -> {
          ObjectNode out = Json.object();
          wallet.book().labelled().values().stream()
              .filter(entry -> entry.label().equals(Optional.of(label)))
              .forEach(
                  entry ->
                      out.putObject(entry.address())
                          .put(
                              "purpose",
                              entry.purpose().map(AddressBook.Purpose::text).orElse("unknown")));
          if (out.isEmpty()) {
            throw new RpcException(
                RpcErrorCode.WALLET_INVALID_LABEL_NAME, "No addresses with label " + label);
          }
          return out;
        });
  }

  private static MethodSpec labelsSpec() {
    return MethodSpec.method("listlabels", "wallet")
        .describe("Returns all labels, or those of addresses for one purpose.")
        .params(Param.text("purpose", "send, receive or refund; empty for all").optional())
        .results(Result.array("", "", Result.text("label", "A label")))
        .example("")
        .onWallet();
  }

  private JsonNode labels(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    String text = call.findText("purpose").orElse("");
    Optional<AddressBook.Purpose> purpose = AddressBook.Purpose.byText(text);
    if (!text.isEmpty() && purpose.isEmpty()) {
      throw CallContext.invalid(
          "Invalid 'purpose' argument, must be a known purpose string, typically 'send', or"
              + " 'receive'.");
    }
    return CallContext.locked(
        wallet,
        () -> {
          TreeSet<String> labels = new TreeSet<>();
          for (AddressBook.Entry entry : wallet.book().labelled().values()) {
            if (purpose.isEmpty() || entry.purpose().equals(purpose)) {
              entry.label().ifPresent(labels::add);
            }
          }
          return Json.array(labels);
        });
  }

  // ---- getaddressinfo

  private JsonNode info(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    return CallContext.locked(
        wallet,
        () ->
            new AddressInfo(wallet)
                .describe(CallContext.destinationOrFault(wallet, call.text("address"))));
  }

  // ---- keypoolrefill

  private static MethodSpec refillSpec() {
    return MethodSpec.method("keypoolrefill", "wallet")
        .describe("Derives addresses ahead, up to the number given for each active descriptor.")
        .params(Param.number("newsize", "How many").defaultHint("1000, or as set by -keypool"))
        .results(Result.none())
        .example("")
        .onWallet();
  }

  private JsonNode refill(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    int size = call.findInt32("newsize").orElse(0);
    if (size < 0) {
      throw CallContext.invalid("Invalid parameter, expected valid size.");
    }
    return CallContext.changing(
        wallet,
        () -> {
          CallContext.requireUnlocked(wallet);
          wallet.ring().topUp(size);
          if (wallet.ring().keypool() < size) {
            throw CallContext.walletError("Error refreshing keypool.");
          }
          wallet.ledger().refreshOwnOutputs();
          return Json.none();
        });
  }
}
