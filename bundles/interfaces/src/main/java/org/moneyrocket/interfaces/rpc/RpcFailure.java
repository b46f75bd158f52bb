// SPDX-License-Identifier: MIT
package org.moneyrocket.interfaces.rpc;

import java.util.Optional;

/**
 * Why a call failed.
 *
 * @param code error code as in Bitcoin Core's protocol.h
 * @param data JSON text with details
 */
public record RpcFailure(int code, String message, Optional<String> data) {}
