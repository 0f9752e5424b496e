using System.Globalization;
using Exchange.Dossiers;

namespace Exchange.Storage;

/// <summary>How days and moments stand in a row.</summary>
internal static class Stored
{
    private const string Format = "yyyy-MM-dd";

    public static string Day(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, Format, CultureInfo.InvariantCulture);

    /// <summary>100 ns since 0001-01-01T00:00:00Z: exact, so that no embargo ends early by rounding.</summary>
    public static long Moment(DateTimeOffset moment) => moment.UtcTicks;

    public static DateTimeOffset Moment(long ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw new FormatException("A stored moment is out of range.");

    public static PartialDate Partial(string text) =>
        PartialDate.TryParse(text, out var date) ? date : throw new FormatException("A stored partial date is none.");
}
