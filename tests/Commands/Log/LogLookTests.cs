using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Log;

/// <summary>Every look at the log, whatever it looks for.</summary>
public sealed class LogLookTests : IAsyncDisposable
{
    private readonly Installation _installation = new(Reviewing.Covenant);
    private readonly Person _reviewer;

    public LogLookTests() => _reviewer = _installation.Person("ggd", "fg-ggd", "fg");

    public static TheoryData<string> Looks => ["log_searched", "log_entry_read", "log_head_read", "log_proof_read", "log_consistency_read"];

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Look_ByAReviewer_IsOneEntryWithEvidenceOfTheAnswer(string look)
    {
        var index = await OwnEntryAsync();
        Released<byte[]>? released = null;

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () => released = (await LookAsync(_reviewer, look, index)).Value));

        Assert.NotNull(released);
        Assert.Equal(Audit.V1.Outcome.Released, entry.Outcome);
        Assert.Equal(look, EventWords.NameOf(entry));
        Assert.Equal(("ggd", "ggd", "fg"), (entry.Caller.Controller, entry.Caller.Partner, entry.Caller.Role));
        Assert.Equal("toezicht", entry.DecisionInput.Purpose);
        Assert.Equal(HMACSHA256.HashData(released.Nonce.Span, released.Message), entry.ResponseHmac.ToByteArray());
        Assert.Equal(released.Nonce.ToArray(), _installation.Open(entry.ResponseNonce));
        Assert.Null(entry.CaseAndSubject);
    }

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Look_ByAnybodyElse_IsRefusedWithOneEntry(string look)
    {
        var index = await OwnEntryAsync();

        foreach (var person in new[]
        {
            _installation.Person("ggd", "arts-1", "caseworker"),
            _installation.Person("oov", "a", "coordinator"),
            _installation.Person("politie", "a", "regisseur", "wpgPrivacyOfficer"), // acts in the other role
        })
        {
            await Refused.WithOneEntryAsync(_installation, RefusalReason.ActNotAllowed, () => LookAsync(person, look, index));
        }
    }

    [Theory]
    [InlineData("oov", "fg")]
    [InlineData("oov", "privacyCoordinator")]
    [InlineData("oov", "auditor")]
    [InlineData("politie", "wpgPrivacyOfficer")]
    [InlineData("ggd", "fg")]
    public async Task Look_InEachReviewersRole_IsAnswered(string partner, string role) =>
        Assert.NotNull((await _installation.Person(partner, "somebody", role).GetLogHeadAsync()).Value);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Look_LogUnwritable_TellsNothing(string look)
    {
        var index = await OwnEntryAsync();
        _installation.Faults.LogUnwritable = true;

        Refused.As(RefusalReason.LogUnavailable, await LookAsync(_reviewer, look, index));
    }

    [Theory]
    [InlineData("log_searched")]
    [InlineData("log_entry_read")]
    [InlineData("log_proof_read")]
    public async Task Look_LogUnreadable_IsRefusedWithOneEntry(string look)
    {
        var index = await OwnEntryAsync();
        _installation.Faults.LogUnreadable = true;

        await Refused.WithOneEntryAsync(_installation, RefusalReason.StoreUnavailable, () => LookAsync(_reviewer, look, index));
    }

    [Fact]
    public async Task Look_PurposeThatTheCovenantDoesNotDefine_IsNotOnTheLog()
    {
        await using var elsewhere = new Installation(Repository.SampleCovenantWith(("monitoring, toezicht]", "monitoring]")));

        Assert.NotNull((await elsewhere.Person("oov", "a", "fg").GetLogHeadAsync()).Value);

        Assert.Empty(elsewhere.Entries().Last().DecisionInput.Purpose);
    }

    [Fact]
    public async Task GetEntry_Leaf_IsTheExactEntryAndProvablyInTheLog()
    {
        var index = await OwnEntryAsync();
        for (var i = 0; i < 11; i++)
            await OwnEntryAsync();

        var found = (await _reviewer.GetLogEntryAsync(index)).Value!.Message.Value;
        Assert.Equal(_installation.Get<ILogStore>().Read(_installation.Partnership, index).First().Leaf.ToArray(), found.Leaf.ToArray());
        Assert.Equal(MerkleHash.Leaf(found.Leaf.Span), found.LeafHash.ToArray());

        var head = (await _reviewer.GetLogHeadAsync()).Value!.Message.Value;
        Assert.Equal(_installation.LogSize - 1, head.TreeSize); // its own entry comes after it
        var proof = (await _reviewer.GetLogProofAsync(index, head.TreeSize)).Value!.Message.Value;
        Assert.Equal((index, head.TreeSize), (proof.Index, proof.TreeSize));
        Assert.True(InclusionProof.Verify(index, head.TreeSize, found.LeafHash.Span, proof.Path, head.RootHash.Span));
        var altered = found.Leaf.ToArray();
        altered[^1] ^= 1;
        Assert.False(InclusionProof.Verify(index, head.TreeSize, MerkleHash.Leaf(altered), proof.Path, head.RootHash.Span));
    }

    [Fact]
    public async Task GetInclusionProof_TreeLargerThanTheLog_IsRefused()
    {
        var index = await OwnEntryAsync();

        foreach (var size in new[] { _installation.LogSize + 1, long.MaxValue })
        {
            var refusal = Refused.As(RefusalReason.FieldInvalid, await _reviewer.GetLogProofAsync(index, size));
            Assert.Equal("tree_size", Assert.Single(refusal.Fields).Field);
        }
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(long.MaxValue)]
    public async Task GetEntry_BeyondTheLog_IsNotFoundWithOneEntry(long index)
    {
        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.EntryNotFound, () => _reviewer.GetLogEntryAsync(index));
        Assert.Equal(index, entry.LogEntryRead.Index);
        Assert.Empty(entry.InnerReason);
    }

    [Fact]
    public async Task GetEntry_AlteredUnderneath_TellsNothingThatTheProofHolds()
    {
        var index = await OwnEntryAsync();
        await OwnEntryAsync();
        _installation.Tamper("DROP TRIGGER log_entries_stay; UPDATE log_entries SET leaf = CAST(leaf || x'9A0100' AS BLOB) WHERE entry = 0");

        var found = (await _reviewer.GetLogEntryAsync(index)).Value!.Message.Value;
        var head = (await _reviewer.GetLogHeadAsync()).Value!.Message.Value;
        var proof = (await _reviewer.GetLogProofAsync(index, head.TreeSize)).Value!.Message.Value;

        Assert.False(InclusionProof.Verify(index, head.TreeSize, found.LeafHash.Span, proof.Path, head.RootHash.Span));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    // A call of the reviewer's own controller: of it, everything may be told.
    private async Task<long> OwnEntryAsync()
    {
        var index = _installation.LogSize;
        await _installation.Person("ggd", "arts-1", "caseworker").GetAsync("regie", new CaseReference(CaseId.Create(), null, null));
        return index;
    }

    private async Task<Outcome<Released<byte[]>>> LookAsync(Person person, string look, long index)
    {
        var caller = await person.AdmittedAsync();
        static Encoded<byte[]> Encode<T>(T value)
        {
            var bytes = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(value);
            return new Encoded<byte[]>(bytes, bytes);
        }

        return look switch
        {
            "log_searched" => await _installation.Get<SearchLog>().HandleAsync(caller, new LogSearchRequest(Reviewing.Anything, 0, ""), Encode, CancellationToken.None),
            "log_entry_read" => await _installation.Get<GetLogEntry>().HandleAsync(caller, index, Encode, CancellationToken.None),
            "log_head_read" => await _installation.Get<GetLogHead>().HandleAsync(caller, Encode, CancellationToken.None),
            "log_proof_read" => await _installation.Get<GetLogProof>().HandleAsync(caller, index, index + 1, Encode, CancellationToken.None),
            "log_consistency_read" => await _installation.Get<GetLogConsistency>().HandleAsync(caller, 1, index + 1, Encode, CancellationToken.None),
            _ => throw new ArgumentOutOfRangeException(nameof(look)),
        };
    }
}
