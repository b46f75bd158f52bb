// SPDX-License-Identifier: MIT
package org.slf4j.impl;

import org.moneyrocket.settings.log.DebugLoggerFactory;
import org.slf4j.ILoggerFactory;
import org.slf4j.spi.LoggerFactoryBinder;

/** Binds SLF4J to the debug log. */
public final class StaticLoggerBinder implements LoggerFactoryBinder {
  private static final StaticLoggerBinder SINGLETON = new StaticLoggerBinder();

  private final ILoggerFactory factory = new DebugLoggerFactory();

  private StaticLoggerBinder() {}

  /** Returns the binding; SLF4J calls it by this name. */
  public static StaticLoggerBinder getSingleton() {
    return SINGLETON;
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return factory;
  }

  @Override
  public String getLoggerFactoryClassStr() {
    return DebugLoggerFactory.class.getName();
  }
}
