// SPDX-License-Identifier: MIT
package org.moneyrocket.script.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.Test;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.primitives.Bytes;

public class AddressErrorsTest {
  private static final ChainFormat REGTEST =
      new ChainFormat(ChainParameters.of(Chain.REGTEST).keys());

  @Test
  public void errorsNameWhatIsWrongAndWhere() {
    assertError(
        "bcrt1s0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav25430mtr",
        "Invalid Bech32 address program size (41 bytes)");
    assertError(
        "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7k7grplx",
        "Invalid or unsupported Segwit (Bech32) or Base58 encoding.");
    assertError(
        "bcrt1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqdmchcc",
        "Version 1+ witness address must use Bech32m checksum");
    assertError(
        "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7k35mrzd",
        "Version 0 witness address must use Bech32 checksum");
    assertError(
        "bcrt130xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqynjegk",
        "Invalid Bech32 address witness version");
    assertError(
        "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kqqq5k3my",
        "Invalid Bech32 v0 address program size (21 bytes), per BIP141");
    assertError(
        "bcrt1q049edschfnwystcqnsvyfpj23mpsg3jcedq9xv049edschfnwystcqnsvyfpj23mpsg3jcedq9xv049edschfnwystcqnsvyfpj23m",
        "Bech32 string too long",
        90,
        91,
        92,
        93,
        94,
        95,
        96,
        97,
        98,
        99,
        100,
        101,
        102,
        103,
        104,
        105,
        106,
        107);
    assertError("bcrt1q049edschfnwystcqnsvyfpj23mpsg3jcedq9xv", "Invalid Bech32 checksum", 9);
    assertError("bcrt1qax9suht3qv95sw33xavx8crpxduefdrsvgsklu", "Invalid Bech32 checksum", 22, 43);
    assertError("BCRT1QPLMTZKC2XHARPPZDLNPAQL78RSHJ68U32RAH7R", "Invalid Bech32 checksum", 38);
    assertError("bcrtq049ldschfnwystcqnsvyfpj23mpsg3jcedq9xv", "Missing separator");
    assertError("bcrt1q04oldschfnwystcqnsvyfpj23mpsg3jcedq9xv", "Invalid Base 32 character", 8);
    assertError(
        "bcrt1qdg3myrgvzw7ml8q0ejxhlkyxn7vl9r56yzkfgvzclrf4hkpx9yfqhpsuks",
        "Invalid Bech32 checksum",
        19,
        30);
    assertError("bcrt1ptmp74ayg7p24uslctssvjm06q5phz4yrxucgnv", "Invalid Bech32 checksum", 5);
    assertError(
        "17VZNX1SN5NtKa8UQFxwQbFeFc3iqRYhem", "Invalid or unsupported Base58-encoded address.");
    assertError(
        "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJJfn",
        "Invalid checksum or length of Base58 address (P2PKH or P2SH)");
    assertError(
        "2VKf7XKMrp4bVNVmuRbyCewkP8FhGLP2E54LHDPakr9Sq5mtU2",
        "Invalid checksum or length of Base58 address (P2PKH or P2SH)");
    assertError("asfah14i8fajz0123f", "Invalid or unsupported Segwit (Bech32) or Base58 encoding.");
    assertError("", "Invalid checksum or length of Base58 address (P2PKH or P2SH)");
  }

  @Test
  public void oneOrTwoWrongCharactersAreFound() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    int exact = 0;
    for (int round = 0; round < 50; round++) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      String address = REGTEST.encode(new Destination.Taproot(Bytes.wrap(key)));
      StringBuilder wrong = new StringBuilder(address);
      int first = 5 + random.nextInt(address.length() - 6);
      int second = first + 1 + random.nextInt(address.length() - first - 1);
      for (int at : List.of(first, second)) {
        int digit = alphabet.indexOf(wrong.charAt(at));
        wrong.setCharAt(at, alphabet.charAt((digit + 1 + random.nextInt(31)) % 32));
      }
      var found = (ChainFormat.AddressResult.Invalid) REGTEST.decodeAddress(wrong.toString());
      // Now and then two wrong characters are as close to an address with the other checksum.
      assertThat(found.positions()).as(wrong.toString()).hasSize(2);
      if (found.error().equals("Invalid Bech32m checksum")
          && found.positions().equals(List.of(first, second))) {
        exact++;
      }
    }
    assertThat(exact).isGreaterThan(40);
  }

  @Test
  public void charactersOutsideTheAlphabetArePointedAt() {
    assertThat(REGTEST.decodeAddress("bcrt1q04Idschfnwystcqnsvyfpj23mpsg3jcedq9xv"))
        .isEqualTo(
            new ChainFormat.AddressResult.Invalid("Invalid character or mixed case", List.of(8)));
    assertThat(REGTEST.decodeAddress("bcrt1ptmp74ayg7p24uslctssvjm06q5phz4yrxucgnv\u00e9"))
        .isEqualTo(
            new ChainFormat.AddressResult.Invalid(
                "Invalid character or mixed case", List.of(44, 45)));
    assertThat(REGTEST.decodeAddress("bcrt1qo4"))
        .isEqualTo(new ChainFormat.AddressResult.Invalid("Invalid separator position", List.of(4)));
  }

  private static void assertError(String text, String error, Integer... positions) {
    assertThat(REGTEST.decodeAddress(text))
        .as(text)
        .isEqualTo(new ChainFormat.AddressResult.Invalid(error, List.of(positions)));
  }
}
