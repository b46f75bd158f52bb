// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.Limits;
import org.moneyrocket.consensus.merkle.MerkleBlock;
import org.moneyrocket.kernel.coins.CoinsView;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.node.index.TxIndex;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcValues;

/** {@code gettxoutproof}. */
final class TxOutProof extends NodeMethod {
  /** Weight of the smallest output: nine bytes, four units each. */
  private static final int MIN_OUTPUT_WEIGHT = 36;

  private static final int MAX_OUTPUTS = Limits.MAX_BLOCK_WEIGHT / MIN_OUTPUT_WEIGHT;

  TxOutProof(NodeCore core) {
    super(core);
  }

  @Override
  public MethodSpec spec() {
    return MethodSpec.method("gettxoutproof", "blockchain")
        .describe(
            "Returns a proof, in hex, that transactions are in a block.\n"
                + "The block is found by an unspent output of one of them or with -txindex;"
                + " otherwise it must be named.")
        .params(
            Param.array(
                "txids",
                "The transactions, all of one block",
                Param.hex("txid", "An id").optional()),
            Param.hex("blockhash", "The block they are in").optional())
        .results(Result.text("data", "The proof: header and part of the tree, in hex"))
        .example("'[\"mytxid\",...]'");
  }

  @Override
  public JsonNode run(RpcCall call) {
    Set<Txid> wanted = new LinkedHashSet<>();
    JsonNode given = call.json("txids");
    if (given.isEmpty()) {
      throw new RpcException(RpcErrorCode.INVALID_PARAMETER, "Parameter 'txids' cannot be empty");
    }
    for (JsonNode one : given) {
      if (!wanted.add(RpcValues.txid(one, "txid"))) {
        throw new RpcException(
            RpcErrorCode.INVALID_PARAMETER, "Invalid parameter, duplicated txid: " + one.asText());
      }
    }
    BlockEntry entry =
        call.has("blockhash")
            ? find(call.blockHash("blockhash"))
            : inCoins(wanted).or(() -> inIndex(wanted)).orElseThrow(TxOutProof::notInBlock);
    Block block = block(entry);
    long found = block.transactions().stream().filter(tx -> wanted.contains(tx.txid())).count();
    if (found != wanted.size()) {
      throw new RpcException(
          RpcErrorCode.INVALID_ADDRESS_OR_KEY,
          "Not all transactions found in specified or retrieved block");
    }
    return Json.text(MerkleBlock.of(block, wanted::contains).toBytes().toHex());
  }

  private static RpcException notInBlock() {
    return new RpcException(RpcErrorCode.INVALID_ADDRESS_OR_KEY, "Transaction not yet in block");
  }

  private Optional<BlockEntry> inCoins(Set<Txid> wanted) {
    return withChain(
        () -> {
          for (Txid txid : wanted) {
            Coin coin = anyCoin(txid);
            if (coin != null) {
              return Optional.ofNullable(core.kernel().chain().at(coin.height()));
            }
          }
          return Optional.empty();
        });
  }

  private @Nullable Coin anyCoin(Txid txid) {
    CoinsView coins = core.kernel().coins();
    for (int index = 0; index < MAX_OUTPUTS; index++) {
      Coin coin = coins.get(new OutPoint(txid, index));
      if (coin != null) {
        return coin;
      }
    }
    return null;
  }

  private Optional<BlockEntry> inIndex(Set<Txid> wanted) {
    Optional<TxIndex> index = core.txIndex();
    index.ifPresent(IndexWait::forTip);
    return index
        .flatMap(open -> open.find(wanted.iterator().next()))
        .flatMap(found -> core.kernel().find(found.block()));
  }
}
