using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Dossiers;

namespace Exchange.Storage.Tests.Suite;

/// <summary>Versions of covenants: kept in their exact bytes, signed, activated once, and an epoch that entries are held to.</summary>
public abstract class CovenantSuite : StorageSuite
{
    private static readonly byte[] Text = [0xEF, 0xBB, 0, 1, 2], Other = [9];

    [Fact]
    public async Task Version_IsKeptAsItCameWithItsSignaturesAndItsActivation()
    {
        var version = VersionOf(Text, "2") with { Until = new DateOnly(2027, 1, 1) };
        Assert.True(Write(Amsterdam, new CovenantProposed(version, Text)));
        Assert.True(Write(Amsterdam, new CovenantSigned(version.Digest, Signature("2", "k")), new CovenantSigned(version.Digest, Signature("1", "k"))));
        Assert.True(Write(Amsterdam, new CovenantActivated(version.Digest) { Replaces = SHA256.HashData(Other), At = Moment.AddDays(1) }));
        Storage.Restart();

        var reading = await Storage.Covenants.ReadAsync(Amsterdam, Cancellation);

        Assert.Equal(1, reading.Epoch);
        Assert.Equal(version.Digest.ToArray(), reading.LastDigest?.ToArray());
        var kept = Assert.Single(reading.Versions);
        Assert.Equal((version.Covenant, version.Version, version.From, version.Until, version.ProposedAt, version.ProposedBy), (kept.Covenant, kept.Version, kept.From, kept.Until, kept.ProposedAt, kept.ProposedBy));
        Assert.Equal(["1", "2"], kept.Signatories);
        Assert.Equal(["1", "2"], kept.Signatures.Select(s => s.Oin));
        Assert.Equal(("k", "e30..c2ln", Moment), (kept.Signatures[0].KeyId, kept.Signatures[0].Jws, kept.Signatures[0].SignedAt));
        Assert.Equal(SHA256.HashData(Other), kept.Signatures[0].Replaces.ToArray());
        Assert.Equal([7, 8], kept.Signatures[0].PublicKey.ToArray());
        Assert.Equal((1, Moment.AddDays(1)), (kept.Activation!.Number, kept.Activation.At));
        Assert.Equal(SHA256.HashData(Other), kept.Activation.Replaces?.ToArray());
        Assert.Equal(Text, (await Storage.Covenants.ReadTextAsync(Amsterdam, version.Digest, Cancellation))?.ToArray());
        Assert.Same(kept, reading.Find(SHA256.HashData(Text)));

        var recorded = Assert.Single((await Storage.Dossiers.ReadStateAsync(Amsterdam, Cancellation)).Covenants);
        Assert.Equal(SHA256.HashData(Text), recorded.TextDigest.ToArray());
    }

    [Fact]
    public async Task Version_OfAnotherPartnership_IsNotThere()
    {
        var version = VersionOf(Text);
        Assert.True(Write(Amsterdam, new CovenantProposed(version, Text), new CovenantActivated(version.Digest)));

        Assert.Null(await Storage.Covenants.ReadTextAsync(Utrecht, version.Digest, Cancellation));
        Assert.Equal(0, await Storage.Covenants.ReadEpochAsync(Utrecht));
        var theirs = await Storage.Covenants.ReadAsync(Utrecht, Cancellation);
        Assert.Empty(theirs.Versions);
        Assert.Null(theirs.LastDigest);
        Assert.False(Write(Utrecht, new CovenantSigned(version.Digest, Signature("1", "k"))));
    }

    [Fact]
    public async Task Changes_ThatWereMadeBefore_Conflict()
    {
        var version = VersionOf(Text);
        Assert.False(Write(Amsterdam, new CovenantSigned(version.Digest, Signature("1", "k"))));
        Assert.True(Write(Amsterdam, new CovenantProposed(version, Text)));
        Assert.False(Write(Amsterdam, new CovenantProposed(version with { Version = "3" }, Other)));
        Assert.True(Write(Amsterdam, new CovenantSigned(version.Digest, Signature("1", "k"))));
        Assert.False(Write(Amsterdam, new CovenantSigned(version.Digest, Signature("1", "k") with { Jws = "e30..AAAA" })));
        Assert.True(Write(Amsterdam, new CovenantSigned(version.Digest, Signature("1", "k2"))));
        Assert.True(Write(Amsterdam, new CovenantSigned(version.Digest, Signature("1", "k") with { Replaces = new byte[32] })));
        Assert.True(Write(Amsterdam, new CovenantActivated(version.Digest)));
        Assert.False(Write(Amsterdam, new CovenantActivated(version.Digest)));

        Assert.Equal(1, await Storage.Covenants.ReadEpochAsync(Amsterdam));
        var kept = Assert.Single((await Storage.Covenants.ReadAsync(Amsterdam, Cancellation)).Versions);
        Assert.Equal(("1", 3), (kept.Version, kept.Signatures.Count));
    }

    [Fact]
    public async Task Activation_MovesTheEpochOfThePartnershipAndOfItsCovenant()
    {
        Assert.True(Holds(Amsterdam, new EpochGuard(EpochGuard.Covenant, 0)));
        Assert.True(Write(Amsterdam, new CovenantProposed(VersionOf(Text), Text)));
        Assert.True(Holds(Amsterdam, new EpochGuard(EpochGuard.Covenant, 0), new EpochGuard(null, 0)));

        Assert.True(Write(Amsterdam, new CovenantActivated(SHA256.HashData(Text))));
        Assert.True(Holds(Amsterdam, new EpochGuard(EpochGuard.Covenant, 1), new EpochGuard(null, 1)));
        Assert.False(Holds(Amsterdam, new EpochGuard(EpochGuard.Covenant, 0)));
        Assert.True(Holds(Utrecht, new EpochGuard(EpochGuard.Covenant, 0)));

        // A meeting moves the one and not the other.
        Assert.True(Write(Amsterdam, new MeetingPlanned(MeetingOf(MeetingId.Create()))));
        Assert.True(Holds(Amsterdam, new EpochGuard(EpochGuard.Covenant, 1), new EpochGuard(null, 2)));
        Assert.True(Write(Amsterdam, new CovenantActivated(SHA256.HashData(Other))));
        Assert.True(Holds(Amsterdam, new EpochGuard(EpochGuard.Covenant, 2), new EpochGuard(null, 3)));
        Assert.Equal(2, await Storage.Covenants.ReadEpochAsync(Amsterdam));
    }

    [Fact]
    public void Guard_OnTheCovenantThatIsKnownBeforehand_IsReadUnderTheLock()
    {
        Assert.True(Write(Amsterdam, new CovenantActivated(SHA256.HashData(Text))));
        using var transaction = Storage.Log.Begin(Amsterdam);
        Assert.True(transaction.Holds([new EpochGuard(EpochGuard.Covenant, 1)]));
        Assert.False(transaction.Holds([new EpochGuard(EpochGuard.Covenant, 2)]));
    }

    [Fact]
    public async Task ReadEpoch_WhileCovenantsAreActivated_IsNeverOlderThanWhatWasAcknowledged()
    {
        for (byte i = 1; i <= 20; i++)
        {
            var readings = Enumerable.Range(0, 8).Select(_ => Storage.Covenants.ReadEpochAsync(Amsterdam).AsTask()).ToList();
            Assert.True(Write(Amsterdam, new CovenantActivated(SHA256.HashData([i]))));
            Assert.Equal(i, await Storage.Covenants.ReadEpochAsync(Amsterdam));
            Assert.All(await Task.WhenAll(readings), epoch => Assert.InRange(epoch, i - 1, i));
        }
    }

    private static KeptCovenant VersionOf(byte[] text, string name = "1") => new(
        SHA256.HashData(text), "ipga", name, new DateOnly(2026, 1, 1), null, ["1", "2"], Moment, new CovenantProposer("gemeente", "jurist-1"));

    private static KeptCovenantSignature Signature(string oin, string key) => new(SHA256.HashData(Other), oin, key, "e30..c2ln", new byte[] { 7, 8 }, Moment);
}
