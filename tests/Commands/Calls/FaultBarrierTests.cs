using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Calls;

/// <summary>What breaks inside a command: nothing is released, the caller is told a reason, and the log says so if it can.</summary>
public sealed class FaultBarrierTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _lead;

    public FaultBarrierTests() => _lead = _installation.Person("politie", "agent-1", "regisseur");

    [Fact]
    public async Task GetBasisdossier_RecordsUnreadable_IsRefusedWithAnEntry()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        _installation.Faults.RecordsUnreadable = true;

        await Refused.WithOneEntryAsync(_installation, RefusalReason.StoreUnavailable, () => _lead.GetAsync("regie", found.ById()));

        _installation.Faults.RecordsUnreadable = false;
        Assert.NotNull((await _lead.GetAsync("regie", found.ById())).Value);
    }

    [Fact]
    public async Task GetBasisdossier_LogUnwritable_ReleasesNothing()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        _installation.Faults.LogUnwritable = true;

        var entries = await _installation.EntriesOfAsync(async () => Refused.As(RefusalReason.LogUnavailable, await _lead.GetAsync("regie", found.ById())));

        Assert.Empty(entries);
    }

    [Fact]
    public async Task GetBasisdossier_RefusalThatCannotBeLogged_IsThatTheLogIsUnavailable()
    {
        _installation.Faults.LogUnwritable = true;

        Refused.As(RefusalReason.LogUnavailable, await _lead.GetAsync("regie", new CaseReference(CaseId.Create(), null, null)));
    }

    [Fact]
    public async Task Contribute_LogUnwritable_ChangesNothing()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        _installation.Faults.LogUnwritable = true;
        Refused.As(RefusalReason.LogUnavailable, await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld")));
        _installation.Faults.LogUnwritable = false;

        var page = (await _lead.GetAsync("regie", found.ById(), "police")).Value!.Message.Message;

        Assert.Single(page.View.Sections);
    }

    [Theory]
    [InlineData("UPDATE sections SET content = zeroblob(length(content)) WHERE category = 'police'")]
    [InlineData("UPDATE sections SET content = x'00' WHERE category = 'police'")]
    [InlineData("UPDATE sections SET content = (SELECT content FROM sections WHERE category = 'signals') WHERE category = 'police'")]
    public async Task GetBasisdossier_CiphertextTamperedWith_ReleasesNothingNotEvenTheRest(string tamper)
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        _installation.Tamper(tamper);

        await Refused.WithOneEntryAsync(_installation, RefusalReason.InternalFault, () => _lead.GetAsync("regie", found.ById()));
    }

    [Fact]
    public async Task GetBasisdossier_SectionOfAnotherCasePutInItsPlace_ReleasesNothing()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var other = await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity("999990123"))]);
        _installation.Tamper($"UPDATE sections SET content = (SELECT content FROM sections WHERE case_id = '{other.Id.Value}') WHERE case_id = '{found.Id.Value}' AND category = 'identity'");

        await Refused.WithOneEntryAsync(_installation, RefusalReason.InternalFault, () => _lead.GetAsync("regie", found.ById()));
    }

    [Fact]
    public async Task GetBasisdossier_SectionMovedToAnotherCase_ReleasesNothing()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var other = await _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity("999990123"))]);
        _installation.Tamper($"UPDATE sections SET case_id = '{found.Id.Value}' WHERE case_id = '{other.Id.Value}'");

        await Refused.WithOneEntryAsync(_installation, RefusalReason.InternalFault, () => _lead.GetAsync("regie", found.ById()));
    }

    [Fact]
    public async Task GetBasisdossier_Fault_QuotesNothingOnTheOperatorsLog()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var caller = await _lead.AdmittedAsync();

        var outcome = await _installation.Get<GetBasisdossier>().HandleAsync<string>(
            caller,
            new BasisdossierRequest("regie", found.ById(), [], 0, ""),
            _ => throw new InvalidOperationException($"This is about {Offers.FirstNames} {Offers.Surname}."),
            TestContext.Current.CancellationToken);

        var refusal = Refused.As(RefusalReason.InternalFault, outcome);
        Assert.DoesNotContain(Offers.Surname, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_installation.LogLines.All, line => line.Contains(nameof(InvalidOperationException), StringComparison.Ordinal));
        Assert.DoesNotContain(_installation.LogLines.All, line => line.Contains(Offers.Surname, StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetBasisdossier_KeysUnreadable_IsRefusedAndNeverThrows()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var caller = await _installation.Person("om", "officier-1", "jurist").AdmittedAsync();
        _installation.Faults.KeysUnreadable = true; // the key that seals this controller's actors was never used before

        var outcome = await _installation.Get<GetBasisdossier>().HandleAsync<string>(
            caller, new BasisdossierRequest("regie", found.ById(), [], 0, ""), _ => new("", Array.Empty<byte>()), TestContext.Current.CancellationToken);

        Refused.As(RefusalReason.LogUnavailable, outcome);
    }

    [Fact]
    public async Task GetBasisdossier_CallerGoneBeforeTheAnswer_ReleasesNothingAndSaysSo()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        using var gone = new CancellationTokenSource();
        _installation.Faults.AfterReading = () => gone.CancelAsync();

        await Refused.WithOneEntryAsync(
            _installation,
            RefusalReason.DeadlineExceeded,
            () => _lead.GetUntilAsync(new BasisdossierRequest("regie", found.ById(), [], 0, ""), gone.Token));
    }

    [Fact]
    public async Task GetBasisdossier_RecordsMovingTimeAfterTime_GivesUpWithOneEntry()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var other = _installation.Person("scw", "werker-1", "caseworker");
        var turns = 0;
        _installation.Faults.AfterReading = async () =>
            Assert.Null(await _installation.ChangeTeamAsync(found, other.As(++turns % 2 == 0 ? Relation.None : Relation.Member)));
        var before = _installation.LogSize;

        Refused.As(RefusalReason.ConcurrentChange, await _lead.GetAsync("regie", found.ById()));

        var entry = Assert.Single(_installation.Entries(before), e => e.EventCase == Entry.EventOneofCase.DossierRead);
        Assert.Equal("CONCURRENT_CHANGE", entry.Reason);
        Assert.Equal(5, turns);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();
}
