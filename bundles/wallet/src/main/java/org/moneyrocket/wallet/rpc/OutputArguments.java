// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.NewOutput;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.address.ChainFormat;
import org.moneyrocket.script.address.Destination;
import org.moneyrocket.wallet.spend.Recipient;

/** Outputs of a new transaction, and who of them pays the fee. */
record OutputArguments(List<NewOutput> outputs) {
  /** Reads an object of outputs, or a list of objects with one output each. */
  static OutputArguments read(JsonNode given, ChainFormat format) {
    var scripts =
        new NewOutput.Scripts() {
          @Override
          public Optional<Bytes> ofAddress(String address) {
            return format.decode(address).map(Destination::script);
          }

          @Override
          public Bytes ofData(Bytes data) {
            return new ScriptBuilder().op(Opcodes.OP_RETURN).push(data).build();
          }
        };
    return new OutputArguments(NewOutput.read(given, scripts));
  }

  List<TxOut> txOuts() {
    return outputs.stream().map(NewOutput::toTxOut).toList();
  }

  /**
   * Returns whom to pay.
   *
   * @param subtractFrom numbers or names of outputs that pay the fee; JSON null for none
   */
  List<Recipient> recipients(JsonNode subtractFrom) {
    List<String> names = outputs.stream().map(NewOutput::name).toList();
    Set<Integer> payers = payers(subtractFrom, names);
    List<Recipient> recipients = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      NewOutput output = outputs.get(i);
      recipients.add(new Recipient(output.script(), output.sats(), payers.contains(i)));
    }
    return recipients;
  }

  /** Returns the numbers of the outputs that pay the fee. */
  static Set<Integer> payers(JsonNode subtractFrom, List<String> names) {
    Set<Integer> payers = new HashSet<>();
    for (JsonNode one : subtractFrom) {
      int position;
      if (one.isTextual()) {
        position = names.indexOf(one.textValue());
        if (position < 0) {
          throw badPayer("destination " + one.textValue() + " not found in tx outputs");
        }
      } else if (one.isNumber()) {
        position = RpcValues.int32(one);
      } else {
        throw badPayer("invalid value type: " + Json.kind(one));
      }
      if (payers.contains(position)) {
        throw badPayer("duplicated position: " + position);
      }
      if (position < 0) {
        throw badPayer("negative position: " + position);
      }
      if (position >= names.size()) {
        throw badPayer("position too large: " + position);
      }
      payers.add(position);
    }
    return payers;
  }

  private static RpcException badPayer(String what) {
    return CallContext.invalid("Invalid parameter 'subtract fee from output', " + what);
  }
}
