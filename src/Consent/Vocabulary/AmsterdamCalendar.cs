namespace Exchange.Consent;

/// <summary>Days and midnights as people in Amsterdam count them. Covenants, retention and preparation reckon in these.</summary>
public static class AmsterdamCalendar
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    // Every request asks for the day of now, many times over; looking a zone up takes longer than what is decided on that day.
    private static volatile Known? _last;

    /// <summary>The day on which a moment falls.</summary>
    public static DateOnly DayOf(DateTimeOffset moment)
    {
        if (_last is { } last && last.From <= moment && moment < last.Until)
            return last.Day;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);
        if (day < DateOnly.MaxValue && day.Year >= FirstYear)
            _last = new Known(StartOf(day), StartOf(day.AddDays(1)), day);
        return day;
    }

    /// <summary>The moment at which a day begins.</summary>
    public static DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight));
    }

    // Since then no clock was changed at midnight, so that a day begins once.
    private const int FirstYear = 1981;

    private sealed record Known(DateTimeOffset From, DateTimeOffset Until, DateOnly Day);
}
