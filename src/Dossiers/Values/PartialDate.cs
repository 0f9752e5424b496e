using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Exchange.Dossiers;

/// <summary>
/// A date of which the month or the day may be unknown, as in the BRP: a year; a year and month; or a full date. Equality is
/// by parts, so 1970 and 1970-01 are different values. A date whose year is unknown is no value at all.
/// </summary>
[JsonConverter(typeof(PartialDateJson))]
public readonly record struct PartialDate
{
    /// <summary>Makes a date of a year, optionally a month, and with a month optionally a day.</summary>
    /// <exception cref="ArgumentException">The parts do not make a date in the years 1 to 9999.</exception>
    public PartialDate(int year, int? month = null, int? day = null)
    {
        if (!IsValid(year, month, day))
            throw new ArgumentException("A partial date is a year; a year and month; or a full calendar date.");
        Year = year;
        Month = month;
        Day = day;
    }

    /// <summary>The year, 1 to 9999.</summary>
    public int Year { get; }

    /// <summary>The month, 1 to 12, or null when unknown.</summary>
    public int? Month { get; }

    /// <summary>The day of the month, or null when unknown.</summary>
    public int? Day { get; }

    /// <summary>The last day that this date can be; what depends on age or expiry reckons with it.</summary>
    public DateOnly Latest
    {
        get
        {
            var month = Month ?? 12;
            return new DateOnly(Year, month, Day ?? DateTime.DaysInMonth(Year, month));
        }
    }

    /// <summary>The first day that this date can be.</summary>
    public DateOnly Earliest => new(Year, Month ?? 1, Day ?? 1);

    /// <summary>Whether the parts make a partial date.</summary>
    public static bool IsValid(int year, int? month, int? day) =>
        year is >= 1 and <= 9999
        && month is null or (>= 1 and <= 12)
        && (day is null || (month is { } m && year is >= 1 and <= 9999 && day >= 1 && day <= DateTime.DaysInMonth(year, m)));

    /// <summary>Reads the BRP's eight digits (<c>19700000</c>: the year 1970). False for an unknown year or an impossible date.</summary>
    public static bool TryParseBrp([NotNullWhen(true)] string? text, out PartialDate date)
    {
        date = default;
        if (text is not { Length: 8 } || !text.All(char.IsAsciiDigit))
            return false;
        var year = int.Parse(text.AsSpan(0, 4), CultureInfo.InvariantCulture);
        var month = int.Parse(text.AsSpan(4, 2), CultureInfo.InvariantCulture);
        var day = int.Parse(text.AsSpan(6, 2), CultureInfo.InvariantCulture);
        int? knownMonth = month == 0 ? null : month, knownDay = day == 0 ? null : day;
        if (!IsValid(year, knownMonth, knownDay))
            return false;
        date = new PartialDate(year, knownMonth, knownDay);
        return true;
    }

    /// <summary>Reads what <see cref="ToString"/> writes, and nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PartialDate date)
    {
        date = default;
        if (text is null || text.Length is not (4 or 7 or 10))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (i is 4 or 7 ? text[i] != '-' : !char.IsAsciiDigit(text[i]))
                return false;
        }

        var year = Part(0, 4);
        int? month = text.Length > 4 ? Part(5, 2) : null, day = text.Length > 7 ? Part(8, 2) : null;
        if (!IsValid(year, month, day))
            return false;
        date = new PartialDate(year, month, day);
        return true;

        int Part(int start, int length) => int.Parse(text.AsSpan(start, length), CultureInfo.InvariantCulture);
    }

    /// <summary>ISO 8601 with reduced precision: <c>1970</c>, <c>1970-05</c> or <c>1970-05-31</c>.</summary>
    public override string ToString() =>
        Year.ToString("0000", CultureInfo.InvariantCulture)
        + (Month is { } m ? "-" + m.ToString("00", CultureInfo.InvariantCulture) : "")
        + (Day is { } d ? "-" + d.ToString("00", CultureInfo.InvariantCulture) : "");
}
