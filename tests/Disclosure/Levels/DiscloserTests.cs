using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Tests.Levels;

public sealed class DiscloserTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    private static readonly SectionContent Identity = SectionContent.Of(
        ("firstNames", new TextValue("Test")),
        ("surname", new TextValue("Persoon")),
        ("gender", new TextValue("een")),
        ("bsn", new TextValue("999990019")),
        ("birthDate", new DateValue(new PartialDate(1990, 5, 17))),
        ("address", new AddressValue { Street = "Dam", HouseNumber = "1", Postcode = "1012JS", City = "Amsterdam" }));

    [Fact]
    public void Apply_Identity_LeavesLessAtEachLevel()
    {
        var identity = Covenants.Of("identity");

        var pseudonymised = Discloser.Apply(identity, Level.Pseudonymised, Identity, Day, Covenants.Districts);
        var anonymised = Discloser.Apply(identity, Level.Anonymised, Identity, Day, Covenants.Districts);

        Assert.Equal(
            [
                new("address", new DistrictValue("Centrum")),
                new("birthDate", new DateValue(new PartialDate(1990))),
                new("gender", new TextValue("een")),
            ],
            pseudonymised.Fields);
        Assert.Equal(
            [new("address", new DistrictValue("binnen het werkgebied")), new("birthDate", new AgeBandValue(30, 49))],
            anonymised.Fields);
    }

    /// <summary>A risk category of 2015 is none of 2018, however alike they are called.</summary>
    [Theory]
    [InlineData("2018:hoog", true)]
    [InlineData("2015:hoog", false)]
    [InlineData("hoog", false)]
    public void Apply_CodeOfAnotherVersionOfItsList_IsLeftOutBelowFull(string code, bool isLeft)
    {
        var list = new CodeListVersion("risico", "2018");
        var risk = Covenants.Category("risk", ("code", new FieldRule(FieldType.Code, Generalisation.Keep, Generalisation.Keep, [list.Qualify("laag"), list.Qualify("hoog")]) { List = list }));
        var content = SectionContent.Of(("code", new TextValue(code)));

        Assert.Equal(isLeft, Discloser.Apply(risk, Level.Pseudonymised, content, Day, Covenants.Districts).Fields.Count == 1);
        Assert.Equal(isLeft, Discloser.Apply(risk, Level.Anonymised, content, Day, Covenants.Districts).Fields.Count == 1);
        Assert.Single(Discloser.Apply(risk, Level.Full, content, Day, Covenants.Districts).Fields);
    }

    [Fact]
    public void Apply_Existence_LeavesNothing() =>
        Assert.Empty(Discloser.Apply(Covenants.Of("identity"), Level.Existence, Identity, Day, Covenants.Districts).Fields);

    [Theory]
    [InlineData(Level.None)]
    [InlineData((Level)5)]
    public void Apply_NothingMayBeSeen_Throws(Level level) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Discloser.Apply(Covenants.Of("identity"), level, Identity, Day, Covenants.Districts));

    [Fact]
    public void Apply_FieldThatTheCovenantNoLongerLists_IsLeftOutAtFullToo()
    {
        var content = SectionContent.Of(("status", new TextValue("een")), ("retired", new TextValue("x")));

        Assert.Equal(["status"], Discloser.Apply(Covenants.Of("plan"), Level.Full, content, Day, []).Fields.Keys);
    }

    [Fact]
    public void Apply_ValueOfAnotherType_IsLeftOutAtEveryLevel()
    {
        var content = SectionContent.Of(("status", new NumberValue(1)), ("goal", new TextsValue(["x"])), ("agreedOn", new TextValue("2020")));

        foreach (var level in new[] { Level.Full, Level.Pseudonymised, Level.Anonymised })
            Assert.Empty(Discloser.Apply(Covenants.Of("plan"), level, content, Day, []).Fields);
    }

    [Fact]
    public void Apply_CodeThatTheCovenantDoesNotList_IsShownAtFullOnly()
    {
        // It may have been listed once, or the list may be open: then it may hold a name.
        var content = SectionContent.Of(("openCode", new TextValue("Jan")), ("onlyAnonymised", new TextValue("een")));

        Assert.Empty(Discloser.Apply(Covenants.Of("extra"), Level.Anonymised, content, Day, []).Fields);
        Assert.Empty(Discloser.Apply(Covenants.Of("extra"), Level.Pseudonymised, content, Day, []).Fields);
        Assert.Equal(2, Discloser.Apply(Covenants.Of("extra"), Level.Full, content, Day, []).Fields.Count);
    }

    [Theory]
    [InlineData(Level.Anonymised)]
    [InlineData(Level.Pseudonymised)]
    public void Apply_FreeText_IsOmittedBelowFull(Level level)
    {
        var content = SectionContent.Of(("narrative", new TextValue("Jan woont op de Dam.")), ("incidentKind", new TextValue("twee")));

        Assert.Equal(["incidentKind"], Discloser.Apply(Covenants.Of("police"), level, content, Day, []).Fields.Keys);
    }

    [Fact]
    public void Apply_YearsMonthsAndCounts_AreTooFineForAnonymised()
    {
        var content = SectionContent.Of(
            ("month", new DateValue(new PartialDate(1990, 5, 17))),
            ("persons", new PersonsValue([new RelatedPerson { Surname = "Kind" }])));

        Assert.Empty(Discloser.Apply(Covenants.Of("extra"), Level.Anonymised, content, Day, []).Fields);
        Assert.Equal(
            [new("month", new DateValue(new PartialDate(1990, 5))), new("persons", new CountValue(1))],
            Discloser.Apply(Covenants.Of("extra"), Level.Pseudonymised, content, Day, []).Fields);
    }
}
