// SPDX-License-Identifier: MIT
package org.moneyrocket.settings;

/** Name and version that the programs show. */
public final class Product {
  /** The client's name in messages, in the log and in {@code settings.json}. */
  public static final String NAME = "Moneyrocket";

  /** Version as people write it, without a leading v. */
  public static final String VERSION = "0.1.0";

  /** The version of Bitcoin Core whose interfaces we keep, as peers and clients write it. */
  public static final String INTERFACE_VERSION = "31.99.0";

  /**
   * {@link #INTERFACE_VERSION} as one number: major times 10000 plus minor times 100 plus patch.
   * Clients compare it to learn which methods and fields they find, so it stands wherever they read
   * a number; our own version would tell them that they find nothing.
   */
  public static final int INTERFACE_NUMBER = 319900;

  /** Where users report mistakes. Names no host until the project has a public place for that. */
  public static final String BUG_REPORTS = "https://example.invalid/issues";

  private Product() {}

  /**
   * Returns how the node presents itself to peers and clients, in BIP14's layers: the interface we
   * keep under the name that clients look for, and then who keeps it.
   *
   * @param remarks what stands in parentheses behind our own name; empty for nothing
   */
  public static String userAgent(String remarks) {
    String comment = remarks.isEmpty() ? "" : "(" + remarks + ")";
    return "/Satoshi:" + INTERFACE_VERSION + "/" + NAME + ":" + VERSION + comment + "/";
  }

  /** Returns the version with a leading v, as in the first line of {@code -version}. */
  public static String fullVersion() {
    return "v" + VERSION;
  }
}
