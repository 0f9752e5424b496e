using System.Text.Json;
using Exchange.Audit;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;
using Why = Exchange.Audit.V1.KeyDestroyed.Types.Why;

namespace Exchange.Commands.Tests.Log;

/// <summary>The index of the log is written anew from the entries, and finds what it found.</summary>
public sealed class ReindexLogTests : IAsyncDisposable
{
    private readonly Installation _installation = new(Reviewing.Covenant);
    private readonly Person _lead;
    private readonly Person _reviewer;
    private Case _case = null!;
    private long _lived;

    public ReindexLogTests()
    {
        _lead = _installation.Person("politie", "agent-1", "regisseur");
        _reviewer = _installation.Person("politie", "wpg-1", "wpgPrivacyOfficer");
    }

    [Theory]
    [InlineData("DELETE FROM log_recent")]
    [InlineData("DELETE FROM log_recent WHERE first < (SELECT max(first) FROM log_recent) / 2")]
    [InlineData("UPDATE log_recent SET entries = zeroblob(length(entries))")]
    [InlineData("DELETE FROM log_subjects")]
    public async Task Reindex_RowsRemovedOrAltered_FindsWhatItFound(string damage)
    {
        var before = await LiveAsync();
        _installation.Tamper(damage);
        Assert.NotEqual(before, await FoundAsync());

        var size = _installation.LogSize;
        var done = await ReindexAsync();

        Assert.Equal((size, (Refusal?)null), (done.Entries, done.Refusal));
        var entry = _installation.Entries()[^1];
        Assert.Equal((Audit.V1.Outcome.Done, 0, size), (entry.Outcome, entry.LogReindexed.FirstIndex, entry.LogReindexed.EndIndex));
        Assert.Equal(before, await FoundAsync());
        Assert.Null(IndexVerifier.Verify(_installation.Get<ILogStore>(), _installation.Get<ILogIndex>(), _installation.Partnership, TestContext.Current.CancellationToken));
        var state = await new StateVerifier(
            _installation.Get<ILogStore>(), _installation.Get<ILogIndex>(), _installation.Get<IDossierStore>(), _installation.Get<Sealing>(), _installation.Get<BlindIndex>())
            .VerifyAsync(_installation.Partnership, TestContext.Current.CancellationToken);
        Assert.Empty(state.Differences);
        Assert.Contains(await _reviewer.AllOfAsync("log_reindexed"), i => i.Details.Contains(new LogDetail("first_index", "0")));
    }

    [Fact]
    public async Task Reindex_WhatAKeyHidThatIsDestroyed_StaysHidden()
    {
        await LiveAsync();
        var read = await ReadAsync();
        var outcome = await _installation.Get<DestroyKey>().HandleAsync(
            _installation.Partnership, _installation.Covenant, new KeyName(KeyKind.CaseLog, _case.Id.Value), Why.RetentionEnded);
        Assert.True(outcome.Value!.WasThere);

        Assert.Null((await ReindexAsync()).Refusal);

        Assert.Empty(await _reviewer.AllAsync(Reviewing.Anything with { Case = read.CasePseudonym }));
        Assert.DoesNotContain(await _reviewer.AllAsync(Reviewing.Anything with { Subject = Offers.Bsn }), i => i.Index == read.Index);
        Assert.NotEmpty(await _reviewer.AllAsync(Reviewing.Anything with { Actor = "agent-1", Event = "dossier_read" }));
    }

    [Fact]
    public async Task Reindex_LogThatCannotBeWritten_LeavesWhatIsThere()
    {
        var before = await LiveAsync();
        _installation.Faults.LogUnwritable = true;
        Assert.Equal((0, RefusalReason.LogUnavailable), ((await ReindexAsync()) is var done ? done.Entries : -1, done.Refusal?.Reason));
        _installation.Faults.LogUnwritable = false;
        Assert.Equal(before, await FoundAsync());
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private Task<LogReindexing> ReindexAsync() =>
        _installation.Get<ReindexLog>().HandleAsync(_installation.Partnership, _installation.Covenant, TestContext.Current.CancellationToken);

    private async Task<LogItem> ReadAsync() => Assert.Single(await _reviewer.AllOfAsync("dossier_read"), i => i.Outcome == Audit.V1.Outcome.Released);

    // Reading, a refusal, a list of cases, a meeting about two of them, and names that were opened; then what all that is found by.
    private async Task<string> LiveAsync()
    {
        var planner = _installation.Person("oov", "ambtenaar-1", "coordinator");
        _case = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead), planner.As(Relation.Lead));
        var other = await _installation.ActiveCaseAsync(planner.As(Relation.Lead));
        await _lead.GetAsync("regie", _case.ById());
        await _lead.GetAsync("regie", other.ById());
        var planned = await planner.PlanAsync("casusoverleg", "itat", _installation.Clock.Now.AddDays(2), [planner.Attendee], [_case.Id, other.Id]);
        Assert.Null(planned.Refusal);
        var read = await ReadAsync();
        Assert.NotEmpty((await _reviewer.OpenEntryNameAsync(read.Index)).Value!.Message.Value);
        _lived = _installation.LogSize;
        return await FoundAsync();
    }

    private async Task<string> FoundAsync()
    {
        var ofMunicipality = _installation.Person("oov", "fg-gemeente", "fg");
        var found = new List<object>();
        var index = _installation.Get<ILogIndex>();
        foreach (var mark in new[] { Marks.OfCaseInLog(_installation.Partnership, _case.Id.Value), Marks.OfActorInLog(_installation.Partnership, "politie", "agent-1") })
            found.Add(index.Marked(_installation.Partnership, [mark], new LogSpan(-1, _lived), 1000));
        found.Add(index.CasesOf(_installation.Partnership, Marks.OfSubjectInLog(_installation.Partnership, _case.Subject.Value)));
        foreach (var kind in new[] { "dossier_read", "meeting_planned", "case_opened", "log_name_opened" })
        {
            found.Add(await _reviewer.AllOfAsync(kind));
            found.Add(await ofMunicipality.AllOfAsync(kind));
        }

        return JsonSerializer.Serialize(found);
    }

    private BlindIndex Marks => _installation.Get<BlindIndex>();
}
