using System.Text;
using Exchange.Audit;
using Exchange.Commands.Tests.Harness;
using Exchange.Keys;

namespace Exchange.Commands.Tests.Log;

/// <summary>What the log's heads are signed with, and what reviewers get of that.</summary>
public sealed class LogSigningTests : IAsyncDisposable
{
    private readonly Installation _installation = new(Reviewing.Covenant);
    private readonly Person _reviewer;

    public LogSigningTests() => _reviewer = _installation.Person("ggd", "fg-ggd", "fg");

    private LogSigning Signing => _installation.Get<LogSigning>();

    private ILogStore Log => _installation.Get<ILogStore>();

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task HeadAndProofs_CarryCheckpointsThatTheLogsKeySigned()
    {
        for (var i = 0; i < 5; i++)
            await _reviewer.GetLogHeadAsync();
        var head = (await _reviewer.GetLogHeadAsync()).Value!.Message.Value;
        var proof = (await _reviewer.GetLogProofAsync(2, 4)).Value!.Message.Value;
        var keys = Trusted();

        Assert.Equal((head.TreeSize, Convert.ToHexString(head.RootHash.Span)), SignedBy(keys, head.Checkpoint));
        Assert.Equal((4, Convert.ToHexString(MerkleTree.RootAt(Log, _installation.Partnership, 4))), SignedBy(keys, proof.Checkpoint));

        // By itself, with nothing but the key.
        var file = new TlogProof(2, Log.Read(_installation.Partnership, 2).First().Leaf, proof.Path, Read(proof.Checkpoint));
        Assert.Equal(ProofVerdict.Proved, TlogProof.Parse(Encoding.UTF8.GetBytes(file.ToString()))!.Verify(keys, []));
    }

    [Fact]
    public async Task Consistency_BetweenTwoHeads_IsProved()
    {
        await _reviewer.GetLogHeadAsync();
        var older = (await _reviewer.GetLogHeadAsync()).Value!.Message.Value;
        for (var i = 0; i < 5; i++)
            await _reviewer.GetLogHeadAsync();
        var newer = (await _reviewer.GetLogHeadAsync()).Value!.Message.Value;

        var found = (await _reviewer.GetLogConsistencyAsync(older.TreeSize, newer.TreeSize)).Value!.Message.Value;

        Assert.True(ConsistencyProof.Verify(older.TreeSize, newer.TreeSize, older.RootHash.Span, newer.RootHash.Span, found.Path));
        Assert.Equal(ProofVerdict.Proved, new GrowthProof(older.TreeSize, found.Path, Read(found.Checkpoint)).Verify(Trusted(), Read(older.Checkpoint)));
        Refused.As(RefusalReason.FieldInvalid, await _reviewer.GetLogConsistencyAsync(1, newer.TreeSize + 100));
    }

    [Fact]
    public async Task Origin_NamesThePartnershipAndTheLog_AndNobody()
    {
        var origin = Read((await _reviewer.GetLogHeadAsync()).Value!.Message.Value.Checkpoint).Checkpoint.Origin;
        await using var elsewhere = new Installation(Reviewing.Covenant);
        elsewhere.Get<LogSigning>().Prepare(elsewhere.Partnership);

        Assert.Matches("^exchange/[A-Za-z0-9_-]{22}/amsterdam$", origin);
        Assert.NotEqual(origin, elsewhere.Get<LogSigning>().PublicKeys(elsewhere.Partnership)[0].Name);
    }

    [Fact]
    public async Task Rotate_IsAnEntryThatNamesTheKey_AndBothSignForAWhile()
    {
        Signing.Prepare(_installation.Partnership);
        var before = Trusted();
        _installation.Clock.Advance(TimeSpan.FromDays(200));

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () =>
            Assert.Null(await _installation.Get<RotateSigningKey>().HandleAsync(_installation.Partnership, _installation.Covenant))));

        var keys = Signing.PublicKeys(_installation.Partnership);
        Assert.Equal((2, Audit.V1.Outcome.Done), (keys.Count, entry.Outcome));
        Assert.Equal(keys[0].PublicKey.ToArray(), entry.SigningKeyMade.PublicKey.ToByteArray());
        Assert.Null(entry.Caller);
        var signed = Signing.SignAt(_installation.Partnership, Log, 1);
        Assert.Equal(CheckpointTrust.Signed, before.Check(signed));
        Assert.Equal(CheckpointTrust.Signed, new TrustedKeys([keys[0]]).Check(signed));

        _installation.Clock.Advance(SigningKeys.Overlap + TimeSpan.FromSeconds(1));
        signed = Signing.SignAt(_installation.Partnership, Log, 1);
        Assert.Equal(CheckpointTrust.NotSigned, before.Check(signed));
        Assert.Equal(CheckpointTrust.Signed, new TrustedKeys([keys[0]]).Check(signed));
        Assert.Equal(before.Keys[0].Name, signed.Checkpoint.Origin); // the same log
    }

    [Fact]
    public async Task Rotate_LogUnwritable_LeavesTheKey()
    {
        Signing.Prepare(_installation.Partnership);
        _installation.Faults.LogUnwritable = true;

        Assert.NotNull(await _installation.Get<RotateSigningKey>().HandleAsync(_installation.Partnership, _installation.Covenant));

        Assert.Single(Signing.PublicKeys(_installation.Partnership));
    }

    [Fact]
    public async Task Head_KeysUnreadable_IsRefused()
    {
        var caller = await _reviewer.AdmittedAsync();
        _installation.Faults.KeysUnreadable = true;
        var outcome = await _installation.Get<GetLogHead>().HandleAsync(caller, h => new Encoded<LogHeadFound>(h, new byte[1]), CancellationToken.None);
        Assert.NotNull(outcome.Refusal);
    }

    private TrustedKeys Trusted() => new(Signing.PublicKeys(_installation.Partnership));

    private static SignedCheckpoint Read(string checkpoint) => SignedCheckpoint.Parse(Encoding.UTF8.GetBytes(checkpoint))!;

    private static (long, string) SignedBy(TrustedKeys keys, string checkpoint)
    {
        var signed = Read(checkpoint);
        Assert.Equal(CheckpointTrust.Signed, keys.Check(signed));
        return (signed.Checkpoint.Size, Convert.ToHexString(signed.Checkpoint.Root.Span));
    }
}
