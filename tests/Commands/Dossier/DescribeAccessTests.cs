using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Dossier;

public sealed class DescribeAccessTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _lead;
    private readonly Person _ggd;

    public DescribeAccessTests()
    {
        _lead = _installation.Person("politie", "agent-1", "regisseur");
        _ggd = _installation.Person("ggd", "arts-1", "caseworker");
    }

    [Fact]
    public async Task DescribeAccess_EmptyOrFullDossier_IsTheSame()
    {
        var empty = await CaseAsync([]);
        var full = await CaseAsync(
            [("oov", Offers.Identity()), ("oov", Offers.Signal()), ("politie", Offers.Police()), ("ggd", Offers.Care()), ("arkin", Offers.Care("arkin", "Gevaar")), ("ggd", Offers.Plan("ggd")), ("oov", Offers.Plan())]);
        var compared = 0;
        foreach (var (partner, role) in new[] { ("politie", "regisseur"), ("oov", "coordinator"), ("oov", "analyst"), ("ggd", "caseworker"), ("nctv", "caseworker"), ("om", "jurist") })
        {
            foreach (var relation in new[] { Relation.None, Relation.Lead, Relation.Member })
            {
                var person = _installation.Person(partner, $"iemand-{relation}", role);
                foreach (var forum in new[] { null, "regieoverleg", "itat", "uitvoerdersoverleg" })
                {
                    foreach (var purpose in new[] { "casusoverleg", "regie", "interventie" })
                    {
                        var one = await DescribeAsync(person, empty, forum, purpose, relation);
                        var other = await DescribeAsync(person, full, forum, purpose, relation);
                        Assert.Equal(one, other);
                        compared += one.Contains("Refused", StringComparison.Ordinal) ? 0 : 1;
                    }
                }
            }
        }

        Assert.True(compared > 40);
    }

    [Fact]
    public async Task DescribeAccess_EveryRow_IsWhatTheDossierShows()
    {
        var sections = new[]
        {
            ("oov", Offers.Identity()), ("oov", Offers.Signal()), ("politie", Offers.Police()), ("ggd", Offers.Care()), ("ggd", Offers.Care(liftedBecause: "Gevaar")),
            ("wpi", Offers.Section("wpi", "debts", ("arrangement", new TextValue("bewind")))),
        };
        var found = await _installation.ImportAsync(CaseState.Active, sections, _lead.As(Relation.Lead));

        var described = (await _lead.DescribeAsync("regie", found.ById())).Value!.Message.Value;
        var shown = (await _lead.GetAsync("regie", found.ById())).Value!.Message.Message.View;

        Assert.Equal(shown.Reference, described.Reference);
        Assert.Equal(shown.Level, described.Level);
        Assert.Equal(["identity", "signals", "police", "care", "debts"], shown.Sections.Select(s => s.Category));
        foreach (var section in shown.Sections)
        {
            var row = described.Rows.Single(r => r.Category == section.Category && r.Sources.Contains(section.Source));
            var terms = section.Category == "care" ? row.WhenSecrecyLifted! : row.Terms!;
            Assert.Equal((section.Level, section.Article), (terms.Level, terms.Article?.Id));
            Assert.Equal(new StandingObligations(section.Obligations.Purpose, section.Obligations.KeepUntil, section.Obligations.Onward), terms.Obligations);
        }

        // A cap lowers what is seen, and takes nothing of what the grant obliges to.
        var debts = shown.Sections.Single(s => s.Category == "debts");
        Assert.Equal((Level.Pseudonymised, "6.6"), (debts.Level, debts.Article));
        Assert.Equal(new SectionObligations("regie", _installation.Today.AddDays(180), false), debts.Obligations);

        // What is under secrecy has no terms until that is lifted; what nothing grants has no row.
        var care = described.Rows.Single(r => r.Category == "care");
        Assert.Equal((null, Level.Full), (care.Terms, care.WhenSecrecyLifted!.Level));
        Assert.Equal(["ggd", "arkin"], care.Sources);
        Assert.DoesNotContain(described.Rows, r => r.Category == "reporter");
        Assert.DoesNotContain(described.Rows, r => r.Category == "police" && r.Sources.Contains("oov"));
    }

    [Fact]
    public async Task DescribeAccess_WhatACapLowered_ObligesToWhatTheGrantDoes()
    {
        // 6.6 caps what 5.5 grants for 180 days.
        var found = await CaseAsync([]);
        await _installation.ChangeTeamAsync(found, _lead.As(Relation.Lead));

        var row = (await _lead.DescribeAsync("regie", found.ById())).Value!.Message.Value.Rows.Single(r => r.Category == "debts");

        Assert.Equal((Level.Pseudonymised, "6.6"), (row.Terms!.Level, row.Terms.Article!.Id));
        Assert.Equal(new StandingObligations("regie", _installation.Today.AddDays(180), false), row.Terms.Obligations);
    }

    [Fact]
    public async Task DescribeAccess_AnonymisedView_IsKnownByItsAliasAndLeavesOutTheCallersOwn()
    {
        var found = await CaseAsync([]);
        var meeting = await _installation.MeetingAsync("itat", found, _ggd);

        var described = (await _ggd.DescribeAsync("casusoverleg", found.ByAlias(meeting))).Value!.Message.Value;

        Assert.Equal(new ViewReference.ByAlias(meeting.Agenda[0].Alias), described.Reference);
        Assert.All(described.Rows, r => Assert.DoesNotContain("ggd", r.Sources));
        Assert.Equal(Level.Anonymised, described.Rows.Max(r => r.Terms?.Level ?? r.WhenSecrecyLifted!.Level));
    }

    [Fact]
    public async Task DescribeAccess_IsOnTheLogWithItsCaseAndView()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));

        var entry = Assert.Single(await _installation.EntriesOfAsync(async () => Assert.NotNull((await _lead.DescribeAsync("regie", found.ById())).Value)));

        Assert.Equal(("full", Outcome.Released, "lead", "active"), (entry.AccessDescribed.View, entry.Outcome, entry.Caller.Relation, entry.DecisionInput.CaseState));
        Assert.Equal(found.Id.Value, _installation.About(entry)!.CaseId);
        Assert.NotEmpty(entry.ResponseHmac);
        Assert.Empty(entry.Decisions);
    }

    [Fact]
    public async Task DescribeAccess_CaseClosedBetweenReadingAndLogging_ReleasesNothing()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            await _installation.ApplyAsync(new CaseMoved(found.Id, CaseState.Active, CaseState.Closed));
        };

        Refused.As(RefusalReason.CaseNotFound, await _lead.DescribeAsync("regie", found.ById()));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private Task<Case> CaseAsync(IReadOnlyList<(string, OfferedSection)> sections) => _installation.ImportAsync(CaseState.Active, [("oov", Offers.Identity()), .. sections]);

    private async Task<string> DescribeAsync(Person person, Case found, string? forum, string purpose, Relation relation)
    {
        await _installation.ChangeTeamAsync(found, person.As(relation));
        Meeting? meeting = null;
        if (forum is not null)
            meeting = await _installation.MeetingAsync(forum, found, person);
        var outcome = await person.DescribeAsync(purpose, found.ById(meeting));
        if (outcome.Value is null && meeting is not null)
            outcome = await person.DescribeAsync(purpose, found.ByAlias(meeting));
        return outcome.Value is { } released
            ? released.Message.Value.Level + "\n" + string.Join("\n", released.Message.Value.Rows.Select(r =>
                $"{r.Category} {string.Join(',', r.Sources)} {Show(r.Terms)} {Show(r.WhenSecrecyLifted)}"))
            : $"Refused {outcome.Refusal!.Reason}";
    }

    private static string Show(AccessTerms? terms) => terms is null ? "-" : $"{terms.Level} {terms.Article?.Id} {terms.Obligations}";
}
