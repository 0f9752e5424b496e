using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Consent.Tests.Vocabulary;

public sealed class AmsterdamCalendarTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    [Theory]
    [InlineData("2026-01-14T22:59:59Z", "2026-01-14")] // winter: UTC+1
    [InlineData("2026-01-14T23:00:00Z", "2026-01-15")]
    [InlineData("2026-07-14T21:59:59Z", "2026-07-14")] // summer: UTC+2
    [InlineData("2026-07-14T22:00:00Z", "2026-07-15")]
    [InlineData("2026-03-28T22:59:59Z", "2026-03-28")] // the day of 23 hours, and its neighbours
    [InlineData("2026-03-28T23:00:00Z", "2026-03-29")]
    [InlineData("2026-03-29T21:59:59Z", "2026-03-29")]
    [InlineData("2026-03-29T22:00:00Z", "2026-03-30")]
    [InlineData("2026-10-24T22:00:00Z", "2026-10-25")] // the day of 25 hours
    [InlineData("2026-10-25T22:59:59Z", "2026-10-25")]
    [InlineData("2026-10-25T23:00:00Z", "2026-10-26")]
    [InlineData("2026-10-26T01:00:00+02:00", "2026-10-26")] // by whatever clock the moment is told
    public void DayOf_AroundMidnight_IsTheDayOnTheWall(string moment, string day)
    {
        for (var i = 0; i < 2; i++) // what was found once is found again
            Assert.Equal(DateOnly.Parse(day), AmsterdamCalendar.DayOf(DateTimeOffset.Parse(moment)));
    }

    // What is remembered of one moment must not decide about another, in whatever order they come.
    [Fact]
    public void DayOf_MomentsInAnyOrder_IsTheDayOnTheWall() => Prop.ForAll(
        Gen.Choose(0, 60 * 24 * 40).Select(minutes => new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes)).ArrayOf().ToArbitrary(),
        moments => moments.All(m => AmsterdamCalendar.DayOf(m) == DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(m, Zone).DateTime))).QuickCheckThrowOnFailure();

    [Fact]
    public async Task DayOf_ManyThreads_IsTheDayOnTheWall()
    {
        var begin = new DateTimeOffset(2026, 10, 20, 0, 0, 0, TimeSpan.Zero);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                var moment = begin.AddHours((i * 7 + thread) % 480);
                Assert.Equal(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime), AmsterdamCalendar.DayOf(moment));
            }
        })));
    }

    [Fact]
    public void DayOf_TheEndsOfTime_IsADay()
    {
        Assert.Equal(DateOnly.MinValue, AmsterdamCalendar.DayOf(DateTimeOffset.MinValue));
        Assert.Equal(DateOnly.MaxValue, AmsterdamCalendar.DayOf(DateTimeOffset.MaxValue));
    }
}
