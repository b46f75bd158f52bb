// SPDX-License-Identifier: MIT
package org.slf4j.impl;

import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/** Says that there is no diagnostic context. */
public final class StaticMDCBinder {
  private static final StaticMDCBinder SINGLETON = new StaticMDCBinder();

  private StaticMDCBinder() {}

  /** Returns the binding; SLF4J calls it by this name. */
  public static StaticMDCBinder getSingleton() {
    return SINGLETON;
  }

  /** Returns an adapter that keeps nothing. */
  public MDCAdapter getMDCA() {
    return new NOPMDCAdapter();
  }

  /** Returns the adapter's class name. */
  public String getMDCAdapterClassStr() {
    return NOPMDCAdapter.class.getName();
  }
}
