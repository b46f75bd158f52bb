// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.script.psbt.Psbt;
import org.moneyrocket.script.psbt.PsbtInput;
import org.moneyrocket.script.psbt.PsbtOutput;

/** {@code joinpsbts}. */
final class JoinPsbts extends NodeMethod {
  private final SecureRandom random = new SecureRandom();

  JoinPsbts(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("joinpsbts", "rawtransactions")
        .describe(
            "Makes one PSBT with the inputs and outputs of several, in random order. All must be of"
                + " version 0, and no input may come twice.")
        .params(PsbtText.psbts())
        .results(Result.text("", "The PSBT in Base64"))
        .example("\"psbt\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    JsonNode texts = call.json("txs");
    if (texts.size() <= 1) {
      throw new RpcException(
          RpcErrorCode.INVALID_PARAMETER, "At least two PSBTs are required to join PSBTs.");
    }
    int version = 1;
    int lockTime = -1;
    List<Psbt> psbts = PsbtText.decodeAll(texts);
    for (Psbt psbt : psbts) {
      if (psbt.version() != 0) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER, "joinpsbts only operates on version 0 PSBTs");
      }
      if (Integer.compareUnsigned(psbt.transactionVersion(), version) > 0) {
        version = psbt.transactionVersion();
      }
      int own = (int) psbt.fallbackLockTime().orElse(0);
      if (Integer.compareUnsigned(own, lockTime) < 0) {
        lockTime = own;
      }
    }
    return Json.text(join(psbts, version, lockTime).toBase64());
  }

  private Psbt join(List<Psbt> psbts, int version, int lockTime) {
    List<PsbtInput> inputs = new ArrayList<>();
    List<PsbtOutput> outputs = new ArrayList<>();
    Set<OutPoint> spent = new HashSet<>();
    for (Psbt psbt : psbts) {
      for (PsbtInput input : psbt.inputs()) {
        if (!spent.add(input.prevout())) {
          throw new RpcException(
              RpcErrorCode.INVALID_PARAMETER,
              "Input "
                  + input.prevout().txid()
                  + ":"
                  + Integer.toUnsignedString(input.prevout().index())
                  + " exists in multiple PSBTs");
        }
        inputs.add(input);
      }
      outputs.addAll(psbt.outputs());
    }
    // The order must not tell whose inputs and outputs these are.
    Collections.shuffle(inputs, random);
    Collections.shuffle(outputs, random);
    Psbt joined = Psbt.of(new Transaction(version, List.of(), List.of(), lockTime), 0);
    inputs.forEach(joined::addInput);
    outputs.forEach(joined::addOutput);
    psbts.forEach(psbt -> psbt.unknown().forEach(joined.unknown()::putIfAbsent));
    return joined;
  }
}
