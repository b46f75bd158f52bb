// SPDX-License-Identifier: MIT
package org.moneyrocket.launcher;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** Sends what the framework has to say to the log instead of the console. */
final class FrameworkLog extends Logger {
  private static final org.slf4j.Logger log = LoggerFactory.getLogger("container");

  @Override
  protected void doLog(
      @Nullable Bundle bundle,
      @SuppressWarnings("rawtypes") @Nullable ServiceReference reference,
      int level,
      String message,
      @Nullable Throwable cause) {
    String text = bundle == null ? message : bundle.getSymbolicName() + ": " + message;
    switch (level) {
      case LOG_ERROR -> log.error(text, cause);
      case LOG_WARNING -> log.warn(text, cause);
      default -> log.debug(text, cause);
    }
  }
}
