// SPDX-License-Identifier: MIT
package org.moneyrocket.node.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moneyrocket.consensus.Coin;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.script.address.ChainFormat;

/** Transactions in answers. */
final class TransactionJson {
  private final ChainFormat format;

  TransactionJson(ChainFormat format) {
    this.format = format;
  }

  /** Adds all that can be seen in the transaction itself, and its bytes if wanted. */
  void put(ObjectNode out, Transaction tx, boolean hex) {
    put(out, tx, hex, List.of(), false);
  }

  /**
   * Adds a transaction.
   *
   * @param spent the coins it spends, in order; empty if they are not known
   * @param prevouts whether the coins are shown, or only the fee that follows from them
   */
  void put(ObjectNode out, Transaction tx, boolean hex, List<Coin> spent, boolean prevouts) {
    out.put("txid", tx.txid().toString());
    out.put("hash", tx.wtxid().toString());
    out.put("version", Integer.toUnsignedLong(tx.version()));
    out.put("size", tx.totalSize());
    out.put("vsize", tx.vsize());
    out.put("weight", tx.weight());
    out.put("locktime", Integer.toUnsignedLong(tx.lockTime()));
    ArrayNode inputs = out.putArray("vin");
    for (int i = 0; i < tx.inputs().size(); i++) {
      inputs.add(input(tx, tx.inputs().get(i), prevouts && !spent.isEmpty() ? spent.get(i) : null));
    }
    ArrayNode outputs = out.putArray("vout");
    long sum = 0;
    for (int i = 0; i < tx.outputs().size(); i++) {
      TxOut output = tx.outputs().get(i);
      sum += output.valueSats();
      ObjectNode one = outputs.addObject();
      one.set("value", Json.amount(output.valueSats()));
      one.put("n", i);
      one.set("scriptPubKey", ScriptJson.locking(output.script(), format));
    }
    if (!spent.isEmpty()) {
      long in = spent.stream().mapToLong(coin -> coin.output().valueSats()).sum();
      out.set("fee", Json.amount(in - sum));
    }
    if (hex) {
      out.put("hex", tx.toBytes().toHex());
    }
  }

  private ObjectNode input(Transaction tx, TxIn input, @Nullable Coin spent) {
    ObjectNode out = Json.object();
    if (tx.isCoinbase()) {
      out.put("coinbase", input.scriptSig().toHex());
    } else {
      out.put("txid", input.prevout().txid().toString());
      out.put("vout", Integer.toUnsignedLong(input.prevout().index()));
      ObjectNode script = out.putObject("scriptSig");
      script.put("asm", ScriptJson.asm(input.scriptSig(), true));
      script.put("hex", input.scriptSig().toHex());
    }
    if (input.hasWitness()) {
      ArrayNode witness = out.putArray("txinwitness");
      input.witness().forEach(item -> witness.add(item.toHex()));
    }
    if (spent != null) {
      ObjectNode prevout = out.putObject("prevout");
      prevout.put("generated", spent.coinbase());
      prevout.put("height", spent.height());
      prevout.set("value", Json.amount(spent.output().valueSats()));
      prevout.set("scriptPubKey", ScriptJson.locking(spent.output().script(), format));
    }
    out.put("sequence", Integer.toUnsignedLong(input.sequence()));
    return out;
  }

  /**
   * Describes what {@link #put} adds.
   *
   * @param prevout whether the coins spent may be shown
   * @param fee whether the fee may be shown
   * @param hex whether the bytes are shown
   */
  static List<Result> results(boolean prevout, boolean fee, boolean hex) {
    List<Result> input = new ArrayList<>();
    input.add(Result.hex("coinbase", "The script, in a coinbase").optional());
    input.add(Result.hex("txid", "Transaction whose output is spent").optional());
    input.add(Result.number("vout", "Number of the output").optional());
    input.add(
        Result.object(
                "scriptSig",
                "The unlocking script",
                Result.text("asm", "Disassembly"),
                Result.hex("hex", "The script"))
            .optional());
    input.add(Result.array("txinwitness", "The witness", Result.hex("", "One item")).optional());
    if (prevout) {
      input.add(
          Result.object(
                  "prevout",
                  "The coin that is spent, where undo data is there",
                  Result.flag("generated", "Whether a coinbase made it"),
                  Result.number("height", "Height of the block that made it"),
                  Result.amount("value", "Amount in BTC"),
                  Result.object("scriptPubKey", "", ScriptJson.lockingResults()))
              .optional());
    }
    input.add(Result.number("sequence", "The sequence number"));
    List<Result> out = new ArrayList<>();
    out.add(Result.hex("txid", "The id"));
    out.add(Result.hex("hash", "The id with witness"));
    out.add(Result.number("version", "The version"));
    out.add(Result.number("size", "Bytes with witness"));
    out.add(Result.number("vsize", "Virtual bytes (BIP141)"));
    out.add(Result.number("weight", "Weight (BIP141)"));
    out.add(Result.number("locktime", "The lock time"));
    out.add(Result.array("vin", "", Result.object("", "", input)));
    out.add(
        Result.array(
            "vout",
            "",
            Result.object(
                "",
                "",
                Result.amount("value", "Amount in BTC"),
                Result.number("n", "Number of the output"),
                Result.object("scriptPubKey", "", ScriptJson.lockingResults()))));
    if (fee) {
      out.add(Result.amount("fee", "Fee in BTC, where undo data is there").optional());
    }
    if (hex) {
      out.add(Result.hex("hex", "The whole transaction"));
    }
    return out;
  }
}
