using System.Buffers;
using Exchange.Commands;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Contract;

/// <summary>Collects what is wrong with a request's form: the path of a field and what is wrong with it, never its value.</summary>
internal sealed class Findings
{
    /// <summary>The longest name of anything that the covenant or the gateway names.</summary>
    public const int MaxName = 64;

    // Room on both sides for reckoning with days, and no date that anybody plans or keeps data by lies outside.
    private static readonly Timestamp Earliest = Timestamp.FromDateTimeOffset(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly Timestamp Latest = Timestamp.FromDateTimeOffset(new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(char.MinValue, char.MaxValue + 1).Select(c => (char)c).Where(char.IsControl)]);

    private static readonly SearchValues<char> Identifying = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private readonly List<FieldViolation> _violations = [];

    public IReadOnlyList<FieldViolation> All => _violations;

    public void Add(string field, string description) => _violations.Add(new FieldViolation(field, description));

    public void Require(string field, bool holds, string description)
    {
        if (!holds)
            Add(field, description);
    }

    /// <summary>A name by somebody's choice: 1 to so many printable characters.</summary>
    public void Name(string field, string text, int longest = MaxName)
    {
        if (text.Length == 0 || text.Length > longest || text.AsSpan().ContainsAny(Controls))
            Add(field, $"must be 1 to {longest} characters without control characters");
    }

    /// <summary>An identifier that the gateway gave: letters, digits, <c>_</c> and <c>-</c>.</summary>
    public void Id(string field, string text)
    {
        if (text.Length is 0 or > MaxName || text.AsSpan().ContainsAnyExcept(Identifying))
            Add(field, $"must be 1 to {MaxName} letters, digits, _ and -");
    }

    /// <summary>At most so many.</summary>
    public bool Most<T>(string field, RepeatedField<T> items, int most)
    {
        if (items.Count <= most)
            return true;
        Add(field, $"holds more than {most} items");
        return false;
    }

    /// <summary>Each at most once.</summary>
    public void Distinct<T>(string field, IReadOnlyCollection<T> items) =>
        Require(field, items.Distinct().Count() == items.Count, "names something twice");

    /// <summary>A moment that is there and in range. False when it cannot be reckoned with.</summary>
    public bool Moment(string field, Timestamp? moment)
    {
        var holds = moment is not null && moment.Nanos is >= 0 and <= 999_999_999 && moment.Seconds >= Earliest.Seconds && moment.Seconds < Latest.Seconds;
        Require(field, holds, "must be a moment from 2000 to 2199");
        return holds;
    }

    /// <summary>A calendar day that is there.</summary>
    public void Day(string field, V1.Date? date) => Require(
        field,
        date is not null && Dossiers.PartialDate.IsValid(date.Year, date.Month, date.Day),
        "must be a calendar date");

    /// <summary>A partial date.</summary>
    public void PartialDay(string field, V1.PartialDate date) => Require(
        field,
        Dossiers.PartialDate.IsValid(date.Year, date.HasMonth ? date.Month : null, date.HasDay ? date.Day : null),
        "must be a year, a year and month, or a full calendar date");
}
