// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

/**
 * What keys and addresses of a chain begin with when written as text.
 *
 * @param pubkeyAddress version byte of P2PKH addresses, 0 to 255
 * @param scriptAddress version byte of P2SH addresses, 0 to 255
 * @param secretKey version byte of private keys (WIF), 0 to 255
 * @param extendedPublic four bytes of an extended public key (BIP32), first byte highest
 * @param extendedSecret four bytes of an extended private key (BIP32), first byte highest
 * @param bech32 human-readable part of segwit addresses (BIP173)
 */
public record KeyPrefixes(
    int pubkeyAddress,
    int scriptAddress,
    int secretKey,
    int extendedPublic,
    int extendedSecret,
    String bech32) {
  static final KeyPrefixes MAIN = new KeyPrefixes(0, 5, 128, 0x0488B21E, 0x0488ADE4, "bc");
  static final KeyPrefixes TEST = test("tb");
  static final KeyPrefixes REGTEST = test("bcrt");

  private static KeyPrefixes test(String bech32) {
    return new KeyPrefixes(111, 196, 239, 0x043587CF, 0x04358394, bech32);
  }
}
