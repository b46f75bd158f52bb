// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.signer.SignerException;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.store.WalletFlag;

/** What wallets ask of an external signer by name. */
final class SignerMethods {
  private final CallContext context;

  SignerMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(new BodyMethod(displaySpec(), this::display));
  }

  private static MethodSpec displaySpec() {
    return MethodSpec.method("walletdisplayaddress", "wallet")
        .describe(
            "Shows an address of the wallet on the external signer, so that it can be compared.")
        .params(Param.text("address", "The address"))
        .results(Result.object("", "", Result.text("address", "What the signer showed")))
        .example("\"bcrt1qm90ugl4d48jv8n6e5t9ln6t9zlpm5th68x4f8g\"")
        .onWallet();
  }

  private JsonNode display(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    Destination destination =
        CallContext.destination(wallet, call.text("address"), "Invalid address");
    String descriptor = CallContext.locked(wallet, () -> describe(wallet, destination.script()));
    try {
      // The user takes his time before the device: the wallet's lock is not held meanwhile.
      String shown = wallet.signer().displayAddress(descriptor);
      if (!shown.equals(wallet.format().encode(destination))) {
        throw CallContext.misc("Signer echoed unexpected address " + shown);
      }
      return Json.object().put("address", shown);
    } catch (SignerException e) {
      throw CallContext.misc(String.valueOf(e.getMessage()));
    }
  }

  private static String describe(OpenWallet wallet, Bytes script) {
    if (!wallet.has(WalletFlag.EXTERNAL_SIGNER) || !wallet.ring().isMine(script)) {
      throw CallContext.misc("There is no ScriptPubKeyManager for this address");
    }
    try (SigningData data = wallet.ring().signingData(List.of(script), false)) {
      return Descriptor.infer(script, data, wallet.format()).toString();
    }
  }
}
