// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.moneyrocket.consensus.merkle.MerkleBlock;
import org.moneyrocket.consensus.merkle.PartialMerkleTree;
import org.moneyrocket.interfaces.chain.BlockInfo;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteReader;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.Txid;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.MethodSpec;
import org.moneyrocket.rpc.Param;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcCall;
import org.moneyrocket.rpc.RpcErrorCode;
import org.moneyrocket.rpc.RpcException;
import org.moneyrocket.rpc.RpcMethod;
import org.moneyrocket.rpc.RpcValues;
import org.moneyrocket.script.text.TransactionHex;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.BlockTime;
import org.moneyrocket.wallet.coins.WalletTx;
import org.moneyrocket.wallet.store.TxState;

/** Adding transactions with a proof instead of a scan, and removing transactions. */
final class PrunedFundsMethods {
  private static final String REMOVE = "removeprunedfunds";
  private static final int NOT_PROVEN = -1;

  private final CallContext context;

  PrunedFundsMethods(CallContext context) {
    this.context = context;
  }

  List<RpcMethod> all() {
    return List.of(
        new BodyMethod(importSpec(), this::add), new BodyMethod(removeSpec(), this::remove));
  }

  // ---- importprunedfunds

  private static MethodSpec importSpec() {
    return MethodSpec.method("importprunedfunds", "wallet")
        .describe(
            "Adds a confirmed transaction without a scan: for wallets on pruned nodes. Its"
                + " addresses must be in the wallet already; what spends its outputs is not looked"
                + " for.")
        .params(
            Param.hex("rawtransaction", "The transaction"),
            Param.hex("txoutproof", "What gettxoutproof answers for it"))
        .results(Result.none())
        .example("\"rawtransaction\" \"txoutproof\"")
        .onWallet();
  }

  private JsonNode add(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    Transaction transaction =
        TransactionHex.decode(call.text("rawtransaction"))
            .orElseThrow(
                () ->
                    new RpcException(
                        RpcErrorCode.DESERIALIZATION_ERROR,
                        "TX decode failed. Make sure the tx has at least one input."));
    MerkleBlock proof = proof(RpcValues.bytes(call.json("txoutproof"), "txoutproof"));
    PartialMerkleTree.Contents contents =
        proof
            .tree()
            .contents()
            .filter(found -> found.root().equals(proof.header().merkleRoot()))
            .orElseThrow(() -> CallContext.badKey("Something wrong with merkleblock"));
    int position =
        contents.matches().stream()
            .filter(match -> match.txid().equals(transaction.txid()))
            .map(PartialMerkleTree.Match::position)
            .findFirst()
            .orElse(NOT_PROVEN);
    while (!add(wallet, transaction, proof.header().hash(), position)) {
      // Blocks left the chain between the node's answer and ours: it is asked again.
    }
    return Json.none();
  }

  /**
   * Adds a transaction if its block is on the chain, which the node is asked without the wallet's
   * lock.
   *
   * @return false if the wallet took blocks back meanwhile, and the node is to be asked again
   */
  private static boolean add(
      OpenWallet wallet, Transaction transaction, BlockHash hash, int position) {
    int rewinds = CallContext.locked(wallet, wallet.ledger()::rewinds);
    BlockInfo block =
        wallet
            .chain()
            .activeBlock(hash)
            .orElseThrow(() -> CallContext.badKey("Block not found in chain"));
    if (position == NOT_PROVEN) {
      throw CallContext.badKey("Transaction given doesn't exist in proof");
    }
    return CallContext.changing(
        wallet,
        () -> {
          if (wallet.ledger().rewinds() != rewinds) {
            return false;
          }
          boolean ours =
              transaction.outputs().stream()
                  .anyMatch(output -> wallet.ring().isMine(output.script()));
          if (!ours) {
            throw CallContext.badKey("No addresses in wallet correspond to included transaction");
          }
          wallet
              .sync()
              .add(
                  transaction,
                  new TxState.Confirmed(block.ref().hash(), block.ref().height(), position),
                  UnaryOperator.identity(),
                  Optional.of(new BlockTime(block.time(), false)));
          return true;
        });
  }

  private static MerkleBlock proof(Bytes bytes) {
    try {
      return MerkleBlock.read(new ByteReader(bytes));
    } catch (DecodeException e) {
      throw CallContext.misc("txoutproof cannot be read: " + e.getMessage());
    }
  }

  // ---- removeprunedfunds

  private static MethodSpec removeSpec() {
    return MethodSpec.method(REMOVE, "wallet")
        .describe(
            "Deletes a transaction from the wallet: meant for wallets on pruned nodes. It is"
                + " deprecated and needs -deprecatedrpc="
                + REMOVE
                + ". Balances change accordingly.")
        .params(Param.hex("txid", "The transaction"))
        .results(Result.none())
        .example("\"a8d0c0184dde994a09ec054286f1ce581bebf46446a512166eae7628734ea0a5\"")
        .onWallet();
  }

  private JsonNode remove(RpcCall call) {
    OpenWallet wallet = context.wallet(call);
    if (!wallet.settings().deprecatedRpc().contains(REMOVE)) {
      throw new RpcException(
          RpcErrorCode.METHOD_DEPRECATED,
          "DEPRECATION WARNING: This feature will be removed in the next major release. Start"
              + " bitcoind with the `-deprecatedrpc=removeprunedfunds` option in order to use"
              + " this.");
    }
    Txid txid = call.txid("txid");
    return CallContext.changing(
        wallet,
        () -> {
          WalletTx tx =
              wallet
                  .ledger()
                  .find(txid)
                  .orElseThrow(
                      () ->
                          CallContext.walletError(
                              "Transaction " + txid + " does not belong to this wallet"));
          wallet.sync().forget(tx);
          return Json.none();
        });
  }
}
