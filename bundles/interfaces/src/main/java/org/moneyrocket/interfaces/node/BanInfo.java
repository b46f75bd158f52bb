// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.node;

/** A banned address or subnet; times in seconds since 1970. */
public record BanInfo(String subnet, long createdAt, long until) {}
