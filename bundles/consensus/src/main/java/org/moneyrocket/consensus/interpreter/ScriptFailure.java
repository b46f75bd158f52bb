// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.interpreter;

/** Ends a script from anywhere inside the interpreter; never leaves this package. */
final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final ScriptFailure[] FAILURES = new ScriptFailure[ScriptError.values().length];

  static {
    for (ScriptError error : ScriptError.values()) {
      FAILURES[error.ordinal()] = new ScriptFailure(error);
    }
  }

  private final ScriptError error;

  private ScriptFailure(ScriptError error) {
    // Without a stack trace one instance serves all: a failing script must not be slow.
    super(error.name(), null, false, false);
    this.error = error;
  }

  static ScriptFailure of(ScriptError error) {
    return FAILURES[error.ordinal()];
  }

  ScriptError error() {
    return error;
  }
}
