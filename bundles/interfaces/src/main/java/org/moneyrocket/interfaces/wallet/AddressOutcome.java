// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.wallet;

import java.util.Optional;

/** A new address, or why there is none. */
public record AddressOutcome(Optional<AddressEntry> address, String error) {}
