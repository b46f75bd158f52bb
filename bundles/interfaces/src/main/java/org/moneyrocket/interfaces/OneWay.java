// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a listener whose methods return nothing and are delivered without waiting: in order, on one
 * thread per subscription, through a bounded window. A listener that falls behind the window gets
 * its {@code lagged} method called once and then continues with what is new. The argument of {@code
 * void lagged(long sequence)} counts the events made for this listener so far, those left out
 * included.
 *
 * <p>Emitters deliver through {@link org.moneyrocket.interfaces.event.EventQueue}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OneWay {}
