// SPDX-License-Identifier: MIT
package org.moneyrocket.settings.log;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** Hands out loggers that write to the log of this process. */
public final class DebugLoggerFactory implements ILoggerFactory {
  private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();

  /** Made by the binding only. */
  public DebugLoggerFactory() {}

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(name, key -> new DebugLogger(key, DebugLog.get()));
  }
}
