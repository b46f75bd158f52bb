// SPDX-License-Identifier: MIT
package org.slf4j.impl;

import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MarkerFactoryBinder;

/** Binds markers, which the debug log ignores. */
public final class StaticMarkerBinder implements MarkerFactoryBinder {
  private static final StaticMarkerBinder SINGLETON = new StaticMarkerBinder();

  private final IMarkerFactory factory = new BasicMarkerFactory();

  private StaticMarkerBinder() {}

  /** Returns the binding; SLF4J calls it by this name. */
  public static StaticMarkerBinder getSingleton() {
    return SINGLETON;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return factory;
  }

  @Override
  public String getMarkerFactoryClassStr() {
    return BasicMarkerFactory.class.getName();
  }
}
