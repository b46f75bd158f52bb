// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorChecksum;

/** {@code getdescriptorinfo}. */
final class GetDescriptorInfo extends NodeMethod {
  GetDescriptorInfo(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("getdescriptorinfo", "util")
        .describe("Returns what there is to know of a descriptor.")
        .params(Param.text("descriptor", "The descriptor"))
        .results(
            Result.object(
                "",
                "",
                Result.text(
                    "descriptor",
                    "The descriptor in its usual form, without private keys; the first of several"
                        + " paths"),
                Result.array(
                        "multipath_expansion", "One for each of several paths", Result.text("", ""))
                    .optional(),
                Result.text("checksum", "Checksum of the text that was given"),
                Result.flag("isrange", "Whether it stands for a range"),
                Result.flag("issolvable", "Whether it tells how to spend"),
                Result.flag("hasprivatekeys", "Whether private keys were in the text")))
        .example(
            "\"wpkh([d34db33f/84h/0h/0h]0279be667ef9dcbbac55a06295Ce870b07029Bfcdb2dce28d959f2815b16f81798)\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    String text = call.text("descriptor");
    Descriptor.Parsed parsed = Descriptors.parse(text, core.format(), false);
    Descriptor first = parsed.descriptors().get(0);
    ObjectNode out = Json.object();
    out.put("descriptor", first.toString());
    if (parsed.descriptors().size() > 1) {
      out.set(
          "multipath_expansion",
          Json.array(parsed.descriptors().stream().map(Descriptor::toString).toList()));
    }
    int hash = text.indexOf('#');
    out.put(
        "checksum", DescriptorChecksum.of(hash < 0 ? text : text.substring(0, hash)).orElse(""));
    out.put("isrange", first.isRange());
    out.put("issolvable", first.isSolvable());
    out.put("hasprivatekeys", !parsed.secrets().secrets().isEmpty());
    return out;
  }
}
