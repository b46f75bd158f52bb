// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;

/** The numbers of the five chains. */
final class KnownChains {
  private static final UInt256 LIMIT = UInt256.MAX.shiftRight(32);
  private static final long TWO_WEEKS = 14 * 24 * 60 * 60;
  private static final long ONE_DAY = 24 * 60 * 60;
  private static final long TEN_MINUTES = 10 * 60;
  private static final int BITS = 0x1d00ffff;

  private static final Bytes DEFAULT_SIGNET_CHALLENGE =
      Bytes.fromHex(
          "512103ad5e0edad18cb1f0fc0d28a3d4f1f3e445640337489abb10404f2d1e086be430"
              + "210359ef5021964fe22d6f8e05b2463c9540ce96883fe3b278760f048f5189f2e6c452ae");

  private KnownChains() {}

  static ChainParameters of(Chain chain, ChainOptions options) {
    return switch (chain) {
      case MAIN -> main(options);
      case TEST -> test(options);
      case TESTNET4 -> testnet4(options);
      case SIGNET -> signet(options);
      case REGTEST -> regtest(options);
    };
  }

  private static ChainParameters main(ChainOptions options) {
    if (!options.activationHeights().isEmpty()) {
      throw new IllegalArgumentException(
          "The -testactivationheight option may not be used on mainnet.");
    }
    if (options.testDummy().isPresent()) {
      throw new IllegalArgumentException("The -vbparams option may not be used on mainnet.");
    }
    return new ChainParameters(
        Chain.MAIN,
        GenesisBlocks.satoshi(1231006505, 2083236893, BITS),
        Bytes.fromHex("f9beb4d9"),
        8333,
        List.of(
            "dnsseed.bluematt.me.",
            "seed.bitcoin.jonasschnelli.ch.",
            "seed.btc.petertodd.net.",
            "seed.bitcoin.sprovoost.nl.",
            "dnsseed.emzy.de.",
            "seed.bitcoin.wiz.biz.",
            "seed.mainnet.achownodes.xyz."),
        KeyPrefixes.MAIN,
        new PowRules(LIMIT, TWO_WEEKS, TEN_MINUTES, false, false, false),
        210000,
        heights(options, 227931, 363725, 388381, 419328, 481824),
        BlockHash.fromDisplay("000000000000024b89b42a942fe0d9fea3bb44ab7bd1b19115dd6a759c0808b8"),
        List.of(
            // The one block that breaks BIP16.
            exception(
                "00000000000002dc756eebf4f49723ed8d30cc28a5f108eb94b1ba88ac4f9c22", false, false),
            // Spends a version 1 output before taproot was in force.
            exception(
                "0000000000000000000f14c35b2d841e986ab5441de8c585d5ffe55ea1e395ad", true, true)),
        testDummy(options, neverActive(), 1815, 2016),
        1815,
        2016,
        711648,
        UInt256.fromHex("1128750f82f4c366153a3a030"),
        BlockHash.fromDisplay("00000000000000000000ccebd6d74d9194d8dcdc1d177c478e094bfad51ba5ac"),
        KnownSnapshots.MAIN,
        new ChainStatistics(1772055173, 1315805869, 5.40111006496122),
        new HeadersSyncParameters(641, 15218),
        Optional.empty(),
        100000,
        856,
        14,
        false);
  }

  private static ChainParameters test(ChainOptions options) {
    return new ChainParameters(
        Chain.TEST,
        GenesisBlocks.satoshi(1296688602, 414098458, BITS),
        Bytes.fromHex("0b110907"),
        18333,
        List.of(
            "testnet-seed.bitcoin.jonasschnelli.ch.",
            "seed.tbtc.petertodd.net.",
            "testnet-seed.bluematt.me.",
            "seed.testnet.achownodes.xyz."),
        KeyPrefixes.TEST,
        new PowRules(LIMIT, TWO_WEEKS, TEN_MINUTES, true, false, false),
        210000,
        heights(options, 21111, 330776, 581885, 770112, 834624),
        BlockHash.fromDisplay("0000000023b3a96d3484e5abb3755c413e7d41500f8e2a5c3f0dd01299cd8ef8"),
        List.of(
            // Breaks BIP16.
            exception(
                "00000000dd30457c001f4095d208cc1296b0eed002427aa599874af7a432b105", false, false)),
        testDummy(options, neverActive(), 1512, 2016),
        1512,
        2016,
        2013984,
        UInt256.fromHex("17dde1c649f3708d14b6"),
        BlockHash.fromDisplay("000000007a61e4230b28ac5cb6b5e5a0130de37ac1faf2f8987d2fa6505b67f4"),
        KnownSnapshots.TEST,
        new ChainStatistics(1772051651, 536108416, 0.02691479016257117),
        new HeadersSyncParameters(673, 14460),
        Optional.empty(),
        1000,
        245,
        19,
        false);
  }

  private static ChainParameters testnet4(ChainOptions options) {
    return new ChainParameters(
        Chain.TESTNET4,
        GenesisBlocks.testnet4(),
        Bytes.fromHex("1c163f28"),
        48333,
        List.of("seed.testnet4.bitcoin.sprovoost.nl.", "seed.testnet4.wiz.biz."),
        KeyPrefixes.TEST,
        new PowRules(LIMIT, TWO_WEEKS, TEN_MINUTES, true, false, true),
        210000,
        heights(options, 1, 1, 1, 1, 1),
        BlockHash.ZERO,
        List.of(),
        testDummy(options, neverActive(), 1512, 2016),
        1512,
        2016,
        0,
        UInt256.fromHex("9a0fe15d0177d086304"),
        BlockHash.fromDisplay("0000000002368b1e4ee27e2e85676ae6f9f9e69579b29093e9a82c170bf7cf8a"),
        KnownSnapshots.TESTNET4,
        new ChainStatistics(1772013387, 14191421, 0.01848579579528412),
        new HeadersSyncParameters(606, 16092),
        Optional.empty(),
        1000,
        31,
        2,
        false);
  }

  private static ChainParameters signet(ChainOptions options) {
    boolean custom = options.signetChallenge().isPresent();
    Bytes challenge = options.signetChallenge().orElse(DEFAULT_SIGNET_CHALLENGE);
    List<String> seeds =
        custom
            ? List.of()
            : List.of("seed.signet.bitcoin.sprovoost.nl.", "seed.signet.achownodes.xyz.");
    return new ChainParameters(
        Chain.SIGNET,
        GenesisBlocks.satoshi(1598918400, 52613770, 0x1e0377ae),
        signetMagic(challenge),
        38333,
        options.signetSeedNodes().orElse(seeds),
        KeyPrefixes.TEST,
        new PowRules(
            UInt256.of(0x377ae).shiftLeft(216), TWO_WEEKS, TEN_MINUTES, false, false, false),
        210000,
        heights(options, 1, 1, 1, 1, 1),
        BlockHash.ZERO,
        List.of(),
        testDummy(options, neverActive(), 1815, 2016),
        1815,
        2016,
        0,
        custom ? UInt256.ZERO : UInt256.fromHex("b463ea0a4b8"),
        custom
            ? BlockHash.ZERO
            : BlockHash.fromDisplay(
                "00000008414aab61092ef93f1aacc54cf9e9f16af29ddad493b908a01ff5c329"),
        KnownSnapshots.SIGNET,
        custom
            ? new ChainStatistics(0, 0, 0)
            : new ChainStatistics(1772055248, 28676833, 0.06736623436338929),
        new HeadersSyncParameters(620, 15724),
        Optional.of(challenge),
        1000,
        custom ? 0 : 24,
        custom ? 0 : 4,
        false);
  }

  private static ChainParameters regtest(ChainOptions options) {
    PowRules pow = new PowRules(UInt256.MAX.shiftRight(1), ONE_DAY, TEN_MINUTES, true, true, false);
    return new ChainParameters(
        Chain.REGTEST,
        GenesisBlocks.satoshi(1296688602, 2, 0x207fffff),
        Bytes.fromHex("fabfb5da"),
        18444,
        List.of("dummySeed.invalid."),
        KeyPrefixes.REGTEST,
        options.bip94() ? pow.withBip94() : pow,
        150,
        heights(options, 1, 1, 1, 1, 0),
        BlockHash.ZERO,
        List.of(),
        testDummy(
            options, new ChainOptions.Times(0, VersionBitsDeployment.NO_TIMEOUT, 0), 108, 144),
        108,
        144,
        0,
        UInt256.ZERO,
        BlockHash.ZERO,
        KnownSnapshots.REGTEST,
        new ChainStatistics(0, 0, 0.001),
        new HeadersSyncParameters(275, 7017),
        Optional.empty(),
        options.fastPrune() ? 100 : 1000,
        0,
        0,
        true);
  }

  private static ScriptFlagException exception(String block, boolean p2sh, boolean witness) {
    return new ScriptFlagException(BlockHash.fromDisplay(block), p2sh, witness, false);
  }

  private static Map<BuriedDeployment, Integer> heights(
      ChainOptions options, int bip34, int bip66, int bip65, int csv, int segwit) {
    Map<BuriedDeployment, Integer> heights = new EnumMap<>(BuriedDeployment.class);
    heights.put(BuriedDeployment.BIP34, bip34);
    heights.put(BuriedDeployment.BIP66, bip66);
    heights.put(BuriedDeployment.BIP65, bip65);
    heights.put(BuriedDeployment.CSV, csv);
    heights.put(BuriedDeployment.SEGWIT, segwit);
    heights.putAll(options.activationHeights());
    return heights;
  }

  private static ChainOptions.Times neverActive() {
    return new ChainOptions.Times(
        VersionBitsDeployment.NEVER_ACTIVE, VersionBitsDeployment.NO_TIMEOUT, 0);
  }

  private static List<VersionBitsDeployment> testDummy(
      ChainOptions options, ChainOptions.Times times, int threshold, int period) {
    ChainOptions.Times used = options.testDummy().orElse(times);
    return List.of(
        new VersionBitsDeployment(
            VersionBitsDeployment.TESTDUMMY,
            28,
            used.start(),
            used.timeout(),
            used.minActivationHeight(),
            threshold,
            period,
            true));
  }

  /** The first four bytes of the double SHA-256 of the challenge with its length (BIP325). */
  private static Bytes signetMagic(Bytes challenge) {
    return Bytes.of(Hashes.sha256d(new ByteWriter().varBytes(challenge).toArray()), 0, 4);
  }
}
