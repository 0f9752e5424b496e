using System.Text.Json;
using System.Text.RegularExpressions;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.Keys;
using Why = Exchange.Audit.V1.KeyDestroyed.Types.Why;

namespace Exchange.Commands.Tests.Dossier;

/// <summary>
/// A pseudonymised view knows a case by a name of its own per partner, purpose and calendar quarter, and by nothing else: two of them are
/// joined by no name, and when a quarter ends, on purpose, so is what one partner wrote down.
/// </summary>
public sealed partial class PseudonymTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _ofPolice;
    private readonly Person _ofMunicipality;

    public PseudonymTests()
    {
        _ofPolice = _installation.Person("politie", "analist-1", "analyst");
        _ofMunicipality = _installation.Person("oov", "analist-2", "analyst");
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task Responses_OfTwoPartnersPurposesOrQuarters_HaveNoNameInCommon()
    {
        var cases = await CasesAsync(6);
        var told = new List<IReadOnlySet<string>>();
        for (var quarter = 0; quarter < 2; quarter++)
        {
            told.Add(await ToldAsync(_ofPolice, "regie", cases.Count));
            told.Add(await ToldAsync(_ofPolice, "casusoverleg", cases.Count));
            told.Add(await ToldAsync(_ofMunicipality, "regie", cases.Count));
            _installation.Clock.Advance(TimeSpan.FromDays(92));
        }

        Assert.All(told, names => Assert.Equal(cases.Count + 1, names.Count)); // and that of their one subject
        Assert.Equal(told.Sum(names => names.Count), told.SelectMany(names => names).Distinct().Count());
        Assert.Empty(told.SelectMany(names => names).Intersect(cases.SelectMany(c => new[] { c.Id.Value, c.Subject.Value })));
    }

    [Fact]
    public async Task ListCases_OrderOfPseudonyms_TellsNothingOfTheIds()
    {
        var cases = await CasesAsync(12);
        foreach (var person in new[] { _ofPolice, _ofMunicipality })
        {
            var listed = (await person.ListAllAsync("regie")).Select(item => item.Pseudonym).ToList();
            Assert.Equal(listed.Order(StringComparer.Ordinal), listed);
            Assert.Equal(cases.Select(c => References.PseudonymOf(person, "regie", c.Id)).Order(StringComparer.Ordinal), listed);
        }
    }

    [Fact]
    public async Task Case_IsNamedByItsPseudonymAndNotByItsId()
    {
        var found = (await CasesAsync(1))[0];
        var by = found.ByPseudonym(_ofPolice, "regie");
        var view = (await _ofPolice.GetAsync("regie", by)).Value!.Message.Message.View;
        Assert.Equal((Level.Pseudonymised, by.Pseudonym), (view.Level, Assert.IsType<ViewReference.ByPseudonym>(view.Reference).Pseudonym));
        Assert.Equal(Level.Pseudonymised, (await _ofPolice.DescribeAsync("regie", by)).Value!.Message.Value.Level);
        Assert.NotNull((await _ofPolice.AskAsync("regie", by)).Value);
        Assert.NotNull((await _ofPolice.PreviewAsync("regie", by, Offers.Plan("politie").Terms())).Value);

        var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.CaseNotFound, () => _ofPolice.GetAsync("regie", found.ById()));
        Assert.Equal("PSEUDONYM_REQUIRED", entry.InnerReason);
        Assert.Equal(found.Id.Value, _installation.About(entry)!.CaseId);
    }

    [Fact]
    public async Task Subject_IsOneThroughTheCasesOfOnePartnerPurposeAndQuarter()
    {
        var cases = await CasesAsync(2);
        Assert.Equal(cases[0].Subject, cases[1].Subject);
        async Task<string> SubjectAsync(Person person, Case @case) => Assert.IsType<ViewReference.ByPseudonym>(
            (await person.GetAsync("regie", @case.ByPseudonym(person, "regie"))).Value!.Message.Message.View.Reference).Subject;

        var seen = new List<string>();
        foreach (var (person, @case) in new[] { (_ofPolice, cases[0]), (_ofPolice, cases[1]), (_ofMunicipality, cases[0]) })
            seen.Add(await SubjectAsync(person, @case));
        Assert.Equal(seen[0], await SubjectAsync(_ofPolice, cases[0]));
        _installation.Clock.Advance(TimeSpan.FromDays(92));
        seen.Add(await SubjectAsync(_ofPolice, cases[0]));

        Assert.Equal(seen[0], seen[1]);
        Assert.Equal(seen.Count - 1, seen.Distinct().Count());
        Assert.Empty(seen.Intersect(cases.SelectMany(c => new[] { c.Id.Value, c.Subject.Value })));
        var pseudonyms = _installation.Get<Pseudonyms>();
        Assert.Equal(seen[3], pseudonyms.OfSubject(_installation.Partnership, _ofPolice.Partner, "regie", _installation.Today, cases[0].Subject.Value));
    }

    [Fact]
    public async Task Pseudonym_OfAnotherPartnerPurposeOrOfNobody_IsACaseThatIsNotThere()
    {
        var found = (await CasesAsync(1))[0];
        var nothing = Refused.As(RefusalReason.CaseNotFound, await _ofPolice.GetAsync("regie", new CaseReference(CaseId.Create(), null, null)));
        foreach (var other in new[]
        {
            found.ByPseudonym(_ofMunicipality, "regie"),
            found.ByPseudonym(_ofPolice, "casusoverleg"),
            new CaseReference(null, null, null) { Pseudonym = RandomId.Create() },
            new CaseReference(null, null, null) { Pseudonym = found.Id.Value },
            new CaseReference(null, null, null) { Pseudonym = "geen" },
        })
        {
            var entry = await Refused.WithOneEntryAsync(_installation, RefusalReason.CaseNotFound, () => _ofPolice.GetAsync("regie", other));
            Assert.Equal(("NO_SUCH_CASE", null), (entry.InnerReason, entry.CaseAndSubject));
            Assert.Equal(nothing, Refused.As(RefusalReason.CaseNotFound, await _ofPolice.GetAsync("regie", other)));
        }
    }

    [Fact]
    public async Task QuarterEnds_TheOldPseudonymLeadsNowhereAndPagesBeginAnew()
    {
        _installation.Clock.Advance(new DateTimeOffset(2026, 3, 31, 21, 30, 0, TimeSpan.Zero) - _installation.Clock.Now); // half an hour before April in Amsterdam
        var found = (await CasesAsync(1))[0];
        var old = new BasisdossierRequest("regie", found.ByPseudonym(_ofPolice, "regie"), [], 1, "");
        var token = (await _ofPolice.GetAsync(old)).Value!.Message.Message.NextPageToken;
        Assert.NotEmpty(token);
        Assert.NotNull((await _ofPolice.GetAsync(old with { PageToken = token })).Value);

        _installation.Clock.Advance(TimeSpan.FromMinutes(31));

        var now = found.ByPseudonym(_ofPolice, "regie");
        Assert.NotEqual(old.Reference.Pseudonym, now.Pseudonym);
        Refused.As(RefusalReason.CaseNotFound, await _ofPolice.GetAsync(old));
        Refused.As(RefusalReason.CaseNotFound, await _ofPolice.GetAsync(old with { PageToken = token }));
        Refused.As(RefusalReason.PageTokenInvalid, await _ofPolice.GetAsync(old with { Reference = now, PageToken = token }));
        Assert.NotNull((await _ofPolice.GetAsync(old with { Reference = now })).Value);
        Assert.Equal(now.Pseudonym, Assert.Single(await _ofPolice.ListAllAsync("regie")).Pseudonym);
    }

    [Fact]
    public async Task KeysOfEndedQuarters_Destroyed_NobodyMakesThosePseudonymsAgain()
    {
        var found = (await CasesAsync(1))[0];
        var (then, was) = (_installation.Today, found.ByPseudonym(_ofPolice, "regie").Pseudonym!);
        _installation.Clock.Advance(TimeSpan.FromDays(92));
        var current = found.ByPseudonym(_ofPolice, "regie");
        var pseudonyms = _installation.Get<Pseudonyms>();
        var inLog = pseudonyms.OfCaseInLog(_installation.Partnership, "politie", found.Id.Value);
        Assert.Equal(found.Id.Value, pseudonyms.CaseOf(_installation.Partnership, "politie", "regie", then, was)); // the gateway still could

        var entries = await _installation.EntriesOfAsync(async () => Assert.Equal(1, (await DestroyAsync()).Count));

        var entry = Assert.Single(entries);
        Assert.Equal((Audit.V1.KeyDestroyed.Types.Kind.Pseudonym, Why.RetentionEnded), (entry.KeyDestroyed.Kind, entry.KeyDestroyed.Why));
        Assert.NotEqual(found.Id.Value, pseudonyms.CaseOf(_installation.Partnership, "politie", "regie", then, was));
        Assert.NotEqual(was, pseudonyms.Of(_installation.Partnership, "politie", "regie", then, found.Id.Value));
        Assert.NotNull((await _ofPolice.GetAsync("regie", current)).Value);
        Assert.Equal(inLog, pseudonyms.OfCaseInLog(_installation.Partnership, "politie", found.Id.Value));
    }

    private async Task<DestroyedPseudonyms> DestroyAsync() => (await _installation.Get<DestroyKey>().OfEndedPseudonymsAsync(
        _installation.Partnership, _installation.Covenant, Why.RetentionEnded, TestContext.Current.CancellationToken)).Value!;

    private async Task<IReadOnlyList<Case>> CasesAsync(int count)
    {
        var cases = new List<Case>();
        for (var i = 0; i < count; i++)
            cases.Add(await _installation.ActiveCaseAsync(_ofPolice.As(Relation.Lead), _ofMunicipality.As(Relation.Lead)));
        return cases;
    }

    // Everything that looks like a name of 128 bits in what somebody is told of all its cases.
    private static async Task<IReadOnlySet<string>> ToldAsync(Person person, string purpose, int expected)
    {
        var listed = await person.ListAllAsync(purpose);
        Assert.Equal(expected, listed.Count);
        var names = new HashSet<string>(Names().Matches(JsonSerializer.Serialize(listed)).Select(m => m.Value));
        foreach (var item in listed)
        {
            var page = (await person.GetAsync(purpose, new CaseReference(null, null, null) { Pseudonym = item.Pseudonym })).Value!.Message;
            names.UnionWith(Names().Matches(System.Text.Encoding.UTF8.GetString(page.Bytes.Span)).Select(m => m.Value));
        }

        return names;
    }

    [GeneratedRegex("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])")]
    private static partial Regex Names();
}
