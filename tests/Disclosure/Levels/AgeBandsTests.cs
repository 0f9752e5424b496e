using Exchange.Dossiers;

namespace Exchange.Disclosure.Tests.Levels;

public sealed class AgeBandsTests
{
    private static readonly DateOnly Day = new(2026, 3, 1);

    [Theory]
    [InlineData("2026-03-01", 0, 17)]
    [InlineData("2008-03-02", 0, 17)]
    [InlineData("2008-03-01", 18, 29)]
    [InlineData("1996-03-02", 18, 29)]
    [InlineData("1996-03-01", 30, 49)]
    [InlineData("1976-03-02", 30, 49)]
    [InlineData("1976-03-01", 50, null)]
    [InlineData("1900-01-01", 50, null)]
    [InlineData("2000", 18, 29)]
    [InlineData("2008-02", 18, 29)]
    [InlineData("2026", 0, 17)]
    public void CoarseOf_CountsTheAgeOnTheDay(string birth, int lowest, int? highest) =>
        Assert.Equal(new AgeBandValue(lowest, highest), AgeBands.CoarseOf(Date(birth), Day));

    [Theory]
    [InlineData("2008")]
    [InlineData("2008-03")]
    [InlineData("1996")]
    [InlineData("1976")]
    public void CoarseOf_TwoPossibleBands_GivesNone(string birth) => Assert.Null(AgeBands.CoarseOf(Date(birth), Day));

    [Theory]
    [InlineData("2026-03-02")]
    [InlineData("2026-04")]
    [InlineData("2027")]
    public void CoarseOf_NotYetBorn_GivesNone(string birth) => Assert.Null(AgeBands.CoarseOf(Date(birth), Day));

    [Fact]
    public void CoarseOf_BornOnALeapDay_IsOlderOnTheFirstOfMarch()
    {
        var birth = new PartialDate(2008, 2, 29);

        Assert.Equal(new AgeBandValue(0, 17), AgeBands.CoarseOf(birth, new DateOnly(2026, 2, 28)));
        Assert.Equal(new AgeBandValue(18, 29), AgeBands.CoarseOf(birth, new DateOnly(2026, 3, 1)));
    }

    [Theory]
    [InlineData(5, "1990-05-17", 35, 39)]
    [InlineData(10, "1990-05-17", 30, 39)]
    [InlineData(20, "1990-05-17", 20, 39)]
    [InlineData(5, "1940-01-01", 85, 89)]
    [InlineData(5, "1930-01-01", 90, null)]
    [InlineData(10, "1940-01-01", 80, 89)]
    [InlineData(10, "1910-01-01", 90, null)]
    [InlineData(20, "1940-01-01", 80, null)]
    [InlineData(10, "2026-03-01", 0, 9)]
    public void Of_IsABandOfThatWidthAndOpenForTheOldest(int width, string birth, int lowest, int? highest) =>
        Assert.Equal(new AgeBandValue(lowest, highest), AgeBands.Of(Date(birth), Day, width));

    [Theory]
    [InlineData("1986", 30, 49)]
    [InlineData("1920", 90, null)]
    public void Of_PartialDateInTwoBands_FallsBackToTheCoarseClass(string birth, int lowest, int? highest) =>
        Assert.Equal(new AgeBandValue(lowest, highest), AgeBands.Of(Date(birth), Day, 5));

    [Fact]
    public void Of_PartialDateInTwoCoarseClasses_GivesNone() => Assert.Null(AgeBands.Of(Date("1996"), Day, 10));

    private static PartialDate Date(string text) => PartialDate.TryParse(text, out var date) ? date : throw new ArgumentException(text);
}
