using System.Text;

namespace Exchange.Audit.Tests.Proofs;

public sealed class TlogProofTests
{
    private readonly SampleLog _log = new(17);

    [Fact]
    public void Verify_EveryEntryInEveryTree_IsProved()
    {
        for (var size = 1; size <= 17; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var proof = Parse(Proof(index, size).ToString())!;
                Assert.Equal(ProofVerdict.Proved, proof.Verify(_log.Keys, []));
                Assert.Equal(_log.State.Leaves[index], proof.Leaf!.Value.ToArray());
                Assert.Equal(size, proof.Checkpoint.Checkpoint.Size);
            }
        }
    }

    [Fact]
    public void Verify_AnyBitTurned_IsNotProved()
    {
        var bytes = Encoding.UTF8.GetBytes(Proof(9, 13).ToString());
        Assert.StartsWith("c2sp.org/tlog-proof@v1\nextra ", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(ProofVerdict.Proved, TlogProof.Parse(bytes)?.Verify(_log.Keys, []));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Verify_WithoutTheEntry_ComparesWithTheHashThatIsKnown()
    {
        var proof = Parse((Proof(9, 13) with { Leaf = null }).ToString())!;
        var hash = MerkleHash.Leaf(_log.State.Leaves[9]);

        Assert.Equal(ProofVerdict.NothingToProve, proof.Verify(_log.Keys, []));
        Assert.Equal(ProofVerdict.Proved, proof.Verify(_log.Keys, hash));
        Assert.Equal(ProofVerdict.NotProved, proof.Verify(_log.Keys, MerkleHash.Leaf(_log.State.Leaves[8])));
        Assert.Equal(ProofVerdict.NotProved, proof.Verify(_log.Keys, hash.AsSpan(1)));
        Assert.Equal(ProofVerdict.NotProved, Proof(9, 13).Verify(_log.Keys, MerkleHash.Leaf(_log.State.Leaves[8])));
    }

    [Fact]
    public void Verify_AnotherLogsKey_IsNotTrusted() =>
        Assert.Equal(ProofVerdict.CheckpointNotTrusted, Proof(9, 13).Verify(new LogKey().Trusted(), []));

    [Fact]
    public void Parse_WhatIsNoProof_GivesNull()
    {
        var good = Proof(9, 13).ToString();
        var hash = Convert.ToBase64String(MerkleHash.EmptyRoot()) + "\n";
        foreach (var text in new[]
        {
            "", "\n\n", good[1..], good[..^1], good.Replace("@v1", "@v2", StringComparison.Ordinal), good.Replace("index 9", "index 09", StringComparison.Ordinal),
            good.Replace("index 9", "index -9", StringComparison.Ordinal), good.Replace("index 9\n", "", StringComparison.Ordinal),
            good.Replace("extra ", "extra  ", StringComparison.Ordinal), good.Replace("index 9\n", "index 9\nAAAA\n", StringComparison.Ordinal),
            good.Replace("\n\n", "\n", StringComparison.Ordinal), good.Replace("index 9\n", "index 9\n" + string.Concat(Enumerable.Repeat(hash, 64)), StringComparison.Ordinal),
            good.Replace("index 9\n", "index 9\n" + string.Concat(Enumerable.Repeat(hash, 9000)), StringComparison.Ordinal),
            good.Replace("index 9\n", "index 9\nextra AAAA\n", StringComparison.Ordinal), good.Replace("index 9", "index é", StringComparison.Ordinal),
        })
        {
            Assert.Null(Parse(text));
        }

        Assert.NotNull(Parse(good));
    }

    private TlogProof Proof(long index, long size) => new(
        index, _log.State.Leaves[index], InclusionProof.Build(_log.Store, SampleLog.Amsterdam, index, size), _log.SignedAt(size));

    private static TlogProof? Parse(string text) => TlogProof.Parse(Encoding.UTF8.GetBytes(text));
}
