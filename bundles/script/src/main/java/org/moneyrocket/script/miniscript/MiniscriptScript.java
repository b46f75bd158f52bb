// SPDX-License-Identifier: MIT
package org.moneyrocket.script.miniscript;

import static org.moneyrocket.consensus.interpreter.Opcodes.*;

import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.primitives.Bytes;

/**
 * Writes expressions as scripts.
 *
 * @param keys tells how keys stand in scripts
 */
public record MiniscriptScript<K>(KeyBytes<K> keys) {
  /** How keys stand in scripts. */
  public interface KeyBytes<K> {
    /** Returns the key itself: 33 bytes in P2WSH, 32 in tapscript. */
    Bytes bytes(K key);

    /** Returns HASH160 of those bytes. */
    Bytes hash(K key);
  }

  public Bytes write(Node<K> node) {
    ScriptBuilder out = new ScriptBuilder();
    append(out, node, false);
    return out.build();
  }

  /**
   * Appends an expression.
   *
   * @param verify whether a VERIFY follows that the last instruction can take in
   */
  private void append(ScriptBuilder out, Node<K> node, boolean verify) {
    switch (node.fragment()) {
      case JUST_0 -> out.op(OP_0);
      case JUST_1 -> out.op(OP_1);
      case PK_K -> out.push(keys.bytes(node.keys().get(0)));
      case PK_H ->
          out.op(OP_DUP).op(OP_HASH160).push(keys.hash(node.keys().get(0))).op(OP_EQUALVERIFY);
      case OLDER -> out.number(node.k()).op(OP_CHECKSEQUENCEVERIFY);
      case AFTER -> out.number(node.k()).op(OP_CHECKLOCKTIMEVERIFY);
      case SHA256 -> hash(out, OP_SHA256, node, verify);
      case HASH256 -> hash(out, OP_HASH256, node, verify);
      case RIPEMD160 -> hash(out, OP_RIPEMD160, node, verify);
      case HASH160 -> hash(out, OP_HASH160, node, verify);
      case WRAP_A -> {
        append(out.op(OP_TOALTSTACK), node.argument(0), false);
        out.op(OP_FROMALTSTACK);
      }
      case WRAP_S -> append(out.op(OP_SWAP), node.argument(0), verify);
      case WRAP_C -> {
        append(out, node.argument(0), false);
        out.op(verify ? OP_CHECKSIGVERIFY : OP_CHECKSIG);
      }
      case WRAP_D -> {
        append(out.op(OP_DUP).op(OP_IF), node.argument(0), false);
        out.op(OP_ENDIF);
      }
      case WRAP_V -> {
        append(out, node.argument(0), true);
        if (node.argument(0).type().is('x')) {
          out.op(OP_VERIFY);
        }
      }
      case WRAP_J -> {
        append(out.op(OP_SIZE).op(OP_0NOTEQUAL).op(OP_IF), node.argument(0), false);
        out.op(OP_ENDIF);
      }
      case WRAP_N -> {
        append(out, node.argument(0), false);
        out.op(OP_0NOTEQUAL);
      }
      case AND_V -> {
        append(out, node.argument(0), false);
        append(out, node.argument(1), verify);
      }
      case AND_B -> {
        both(out, node);
        out.op(OP_BOOLAND);
      }
      case OR_B -> {
        both(out, node);
        out.op(OP_BOOLOR);
      }
      case OR_C -> {
        append(out, node.argument(0), false);
        append(out.op(OP_NOTIF), node.argument(1), false);
        out.op(OP_ENDIF);
      }
      case OR_D -> {
        append(out, node.argument(0), false);
        append(out.op(OP_IFDUP).op(OP_NOTIF), node.argument(1), false);
        out.op(OP_ENDIF);
      }
      case OR_I -> {
        append(out.op(OP_IF), node.argument(0), false);
        append(out.op(OP_ELSE), node.argument(1), false);
        out.op(OP_ENDIF);
      }
      case ANDOR -> {
        append(out, node.argument(0), false);
        append(out.op(OP_NOTIF), node.argument(2), false);
        append(out.op(OP_ELSE), node.argument(1), false);
        out.op(OP_ENDIF);
      }
      case THRESH -> {
        append(out, node.argument(0), false);
        for (Node<K> argument : node.arguments().subList(1, node.arguments().size())) {
          append(out, argument, false);
          out.op(OP_ADD);
        }
        out.number(node.k()).op(verify ? OP_EQUALVERIFY : OP_EQUAL);
      }
      case MULTI -> {
        out.number(node.k());
        node.keys().forEach(key -> out.push(keys.bytes(key)));
        out.number(node.keys().size()).op(verify ? OP_CHECKMULTISIGVERIFY : OP_CHECKMULTISIG);
      }
      case MULTI_A -> {
        for (int i = 0; i < node.keys().size(); i++) {
          out.push(keys.bytes(node.keys().get(i))).op(i == 0 ? OP_CHECKSIG : OP_CHECKSIGADD);
        }
        out.number(node.k()).op(verify ? OP_NUMEQUALVERIFY : OP_NUMEQUAL);
      }
    }
  }

  private void both(ScriptBuilder out, Node<K> node) {
    append(out, node.argument(0), false);
    append(out, node.argument(1), false);
  }

  private void hash(ScriptBuilder out, int opcode, Node<K> node, boolean verify) {
    out.op(OP_SIZE)
        .number(32)
        .op(OP_EQUALVERIFY)
        .op(opcode)
        .push(node.data())
        .op(verify ? OP_EQUALVERIFY : OP_EQUAL);
  }
}
