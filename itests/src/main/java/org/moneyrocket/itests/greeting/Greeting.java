// SPDX-License-Identifier: MIT
package org.moneyrocket.itests.greeting;

/** A greeting and the process it comes from. */
public record Greeting(String text, long pid) {}
