using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Tests.Release.LookAlikes;

public sealed class LaddersTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    [Fact]
    public void Of_BirthDate_BeginsWithTheBandThatTheCovenantNames() =>
        Assert.Equal([new AgeBandValue(30, 39), new AgeBandValue(30, 49)], LadderOf("identity", "birthDate", Born(1990, 2, 1)));

    [Fact]
    public void Of_BandOfTwentyYears_HasNoClassThatIsNotWider() =>
        Assert.Equal([new AgeBandValue(20, 39)], LadderOf("extra", "band20", Born(2000, 2, 1)));

    [Fact]
    public void HeldBy_BandOfTwentyYears_FitsItsClassToo() =>
        Assert.Equal(
            [new AgeBandValue(20, 39), new AgeBandValue(18, 29)],
            Single(Ladders.HeldBy(Covenants.Of("extra"), SectionOf("extra"), SectionContent.Of(("band20", Born(2000, 2, 1))), Day, Covenants.Districts)));

    [Fact]
    public void Of_PartialBirthDate_BeginsWhereItIsCertain() =>
        Assert.Equal([new AgeBandValue(30, 49)], LadderOf("identity", "birthDate", new DateValue(new PartialDate(1986))));

    [Fact]
    public void Of_Address_IsItsDistrictThenTheWorkingArea() =>
        Assert.Equal([new DistrictValue("Noord"), new DistrictValue("binnen het werkgebied")], LadderOf("identity", "address", At("1021AB")));

    [Fact]
    public void Of_AddressElsewhere_HasOneRung() =>
        Assert.Equal([new DistrictValue("elders")], LadderOf("identity", "address", At("9999AB")));

    [Fact]
    public void Of_ListedCode_IsKept() => Assert.Equal([new TextValue("een")], LadderOf("household", "composition", new TextValue("een")));

    [Theory]
    [InlineData("household", "composition")] // not of the list
    [InlineData("extra", "openCode")]
    [InlineData("extra", "name")]
    [InlineData("police", "narrative")]
    public void Of_Text_HasNoLadder(string category, string field) =>
        Assert.Empty(Candidates(category, field, new TextValue("Jan")));

    [Theory]
    [InlineData("police", "lastIncidentOn")]
    [InlineData("extra", "month")]
    public void Of_YearOfADate_HasNoLadder(string category, string field) => Assert.Empty(Candidates(category, field, Born(1990, 2, 1)));

    [Fact]
    public void Of_FieldOfWhichNothingIsLeftPseudonymised_HasNoLadder() =>
        Assert.Empty(Candidates("extra", "onlyAnonymised", new TextValue("een")));

    private static IReadOnlyList<FieldValue> LadderOf(string category, string field, FieldValue value) => Single(Candidates(category, field, value));

    private static IReadOnlyList<FieldValue> Single(IReadOnlyList<Candidate> candidates) => Assert.Single(candidates).Ladder;

    private static IReadOnlyList<Candidate> Candidates(string category, string field, FieldValue value) =>
        Ladders.Of(Covenants.Of(category), SectionOf(category), SectionContent.Of((field, value)), Day, Covenants.Districts);

    private static DateValue Born(int year, int month, int day) => new(new PartialDate(year, month, day));

    private static AddressValue At(string postcode) => new() { Postcode = postcode };

    private static Section SectionOf(string category) => new()
    {
        Id = new SectionId("a"),
        Category = category,
        Source = "oov",
        Ground = "",
        Handling = Handling.Open,
        Secrecy = Secrecy.NotLifted,
        KeepUntil = DateOnly.MaxValue,
        EncryptedContent = default,
    };
}
