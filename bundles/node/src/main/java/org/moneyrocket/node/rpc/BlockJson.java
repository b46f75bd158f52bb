// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.consensus.CompactTarget;
import org.moneyrocket.kernel.coins.BlockUndo;
import org.moneyrocket.kernel.index.BlockEntry;
import org.moneyrocket.node.core.NodeCore;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.rpc.RpcAnswer;

/** Headers and blocks in answers. */
final class BlockJson {
  private static final int MANTISSA_BITS = 0x00ff_ffff;
  private static final int UNIT_EXPONENT = 29;

  private final NodeCore core;

  BlockJson(NodeCore core) {
    this.core = core;
  }

  /** Returns how many times harder than the easiest a target is. */
  static double difficulty(int bits) {
    int shift = bits >>> 24;
    double difficulty = (double) 0x0000ffff / (bits & MANTISSA_BITS);
    for (; shift < UNIT_EXPONENT; shift++) {
      difficulty *= 256.0;
    }
    for (; shift > UNIT_EXPONENT; shift--) {
      difficulty /= 256.0;
    }
    return difficulty;
  }

  /** Returns eight hex digits. */
  static String bits(int bits) {
    return HexFormat.of().toHexDigits(bits);
  }

  /** Returns the target as 64 hex digits. */
  static String target(int bits) {
    return new CompactTarget(bits).target().toHex();
  }

  /** Returns what is known of a header. */
  ObjectNode header(BlockEntry entry) {
    ReentrantLock lock = core.kernel().chainLock();
    BlockEntry tip;
    BlockEntry next;
    boolean active;
    lock.lock();
    try {
      tip = core.kernel().chain().requireTip();
      active = core.kernel().chain().contains(entry);
      next = active ? core.kernel().chain().next(entry) : null;
    } finally {
      lock.unlock();
    }
    ObjectNode out = Json.object();
    out.put("hash", entry.hash().toString());
    out.put("confirmations", active ? tip.height() - entry.height() + 1 : -1);
    out.put("height", entry.height());
    out.put("version", entry.version());
    out.put("versionHex", HexFormat.of().toHexDigits(entry.version()));
    out.put("merkleroot", entry.merkleRoot().reversed().toHex());
    out.put("time", entry.time());
    out.put("mediantime", entry.medianTimePast());
    out.put("nonce", Integer.toUnsignedLong(entry.nonce()));
    out.put("bits", bits(entry.bits()));
    out.put("target", target(entry.bits()));
    out.set("difficulty", Json.real(difficulty(entry.bits())));
    out.put("chainwork", entry.chainWork().toHex());
    out.put("nTx", entry.transactionCount());
    BlockEntry previous = entry.previous();
    if (previous != null) {
      out.put("previousblockhash", previous.hash().toString());
    }
    if (next != null) {
      out.put("nextblockhash", next.hash().toString());
    }
    return out;
  }

  /** Describes {@link #header}. */
  static List<Result> headerResults() {
    return List.of(
        Result.hex("hash", "The block's hash"),
        Result.number("confirmations", "Confirmations, -1 if not in the active chain"),
        Result.number("height", "The height"),
        Result.number("version", "The version"),
        Result.hex("versionHex", "The version in hex"),
        Result.hex("merkleroot", "The merkle root"),
        Result.time("time", "Time of the block, seconds since 1970"),
        Result.time("mediantime", "Median time past, seconds since 1970"),
        Result.number("nonce", "The nonce"),
        Result.hex("bits", "The target in compact form"),
        Result.hex("target", "The target"),
        Result.number("difficulty", "The difficulty"),
        Result.hex("chainwork", "Hashes expected for the chain up to here"),
        Result.number("nTx", "Number of transactions"),
        Result.hex("previousblockhash", "Hash of the parent").optional(),
        Result.hex("nextblockhash", "Hash of the child in the active chain").optional());
  }

  /**
   * Returns a block.
   *
   * @param detail 1 for ids, 2 for transactions, 3 with the coins they spend
   * @param undo the coins the block spent, empty if they are not there
   */
  ObjectNode block(BlockEntry entry, Block block, int detail, Optional<BlockUndo> undo) {
    ObjectNode out = head(entry, block);
    ArrayNode transactions = out.putArray("tx");
    for (int i = 0; i < block.transactions().size(); i++) {
      transactions.add(transaction(block, i, detail, undo));
    }
    return out;
  }

  /** Gives what {@link #block} returns, one transaction after the other. */
  RpcAnswer answer(BlockEntry entry, Block block, int detail, Optional<BlockUndo> undo) {
    ObjectNode head = head(entry, block);
    return out -> {
      out.startObject().members(head).startList("tx");
      for (int i = 0; i < block.transactions().size(); i++) {
        out.item(transaction(block, i, detail, undo));
      }
      out.endList().endObject();
    };
  }

  private ObjectNode head(BlockEntry entry, Block block) {
    ObjectNode out = header(entry);
    out.put("strippedsize", block.baseSize());
    out.put("size", block.totalSize());
    out.put("weight", block.weight());
    out.set("coinbase_tx", coinbase(block.transactions().get(0)));
    return out;
  }

  private JsonNode transaction(Block block, int index, int detail, Optional<BlockUndo> undo) {
    Transaction tx = block.transactions().get(index);
    if (detail <= 1) {
      return Json.text(tx.txid().toString());
    }
    List<Coin> spent =
        index == 0 || undo.isEmpty() ? List.of() : undo.get().transactions().get(index - 1).spent();
    ObjectNode out = Json.object();
    new TransactionJson(core.format()).put(out, tx, true, spent, detail >= 3);
    return out;
  }

  private static ObjectNode coinbase(Transaction tx) {
    TxIn input = tx.inputs().get(0);
    ObjectNode out = Json.object();
    out.put("version", Integer.toUnsignedLong(tx.version()));
    out.put("locktime", Integer.toUnsignedLong(tx.lockTime()));
    out.put("sequence", Integer.toUnsignedLong(input.sequence()));
    out.put("coinbase", input.scriptSig().toHex());
    if (input.hasWitness()) {
      out.put("witness", input.witness().get(0).toHex());
    }
    return out;
  }

  /** Describes {@link #block} with the transactions as {@code transaction}. */
  static List<Result> blockResults(Result transaction) {
    List<Result> out = new ArrayList<>(headerResults());
    out.add(Result.number("strippedsize", "Bytes without witnesses"));
    out.add(Result.number("size", "Bytes with witnesses"));
    out.add(Result.number("weight", "Weight (BIP141)"));
    out.add(
        Result.object(
            "coinbase_tx",
            "The coinbase",
            Result.number("version", "Its version"),
            Result.number("locktime", "Its lock time"),
            Result.number("sequence", "Sequence of its input"),
            Result.hex("coinbase", "Script of its input"),
            Result.hex("witness", "Its reserved value").optional()));
    out.add(Result.array("tx", "The transactions", transaction));
    return out;
  }
}
