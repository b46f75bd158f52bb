// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

import java.util.Optional;
import org.moneyrocket.consensus.interpreter.OtherImplementation.Opinion;

/**
 * Where bitcoin-kmp 0.30.0 is known to judge otherwise than Bitcoin Core, whose verdict was
 * compared for each. A deviation is recognised only if both agree again once its cause is removed.
 */
enum KnownDeviation {
  /** Takes CLTV and CSV for reserved NOPs when their flag is off; they are left out of those. */
  LOCK_TIMES_ARE_NO_RESERVED_NOPS {
    @Override
    boolean explains(RandomSpends.Spend spend, ScriptError ours, Opinion theirs) {
      return ours.isOk()
          && theirs.reason().contains("use of upgradable NOP is discouraged")
          && !(spend.flags().has(ScriptFlag.CHECKLOCKTIMEVERIFY)
              && spend.flags().has(ScriptFlag.CHECKSEQUENCEVERIFY))
          && agreeWithout(spend, ScriptFlag.DISCOURAGE_UPGRADABLE_NOPS);
    }
  },

  /** Gives up on a signature that is no DER at all; before BIP66 it is only a wrong one. */
  UNREADABLE_SIGNATURES_ARE_WRONG_ONES {
    @Override
    boolean explains(RandomSpends.Spend spend, ScriptError ours, Opinion theirs) {
      return theirs.thrownBy("decodeSignatureLax")
          && !spend.flags().has(ScriptFlag.DERSIG)
          && !spend.flags().has(ScriptFlag.LOW_S)
          && !spend.flags().has(ScriptFlag.STRICTENC);
    }
  },

  /** Does not look at the key when the signature is empty. */
  KEYS_OF_EMPTY_SIGNATURES_COUNT {
    @Override
    boolean explains(RandomSpends.Spend spend, ScriptError ours, Opinion theirs) {
      return theirs.accepts()
          && (ours == ScriptError.PUBKEYTYPE
                  && spend.flags().has(ScriptFlag.STRICTENC)
                  && agreeWithout(spend, ScriptFlag.STRICTENC)
              || ours == ScriptError.WITNESS_PUBKEYTYPE
                  && agreeWithout(spend, ScriptFlag.WITNESS_PUBKEYTYPE));
    }
  },

  /** Does not look for an empty signature in the script, though its push is an instruction too. */
  EMPTY_SIGNATURES_ARE_FOUND_IN_SCRIPTS {
    @Override
    boolean explains(RandomSpends.Spend spend, ScriptError ours, Opinion theirs) {
      return theirs.accepts()
          && ours == ScriptError.SIG_FINDANDDELETE
          && agreeWithout(spend, ScriptFlag.CONST_SCRIPTCODE);
    }
  },

  /** Wants no witness for pay-to-anchor; the rules do not care. */
  ANCHORS_TAKE_ANY_WITNESS {
    @Override
    boolean explains(RandomSpends.Spend spend, ScriptError ours, Opinion theirs) {
      return ours.isOk()
          && theirs.reason().contains("P2A output must be spent with an empty witness")
          && Script.isPayToAnchor(spend.lockingScript())
          && !spend.spending().witness().isEmpty();
    }
  },

  /** Knows only some witness programs in P2SH, so that for others more may be in the scriptSig. */
  ALL_PROGRAMS_IN_P2SH_WANT_ONE_PUSH {
    @Override
    boolean explains(RandomSpends.Spend spend, ScriptError ours, Opinion theirs) {
      Optional<WitnessProgram> program =
          Script.witnessProgram(Script.lastPush(spend.spending().scriptSig()));
      return theirs.accepts()
          && ours == ScriptError.WITNESS_MALLEATED_P2SH
          && program.isPresent()
          && program.get().version() > 0;
    }
  };

  abstract boolean explains(RandomSpends.Spend spend, ScriptError ours, Opinion theirs);

  private static boolean agreeWithout(RandomSpends.Spend spend, ScriptFlag flag) {
    RandomSpends.Spend other =
        new RandomSpends.Spend(spend.tx(), spend.input(), spend.flags().without(flag));
    ScriptError ours = ScriptCheck.check(other.tx(), other.input(), other.flags());
    Opinion theirs = OtherImplementation.of(other);
    return ours.isOk() == theirs.accepts() || explanation(other, ours, theirs).isPresent();
  }

  /** Returns the deviation that explains why the two do not agree, if one does. */
  static Optional<KnownDeviation> explanation(
      RandomSpends.Spend spend, ScriptError ours, Opinion theirs) {
    for (KnownDeviation deviation : values()) {
      if (deviation.explains(spend, ours, theirs)) {
        return Optional.of(deviation);
      }
    }
    return Optional.empty();
  }
}
