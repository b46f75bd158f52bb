// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.sign.SigningData;

/** {@code deriveaddresses}. */
final class DeriveAddresses extends NodeMethod {
  DeriveAddresses(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("deriveaddresses", "util")
        .describe("Returns the addresses that a descriptor stands for.")
        .params(
            Param.text("descriptor", "The descriptor, with checksum"),
            Param.range("range", "End, or begin and end, if it stands for a range").optional())
        .results(
            Result.array("", "", Result.text("address", "An address"))
                .when("for single derivation descriptors"),
            Result.array(
                    "",
                    "One list for each of several paths",
                    Result.array("", "", Result.text("address", "An address")))
                .when("for multipath descriptors"))
        .example("\"wpkh(xpub.../0/*)#checksum\" \"[0,2]\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    int[] range = {0, 0};
    boolean given = call.has("range");
    if (given) {
      range = RpcValues.descriptorRange(call.json("range"));
    }
    Descriptor.Parsed parsed = Descriptors.parse(call.text("descriptor"), core.format(), true);
    boolean ranged = parsed.descriptors().get(0).isRange();
    if (!ranged && given) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Range should not be specified for an un-ranged descriptor");
    }
    if (ranged && !given) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Range must be specified for a ranged descriptor");
    }
    ArrayNode lists = Json.array();
    for (Descriptor descriptor : parsed.descriptors()) {
      lists.add(derive(descriptor, range[0], range[1], parsed.secrets()));
    }
    return lists.size() == 1 ? lists.get(0) : lists;
  }

  private ArrayNode derive(Descriptor descriptor, int first, int last, SigningData secrets) {
    ArrayNode out = Json.array();
    // The last position may be the greatest int.
    for (long position = first; position <= last; position++) {
      List<Bytes> scripts =
          descriptor
              .expand((int) position, secrets)
              .orElseThrow(
                  () ->
                      new RpcException(
                          RpcErrorCode.INVALID_ADDRESS_OR_KEY,
                          "Cannot derive script without private keys"))
              .scripts();
      for (Bytes script : scripts) {
        Optional<String> address = core.format().addressOf(script);
        if (address.isPresent()) {
          out.add(address.get());
        } else if (scripts.size() == 1
            || !(ScriptTemplate.of(script) instanceof ScriptTemplate.Key)) {
          throw new RpcException(
              RpcErrorCode.INVALID_ADDRESS_OR_KEY,
              "Descriptor does not have a corresponding address");
        }
      }
    }
    if (out.isEmpty()) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "Unexpected empty result");
    }
    return out;
  }
}
