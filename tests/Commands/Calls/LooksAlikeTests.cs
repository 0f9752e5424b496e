using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Calls;

/// <summary>
/// "May not be known" and "does not exist" are one answer, for every command that names a case: to who asks, a case in any state,
/// with or without somebody's relation to it, is a case that is not there.
/// </summary>
public sealed class LooksAlikeTests : IAsyncDisposable
{
    private static readonly string[] Whys = ["other partner", "backup", "signal", "declined", "closed", "destroyed", "purpose", "auditor"];

    private readonly Installation _installation = new();

    public static TheoryData<string> Unknowable() => [.. Whys];

    [Theory]
    [MemberData(nameof(Unknowable))]
    public async Task GetBasisdossier_CaseThatMayNotBeKnown_IsACaseThatIsNotThere(string why)
    {
        var (person, found, purpose) = await ArrangeAsync(why);

        await AssertAlikeAsync(
            () => person.GetAsync(purpose, found.ById()),
            () => person.GetAsync(purpose, Nowhere));
    }

    [Theory]
    [MemberData(nameof(Unknowable))]
    public async Task Contribute_ToACaseThatMayNotBeKnown_IsToACaseThatIsNotThere(string why)
    {
        var (person, found, purpose) = await ArrangeAsync(why);

        await AssertAlikeAsync(
            () => person.ContributeAsync(purpose, found.ById(), Offers.Plan(person.Partner)),
            () => person.ContributeAsync(purpose, Nowhere, Offers.Plan(person.Partner)));

        // Nor does what is offered give it away: nothing is looked at before the case.
        await AssertAlikeAsync(
            () => person.ContributeAsync(purpose, found.ById(), Offers.Plan(person.Partner) with { Category = "horoscope", Ground = "geen" }),
            () => person.ContributeAsync(purpose, Nowhere, Offers.Plan(person.Partner) with { Category = "horoscope", Ground = "geen" }));
    }

    [Theory]
    [MemberData(nameof(Unknowable))]
    public async Task DescribeAccess_OfACaseThatMayNotBeKnown_IsOfACaseThatIsNotThere(string why)
    {
        var (person, found, purpose) = await ArrangeAsync(why);

        await AssertAlikeAsync(
            () => person.DescribeAsync(purpose, found.ById()),
            () => person.DescribeAsync(purpose, Nowhere));
    }

    [Theory]
    [MemberData(nameof(Unknowable))]
    public async Task PreviewContribution_ToACaseThatMayNotBeKnown_IsToACaseThatIsNotThere(string why)
    {
        var (person, found, purpose) = await ArrangeAsync(why);
        var terms = Offers.Plan(person.Partner).Terms();

        await AssertAlikeAsync(
            () => person.PreviewAsync(purpose, found.ById(), terms),
            () => person.PreviewAsync(purpose, Nowhere, terms));
        await AssertAlikeAsync(
            () => person.PreviewAsync(purpose, found.ById(), terms with { Category = "horoscope", Ground = "geen" }),
            () => person.PreviewAsync(purpose, Nowhere, terms with { Category = "horoscope", Ground = "geen" }));
    }

    [Theory]
    [MemberData(nameof(Unknowable))]
    public async Task AskSources_AboutACaseThatMayNotBeKnown_IsAboutACaseThatIsNotThere(string why)
    {
        var (person, found, purpose) = await ArrangeAsync(why);

        await AssertAlikeAsync(
            () => person.AskAsync(purpose, found.ById()),
            () => person.AskAsync(purpose, Nowhere));
    }

    [Theory]
    [MemberData(nameof(Unknowable))]
    public async Task ListCases_CaseThatMayNotBeKnown_IsNotListed(string why)
    {
        var (person, _, purpose) = await ArrangeAsync(why);

        Assert.Empty(await person.ListAllAsync(purpose));
    }

    [Theory]
    [MemberData(nameof(Unknowable))]
    public async Task Plan_WithACaseThatMayNotBeKnown_IsWithACaseThatIsNotThere(string why)
    {
        var (person, found, purpose) = await ArrangeAsync(why);
        var starts = _installation.Clock.Now.AddDays(1);

        await AssertAlikeAsync(
            () => person.PlanAsync(purpose, "itat", starts, [new Attendee("ggd", "arts-1")], [found.Id]),
            () => person.PlanAsync(purpose, "itat", starts, [new Attendee("ggd", "arts-1")], [CaseId.Create()]));
    }

    [Theory]
    [MemberData(nameof(Unknowable))]
    public async Task BreakGlass_OnACaseThatMayNotBeKnown_IsOnACaseThatIsNotThere(string why)
    {
        var (person, found, purpose) = await ArrangeAsync(why);

        await AssertAlikeAsync(
            () => person.BreakGlassAsync(purpose, found.Id),
            () => person.BreakGlassAsync(purpose, CaseId.Create()));
    }

    [Theory]
    [MemberData(nameof(Unknowable))]
    public async Task ReportRecognition_OnACaseThatMayNotBeKnown_IsOnACaseThatIsNotThere(string why)
    {
        var (person, found, purpose) = await ArrangeAsync(why);

        await AssertAlikeAsync(
            () => person.ReportAsync(purpose, found.ById(), "Door het ongeval."),
            () => person.ReportAsync(purpose, Nowhere, "Door het ongeval."));
    }

    [Fact]
    public async Task Close_WithACaseThatMayNotBeKnown_IsWithACaseThatIsNotThere()
    {
        var police = _installation.Person("politie", "agent-1", "regisseur");
        var found = await _installation.ActiveCaseAsync();
        var other = await _installation.ActiveCaseAsync();
        var declined = await _installation.ImportAsync(CaseState.Declined, [("oov", Offers.Identity())]);
        var meeting = await _installation.RecordMeetingAsync("regieoverleg", _installation.Clock.Now, [police.Attendee], found.Id, declined.Id);

        foreach (var unknowable in new[] { other, declined })
        {
            await AssertAlikeAsync(
                () => police.CloseAsync("casusoverleg", meeting.Id, [(unknowable.Id, CaseState.Closed)]),
                () => police.CloseAsync("casusoverleg", meeting.Id, [(CaseId.Create(), CaseState.Closed)]));
        }
    }

    [Fact]
    public async Task GetBasisdossier_AliasThatMayNotBeUsed_IsAnAliasThatIsNotThere()
    {
        var ggd = _installation.Person("ggd", "arts-1", "caseworker");
        var found = await _installation.ActiveCaseAsync();
        var closed = await _installation.ImportAsync(CaseState.Closed, [("oov", Offers.Identity())]);
        var meeting = await _installation.RecordMeetingAsync("itat", _installation.Clock.Now.AddHours(1), [ggd.Attendee], found.Id, closed.Id);
        var elsewhere = await _installation.MeetingAsync("itat", found, ggd);
        var nowhere = new CaseReference(null, RandomId.Create(), meeting.Id);

        await AssertAlikeAsync(() => ggd.GetAsync("casusoverleg", closed.ByAlias(meeting)), () => ggd.GetAsync("casusoverleg", nowhere));
        await AssertAlikeAsync(() => ggd.GetAsync("regie", found.ByAlias(meeting)), () => ggd.GetAsync("regie", nowhere));
        await AssertAlikeAsync(
            () => ggd.GetAsync("casusoverleg", found.ByAlias(elsewhere) with { Meeting = meeting.Id }), () => ggd.GetAsync("casusoverleg", nowhere));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private static CaseReference Nowhere => new(CaseId.Create(), null, null);

    private async Task<(Person Person, Case Found, string Purpose)> ArrangeAsync(string why)
    {
        var wpi = _installation.Person("wpi", "consulent-1", "regisseur");
        var lead = wpi.As(Relation.Lead);
        return why switch
        {
            "other partner" => (wpi, await _installation.ActiveCaseAsync(lead with { Partner = "ojz" }), "regie"),
            "backup" => (wpi, await _installation.ActiveCaseAsync(wpi.As(Relation.Backup)), "regie"),
            "signal" => (wpi, await InAsync(CaseState.Signal, lead), "regie"),
            "declined" => (wpi, await InAsync(CaseState.Declined, lead), "regie"),
            "closed" => (wpi, await InAsync(CaseState.Closed, lead), "regie"),
            "destroyed" => (wpi, await InAsync(CaseState.Destroyed, lead), "regie"),
            "purpose" => (wpi, await _installation.ActiveCaseAsync(lead), "toezicht"),
            "auditor" => (_installation.Person("oov", "medewerker-1", "coordinator", "auditor"), await _installation.ActiveCaseAsync(), "regie"),
            _ => throw new ArgumentOutOfRangeException(nameof(why)),
        };
    }

    private Task<Case> InAsync(CaseState state, TeamMember lead) => _installation.ImportAsync(state, [("oov", Offers.Identity())], lead);

    private async Task AssertAlikeAsync<T>(Func<Task<Outcome<T>>> known, Func<Task<Outcome<T>>> unknown)
        where T : class
    {
        Refusal? one = null, other = null;
        var entries = await _installation.EntriesOfAsync(async () =>
        {
            one = (await known()).Refusal;
            other = (await unknown()).Refusal;
        });

        Assert.NotNull(one);
        Assert.Equal(RefusalReason.CaseNotFound, one.Reason);
        Assert.Equal(other, one); // told alike; where it is on the log differs
        Assert.Equal(["CASE_NOT_FOUND", "CASE_NOT_FOUND"], entries.Select(e => e.Reason));
    }
}
