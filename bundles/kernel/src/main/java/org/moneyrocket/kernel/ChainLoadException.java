// SPDX-License-Identifier: MIT
package org.moneyrocket.kernel;

/** The chain on disk cannot be used as it is. The message is one line meant for the user. */
public final class ChainLoadException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the caller can do about it. */
  public enum Kind {
    /** Building the databases again ({@code -reindex}, {@code -reindex-chainstate}) helps. */
    REBUILD,
    /** Only {@code -reindex} helps: the block index cannot be used. */
    REBUILD_INDEX,
    /** {@code -reindex-chainstate} is enough: the block index is sound. */
    REBUILD_COINS,
    /** Nothing the program can do helps; the message says what the user can do. */
    FATAL,
    /** A shutdown was asked for meanwhile. */
    INTERRUPTED
  }

  private final Kind kind;
  private final String shown;

  public ChainLoadException(Kind kind, String message) {
    super(message);
    this.kind = kind;
    this.shown = message;
  }

  public ChainLoadException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.shown = message;
  }

  /**
   * For what has a sentence of Bitcoin Core's that its users know and programs compare.
   *
   * @param shown that sentence
   * @param detail what it leaves out, for the log
   */
  public ChainLoadException(Kind kind, String shown, String detail) {
    super(shown + ": " + detail);
    this.kind = kind;
    this.shown = shown;
  }

  /** Returns what the user is shown; the message may say more. */
  public String shown() {
    return shown;
  }

  public Kind kind() {
    return kind;
  }
}
