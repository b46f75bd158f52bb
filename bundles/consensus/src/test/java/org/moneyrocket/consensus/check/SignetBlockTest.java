// SPDX-License-Identifier: MIT
package org.moneyrocket.consensus.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.moneyrocket.consensus.interpreter.Opcodes;
import org.moneyrocket.consensus.interpreter.PrecomputedTransaction;
import org.moneyrocket.consensus.interpreter.ScriptBuilder;
import org.moneyrocket.consensus.interpreter.SignatureHashes;
import org.moneyrocket.consensus.params.Chain;
import org.moneyrocket.consensus.params.ChainOptions;
import org.moneyrocket.consensus.params.ChainParameters;
import org.moneyrocket.crypto.Ecdsa;
import org.moneyrocket.crypto.Hashes;
import org.moneyrocket.crypto.Secp256k1;
import org.moneyrocket.primitives.Block;
import org.moneyrocket.primitives.BlockHash;
import org.moneyrocket.primitives.BlockHeader;
import org.moneyrocket.primitives.ByteWriter;
import org.moneyrocket.primitives.Bytes;
import org.moneyrocket.primitives.OutPoint;
import org.moneyrocket.primitives.Transaction;
import org.moneyrocket.primitives.TxIn;
import org.moneyrocket.primitives.TxOut;

public class SignetBlockTest {
  private static final byte[] SECRET = Hashes.sha256(new byte[] {7});
  private static final Bytes KEY = Bytes.of(Secp256k1.publicKey(SECRET, true));
  private static final Bytes P2WPKH =
      new ScriptBuilder().op(Opcodes.OP_0).push(Hashes.hash160(KEY.toArray())).build();
  private static final Bytes P2PK = new ScriptBuilder().push(KEY).op(Opcodes.OP_CHECKSIG).build();

  private static ChainParameters signet(Bytes challenge) {
    return ChainParameters.of(Chain.SIGNET, ChainOptions.NONE.withSignetChallenge(challenge));
  }

  private static Block block(Bytes commitment, long time) {
    Transaction coinbase =
        new Transaction(
            2,
            List.of(new TxIn(OutPoint.NULL, Bytes.fromHex("5100"), TxIn.SEQUENCE_FINAL)),
            List.of(new TxOut(1, P2PK), new TxOut(0, commitment)),
            0);
    BlockHeader header =
        new BlockHeader(
            0x20000000,
            BlockHash.ZERO,
            MerkleTree.ofTransactions(List.of(coinbase)).hash(),
            time,
            0x1e0377ae,
            0);
    return new Block(header, List.of(coinbase));
  }

  private static final Bytes COMMITMENT = WitnessCommitment.script(Bytes.wrap(new byte[32]));

  private static Bytes with(Bytes solution) {
    return new ScriptBuilder().raw(COMMITMENT).push(SignetBlock.HEADER.concat(solution)).build();
  }

  private static Bytes solution(Bytes scriptSig, Bytes... witness) {
    ByteWriter out = new ByteWriter();
    out.varBytes(scriptSig).compactSize(witness.length);
    for (Bytes element : witness) {
      out.varBytes(element);
    }
    return out.toBytes();
  }

  private static Bytes sign(Bytes hash) {
    return Bytes.of(Ecdsa.sign(SECRET, hash.toArray())).concat(Bytes.fromHex("01"));
  }

  private static PrecomputedTransaction toSign(Block unsigned, Bytes challenge) {
    SignetBlock pair = SignetBlock.of(unsigned, challenge).orElseThrow();
    return PrecomputedTransaction.of(pair.toSign(), pair.toSpend().outputs());
  }

  /** What a miner signs has the header of the solution but no solution. */
  private static Bytes unsigned() {
    return new ScriptBuilder().raw(COMMITMENT).push(SignetBlock.HEADER).build();
  }

  @Test
  public void acceptsTheSolutionOfTheChallengeAndNothingElse() {
    Bytes code =
        new ScriptBuilder()
            .op(Opcodes.OP_DUP)
            .op(Opcodes.OP_HASH160)
            .push(Hashes.hash160(KEY.toArray()))
            .op(Opcodes.OP_EQUALVERIFY)
            .op(Opcodes.OP_CHECKSIG)
            .build();
    Bytes hash =
        SignatureHashes.witnessV0(
            toSign(block(unsigned(), 1000), P2WPKH), 0, code, SignatureHashes.ALL, 0);
    Bytes solution = solution(Bytes.EMPTY, sign(hash), KEY);
    ChainParameters params = signet(P2WPKH);
    assertThat(SignetBlock.isSigned(params, block(with(solution), 1000))).isTrue();
    assertThat(SignetBlock.isSigned(params, block(with(solution), 1001))).isFalse();
    assertThat(SignetBlock.isSigned(params, block(COMMITMENT, 1000))).isFalse();
    assertThat(
            SignetBlock.isSigned(params, block(with(solution.concat(Bytes.fromHex("00"))), 1000)))
        .isFalse();
    assertThat(
            SignetBlock.isSigned(params, block(with(solution.slice(0, solution.size() - 1)), 1000)))
        .isFalse();
    Block signed = block(with(solution), 1000);
    Transaction coinbase = signed.transactions().get(0);
    List<TxOut> outputs = new ArrayList<>(coinbase.outputs());
    outputs.set(0, new TxOut(2, P2PK));
    Transaction other = new Transaction(2, coinbase.inputs(), outputs, 0);
    assertThat(SignetBlock.isSigned(params, new Block(signed.header(), List.of(other)))).isFalse();
    // Bits and nonce are not signed.
    assertThat(
            SignetBlock.isSigned(
                params, new Block(signed.header().withNonce(5), signed.transactions())))
        .isTrue();
  }

  @Test
  public void acceptsSolutionsInTheScriptToo() {
    Bytes hash =
        SignatureHashes.legacy(toSign(block(unsigned(), 1000), P2PK), 0, P2PK, SignatureHashes.ALL);
    Bytes scriptSig = new ScriptBuilder().push(sign(hash)).build();
    assertThat(SignetBlock.isSigned(signet(P2PK), block(with(solution(scriptSig)), 1000))).isTrue();
  }

  @Test
  public void aTrivialChallengeNeedsNoSolutionButACommitment() {
    ChainParameters params = signet(new ScriptBuilder().op(Opcodes.OP_1).build());
    assertThat(SignetBlock.isSigned(params, block(COMMITMENT, 1))).isTrue();
    assertThat(SignetBlock.isSigned(params, block(Bytes.fromHex("6a"), 1))).isFalse();
    assertThat(SignetBlock.isSigned(params, params.genesis())).isTrue();
    Bytes taproot = new ScriptBuilder().op(Opcodes.OP_1).push(KEY.slice(1, 32)).build();
    assertThat(SignetBlock.isSigned(signet(taproot), block(COMMITMENT, 1))).isTrue();
    assertThat(BlockCheck.check(params, block(Bytes.fromHex("6a"), 1)).text())
        .isEqualTo("high-hash, proof of work failed");
  }

  @Test
  public void otherChainsNeedNoSignature() {
    assertThat(SignetBlock.isSigned(ChainParameters.of(Chain.MAIN), block(Bytes.fromHex("6a"), 1)))
        .isTrue();
  }
}
