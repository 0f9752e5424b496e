namespace Exchange.Consent;

/// <summary>Days and midnights as people in Amsterdam count them. Covenants, retention and preparation reckon in these.</summary>
public static class AmsterdamCalendar
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Amsterdam");

    // Every request asks for the day of now, and of its meeting, many times over; looking a zone up takes longer than what is decided on
    // that day. What was found has its place by the day in UTC, so that today and the day of a meeting do not turn each other out.
    private static readonly Known?[] Recent = new Known?[8];

    /// <summary>The day on which a moment falls.</summary>
    public static DateOnly DayOf(DateTimeOffset moment)
    {
        ref var place = ref Recent[(int)(moment.UtcTicks / TimeSpan.TicksPerDay) & (Recent.Length - 1)];
        if (Volatile.Read(ref place) is { } known && known.From <= moment && moment < known.Until)
            return known.Day;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);
        if (day < DateOnly.MaxValue && day.Year >= FirstYear)
            Volatile.Write(ref place, new Known(StartOf(day), StartOf(day.AddDays(1)), day));
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
