using Exchange.Consent;
using Exchange.Disclosure.Redaction;
using Exchange.Dossiers;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Disclosure.Tests.Release;

/// <summary>One person has one number in all texts of a view, two have two, and a number tells of nobody else.</summary>
public sealed class ViewTextsTests
{
    private static readonly string[] First = ["Kidane", "Semere", "Yusuf", "Piet", "Bram", "Amanuel", "Hodan", "Wiktoria"];
    private static readonly string[] Last = ["Tesfamariam", "Demir", "Jansen", "Haddad", "Kowalski", "Warsame", "Berhane", "Idrissi"];

    [Fact]
    public void Number_RandomDossiersAndTexts_OnePersonHasOneNumberAndTwoHaveTwo()
    {
        var people = Gen.Shuffle(Last).SelectMany(last => Gen.ListOf(Gen.Elements(Enumerable.Range(0, First.Length))).Select(named => (last, named: named.ToArray())));
        Prop.ForAll(people.ToArbitrary(), Gen.Choose(0, First.Length).ToArbitrary(), (texts, known) =>
        {
            var persons = Dossier(Enumerable.Range(0, known).Select(i => new KnownPerson { FirstNames = [First[i]], Surname = texts.last[i] }));
            var sections = texts.named.Select((who, i) => CaseViews.Text(i, $"Gisteren kwam {First[who]} {texts.last[who]} langs. Later ging {First[who]} weg.")).ToList();
            var labels = CaseViews.Narratives(persons, CaseViews.Named("v"), sections).Select(CaseViews.Labels).ToArray();
            var numbers = texts.named.Zip(labels, (who, of) => (who, of)).ToLookup(p => p.who, p => p.of);
            return numbers.All(p => p.All(of => of.Length == 2 && of.Distinct().Single() == p.First()[0]))
                && numbers.Select(p => p.First()[0]).Distinct().Count() == numbers.Count;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Number_ManyPersons_AllHaveTheirOwnAndNoneCountsUp()
    {
        var numbers = new PersonNumbers(new byte[32], []);
        var drawn = Enumerable.Range(0, 2000).Select(i => numbers.Of($"{i}")).ToArray();

        Assert.Equal(drawn.Length, drawn.Distinct().Count());
        Assert.All(drawn[..100], n => Assert.InRange(n, 100, 999));
        Assert.Contains(drawn[..20].Zip(drawn[1..21]), pair => pair.Second < pair.First);
        Assert.Equal(drawn, Enumerable.Range(0, 2000).Select(i => new PersonNumbers(new byte[32], numbers.Given).Of($"{i}")));
    }

    [Fact]
    public void Number_AnotherView_HasOtherNumbers()
    {
        var sections = First.Select((name, i) => CaseViews.Text(i, $"Gisteren kwam {name} langs.")).ToArray();

        var (one, other) = (CaseViews.Narratives(Dossier([]), CaseViews.Named("a"), sections), CaseViews.Narratives(Dossier([]), CaseViews.Named("b"), sections));

        Assert.NotEqual(one, other);
        Assert.Equal(one, CaseViews.Narratives(Dossier([]), CaseViews.Named("a"), sections));
    }

    [Fact]
    public void Number_SectionThatNobodySees_ChangesNoNumberWhereverItStands()
    {
        Prop.ForAll(Gen.Shuffle(First).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (names, key) =>
        {
            var seen = names.Take(4).Select((name, i) => CaseViews.Text(10 + i, $"Gisteren kwam {name} langs.")).ToArray();
            var view = CaseViews.Named($"{key}", seen.Select(s => s.Section.Id).ToHashSet());
            var hidden = Enumerable.Range(0, 40).Select(i => CaseViews.Text(i, $"Gisteren kwam {names[i % 8]} {names[(i + 3) % 8]}{Last[i % 8]} langs.")).ToArray();
            return CaseViews.Narratives(Dossier([]), view, seen).SequenceEqual(CaseViews.Narratives(Dossier([]), view, [.. hidden, .. seen])[hidden.Length..]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Number_SectionsAndPersonsThatComeLater_LeaveTheNumbers()
    {
        Prop.ForAll(Gen.Shuffle(First).ToArbitrary(), Gen.Choose(0, 7).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (names, known, key) =>
        {
            var sections = names.Select((name, i) => CaseViews.Text(i, $"Gisteren kwam {name} langs.")).ToArray();
            var view = CaseViews.Named($"{key}");
            var before = CaseViews.Narratives(Dossier([]), view, sections[..4]);
            var after = CaseViews.Narratives(Dossier(names.Take(known).Select(name => new KnownPerson { FirstNames = [name], Surname = "Berhane" })), view, sections);
            return before.SequenceEqual(after[..4]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Number_AtAMeeting_DependsOnNothingThatTwoCasesDifferInByNameOnly()
    {
        Prop.ForAll(Gen.Shuffle(First).ToArbitrary(), Gen.Shuffle(First).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (names, others, meeting) =>
        {
            var (one, other) = (NumbersOf($"{meeting}", "case", names), NumbersOf($"{meeting}", "another", others));
            return one.SequenceEqual(other) && one.Distinct().Count() == 4;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Number_AtAMeeting_OfTextsThatDifferInAnythingElse_IsAnother()
    {
        var one = NumbersOf("a", "case", First);

        Assert.Equal(one, NumbersOf("a", "case", First));
        Assert.NotEqual(one, NumbersOf("b", "case", First));
        Assert.NotEqual(one, NumbersOf("a", "case", First, "Later werd het rustig."));
    }

    [Fact]
    public void Number_AtAMeeting_SectionThatNobodySees_ChangesNoNumber()
    {
        var seen = First.Take(4).Select((name, i) => CaseViews.Text(10 + i, $"Gisteren kwam {name} langs.")).ToArray();
        var hidden = First.Select((name, i) => CaseViews.Text(i, $"Gisteren belde {name} {Last[i]}.")).ToArray();
        var view = CaseViews.AtMeeting("a", "case", seen.Select(s => s.Section.Id).ToHashSet());

        Assert.Equal(CaseViews.Narratives(Dossier([]), view, seen), CaseViews.Narratives(Dossier([]), view, [.. hidden, .. seen])[hidden.Length..]);
    }

    [Fact]
    public void Number_AtAMeeting_GivenBefore_IsKept()
    {
        var sections = First.Select((name, i) => CaseViews.Text(i, $"Gisteren kwam {name} langs.")).ToArray();
        var view = CaseViews.AtMeeting("a", "case", sections.Select(s => s.Section.Id).ToHashSet());
        var before = new CaseTexts(Dossier([])).Number(view, sections[..4], []);

        var after = CaseViews.Narratives(Dossier([]), view, [.. sections[4..], .. sections[..4]], before.Numbers);

        Assert.Equal(sections[..4].Select(s => before.Of(s.Section)["narrative"]), after[4..]);
        Assert.Equal(First.Length, after.SelectMany(CaseViews.Labels).Distinct().Count());
    }

    [Fact]
    public void Number_ShortName_IsTheFullOneOfItsOwnSectionWhenThatIsTheOnlyOne()
    {
        var texts = CaseViews.Narratives(
            Dossier([]),
            CaseViews.Named("a"),
            [
                CaseViews.Text(1, "Yusuf kwam. Yusuf Demir bleef, en Y. Demir ging."),
                CaseViews.Text(2, "Yusuf Haddad kwam met Yusuf Demir. Toen ging Yusuf weg."),
            ]).Select(CaseViews.Labels).ToArray();

        Assert.Single(texts[0].Distinct());
        Assert.Equal(3, texts[1].Distinct().Count());
        Assert.Equal(texts[0][0], texts[1][1]);
    }

    [Fact]
    public void Number_PersonOfWhomTwoSectionsTell_IsOne()
    {
        KnownPerson twice = new() { FirstNames = ["Semere"], Surname = "Haddad", BirthDate = "1980-01-02" };
        var section = CaseViews.Text(1, "Gisteren kwam Semere Haddad langs.");

        Assert.Matches(@"^Gisteren kwam \[persoon \d{3}\] langs\.$", CaseViews.Narratives(Dossier([twice, twice with { BirthDate = "" }]), CaseViews.Named("a"), [section])[0]);
        Assert.Matches(
            @"^Gisteren kwam \[persoon \d{3} of \d{3}\] langs\.$",
            CaseViews.Narratives(Dossier([twice, twice with { BirthDate = "2004-05-06" }]), CaseViews.Named("a"), [section])[0]);
    }

    [Fact]
    public void Relation_WhereTheViewMayTellIt_StandsInThePlaceOfTheNumber()
    {
        var (household, text, other) = (SectionId.Create(), CaseViews.Text(1, "Gisteren belde Hodan."), CaseViews.Text(2, "Gisteren ging Hodan weg."));
        var persons = Dossier([Relative("Hodan", "moeder", household)]);
        var view = CaseViews.Named("a", new HashSet<SectionId> { household }, (section, toldIn) => toldIn == household && section == text.Section);

        var texts = CaseViews.Narratives(persons, view, [text, other]);

        Assert.Equal("Gisteren belde [moeder van persoon 1].", texts[0]);
        Assert.Matches(@"^Gisteren ging \[persoon \d{3}\] weg\.$", texts[1]);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Relation_OfTwoBrothers_IsToldWhenNobodySeesThatThereIsAnother(bool isOtherSeen, bool isTold)
    {
        var (one, other, text) = (SectionId.Create(), SectionId.Create(), CaseViews.Text(1, "Gisteren belde Bram."));
        var persons = Dossier([Relative("Bram", "broer", one), Relative("Piet", "broer", other)]);
        HashSet<SectionId> seen = isOtherSeen ? [one, other] : [one];

        Assert.Equal(isTold, CaseViews.Narratives(persons, CaseViews.Named("a", seen, (_, toldIn) => seen.Contains(toldIn)), [text])[0] == "Gisteren belde [broer van persoon 1].");
    }

    [Fact]
    public void Relation_ThatSomebodyElseHadInAnEarlierText_IsNotToldAgain()
    {
        var (one, other) = (SectionId.Create(), SectionId.Create());
        var view = CaseViews.Named("a", new HashSet<SectionId> { one, other }, (_, _) => true);
        var texts = new CaseTexts(Dossier([Relative("Bram", "broer", one)])).Number(view, [CaseViews.Text(1, "Gisteren belde Bram.")], []);
        Assert.Contains("broer", string.Concat(CaseViews.Narratives(Dossier([Relative("Bram", "broer", one)]), view, [CaseViews.Text(1, "Bram belde.")], texts.Numbers)), StringComparison.Ordinal);

        Assert.DoesNotContain("broer", string.Concat(CaseViews.Narratives(Dossier([Relative("Piet", "broer", other)]), view, [CaseViews.Text(2, "Piet belde.")], texts.Numbers)), StringComparison.Ordinal);
    }

    [Fact]
    public void Relation_WordThatMayBeAName_IsNotTold()
    {
        var household = SectionId.Create();
        var view = CaseViews.Named("a", new HashSet<SectionId> { household }, (_, _) => true);

        Assert.Matches(@"^Gisteren belde \[persoon \d{3}\]\.$", CaseViews.Narratives(Dossier([Relative("Hodan", "Amina", household)]), view, [CaseViews.Text(1, "Gisteren belde Hodan.")])[0]);
    }

    [Fact]
    public void Number_TextThatNamesThousands_TakesNoLongerThanItsNames()
    {
        var names = Enumerable.Range(0, 5000).Select(i => $"Zw{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i / 676))}x Demir");

        Assert.NotNull(CaseViews.Narratives(Dossier([]), CaseViews.Named("a"), [CaseViews.Text(1, string.Join(". Toen kwam ", names))])[0]);
    }

    // The first is known to the dossier, and named in two sections.
    private static string[] NumbersOf(string meeting, string key, string[] names, string more = "")
    {
        var sections = new[]
        {
            CaseViews.Text(1, $"Gisteren kwamen {names[0]} en {names[1]} langs."),
            CaseViews.Text(2, $"Toen ging {names[0]} weg met {names[2]} en {names[3]}. {more}"),
        };
        var view = CaseViews.AtMeeting(meeting, key, sections.Select(s => s.Section.Id).ToHashSet());
        return [.. CaseViews.Narratives(Dossier([new KnownPerson { FirstNames = [names[0]], Surname = "Berhane" }]), view, sections).SelectMany(CaseViews.Labels)];
    }

    private static KnownPerson Relative(string name, string relationship, SectionId toldIn) => new() { FirstNames = [name], Relationship = relationship, ToldIn = toldIn };

    private static IReadOnlyList<KnownPerson> Dossier(IEnumerable<KnownPerson> others) => [new KnownPerson { FirstNames = ["Roderick"], Surname = "Testpersoon" }, .. others];
}
