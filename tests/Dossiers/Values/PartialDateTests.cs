namespace Exchange.Dossiers.Tests.Values;

public sealed class PartialDateTests
{
    [Theory]
    [InlineData(1970, null, null, "1970")]
    [InlineData(1970, 5, null, "1970-05")]
    [InlineData(1970, 5, 31, "1970-05-31")]
    [InlineData(1, 1, 1, "0001-01-01")]
    [InlineData(9999, 12, 31, "9999-12-31")]
    [InlineData(2024, 2, 29, "2024-02-29")]
    public void ToString_GivesReducedPrecision(int year, int? month, int? day, string expected) =>
        Assert.Equal(expected, new PartialDate(year, month, day).ToString());

    [Theory]
    [InlineData("1970")]
    [InlineData("1970-05")]
    [InlineData("1970-05-31")]
    public void TryParse_ReadsWhatToStringWrites(string text)
    {
        Assert.True(PartialDate.TryParse(text, out var date));
        Assert.Equal(text, date.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("197")]
    [InlineData("1970-")]
    [InlineData("1970-5")]
    [InlineData("1970-13")]
    [InlineData("1970-02-30")]
    [InlineData("1970/05/31")]
    [InlineData("1970-05-31 ")]
    [InlineData("+970-05")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(PartialDate.TryParse(text, out _));

    [Theory]
    [InlineData(0, null, null)]
    [InlineData(-1, null, null)]
    [InlineData(10000, null, null)]
    [InlineData(10000, 1, 1)]
    [InlineData(1970, 0, null)]
    [InlineData(1970, 13, null)]
    [InlineData(1970, null, 5)]
    [InlineData(1970, 2, 29)]
    [InlineData(1970, 4, 31)]
    [InlineData(1970, 4, 0)]
    public void Constructor_ImpossibleDate_Throws(int year, int? month, int? day)
    {
        Assert.False(PartialDate.IsValid(year, month, day));
        Assert.Throws<ArgumentException>(() => new PartialDate(year, month, day));
    }

    [Fact]
    public void EarliestAndLatest_SpanWhatIsUnknown()
    {
        Assert.Equal((new DateOnly(1972, 1, 1), new DateOnly(1972, 12, 31)), Span(new(1972)));
        Assert.Equal((new DateOnly(1972, 2, 1), new DateOnly(1972, 2, 29)), Span(new(1972, 2)));
        Assert.Equal((new DateOnly(1972, 2, 3), new DateOnly(1972, 2, 3)), Span(new(1972, 2, 3)));

        static (DateOnly, DateOnly) Span(PartialDate date) => (date.Earliest, date.Latest);
    }

    [Fact]
    public void Equality_IsByParts()
    {
        Assert.Equal(new PartialDate(1970, 1), new PartialDate(1970, 1));
        Assert.NotEqual(new PartialDate(1970), new PartialDate(1970, 1));
        Assert.NotEqual(new PartialDate(1970, 1), new PartialDate(1970, 1, 1));
    }

    [Theory]
    [InlineData("19700000", "1970")]
    [InlineData("19700500", "1970-05")]
    [InlineData("19700531", "1970-05-31")]
    public void TryParseBrp_KeepsWhatIsUnknownUnknown(string text, string expected)
    {
        Assert.True(PartialDate.TryParseBrp(text, out var date));
        Assert.Equal(expected, date.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("00000000")]
    [InlineData("00000531")]
    [InlineData("19700031")]
    [InlineData("19700230")]
    [InlineData("19701301")]
    [InlineData("1970053")]
    [InlineData("197005311")]
    [InlineData("1970-5-1")]
    [InlineData("+9700531")]
    [InlineData(" 9700531")]
    [InlineData("١٩٧٠٠٥٣١")]
    public void TryParseBrp_UnknownYearOrNoDate_IsRefused(string? text) => Assert.False(PartialDate.TryParseBrp(text, out _));
}
