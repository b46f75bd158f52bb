// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces;

import org.osgi.framework.ServiceException;

/**
 * A call of a contract could not be carried out in the other process, or failed there with an
 * exception the contract does not declare. Never holds a stack trace of the other process. Any call
 * of a contract may throw it; whoever owns the component decides what to do.
 */
public class RemoteCallException extends ServiceException {
  private static final long serialVersionUID = 1L;

  /** Why the call failed. */
  public enum Reason {
    /** The other process is gone, or went while the call was running. */
    LOST,
    /** The caller was interrupted, and the call ended because of that. */
    CANCELLED,
    /** The method threw an exception the contract does not declare. */
    FAILED,
    /** The service, object or method is not, or no longer, there. */
    NO_SUCH_OBJECT,
    /** A limit on sizes, lanes, objects or nesting was reached. */
    LIMIT,
    /** An argument or result could not be encoded, or was refused when decoded. */
    DATA,
    /** The call is not allowed from this thread. */
    THREAD
  }

  private final Reason reason;
  private final String remoteType;
  private final boolean made;

  public RemoteCallException(Reason reason, String message) {
    this(reason, message, "", null);
  }

  /**
   * @param remoteType class name of the exception thrown in the other process, empty if there was
   *     none
   */
  public RemoteCallException(
      Reason reason,
      String message,
      String remoteType,
      @org.jspecify.annotations.Nullable Throwable cause) {
    this(reason, message, remoteType, cause, true);
  }

  @SuppressWarnings("NullAway") // the superclass takes a null cause
  private RemoteCallException(
      Reason reason,
      String message,
      String remoteType,
      @org.jspecify.annotations.Nullable Throwable cause,
      boolean made) {
    super(message, REMOTE, cause);
    this.reason = reason;
    this.remoteType = remoteType;
    this.made = made;
  }

  /** Makes the failure of a call that never left this process, because the other one is gone. */
  public static RemoteCallException notMade(
      String message, @org.jspecify.annotations.Nullable Throwable cause) {
    return new RemoteCallException(Reason.LOST, message, "", cause, false);
  }

  public Reason reason() {
    return reason;
  }

  /**
   * Tells whether the other process may have carried the call out. False only if it never heard of
   * it, so that making the call again does nothing twice.
   */
  public boolean mayHaveHappened() {
    return made;
  }

  /** Returns the class name of the exception thrown in the other process, empty if none was. */
  public String remoteType() {
    return remoteType;
  }
}
