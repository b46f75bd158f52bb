// SPDX-License-Identifier: MIT
package org.moneyrocket.wallet.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.rpc.Json;
import org.moneyrocket.rpc.Result;
import org.moneyrocket.script.address.ScriptTemplate;
import org.moneyrocket.script.descriptor.Descriptor;
import org.moneyrocket.script.sign.SigningData;
import org.moneyrocket.script.text.ScriptAssembly;
import org.moneyrocket.wallet.OpenWallet;
import org.moneyrocket.wallet.coins.TxMovements;

/** The parts of a transaction of the wallet. Needs the wallet's lock. */
final class DecodedTransaction {
  private DecodedTransaction() {}

  static ObjectNode of(Transaction tx, OpenWallet wallet) {
    ObjectNode out = Json.object();
    out.put("txid", tx.txid().toString());
    out.put("hash", tx.wtxid().toString());
    out.put("version", Integer.toUnsignedLong(tx.version()));
    out.put("size", tx.totalSize());
    out.put("vsize", tx.vsize());
    out.put("weight", tx.weight());
    out.put("locktime", Integer.toUnsignedLong(tx.lockTime()));
    ArrayNode inputs = out.putArray("vin");
    tx.inputs().forEach(in -> inputs.add(input(tx, in)));
    ArrayNode outputs = out.putArray("vout");
    for (int i = 0; i < tx.outputs().size(); i++) {
      outputs.add(output(tx.outputs().get(i), i, wallet));
    }
    return out;
  }

  private static ObjectNode input(Transaction tx, TxIn in) {
    ObjectNode out = Json.object();
    if (tx.isCoinbase()) {
      out.put("coinbase", in.scriptSig().toHex());
    } else {
      out.put("txid", in.prevout().txid().toString());
      out.put("vout", Integer.toUnsignedLong(in.prevout().index()));
      out.putObject("scriptSig")
          .put("asm", ScriptAssembly.of(in.scriptSig(), true))
          .put("hex", in.scriptSig().toHex());
    }
    if (in.hasWitness()) {
      ArrayNode witness = out.putArray("txinwitness");
      in.witness().forEach(item -> witness.add(item.toHex()));
    }
    out.put("sequence", Integer.toUnsignedLong(in.sequence()));
    return out;
  }

  private static ObjectNode output(TxOut output, int number, OpenWallet wallet) {
    Bytes script = output.script();
    ObjectNode out = Json.object();
    out.set("value", Json.amount(output.valueSats()));
    out.put("n", number);
    ObjectNode shown = out.putObject("scriptPubKey");
    shown.put("asm", ScriptAssembly.of(script));
    shown.put("desc", Descriptor.infer(script, new SigningData(), wallet.format()).toString());
    shown.put("hex", script.toHex());
    wallet.format().addressOf(script).ifPresent(address -> shown.put("address", address));
    shown.put("type", ScriptTemplate.of(script).label());
    if (TxMovements.isChange(output, wallet.ledger(), wallet.book())) {
      out.put("ischange", true);
    }
    return out;
  }

  static List<Result> results() {
    return List.of(
        Result.hex("txid", "The id"),
        Result.hex("hash", "The id with witness"),
        Result.number("version", "The version"),
        Result.number("size", "Bytes with witness"),
        Result.number("vsize", "Virtual bytes (BIP141)"),
        Result.number("weight", "Weight (BIP141)"),
        Result.number("locktime", "The lock time"),
        Result.array(
            "vin",
            "",
            Result.object(
                "",
                "",
                Result.hex("coinbase", "The script, in a coinbase").optional(),
                Result.hex("txid", "Transaction whose output is spent").optional(),
                Result.number("vout", "Number of the output").optional(),
                Result.object(
                        "scriptSig",
                        "The unlocking script",
                        Result.text("asm", "Disassembly"),
                        Result.hex("hex", "The script"))
                    .optional(),
                Result.array("txinwitness", "The witness", Result.hex("", "One item")).optional(),
                Result.number("sequence", "The sequence number"))),
        Result.array(
            "vout",
            "",
            Result.object(
                "",
                "",
                Result.amount("value", "Amount in BTC"),
                Result.number("n", "Number of the output"),
                Result.object(
                    "scriptPubKey",
                    "",
                    Result.text("asm", "Disassembly of the script"),
                    Result.text("desc", "Descriptor that the script may come from"),
                    Result.hex("hex", "The script"),
                    Result.text("address", "The address, where there is one").optional(),
                    Result.text("type", "The form, for example pubkeyhash")),
                Result.flag("ischange", "True if it is change").optional())));
  }
}
