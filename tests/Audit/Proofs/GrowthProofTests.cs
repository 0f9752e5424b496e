using System.Text;

namespace Exchange.Audit.Tests.Proofs;

public sealed class GrowthProofTests
{
    private readonly SampleLog _log = new(17);

    [Fact]
    public void Verify_EveryPairOfSizes_IsProved()
    {
        for (var last = 1; last <= 17; last++)
        {
            for (var first = 1; first <= last; first++)
                Assert.Equal(ProofVerdict.Proved, Parse(Proof(first, last).ToString())!.Verify(_log.Keys, _log.SignedAt(first)));
        }
    }

    [Fact]
    public void Verify_FromTheEmptyLog_IsProvedWithoutAPath()
    {
        var proof = new GrowthProof(0, [], _log.SignedAt(13));
        Assert.Equal(ProofVerdict.Proved, Parse(proof.ToString())!.Verify(_log.Keys, _log.SignedAt(0)));
        Assert.Equal(ProofVerdict.NotProved, proof.Verify(_log.Keys, _log.Sign(0, MerkleHash.Leaf([]))));
    }

    [Fact]
    public void Verify_AnyBitTurned_IsNotProved()
    {
        var bytes = Encoding.UTF8.GetBytes(Proof(6, 13).ToString());
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(ProofVerdict.Proved, GrowthProof.Parse(bytes)?.Verify(_log.Keys, _log.SignedAt(6)));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Verify_OtherBeginningOrKey_SaysSo()
    {
        var proof = Proof(6, 13);
        var other = new SampleLog(6, "other") { Key = _log.Key };

        Assert.Equal(ProofVerdict.OtherBeginning, proof.Verify(_log.Keys, _log.SignedAt(7)));
        Assert.Equal(ProofVerdict.OtherBeginning, proof.Verify(_log.Keys, new SampleLog(6).SignedAt(6)));
        Assert.Equal(ProofVerdict.NotProved, proof.Verify(_log.Keys, other.SignedAt(6)));
        Assert.Equal(ProofVerdict.CheckpointNotTrusted, proof.Verify(other.Key.Trusted("exchange/other/utrecht"), _log.SignedAt(6)));
    }

    private GrowthProof Proof(long first, long last) =>
        new(first, ConsistencyProof.Build(_log.Store, SampleLog.Amsterdam, first, last), _log.SignedAt(last));

    private static GrowthProof? Parse(string text) => GrowthProof.Parse(Encoding.UTF8.GetBytes(text));
}
