using System.Text;
using System.Text.Json;
using Exchange.Consent;
using Exchange.Disclosure.Redaction;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Tests.Release.Freezing;

/// <summary>What is frozen of a case: made once, only added to, and never more than the covenant that decides leaves.</summary>
public sealed class CaseFreezerTests
{
    private static readonly DateOnly Day = new(2026, 2, 2);
    private static readonly KnownPerson Subject = new() { FirstNames = ["Roderick"], Surname = "Testpersoon" };

    private readonly Section _identity = Of("identity");
    private readonly Section _signal = Of("signals");
    private readonly Section _unknown = Of("nergens");
    private readonly SectionContent _who = SectionContent.Of(
        ("firstNames", new TextValue("Roderick")),
        ("birthDate", new DateValue(new PartialDate(1990, 5, 17))),
        ("address", new AddressValue { Postcode = "1011AB", City = "Amsterdam" }));

    [Fact]
    public void Freeze_FirstLook_HasEverySectionAsADiscloserWouldShowIt()
    {
        var frozen = Freeze(FrozenCase.Empty, Covenants.Ungated, "Ze zag bloem.");

        Assert.Equal(3, frozen.Sections.Count);
        Assert.Equal(
            SectionContent.Of(("birthDate", new AgeBandValue(30, 49)), ("address", new DistrictValue("binnen het werkgebied"))).Fields,
            frozen.ContentOf(_identity).Fields);
        Assert.Equal(SectionContent.Of(("kind", new TextValue("gedrag")), ("narrative", new TextValue("Ze zag bloem."))).Fields, frozen.ContentOf(_signal).Fields);
        Assert.Empty(frozen.ContentOf(_unknown).Fields);
    }

    [Fact]
    public void Freeze_NothingNew_GivesTheVerySame()
    {
        var frozen = Freeze(FrozenCase.Empty, Covenants.Ungated, "Ze zag bloem.");
        Assert.Same(frozen, Freeze(frozen, Covenants.Ungated, "Iets anders."));
    }

    [Fact]
    public void Freeze_SectionThatComesLater_KnowsPersonsByTheNumbersThatTheyHave()
    {
        var later = Of("signals");
        var before = Freeze(FrozenCase.Empty, Covenants.Ungated, "Kidane belde met Semere.");

        var kept = FrozenCase.FromBytes(before.ToBytes());
        var after = CaseFreezer.Freeze(
            kept,
            Covenants.Ungated,
            Day,
            [(later, Signal("Semere Haddad en Kidane en Piet."))],
            new CaseTexts([Subject, new KnownPerson { FirstNames = ["Semere"], Surname = "Haddad" }]),
            CaseViews.Named("meeting"));

        string[] first = CaseViews.Labels(((TextValue)before.ContentOf(_signal).Fields["narrative"]).Text);
        string[] second = CaseViews.Labels(((TextValue)after.ContentOf(later).Fields["narrative"]).Text);
        Assert.Equal([first[1], first[0]], second[..2]);
        Assert.DoesNotContain(second[2], first);
        Assert.Equal(4, FrozenCase.FromBytes(after.ToBytes()).Numbers.Count()); // Semere by his whole name too
    }

    [Fact]
    public void FromBytes_RowOfBeforePersonsHadNumbersOfTheView_IsReadAndStays()
    {
        const string row = """[{"Section":"AAAAAAAAAAAAAAAAAAAAAA","Version":1,"Covenant":"ab","Category":"signals","Source":"oov","Fields":{"narrative":{"t":"text","Text":"[persoon 2] kwam."}}}]""";

        var frozen = FrozenCase.FromBytes(Encoding.UTF8.GetBytes(row));

        Assert.Empty(frozen.Numbers);
        Assert.Equal(row, Encoding.UTF8.GetString(frozen.ToBytes()));
    }

    [Fact]
    public void Freeze_AnotherVersionWhenSomebodyIsKnown_LeavesWhatWasShown()
    {
        var before = Freeze(FrozenCase.Empty, Covenants.Ungated, "Ze zag bloem.");
        var corrected = _signal with { Version = 2 };

        var after = CaseFreezer.Freeze(
            before,
            Covenants.Ungated,
            Day,
            [(_signal, Signal("Ze zag bloem.")), (corrected, Signal("Daarna ging bloem weg."))],
            new CaseTexts([Subject, new KnownPerson { FirstNames = ["Bloem"] }]),
            CaseViews.Named("meeting"));

        Assert.Equal(before.ContentOf(_signal), after.ContentOf(_signal));
        Assert.Matches(@"^Daarna ging \[persoon \d{3}\] weg\.$", ((TextValue)after.ContentOf(corrected).Fields["narrative"]).Text);
        Assert.Equal(before.Sections.Count + 1, after.Sections.Count);
    }

    [Fact]
    public void Freeze_UnderAnotherCovenant_OnlyTakesAway()
    {
        var stricter = With("anonymised: ageBand10 }", " }");
        var shown = Freeze(FrozenCase.Empty, Covenants.Ungated, "Ze zag bloem.");

        var narrowed = Freeze(shown, stricter, "Ze zag bloem.", "Bloem");
        var back = Freeze(narrowed, Covenants.Ungated, "Ze zag bloem.", "Bloem");

        Assert.Equal(["address"], narrowed.ContentOf(_identity).Fields.Keys);
        Assert.Equal(new TextValue("Ze zag bloem."), narrowed.ContentOf(_signal).Fields["narrative"]);
        Assert.Equal(["address"], back.ContentOf(_identity).Fields.Keys);
    }

    [Fact]
    public void Freeze_UnderACovenantThatRedactsNoMore_TakesTheTextAway() => Assert.False(
        Freeze(Freeze(FrozenCase.Empty, Covenants.Ungated, "Ze zag bloem."), With("pseudonymised: redact, anonymised: redact", "pseudonymised: redact"), "Ze zag bloem.")
            .ContentOf(_signal).Fields.ContainsKey("narrative"));

    [Fact]
    public void Bytes_OfAFrozenCase_GiveItBack()
    {
        var frozen = Freeze(FrozenCase.Empty, Covenants.Ungated, "Ze zag bloem.");
        var read = FrozenCase.FromBytes(frozen.ToBytes());

        Assert.Equal(frozen.ToBytes(), read.ToBytes());
        Assert.Equal(frozen.ContentOf(_identity).Fields, read.ContentOf(_identity).Fields);
        Assert.True(read.IsWhole(Covenants.Ungated, [_identity, _signal, _unknown]));
        Assert.False(read.IsWhole(With("anonymised: ageBand10 }", " }"), [_identity]));
        Assert.False(read.IsWhole(Covenants.Ungated, [_identity with { Version = 2 }]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("""[{"Section":"s","Version":1,"Covenant":"c","Category":"a","Source":"b"}]""")]
    [InlineData("""[{"Section":"s","Version":1,"Covenant":"c","Category":"a","Source":"b","Fields":{},"More":1}]""")]
    [InlineData("""[{"Section":"s","Version":1,"Covenant":"c","Category":"a","Source":"b","Fields":{"a":null}}]""")]
    [InlineData("""[{"Section":"s","Version":1,"Covenant":"c","Category":"a","Source":"b","Fields":{"a":{"Text":"x"}}}]""")]
    [InlineData("""[{"Section":"s","Version":1,"Covenant":"c","Category":"a","Source":"b","Fields":{"a":{"t":"bsn","Text":"x"}}}]""")]
    [InlineData("""[{"Section":"s","Version":1,"Covenant":"c","Category":"a","Source":"b","Fields":{"a":{"t":"date","Date":"1990"}}}]""")]
    [InlineData("""[{"Section":"s","Version":1,"Covenant":"c","Category":"a","Source":"b","Fields":{}},{"Section":"s","Version":1,"Covenant":"c","Category":"a","Source":"b","Fields":{}}]""")]
    public void Bytes_OfSomethingElse_AreNoFrozenCase(string bytes) =>
        Assert.ThrowsAny<JsonException>(() => FrozenCase.FromBytes(Encoding.UTF8.GetBytes(bytes)));

    [Fact]
    public void Bytes_OfAValueThatIsNotGeneralised_AreNotMade() => Assert.Throws<NotSupportedException>(() => new FrozenCase(
        FrozenCase.Empty.Sections.Add((_identity.Id, 1), new FrozenSection("c", "identity", "oov", SectionContent.Of(("birthDate", new DateValue(new PartialDate(1990))))))).ToBytes());

    [Fact]
    public void Freeze_NobodyLooksAlike_LeavesTheTextsOnly()
    {
        var frozen = Gated(FrozenCase.Empty, Population.Empty);

        Assert.Empty(frozen.ContentOf(_identity).Fields);
        Assert.Equal(["narrative"], frozen.ContentOf(_signal).Fields.Keys);
    }

    [Fact]
    public void Freeze_EnoughLookAlikes_ShowsWhatTheCovenantNames() => Assert.Equal(
        SectionContent.Of(("birthDate", new AgeBandValue(30, 39)), ("address", new DistrictValue("Centrum"))).Fields,
        Gated(FrozenCase.Empty, LookAlikes(5)).ContentOf(_identity).Fields);

    [Fact]
    public void Freeze_SectionThatNobodySeesAnonymised_HasNoValues() =>
        Assert.Empty(Gated(FrozenCase.Empty, LookAlikes(5), _signal.Id).ContentOf(_identity).Fields);

    [Fact]
    public void Freeze_LookAlikesGone_LeavesWhatWasShownAndAddsNothing()
    {
        var before = Gated(FrozenCase.Empty, LookAlikes(5), _identity.Id);
        var again = _signal with { Version = 2 };

        var after = Gated(before, Population.Empty, _identity.Id, again);

        Assert.Equal(before.ContentOf(_identity), after.ContentOf(_identity));
        Assert.Equal(["narrative"], after.ContentOf(again).Fields.Keys);
    }

    [Fact]
    public void Freeze_GateThatCameInTheMeeting_LeavesTheCoarseClassesThatWereShown()
    {
        var before = Freeze(FrozenCase.Empty, Covenants.Ungated, "Ze zag bloem.");

        var after = Gated(before, LookAlikes(5));

        Assert.Equal(before.ContentOf(_identity).Fields, after.ContentOf(_identity).Fields);
    }

    [Fact]
    public void Freeze_GateThatWentInTheMeeting_TakesAwayWhatIsFinerThanTheClasses() =>
        Assert.Empty(Freeze(Gated(FrozenCase.Empty, LookAlikes(5)), Covenants.Ungated, "Ze zag bloem.").ContentOf(_identity).Fields);

    [Fact]
    public void Freeze_GateWithoutACrowdOrTheOtherWayRound_IsAMistakeOfTheCaller()
    {
        Assert.Throws<ArgumentException>(() => CaseFreezer.Freeze(FrozenCase.Empty, Covenants.Sample, Day, [], new CaseTexts([]), CaseViews.Named("meeting")));
        Assert.Throws<ArgumentException>(() =>
            CaseFreezer.Freeze(FrozenCase.Empty, Covenants.Ungated, Day, [], new CaseTexts([]), CaseViews.Named("meeting"), new Crowd(Population.Empty, 5, new HashSet<SectionId>())));
    }

    private FrozenCase Gated(FrozenCase before, Population population, SectionId? only = null, Section? signal = null) => CaseFreezer.Freeze(
        before,
        Covenants.Sample,
        Day,
        [(_identity, _who), (signal ?? _signal, Signal("Ze zag bloem."))],
        new CaseTexts([Subject]),
        CaseViews.Named("meeting"),
        new Crowd(population, 5, only is { } one ? new HashSet<SectionId> { one } : new HashSet<SectionId> { _identity.Id, _signal.Id }));

    private Population LookAlikes(int count)
    {
        var people = new Population.Builder();
        for (var person = 0; person < count; person++)
            people.Add((UInt128)person, null, CaseTraits.Of(Covenants.Sample, [(_identity, _who)], Day).Held);
        return people.Build();
    }

    private FrozenCase Freeze(FrozenCase before, Covenant covenant, string story, params string[] others) => CaseFreezer.Freeze(
        before,
        covenant,
        Day,
        [(_identity, _who), (_signal, Signal(story)), (_unknown, _who)],
        new CaseTexts([Subject, .. others.Select(name => new KnownPerson { FirstNames = [name] })]),
        CaseViews.Named("meeting"));

    private static SectionContent Signal(string story) => SectionContent.Of(("kind", new TextValue("gedrag")), ("narrative", new TextValue(story)));

    private static Covenant With(string old, string changed)
    {
        var text = Covenants.UngatedText(Covenants.SampleText);
        Assert.Contains(old, text, StringComparison.Ordinal);
        return Covenant.Load(Encoding.UTF8.GetBytes(text.Replace(old, changed, StringComparison.Ordinal))).Covenant!;
    }

    private static Section Of(string category) => new()
    {
        Id = SectionId.Create(),
        Category = category,
        Source = "oov",
        Ground = "",
        Handling = Handling.Open,
        Secrecy = Secrecy.NotLifted,
        KeepUntil = new DateOnly(2099, 1, 1),
        EncryptedContent = default,
    };
}
