using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Calls;

/// <summary>A request that comes again is answered again and does not happen again.</summary>
public sealed class IdempotencyTests : IAsyncDisposable
{
    private const string Key = "levering-1";
    private readonly Installation _installation = new();
    private readonly Person _lead;
    private readonly Person _desk;

    public IdempotencyTests()
    {
        _lead = _installation.Person("politie", "agent-1", "regisseur");
        _desk = _installation.Person("oov", "medewerker-1", "coordinator");
    }

    [Fact]
    public async Task Contribute_SameKeyAndBytes_GivesTheFirstAnswerWithAnEntryOfItsOwn()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var first = (await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key)).Value!.Message.Value;
        Released<Answer<ContributionReceipt>>? again = null;

        var entries = await _installation.EntriesOfAsync(async () => again = (await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key)).Value);

        Assert.Equal(first, again!.Message.Value);
        var entry = Assert.Single(entries);
        Assert.Equal(Outcome.Repeated, entry.Outcome);
        Assert.Equal(
            HMACSHA256.HashData(again.Nonce.Span, JsonSerializer.SerializeToUtf8Bytes(first)), entry.ResponseHmac.ToByteArray());
        Assert.Equal(2, (await SectionsAsync(found, "police")).Count);
    }

    [Fact]
    public async Task Contribute_SameKeyOtherBytes_IsRefusedWithAnEntry()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key, "these");

        await Refused.WithOneEntryAsync(
            _installation,
            RefusalReason.IdempotencyKeyReused,
            () => _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key, "others"));

        Assert.Equal(2, (await SectionsAsync(found, "police")).Count);
    }

    [Fact]
    public async Task OpenCase_KeyOfAnotherRpc_IsRefused()
    {
        var found = await _installation.ActiveCaseAsync();
        var signal = await _installation.ImportAsync(CaseState.Signal, [("oov", Offers.Identity("999990123"))]);
        Assert.NotNull((await _desk.ContributeAsync("casusoverleg", signal.AtMeldpunt(), Offers.Signal(), Key)).Value);

        Refused.As(RefusalReason.IdempotencyKeyReused, await _desk.OpenCaseAsync("casusoverleg", Offers.Identity(), key: Key));
        Assert.NotEqual(found.Id, signal.Id);
    }

    [Fact]
    public async Task Contribute_KeyOfAnotherPartner_IsAnotherKey()
    {
        var colleague = _installation.Person("wpi", "consulent-1", "regisseur");
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead), colleague.As(Relation.Duo));
        await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key, "these");
        var debts = Offers.Section("wpi", "debts", ("arrangement", new TextValue("wettelijk")));

        Assert.NotNull((await colleague.ContributeAsync("regie", found.ById(), debts, Key, "others")).Value);
    }

    [Fact]
    public async Task Contribute_SameRequestManyTimesAtOnce_HappensOnce()
    {
        const int times = 24;
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var before = _installation.LogSize;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, times).Select(
            _ => Task.Run(() => _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key))));

        Assert.Single(outcomes.Select(o => o.Value!.Message.Value).Distinct());
        var entries = _installation.Entries(before);
        Assert.Equal(times, entries.Count);
        Assert.Single(entries, e => e.Outcome == Outcome.Done);
        Assert.Equal(times - 1, entries.Count(e => e.Outcome == Outcome.Repeated));
        Assert.Equal(2, (await SectionsAsync(found, "police")).Count);
    }

    [Fact]
    public async Task OpenCase_SameRequestManyTimesAtOnce_OpensOneCase()
    {
        const int times = 16;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => Task.Run(() => _desk.OpenCaseAsync("casusoverleg", Offers.Identity(), key: Key))));

        Assert.Single(outcomes.Select(o => o.Value!.Message.Value).Distinct());
        Assert.Single(_installation.Entries(), e => e.Outcome == Outcome.Done);
    }

    [Fact]
    public async Task Contribute_RepeatedAfterItsEmbargoEnded_GivesTheFirstAnswer()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var offered = Offers.Police("geweld") with { EmbargoUntil = _installation.Clock.Now.AddMinutes(1) };
        var first = (await _lead.ContributeAsync("regie", found.ById(), offered, Key)).Value!.Message.Value;
        _installation.Clock.Advance(TimeSpan.FromMinutes(2));

        var again = await _lead.ContributeAsync("regie", found.ById(), offered, Key);

        Assert.Equal(first, again.Value?.Message.Value);
    }

    [Fact]
    public async Task Plan_RepeatedAfterTheMeetingEnded_GivesTheFirstAnswer()
    {
        var starts = _installation.Clock.Now.AddHours(1);
        var first = (await _desk.PlanAsync("regie", "regieoverleg", starts, [_desk.Attendee], [], Key)).Value!.Message.Value;
        _installation.Clock.Advance(TimeSpan.FromHours(4));

        var again = await _desk.PlanAsync("regie", "regieoverleg", starts, [_desk.Attendee], [], Key);

        Assert.Equal(first.Id, again.Value?.Message.Value.Id);
    }

    [Fact]
    public async Task OpenCase_Repeated_LogsNoCaseThatDoesNotExist()
    {
        var first = (await _desk.OpenCaseAsync("casusoverleg", Offers.Identity(), key: Key)).Value!.Message.Value;

        var entry = Assert.Single(await _installation.EntriesOfAsync(() => _desk.OpenCaseAsync("casusoverleg", Offers.Identity(), key: Key)));

        Assert.Equal(Outcome.Repeated, entry.Outcome);
        Assert.True(_installation.About(entry) is not { } about || about.CaseId == first.Value);
    }

    [Fact]
    public async Task Contribute_Repeated_LogsNoSectionThatDoesNotExist()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        var first = (await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key)).Value!.Message.Value;

        var entry = Assert.Single(await _installation.EntriesOfAsync(() => _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key)));

        Assert.True(entry.SectionContributed.SectionId.Length == 0 || entry.SectionContributed.SectionId == first.Section.Value);
        Assert.Equal(found.Id.Value, _installation.About(entry)?.CaseId);
    }

    [Fact]
    public async Task Contribute_RepeatedBySomebodyWhoMayNoLongerKnow_FindsNoCase()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key);
        await _installation.ChangeTeamAsync(found, _lead.As(Relation.None));

        Refused.As(RefusalReason.CaseNotFound, await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key));
    }

    [Fact]
    public async Task Contribute_WithdrawnBetweenDecisionAndRepeatedAnswer_FindsNoCase()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key);
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            await _installation.ChangeTeamAsync(found, _lead.As(Relation.None));
        };

        Refused.As(RefusalReason.CaseNotFound, await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key));
    }

    [Fact]
    public async Task Contribute_CommittedButNotAcknowledged_IsToldByTheRepetition()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        _installation.Faults.CommitsUnacknowledged = true;
        Refused.As(RefusalReason.LogUnavailable, await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key));
        _installation.Faults.CommitsUnacknowledged = false;

        var again = (await _lead.ContributeAsync("regie", found.ById(), Offers.Police("geweld"), Key)).Value!.Message.Value;

        var sections = await SectionsAsync(found, "police");
        Assert.Equal(2, sections.Count);
        Assert.Equal(again.Section, sections[1].Id);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private async Task<IReadOnlyList<Disclosure.DisclosedSection>> SectionsAsync(Case @case, string category) =>
        (await _lead.GetAsync("regie", @case.ById(), category)).Value!.Message.Message.View.Sections;
}
