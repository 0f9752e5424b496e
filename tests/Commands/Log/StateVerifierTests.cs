using Exchange.Audit;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands.Tests.Log;

/// <summary>Who may see what by the records follows from the log, and somebody who edits the database is caught.</summary>
public sealed class StateVerifierTests : IAsyncDisposable
{
    private readonly Installation _installation = new(Reviewing.Covenant);
    private readonly Person _lead;
    private readonly Person _secretary;
    private readonly Person _caseworker;
    private Case _case = null!;

    public StateVerifierTests()
    {
        _lead = _installation.Person("politie", "agent-1", "regisseur");
        _caseworker = _installation.Person("politie", "agent-7", "caseworker");
        _secretary = _installation.Person("oov", "secretaris-1", "coordinator");
    }

    [Fact]
    public async Task Verify_UntouchedRecords_FindsNothing()
    {
        await LiveAsync();
        var found = await VerifyAsync();
        Assert.Empty(found.Differences);
        Assert.Equal(_installation.LogSize, found.Entries);
        Assert.InRange(found.Facts, 6, 100);
        Assert.Equal(0, found.Unreadable);
    }

    [Theory]
    [InlineData("UPDATE team SET relation = 2 WHERE actor = 'agent-2'", "in the team of case")]
    [InlineData("UPDATE team SET actor = 'agent-9' WHERE actor = 'agent-2'", "in the team of case")]
    [InlineData("DELETE FROM team WHERE actor = 'agent-2'", "on the log and not in the records")]
    [InlineData("INSERT INTO team SELECT partnership, case_id, partner, 'agent-9', 1 FROM team LIMIT 1", "in the records and not on the log")]
    [InlineData("UPDATE meetings SET ends_at = ends_at + 1", "meeting ")]
    [InlineData("UPDATE meetings SET closed_at = NULL", "meeting ")]
    [InlineData("UPDATE attendees SET actor = 'agent-9' WHERE actor = 'agent-1'", "an attendee of politie")]
    [InlineData("DELETE FROM agenda", "on the agenda of meeting")]
    [InlineData("INSERT INTO broken_glass SELECT partnership, case_id, 'politie', 'agent-9', 'regisseur', 'regie', 1, 2 FROM team LIMIT 1", "a break-glass of politie on case")]
    [InlineData("UPDATE partnerships SET covenant_digest = zeroblob(32)", "covenant ")]
    [InlineData("UPDATE log_recent SET entries = CAST(substr(entries, 1, length(entries) - 1) || x'00' AS BLOB)", "by its caller or case")]
    public async Task Verify_RecordsThatSomebodyEdited_NamesWhatDiffers(string edit, string told)
    {
        await LiveAsync();
        _installation.Tamper(edit);
        var found = await VerifyAsync();
        Assert.Contains(found.Differences, d => d.What.Contains(told, StringComparison.Ordinal));
        Assert.All(found.Differences, d => Assert.DoesNotContain("agent-", d.What, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Verify_OfALogThatBeginsLater_JudgesOnlyWhatItTells()
    {
        await LiveAsync();
        var pruned = new StateVerifier(
            new Later(_installation.Get<ILogStore>(), 2),
            _installation.Get<ILogIndex>(),
            _installation.Get<IDossierStore>(),
            _installation.Get<Sealing>(),
            _installation.Get<BlindIndex>());
        var found = await pruned.VerifyAsync(_installation.Partnership, TestContext.Current.CancellationToken);
        Assert.Empty(found.Differences);
        Assert.InRange(found.Unreadable, 1, 10);
    }

    [Fact]
    public async Task Verify_WithADestroyedKey_AccusesNobody()
    {
        await LiveAsync();
        Assert.Null((await _installation.Get<DestroyKey>().HandleAsync(
            _installation.Partnership, _installation.Covenant, new KeyName(KeyKind.CaseLog, _case.Id.Value), Audit.V1.KeyDestroyed.Types.Why.Ordered)).Refusal);
        var found = await VerifyAsync();
        Assert.Empty(found.Differences);
        Assert.InRange(found.Unreadable, 1, 10);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private Task<StateVerification> VerifyAsync() => new StateVerifier(
        _installation.Get<ILogStore>(),
        _installation.Get<ILogIndex>(),
        _installation.Get<IDossierStore>(),
        _installation.Get<Sealing>(),
        _installation.Get<BlindIndex>()).VerifyAsync(_installation.Partnership, TestContext.Current.CancellationToken);

    // A covenant, a team that changed, a meeting that was held, and somebody who looked.
    private async Task LiveAsync()
    {
        Assert.NotNull((await _installation.Get<BeginCovenant>().HandleAsync(_installation.Partnership, CancellationToken.None)).Value);
        _case = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead), new TeamMember("politie", "agent-2", Relation.Member), new TeamMember("oov", "secretaris-1", Relation.Duo));
        Assert.Null(await _installation.ChangeTeamAsync(_case, new TeamMember("politie", "agent-2", Relation.Backup)));
        Assert.Null(await _installation.ChangeTeamAsync(_case, new TeamMember("politie", "agent-3", Relation.Member)));
        Assert.Null(await _installation.ChangeTeamAsync(_case, new TeamMember("politie", "agent-3", Relation.None)));
        var planned = await _secretary.PlanAsync("regie", "regieoverleg", _installation.Clock.Now.AddHours(1), [_lead.Attendee, _secretary.Attendee], [_case.Id]);
        _installation.Clock.Advance(TimeSpan.FromHours(2));
        Assert.NotNull((await _secretary.CloseAsync("regie", planned.Value!.Message.Value.Id)).Value);
        await _lead.GetAsync("regie", _case.ById());
        _installation.Clock.Advance(TimeSpan.FromTicks(1)); // the records keep moments to the tick
        Assert.NotNull((await _caseworker.BreakGlassAsync("casusoverleg", _case.Id, 30)).Value);
        _installation.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull((await _caseworker.BreakGlassAsync("casusoverleg", _case.Id, 50)).Value);
    }

    private sealed class Later(ILogStore log, long from) : ILogStore
    {
        public ILogTransaction Begin(PartnershipId partnership) => throw new NotSupportedException();

        public LogHead ReadHead(PartnershipId partnership) => log.ReadHead(partnership);

        public IReadOnlyList<TreeNode> ReadNodes(PartnershipId partnership, IReadOnlyList<(int Level, long Index)> nodes) => log.ReadNodes(partnership, nodes);

        public IEnumerable<StoredLeaf> Read(PartnershipId partnership, long start) => log.Read(partnership, Math.Max(start, from));

        public IReadOnlyList<StoredLeaf> ReadBackwards(PartnershipId partnership, long before, int most) => log.ReadBackwards(partnership, before, most);
    }
}
