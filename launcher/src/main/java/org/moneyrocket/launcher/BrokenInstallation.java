// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

/**
 * A file of the installation is missing or makes no sense. The message is a sentence for the user.
 */
final class BrokenInstallation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenInstallation(String message) {
    super(message);
  }
}
