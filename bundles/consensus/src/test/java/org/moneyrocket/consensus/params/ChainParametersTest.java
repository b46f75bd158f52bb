// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import org.junit.Test;
import org.moneyrocket.consensus.CompactTarget;
import org.moneyrocket.consensus.UInt256;
import org.moneyrocket.consensus.check.BlockCheck;
import org.moneyrocket.consensus.check.Deployments;
import org.moneyrocket.consensus.check.ProofOfWork;
import org.moneyrocket.consensus.check.Verdict;
import org.moneyrocket.consensus.interpreter.ScriptFlags;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.DecodeException;
import org.moneyrocket.testkit.vectors.Vectors;

public class ChainParametersTest {
  private static final String SATOSHI_ROOT =
      "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b";

  private static void genesis(Chain chain, String hash, String root, int size) {
    ChainParameters params = ChainParameters.of(chain);
    assertThat(params.genesis().hash()).hasToString(hash);
    assertThat(params.genesis().header().merkleRoot().reversed().toHex()).isEqualTo(root);
    assertThat(params.genesis().toBytes().size()).isEqualTo(size);
    assertThat(ProofOfWork.check(params.genesisHash(), params.genesis().header().bits(), params))
        .isTrue();
    assertThat(BlockCheck.check(params, params.genesis())).isEqualTo(Verdict.VALID);
  }

  @Test
  public void everyChainBeginsWithItsGenesisBlock() {
    genesis(
        Chain.MAIN,
        "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f",
        SATOSHI_ROOT,
        285);
    genesis(
        Chain.TEST,
        "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943",
        SATOSHI_ROOT,
        285);
    genesis(
        Chain.TESTNET4,
        "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043",
        "7aa0a7ae1e223414cb807e40cd57e667b718e42aaf9306db9102fe28912b7b4e",
        261);
    genesis(
        Chain.SIGNET,
        "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6",
        SATOSHI_ROOT,
        285);
    genesis(
        Chain.REGTEST,
        "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206",
        SATOSHI_ROOT,
        285);
  }

  private static void published(String file, ChainParameters params) {
    JsonNode facts = Vectors.json("util-cli/getchainparams-" + file + ".json");
    assertThat(params.chain().rpcName()).isEqualTo(facts.get("chain").asText());
    assertThat(params.chain().isTestChain()).isEqualTo(facts.get("test_chain").asBoolean());
    assertThat(params.genesisHash().hash().toHex()).isEqualTo(facts.get("genesis").asText());
    assertThat(params.subsidyHalvingInterval())
        .isEqualTo(facts.get("subsidy_halving_interval").asInt());
    JsonNode pow = facts.get("pow");
    assertThat(params.pow().limit()).hasToString(pow.get("limit").asText());
    if (pow.has("target_spacing")) {
      assertThat(params.pow().targetSpacing()).isEqualTo(pow.get("target_spacing").asLong());
      assertThat(params.pow().interval())
          .isEqualTo(pow.get("difficulty_retarget_interval").asInt());
      String minimum =
          params.pow().enforceBip94() ? "bip94" : params.pow().allowMinDifficulty() ? "yes" : "no";
      assertThat(minimum).isEqualTo(pow.get("mindiff_blocks").asText());
    }
    JsonNode net = facts.get("net");
    assertThat(params.port()).isEqualTo(net.get("default_port").asInt());
    assertThat(params.magic().toHex()).isEqualTo(net.get("magic").asText());
    assertThat(params.dnsSeeds()).hasSize(net.get("dns_seeds").size());
    for (int i = 0; i < params.dnsSeeds().size(); i++) {
      assertThat(params.dnsSeeds().get(i)).isEqualTo(net.get("dns_seeds").get(i).asText());
    }
    assertThat(params.keys().bech32()).isEqualTo(facts.at("/addresses/bech32_hrp").asText());
    if (facts.has("signet")) {
      assertThat(params.signetChallenge().orElseThrow().toHex())
          .isEqualTo(facts.at("/signet/challenge").asText());
    }
  }

  @Test
  public void parametersAreThosePublishedForEveryChain() throws Exception {
    published("mainnet", ChainParameters.of(Chain.MAIN));
    published("testnet", ChainParameters.of(Chain.TEST));
    published("testnet4", ChainParameters.of(Chain.TESTNET4));
    published("signet", ChainParameters.of(Chain.SIGNET));
    published("regtest", ChainParameters.of(Chain.REGTEST));
    String challenge = "512102f7561d208dd9ae99bf497273e16f389bdbd6c4742ddb8e6b216e64fa2928ad8f51ae";
    published(
        "signet-custom",
        ChainParameters.of(Chain.SIGNET, ChainOptions.NONE.withSignetChallenge(challenge)));
  }

  @Test
  public void theLimitIsTheBitsOfGenesisOnEveryChain() {
    for (Chain chain : Chain.values()) {
      ChainParameters params = ChainParameters.of(chain);
      assertThat(CompactTarget.of(params.pow().limit()).bits())
          .isEqualTo(params.genesis().header().bits());
      // The largest product of a retarget still fits, so no implementation can wrap differently.
      if (!params.pow().noRetargeting()) {
        BigInteger product =
            params
                .pow()
                .limit()
                .toBigInteger()
                .multiply(BigInteger.valueOf(4 * params.pow().targetTimespan()));
        assertThat(product.bitLength()).isLessThanOrEqualTo(256);
      }
    }
  }

  @Test
  public void aCustomSignetHasItsOwnMagicAndTrustsNothing() throws Exception {
    ChainParameters params =
        ChainParameters.of(Chain.SIGNET, ChainOptions.NONE.withSignetChallenge("51"));
    assertThat(params.magic().toHex()).isEqualTo("54d26fbd");
    assertThat(params.minimumChainWork()).isEqualTo(UInt256.ZERO);
    assertThat(params.defaultAssumeValid()).isEqualTo(BlockHash.ZERO);
    assertThat(params.dnsSeeds()).isEmpty();
    assertThat(
            ChainParameters.of(Chain.SIGNET, ChainOptions.NONE.withSignetChallenge(Bytes.EMPTY))
                .signetChallenge())
        .hasValue(Bytes.EMPTY);
  }

  @Test
  public void scriptFlagsFollowHeightsAndExceptions() {
    ChainParameters main = ChainParameters.of(Chain.MAIN);
    BlockHash any = BlockHash.ZERO;
    assertThat(Deployments.scriptFlags(main, any, 0))
        .isEqualTo(ScriptFlags.parse("P2SH,WITNESS,TAPROOT"));
    assertThat(Deployments.scriptFlags(main, any, 363724))
        .isEqualTo(ScriptFlags.parse("P2SH,WITNESS,TAPROOT"));
    assertThat(Deployments.scriptFlags(main, any, 363725))
        .isEqualTo(ScriptFlags.parse("P2SH,WITNESS,TAPROOT,DERSIG"));
    assertThat(Deployments.scriptFlags(main, any, 388381))
        .isEqualTo(ScriptFlags.parse("P2SH,WITNESS,TAPROOT,DERSIG,CHECKLOCKTIMEVERIFY"));
    assertThat(Deployments.scriptFlags(main, any, 481824)).isEqualTo(ScriptFlags.MANDATORY);
    assertThat(
            Deployments.scriptFlags(
                main,
                BlockHash.fromDisplay(
                    "00000000000002dc756eebf4f49723ed8d30cc28a5f108eb94b1ba88ac4f9c22"),
                170060))
        .isEqualTo(ScriptFlags.NONE);
    assertThat(
            Deployments.scriptFlags(
                main,
                BlockHash.fromDisplay(
                    "0000000000000000000f14c35b2d841e986ab5441de8c585d5ffe55ea1e395ad"),
                692261))
        .isEqualTo(
            ScriptFlags.parse(
                "P2SH,WITNESS,DERSIG,CHECKLOCKTIMEVERIFY,CHECKSEQUENCEVERIFY,NULLDUMMY"));
    assertThat(Deployments.scriptFlags(ChainParameters.of(Chain.TESTNET4), any, 0).names())
        .containsExactly("P2SH", "TAPROOT", "WITNESS");
    assertThat(Deployments.scriptFlags(ChainParameters.of(Chain.REGTEST), any, 1).names())
        .containsExactly(
            "CHECKLOCKTIMEVERIFY",
            "CHECKSEQUENCEVERIFY",
            "DERSIG",
            "NULLDUMMY",
            "P2SH",
            "TAPROOT",
            "WITNESS");
  }

  @Test
  public void optionsChangeHeightsAndTimes() throws Exception {
    ChainOptions options =
        ChainOptions.NONE
            .withTestActivationHeight("dersig@102")
            .withTestActivationHeight("segwit@2147483646")
            .withVersionBitsParameters("testdummy:-1:999:7")
            .withBip94()
            .withFastPrune();
    ChainParameters params = ChainParameters.of(Chain.REGTEST, options);
    assertThat(params.activationHeight(BuriedDeployment.BIP66)).isEqualTo(102);
    assertThat(params.activationHeight(BuriedDeployment.SEGWIT)).isEqualTo(2147483646);
    assertThat(params.activationHeight(BuriedDeployment.CSV)).isEqualTo(1);
    assertThat(params.deployments().get(0).startTime())
        .isEqualTo(VersionBitsDeployment.ALWAYS_ACTIVE);
    assertThat(params.deployments().get(0).timeout()).isEqualTo(999);
    assertThat(params.deployments().get(0).minActivationHeight()).isEqualTo(7);
    assertThat(params.pow().enforceBip94()).isTrue();
    assertThat(params.pruneAfterHeight()).isEqualTo(100);
    assertThat(ChainParameters.of(Chain.SIGNET, options).activationHeight(BuriedDeployment.BIP66))
        .isEqualTo(102);
  }

  private interface Reading {
    void read() throws DecodeException;
  }

  private static void refused(String message, Reading reading) {
    assertThatThrownBy(reading::read).isInstanceOf(DecodeException.class).hasMessage(message);
  }

  @Test
  public void badOptionsAreRefusedWithTheKnownMessages() {
    ChainOptions none = ChainOptions.NONE;
    refused(
        "Invalid format (csv) for -testactivationheight=name@height.",
        () -> none.withTestActivationHeight("csv"));
    for (String bad : new String[] {"csv@-1", "csv@x", "csv@", "csv@2147483647", "csv@+1"}) {
      refused(
          "Invalid height value (" + bad + ") for -testactivationheight=name@height.",
          () -> none.withTestActivationHeight(bad));
    }
    refused(
        "Invalid name (bip66@1) for -testactivationheight=name@height.",
        () -> none.withTestActivationHeight("bip66@1"));
    String malformed =
        "Version bits parameters malformed, expecting"
            + " deployment:start:end[:min_activation_height]";
    refused(malformed, () -> none.withVersionBitsParameters("testdummy:1"));
    refused(malformed, () -> none.withVersionBitsParameters("testdummy:1:2:3:4"));
    refused("Invalid nStartTime (x)", () -> none.withVersionBitsParameters("testdummy:x:2"));
    refused("Invalid nTimeout ()", () -> none.withVersionBitsParameters("testdummy:1:"));
    refused(
        "Invalid min_activation_height (9223372036854775808)",
        () -> none.withVersionBitsParameters("testdummy:1:2:9223372036854775808"));
    refused("Invalid deployment (taproot)", () -> none.withVersionBitsParameters("taproot:1:2"));
    refused("-signetchallenge must be hex, not '5x'.", () -> none.withSignetChallenge("5x"));
    assertThatThrownBy(
            () ->
                ChainParameters.of(Chain.MAIN, none.withActivationHeight(BuriedDeployment.CSV, 1)))
        .hasMessage("The -testactivationheight option may not be used on mainnet.");
    assertThatThrownBy(
            () ->
                ChainParameters.of(Chain.MAIN, none.withTestDummy(new ChainOptions.Times(0, 1, 0))))
        .hasMessage("The -vbparams option may not be used on mainnet.");
  }
}
