// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.descriptor.DescriptorException;
import org.moneyrocket.script.sign.SigningData;

/** Descriptors that users give to methods. */
final class Descriptors {
  private static final int DEFAULT_END = 1000;
  private static final int COMBO_SCRIPTS = 4;

  private Descriptors() {}

  /** Declares the parameter for things to look for. */
  static Param scanObjects(String description) {
    return Param.array(
            "scanobjects",
            description,
            Param.text("descriptor", "A descriptor").optional(),
            Param.object(
                    "",
                    "A descriptor with a range",
                    Param.text("desc", "A descriptor"),
                    Param.range("range", "End, or begin and end, of the range")
                        .byDefault(DEFAULT_END))
                .optional())
        .oneLine("[scanobjects,...]");
  }

  /** Reads a descriptor, or fails with what is wrong with it. */
  static Descriptor.Parsed parse(String text, ChainFormat format, boolean requireChecksum) {
    try {
      return Descriptor.parse(text, format, requireChecksum);
    } catch (DescriptorException e) {
      throw new RpcException(RpcErrorCode.INVALID_ADDRESS_OR_KEY, String.valueOf(e.getMessage()));
    }
  }

  /** Returns the one script to pay to; of several the one for a witness, else for a key hash. */
  static Bytes scriptToPay(Descriptor.Parsed parsed) {
    if (parsed.descriptors().size() > 1) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Multipath descriptor not accepted");
    }
    Descriptor descriptor = parsed.descriptors().get(0);
    if (descriptor.isRange()) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER,
          "Ranged descriptor not accepted. Maybe pass through deriveaddresses first?");
    }
    List<Bytes> scripts =
        descriptor
            .expand(0, parsed.secrets())
            .orElseThrow(
                () ->
                    new RpcException(
                        RpcErrorCode.INVALID_ADDRESS_OR_KEY,
                        "Cannot derive script without private keys"))
            .scripts();
    if (scripts.size() == 1) {
      return scripts.get(0);
    }
    return scripts.get(scripts.size() == COMBO_SCRIPTS ? 2 : 1);
  }

  /**
   * Returns the scripts that one object to scan for means, each with the descriptor that fits it.
   *
   * @param object a descriptor, or an object of descriptor and range
   */
  static Map<Bytes, String> scripts(JsonNode object, ChainFormat format) {
    Map<Bytes, String> out = new LinkedHashMap<>();
    expand(
        object,
        format,
        (position, descriptor, secrets, expansion) -> {
          for (Bytes script : expansion.scripts()) {
            out.computeIfAbsent(
                script, key -> Descriptor.infer(key, expansion.data(), format).toString());
          }
        });
    return out;
  }

  /**
   * Adds to {@code data} what is known about the scripts that one object means.
   *
   * @param object a descriptor, or an object of descriptor and range
   * @param withSecrets whether secret keys are added
   */
  static void collect(JsonNode object, ChainFormat format, SigningData data, boolean withSecrets) {
    expand(
        object,
        format,
        (position, descriptor, secrets, expansion) -> {
          data.merge(expansion.data());
          if (withSecrets) {
            descriptor.expandSecrets(position, secrets, data);
          }
        });
  }

  private interface Use {
    void accept(
        int position, Descriptor descriptor, SigningData secrets, Descriptor.Expansion expansion);
  }

  private static void expand(JsonNode object, ChainFormat format, Use use) {
    String text;
    int[] range = {0, DEFAULT_END};
    if (object.isTextual()) {
      text = object.textValue();
    } else if (object.isObject()) {
      JsonNode named = object.path("desc");
      if (named.isNull() || named.isMissingNode()) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER, "Descriptor needs to be provided in scan object");
      }
      text = RpcValues.text(named);
      JsonNode given = object.path("range");
      if (!given.isNull() && !given.isMissingNode()) {
        range = RpcValues.descriptorRange(given);
      }
    } else {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "Scan object needs to be either a string or an object");
    }
    Descriptor.Parsed parsed = parse(text, format, false);
    if (!parsed.descriptors().get(0).isRange()) {
      range = new int[] {0, 0};
    }
    for (long at = range[0]; at <= range[1]; at++) {
      for (Descriptor descriptor : parsed.descriptors()) {
        Descriptor.Expansion expansion =
            descriptor
                .expand((int) at, parsed.secrets())
                .orElseThrow(
                    () ->
                        new RpcException(
                            RpcErrorCode.INVALID_ADDRESS_OR_KEY,
                            "Cannot derive script without private keys: '" + text + "'"));
        use.accept((int) at, descriptor, parsed.secrets(), expansion);
      }
    }
  }
}
