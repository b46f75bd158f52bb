// SPDX-License-Identifier: MIT
package org.moneyrocket.node.policy;

import java.util.Optional;
import org.moneyrocket.consensus.interpreter.Script;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;
import org.moneyrocket.script.address.ScriptTemplate;

/** The form of a transaction that is relayed, as far as it shows without its inputs. */
public final class StandardForm {
  private static final int MAX_VERSION = 3;
  private static final int MAX_SCRIPT_SIG = 1650;
  private static final int MAX_BARE_KEYS = 3;

  private StandardForm() {}

  /** Returns the reason to refuse {@code tx}, empty if its form is usual. */
  public static Optional<String> problem(Transaction tx, RelayPolicy policy) {
    if (tx.version() < 1 || tx.version() > MAX_VERSION) {
      return Optional.of("version");
    }
    // Very large transactions with very many inputs cost more to check than they pay for.
    if (tx.weight() > RelayPolicy.MAX_WEIGHT) {
      return Optional.of("tx-size");
    }
    for (TxIn input : tx.inputs()) {
      // Enough for 15 of 15 keys in a script hash.
      if (input.scriptSig().size() > MAX_SCRIPT_SIG) {
        return Optional.of("scriptsig-size");
      }
      if (!Script.isPushOnly(input.scriptSig())) {
        return Optional.of("scriptsig-not-pushonly");
      }
    }
    Optional<String> outputs = outputProblem(tx, policy);
    if (outputs.isPresent()) {
      return outputs;
    }
    return Dust.of(tx, policy.dustRate()).size() > 1 ? Optional.of("dust") : Optional.empty();
  }

  private static Optional<String> outputProblem(Transaction tx, RelayPolicy policy) {
    long dataLeft = policy.dataBytes();
    for (TxOut output : tx.outputs()) {
      ScriptTemplate form = ScriptTemplate.of(output.script());
      if (!isStandard(form)) {
        return Optional.of("scriptpubkey");
      }
      if (form instanceof ScriptTemplate.Data) {
        int size = output.script().size();
        if (size > dataLeft) {
          return Optional.of("datacarrier");
        }
        dataLeft -= size;
      } else if (form instanceof ScriptTemplate.Multisig && !policy.bareMultisig()) {
        return Optional.of("bare-multisig");
      }
    }
    return Optional.empty();
  }

  /** Tells whether a locking script has one of the forms that are relayed. */
  public static boolean isStandard(Bytes script) {
    return isStandard(ScriptTemplate.of(script));
  }

  private static boolean isStandard(ScriptTemplate form) {
    return switch (form) {
      case ScriptTemplate.Nonstandard() -> false;
      case ScriptTemplate.Multisig multisig -> multisig.keys().size() <= MAX_BARE_KEYS;
      default -> true;
    };
  }
}
