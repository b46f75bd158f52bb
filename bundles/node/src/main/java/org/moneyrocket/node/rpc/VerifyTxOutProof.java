// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Optional;
import org.moneyrocket.consensus.merkle.MerkleBlock;
import org.moneyrocket.consensus.merkle.PartialMerkleTree;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;

/** {@code verifytxoutproof}. */
final class VerifyTxOutProof extends NodeMethod {
  VerifyTxOutProof(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("verifytxoutproof", "blockchain")
        .describe(
            "Checks a proof of gettxoutproof and returns the transactions it is for; none if it is"
                + " wrong. Fails if its block is not in the active chain.")
        .params(Param.hex("proof", "The proof in hex"))
        .results(
            Result.array(
                "", "", Result.hex("txid", "A transaction that the block holds, none if wrong")))
        .example("\"proof\"");
  }

  @Override
  public JsonNode run(RpcCall call) {
    MerkleBlock proof = decode(call);
    ArrayNode out = Json.array();
    Optional<PartialMerkleTree.Contents> contents = proof.tree().contents();
    if (contents.isEmpty() || !contents.get().root().equals(proof.header().merkleRoot())) {
      return out;
    }
    BlockEntry entry =
        withChain(
            () ->
                core.kernel()
                    .find(proof.header().hash())
                    .filter(core.kernel().chain()::contains)
                    .filter(found -> found.transactionCount() > 0)
                    .orElseThrow(
                        () ->
                            new RpcException(
                                RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Block not found in chain")));
    // A node of the tree could pass for a leaf, but then the number of leaves is another.
    if (entry.transactionCount() == proof.tree().leaves()) {
      contents.get().matches().forEach(match -> out.add(match.txid().toString()));
    }
    return out;
  }

  private static MerkleBlock decode(RpcCall call) {
    try {
      return MerkleBlock.read(new ByteReader(call.bytes("proof")));
    } catch (DecodeException e) {
      throw new RpcException(RpcErrorCode.MISC_ERROR, "proof cannot be decoded: " + e.getMessage());
    }
  }
}
