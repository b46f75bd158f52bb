// SPDX-License-Identifier: MIT
package org.moneyrocket.script.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.script.address.ChainFormat;

/** Vectors of BIP32. */
public class ExtendedKeyTest {
  private static final ChainFormat MAIN = new ChainFormat(ChainParameters.of(Chain.MAIN).keys());
  private static final int H = KeyPath.HARDENED;

  @Test
  public void vectorOneDerivesBothSides() {
    assertDerives(
        "000102030405060708090a0b0c0d0e0f",
        List.of(),
        "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8",
        "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi");
    assertDerives(
        "000102030405060708090a0b0c0d0e0f",
        List.of(H, 1, 2 | H, 2, 1000000000),
        "xpub6H1LXWLaKsWFhvm6RVpEL9P4KfRZSW7abD2ttkWP3SSQvnyA8FSVqNTEcYFgJS2UaFcxupHiYkro49S8yGasTvXEYBVPamhGW6cFJodrTHy",
        "xprvA41z7zogVVwxVSgdKUHDy1SKmdb533PjDz7J6N6mV6uS3ze1ai8FHa8kmHScGpWmj4WggLyQjgPie1rFSruoUihUZREPSL39UNdE3BBDu76");
  }

  @Test
  public void vectorTwoHasTheLargestSteps() {
    assertDerives(
        "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a5754514e4b484542",
        List.of(0, 2147483647 | H, 1, 2147483646 | H, 2),
        "xpub6FnCn6nSzZAw5Tw7cgR9bi15UV96gLZhjDstkXXxvCLsUXBGXPdSnLFbdpq8p9HmGsApME5hQTZ3emM2rnY5agb9rXpVGyy3bdW6EEgAtqt",
        "xprvA2nrNbFZABcdryreWet9Ea4LvTJcGsqrMzxHx98MMrotbir7yrKCEXw7nadnHM8Dq38EGfSh6dqA9QWTyefMLEcBYJUuekgW4BYPJcr9E7j");
  }

  @Test
  public void vectorsThreeAndFourKeepLeadingZeros() {
    assertDerives(
        "4b381541583be4423346c643850da4b320e46a87ae3d2a4e6da11eba819cd4acba45d239319ac14f863b8d5ab5a0d0c64d2e8a1e7d1457df2e5a3c51c73235be",
        List.of(H),
        "xpub68NZiKmJWnxxS6aaHmn81bvJeTESw724CRDs6HbuccFQN9Ku14VQrADWgqbhhTHBaohPX4CjNLf9fq9MYo6oDaPPLPxSb7gwQN3ih19Zm4Y",
        "xprv9uPDJpEQgRQfDcW7BkF7eTya6RPxXeJCqCJGHuCJ4GiRVLzkTXBAJMu2qaMWPrS7AANYqdq6vcBcBUdJCVVFceUvJFjaPdGZ2y9WACViL4L");
    assertDerives(
        "3ddd5602285899a946114506157c7997e5444528f3003f6134712147db19b678",
        List.of(H, 1 | H),
        "xpub6BJA1jSqiukeaesWfxe6sNK9CCGaujFFSJLomWHprUL9DePQ4JDkM5d88n49sMGJxrhpjazuXYWdMf17C9T5XnxkopaeS7jGk1GyyVziaMt",
        "xprv9xJocDuwtYCMNAo3Zw76WENQeAS6WGXQ55RCy7tDJ8oALr4FWkuVoHJeHVAcAqiZLE7Je3vZJHxspZdFHfnBEjHqU5hG1Jaj32dVoS6XLT1");
  }

  @Test
  public void invalidKeysOfVectorFiveAreRefused() {
    List<String> invalid =
        List.of(
            "xpub661MyMwAqRbcEYS8w7XLSVeEsBXy79zSzH1J8vCdxAZningWLdN3zgtU6LBpB85b3D2yc8sfvZU521AAwdZafEz7mnzBBsz4wKY5fTtTQBm",
            "xprv9s21ZrQH143K24Mfq5zL5MhWK9hUhhGbd45hLXo2Pq2oqzMMo63oStZzFGTQQD3dC4H2D5GBj7vWvSQaaBv5cxi9gafk7NF3pnBju6dwKvH",
            "xpub661MyMwAqRbcEYS8w7XLSVeEsBXy79zSzH1J8vCdxAZningWLdN3zgtU6Txnt3siSujt9RCVYsx4qHZGc62TG4McvMGcAUjeuwZdduYEvFn",
            "xprv9s21ZrQH143K24Mfq5zL5MhWK9hUhhGbd45hLXo2Pq2oqzMMo63oStZzFGpWnsj83BHtEy5Zt8CcDr1UiRXuWCmTQLxEK9vbz5gPstX92JQ",
            "xprv9s21ZrQH143K24Mfq5zL5MhWK9hUhhGbd45hLXo2Pq2oqzMMo63oStZzFAzHGBP2UuGCqWLTAPLcMtD9y5gkZ6Eq3Rjuahrv17fEQ3Qen6J",
            "xpub661no6RGEX3uJkY4bNnPcw4URcQTrSibUZ4NqJEw5eBkv7ovTwgiT91XX27VbEXGENhYRCf7hyEbWrR3FewATdCEebj6znwMfQkhRYHRLpJ",
            "xprv9s21ZrQH143K24Mfq5zL5MhWK9hUhhGbd45hLXo2Pq2oqzMMo63oStZzF93Y5wvzdUayhgkkFoicQZcP3y52uPPxFnfoLZB21Teqt1VvEHx",
            "xpub661MyMwAqRbcEYS8w7XLSVeEsBXy79zSzH1J8vCdxAZningWLdN3zgtU6Q5JXayek4PRsn35jii4veMimro1xefsM58PgBMrvdYre8QyULY");
    for (String text : invalid) {
      assertThat(MAIN.decodeExtendedPublic(text)).as(text).isEmpty();
      assertThat(MAIN.decodeExtendedSecret(text)).as(text).isEmpty();
    }
  }

  @Test
  public void secretsDoNotShowThemselves() {
    ExtendedSecretKey key = ExtendedSecretKey.fromSeed(new byte[16]).orElseThrow();
    assertThat(key).hasToString("ExtendedSecretKey [redacted]");
    assertThat(key.key()).hasToString("SecretKey [redacted]");
  }

  private static void assertDerives(String seed, List<Integer> steps, String xpub, String xprv) {
    KeyPath path = new KeyPath(steps);
    ExtendedSecretKey master =
        ExtendedSecretKey.fromSeed(HexFormat.of().parseHex(seed)).orElseThrow();
    ExtendedSecretKey key = master.derive(path).orElseThrow();
    assertThat(MAIN.encodeExtended(key)).isEqualTo(xprv);
    assertThat(MAIN.encodeExtended(key.neuter())).isEqualTo(xpub);
    assertThat(MAIN.decodeExtendedPublic(xpub)).hasValue(key.neuter());
    assertThat(MAIN.encodeExtended(MAIN.decodeExtendedSecret(xprv).orElseThrow())).isEqualTo(xprv);
    if (!steps.isEmpty() && steps.getLast() >= 0) {
      KeyPath parent = new KeyPath(steps.subList(0, steps.size() - 1));
      assertThat(master.derive(parent).orElseThrow().neuter().derive(steps.getLast()))
          .hasValue(key.neuter());
    }
  }
}
