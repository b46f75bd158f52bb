// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

/** Name and version that the programs show. */
public final class Product {
  /** The client's name in messages, in the log and in {@code settings.json}. */
  public static final String NAME = "Moneyrocket";

  /** Version as people write it, without a leading v. */
  public static final String VERSION = "0.1.0";

  /** Version as one number for RPC: major times 10000 plus minor times 100 plus patch. */
  public static final int VERSION_NUMBER = 100;

  /** Where users report mistakes. Names no host until the project has a public place for that. */
  public static final String BUG_REPORTS = "https://example.invalid/issues";

  private Product() {}

  /** Returns the version with a leading v, as in the first line of {@code -version}. */
  public static String fullVersion() {
    return "v" + VERSION;
  }
}
