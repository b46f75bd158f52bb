// SPDX-License-Identifier: MIT
package org.moneyrocket.ipc.spawn;

/** What a supervised child is doing. */
public enum ChildState {
  STARTING,
  RUNNING,
  RESTARTING,
  STOPPING,
  FAILED
}
