// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.mining.BlockMaker;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.script.address.Destination;

/** {@code generatetoaddress}, {@code generatetodescriptor} and what is left of {@code generate}. */
abstract class Generate extends NodeMethod {
  private static final long DEFAULT_TRIES = 1_000_000;

  private Generate(NodeCore core) {
    super(core);
  }

  /** Makes blocks that pay to an address. */
  static NodeMethod toAddress(NodeCore core) {
    return new Generate(core) {
      @Override
      public MethodSpec spec() {
        return describe(
            "generatetoaddress",
            "nblocks",
            Param.text("address", "The address that the new coins go to"));
      }

      @Override
      public JsonNode run(RpcCall call) {
        int count = call.int32("nblocks");
        long tries = tries(call);
        Destination destination =
            core.format()
                .decode(call.text("address"))
                .orElseThrow(
                    () ->
                        new RpcException(
                            RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Error: Invalid address"));
        return generate(count, destination.script(), tries);
      }
    };
  }

  /** Makes blocks that pay to a descriptor. */
  static NodeMethod toDescriptor(NodeCore core) {
    return new Generate(core) {
      @Override
      public MethodSpec spec() {
        return describe(
            "generatetodescriptor",
            "num_blocks",
            Param.text("descriptor", "The descriptor that the new coins go to"));
      }

      @Override
      public JsonNode run(RpcCall call) {
        int count = call.int32("num_blocks");
        long tries = tries(call);
        Bytes script =
            Descriptors.scriptToPay(
                Descriptors.parse(call.text("descriptor"), core.format(), false));
        return generate(count, script, tries);
      }
    };
  }

  /** Says where the old method has gone. */
  static NodeMethod removed(NodeCore core) {
    return new Generate(core) {
      private static final String WHERE =
          "has been replaced by the -generate cli option. Refer to -help for more information.";

      @Override
      public MethodSpec spec() {
        return MethodSpec.method("generate", "hidden").describe(WHERE);
      }

      @Override
      public JsonNode run(RpcCall call) {
        throw new RpcException(RpcErrorCode.METHOD_NOT_FOUND, "generate\n\n" + WHERE + "\n");
      }
    };
  }

  /** A negative number means more tries than anybody waits for, as where it is read unsigned. */
  private static long tries(RpcCall call) {
    int tries = call.int32("maxtries");
    return tries < 0 ? Long.MAX_VALUE : tries;
  }

  static MethodSpec describe(String name, String count, Param target) {
    return MethodSpec.method(name, "hidden")
        .describe("Makes blocks at once and returns their hashes.")
        .params(
            Param.number(count, "How many blocks"),
            target,
            Param.number("maxtries", "How many nonces to try in all").byDefault(DEFAULT_TRIES))
        .results(Result.array("", "The blocks", Result.hex("", "Hash of a block")))
        .example("11 \"myaddress\"");
  }

  JsonNode generate(int count, Bytes script, long tries) {
    try {
      ArrayNode out = Json.array();
      for (BlockHash hash : core.maker().generate(count, script, tries, core.tips()::isEnded)) {
        out.add(hash.toString());
      }
      return out;
    } catch (BlockMaker.InvalidTemplateException e) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, String.valueOf(e.getMessage()));
    } catch (BlockMaker.RefusedBlockException e) {
      throw new RpcException(RpcErrorCode.INTERNAL_ERROR, String.valueOf(e.getMessage()));
    }
  }
}
