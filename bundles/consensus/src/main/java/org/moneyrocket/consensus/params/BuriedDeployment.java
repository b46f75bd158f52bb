// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

import java.util.Optional;

/** Soft forks whose activation height is part of the parameters, in the order RPC lists them. */
public enum BuriedDeployment {
  /** Block height in the coinbase (BIP34). */
  BIP34("bip34", "bip34"),
  /** Strict DER signatures (BIP66). */
  BIP66("bip66", "dersig"),
  /** OP_CHECKLOCKTIMEVERIFY (BIP65). */
  BIP65("bip65", "cltv"),
  /** Relative lock times and median time (BIP68, BIP112, BIP113). */
  CSV("csv", "csv"),
  /** Witness rules that depend on the height (BIP141, BIP143, BIP147). */
  SEGWIT("segwit", "segwit");

  private final String rpcName;
  private final String optionName;

  BuriedDeployment(String rpcName, String optionName) {
    this.rpcName = rpcName;
    this.optionName = optionName;
  }

  /** Returns the name in {@code getdeploymentinfo}. */
  public String rpcName() {
    return rpcName;
  }

  /** Returns the name in {@code -testactivationheight}. */
  public String optionName() {
    return optionName;
  }

  public static Optional<BuriedDeployment> byOptionName(String name) {
    for (BuriedDeployment deployment : values()) {
      if (deployment.optionName.equals(name)) {
        return Optional.of(deployment);
      }
    }
    return Optional.empty();
  }
}
