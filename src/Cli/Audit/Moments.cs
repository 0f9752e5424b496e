using System.Globalization;

namespace Exchange.Cli.Audit;

/// <summary>Reads the moments with which people say a period: an Amsterdam day, or a moment.</summary>
internal static class Moments
{
    /// <summary>The moment; null when none is given.</summary>
    /// <param name="text">A day like 2026-03-01 or a moment like 2026-03-01T12:00:00Z.</param>
    /// <param name="wholeDay">Whether a day means its end instead of its begin.</param>
    /// <exception cref="FormatException">It is neither; the message says so.</exception>
    public static DateTimeOffset? Read(string? text, bool wholeDay)
    {
        if (text is null)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return Consent.AmsterdamCalendar.StartOf(wholeDay ? day.AddDays(1) : day);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new FormatException($"'{text}' is neither a day like 2026-03-01 nor a moment like 2026-03-01T12:00:00Z.");
    }
}
