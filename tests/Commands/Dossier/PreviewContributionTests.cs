using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Dossier;

public sealed class PreviewContributionTests : IAsyncDisposable
{
    private static readonly string[] Purposes = ["casusoverleg", "regie", "interventie", "toezicht"];
    private static readonly string[] Partners = ["oov", "politie", "om", "nctv", "ggd", "wpi", "stadsdelen", "rvdk"];
    private static readonly Relation[] Relations = Enum.GetValues<Relation>();

    private readonly Installation _installation = new();
    private readonly Person _police;

    public PreviewContributionTests() => _police = _installation.Person("politie", "agent-1", "regisseur");

    [Fact]
    public async Task PreviewContribution_EveryRow_IsWhoSeesItAndNobodyElseDoes()
    {
        // The oracle is the main job itself: everybody in every situation asks for the dossier in which the sections are.
        (string Source, OfferedSection Section)[] sections =
        [
            ("politie", Offers.Police()),
            ("ggd", Offers.Care(liftedBecause: "Gevaar")),
            ("oov", Offers.Plan()),
            ("rvdk", Offers.Section("rvdk", "youthProtection", ("measure", new TextValue("onderzoek")))),
        ];
        var people =
            from partner in Partners
            from role in _installation.Covenant.Partners[partner].Roles
            from relation in Relations
            select (Person: _installation.Person(partner, $"{role}-{relation}", role), Relation: relation);
        var askers = people.ToList();
        var contributors = sections.Select(s => _installation.Person(s.Source, "bron", _installation.Covenant.Partners[s.Source].Roles.First(r => r is "caseworker"))).ToList();
        var found = await _installation.ImportAsync(
            CaseState.Active,
            [("oov", Offers.Identity()), .. sections],
            [.. askers.Where(a => a.Relation != Relation.None).Select(a => a.Person.As(a.Relation)), .. contributors.Select(c => c.As(Relation.Lead))]);
        await _installation.LookAlikesAsync(5, [("oov", Offers.Identity()), .. sections]);
        var meetings = new Dictionary<string, Meeting>();
        foreach (var forum in _installation.Covenant.Forums.Keys.Where(f => f != Forum.Meldpunt))
            meetings[forum] = await _installation.MeetingAsync(forum, found, [.. askers.Select(a => a.Person)]);

        var predicted = new Dictionary<(string Source, string Partner, string Role, Relation, string Forum, string Purpose), (Level Level, string? Article)>();
        var most = new Dictionary<(string Source, string Partner, Relation, string Forum, string Purpose), Level>();
        foreach (var ((source, section), contributor) in sections.Zip(contributors))
        {
            var preview = (await contributor.PreviewAsync("regie", found.ById(), section.Terms())).Value!.Message.Value;
            Assert.InRange(preview.Rows.Count, 1, 60);
            foreach (var row in preview.Rows)
            {
                Assert.False(row.MustAsk);
                foreach (var (partner, relation, forum, purpose) in
                    from p in row.Partners from r in row.Relations from f in row.Forums from u in row.Purposes select (p, r, f, u))
                {
                    most.Add((source, partner, relation, forum, purpose), row.Level); // no combination is in two rows
                    foreach (var role in row.Roles)
                        predicted.Add((source, partner, role, relation, forum, purpose), (row.Level, row.Article));
                }
            }
        }

        var (seen, unseen) = (0, 0);
        foreach (var (person, relation) in askers)
        {
            foreach (var forum in meetings.Keys.Append("none").Append(Forum.Meldpunt))
            {
                foreach (var purpose in Purposes)
                {
                    var shown = await ShownAsync(person, purpose, forum, found, meetings.GetValueOrDefault(forum));
                    foreach (var (source, section) in sections)
                    {
                        var actual = shown.TryGetValue((source, section.Category), out var s) ? s : (Level: Level.None, Article: null);
                        if (predicted.TryGetValue((source, person.Partner, person.Role, relation, forum, purpose), out var expected))
                        {
                            // Of care nothing is left in an anonymised view; the article allows it all the same.
                            Assert.True(
                                actual == expected || (actual.Level == Level.None && IsNothingLeft(section, expected.Level)),
                                $"{section.Category} {person.Partner} {person.Role} {relation} {forum} {purpose}: {actual} for {expected}");
                            seen++;
                        }
                        else
                        {
                            Assert.True(actual.Level == Level.None || actual.Level < most[(source, person.Partner, relation, forum, purpose)]);
                            unseen++;
                        }
                    }
                }
            }
        }

        Assert.True(seen > 300 && unseen > 1000, $"{seen} {unseen}");
    }

    [Fact]
    public async Task PreviewContribution_AskSource_SaysWhoHasToAsk()
    {
        var found = await _installation.ActiveCaseAsync(_police.As(Relation.Lead));
        var terms = Offers.Police().Terms() with { Handling = null, Recipients = ["om"] };

        var rows = (await _police.PreviewAsync("regie", found.ById(), terms)).Value!.Message.Value.Rows;

        Assert.All(rows, r => Assert.All(r.Partners, p => Assert.Equal(p is not ("om" or "politie"), r.MustAsk)));
        Assert.Contains(rows, r => r.MustAsk);
        Assert.Contains(rows, r => r.Partners.Contains("om"));
    }

    [Fact]
    public async Task PreviewContribution_Secret_IsSeenByNobodyAndAnEmbargoIsTold()
    {
        var found = await _installation.ActiveCaseAsync(_police.As(Relation.Lead));
        var until = _installation.Clock.Now.AddDays(3);
        var terms = Offers.Police().Terms();

        Assert.Empty((await _police.PreviewAsync("regie", found.ById(), terms with { Handling = Handling.Secret })).Value!.Message.Value.Rows);
        var held = (await _police.PreviewAsync("regie", found.ById(), terms with { EmbargoUntil = until })).Value!.Message.Value;
        var open = (await _police.PreviewAsync("regie", found.ById(), terms)).Value!.Message.Value;
        Assert.Equal((until, open.Rows.Count), (held.EmbargoUntil, held.Rows.Count));
        Assert.Null(open.EmbargoUntil);
    }

    [Fact]
    public async Task PreviewContribution_SecrecyNotLifted_IsSeenByNobody()
    {
        var ggd = _installation.Person("ggd", "arts-1", "regisseur");
        var found = await _installation.ActiveCaseAsync(ggd.As(Relation.Lead));

        Assert.Empty((await ggd.PreviewAsync("regie", found.ById(), Offers.Care().Terms())).Value!.Message.Value.Rows);
        Assert.NotEmpty((await ggd.PreviewAsync("regie", found.ById(), Offers.Care(liftedBecause: "Gevaar").Terms())).Value!.Message.Value.Rows);
    }

    [Fact]
    public async Task PreviewContribution_ByWhoMayNotKnowTheState_IsTheSameInEveryState()
    {
        var nctv = _installation.Person("nctv", "kijker", "caseworker");
        var rows = new List<string>();
        foreach (var state in new[] { CaseState.Active, CaseState.OnHold })
        {
            var found = await _installation.ImportAsync(state, [("oov", Offers.Identity())]);
            var meeting = await _installation.MeetingAsync("regieoverleg", found, nctv);
            rows.Add(Show((await nctv.PreviewAsync("casusoverleg", found.ByAlias(meeting), Offers.Plan("nctv").Terms())).Value!.Message.Value));
        }

        Assert.Equal(rows[0], rows[1]);

        // Who has a full view is told of the state as it is: on hold nothing is discussed anonymously in the wide circle.
        var lead = await _installation.ImportAsync(CaseState.OnHold, [("oov", Offers.Identity())], _police.As(Relation.Lead));
        var known = (await _police.PreviewAsync("regie", lead.ById(), Offers.Plan("politie").Terms())).Value!.Message.Value;
        Assert.DoesNotContain(known.Rows, r => r.Forums.Contains("itat") && r.Level == Level.Anonymised);
        Assert.Contains("itat", rows[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task PreviewContribution_WhatContributeRefuses_IsRefusedAlike()
    {
        var found = await _installation.ActiveCaseAsync(_police.As(Relation.Lead));
        var offered = Offers.Police();
        foreach (var spoilt in new[]
        {
            offered with { Category = "horoscope" },
            offered with { Ground = "geen" },
            offered with { Recipients = ["om", "niemand"] },
            offered with { EmbargoUntil = _installation.Clock.Now },
        })
        {
            var contributed = (await _police.ContributeAsync("regie", found.ById(), spoilt)).Refusal!;
            var previewed = (await _police.PreviewAsync("regie", found.ById(), spoilt.Terms())).Refusal!;
            Assert.Equal((contributed.Reason, contributed.Message), (previewed.Reason, previewed.Message));
            Assert.Equal(contributed.Fields.Select(f => f.Field.Split('.')[^1]), previewed.Fields.Select(f => f.Field));
        }
    }

    [Fact]
    public async Task PreviewContribution_IsOnTheLogInTheCovenantsWords()
    {
        var found = await _installation.ActiveCaseAsync(_police.As(Relation.Lead));
        var terms = Offers.Police().Terms();

        var entries = await _installation.EntriesOfAsync(async () =>
        {
            Assert.NotNull((await _police.PreviewAsync("regie", found.ById(), terms)).Value);
            Assert.NotNull((await _police.PreviewAsync("regie", found.ById(), terms with { Category = "horoscope", Ground = "Jansen" })).Refusal);
        });

        Assert.Equal(["police", ""], entries.Select(e => e.ContributionPreviewed.Category));
        Assert.Equal([terms.Ground, ""], entries.Select(e => e.ContributionPreviewed.Ground));
        Assert.Equal([Outcome.Released, Outcome.Refused], entries.Select(e => e.Outcome));
        Assert.All(entries, e => Assert.Equal(found.Id.Value, _installation.About(e)!.CaseId));
        Assert.Single((await _police.GetAsync("regie", found.ById(), "police")).Value!.Message.Message.View.Sections); // nothing was kept
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private bool IsNothingLeft(OfferedSection section, Level level) => Discloser.Apply(
        _installation.Covenant.Categories[section.Category], level, section.Content, _installation.Today, _installation.Covenant.Districts, Texts(section)).Fields.IsEmpty
        && level != Level.Existence;

    private static Dictionary<string, string> Texts(OfferedSection section) => section.Content.Fields.Keys.ToDictionary(name => name, _ => "[persoon 1]");

    private static string Show(ContributionAudience audience) => string.Join("\n", audience.Rows.Select(r =>
        $"{string.Join(',', r.Partners)} {string.Join(',', r.Roles)} {string.Join(',', r.Forums)} {string.Join(',', r.Relations)} {string.Join(',', r.Purposes)} {r.Level} {r.Article} {r.MustAsk}"));

    private static async Task<Dictionary<(string, string), (Level Level, string? Article)>> ShownAsync(
        Person person, string purpose, string forum, Case found, Meeting? meeting)
    {
        var outcome = await person.GetAsync(purpose, forum == Forum.Meldpunt ? found.AtMeldpunt() : found.ById(meeting));
        if (outcome.Value is null && meeting is not null)
            outcome = await person.GetAsync(purpose, found.ByAlias(meeting));
        return outcome.Value is { } released
            ? released.Message.Message.View.Sections.Where(s => s.Category != "identity").ToDictionary(s => (s.Source, s.Category), s => (s.Level, s.Article))
            : [];
    }
}
