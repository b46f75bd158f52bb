// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

/** Lasting conditions that the user should know of. */
public enum KernelWarning {
  /** Miners have activated rules that this version does not know. */
  UNKNOWN_NEW_RULES_ACTIVATED,
  /** A chain with much more work than ours is invalid by our rules. */
  LARGE_WORK_INVALID_CHAIN
}
