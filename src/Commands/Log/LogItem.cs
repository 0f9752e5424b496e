namespace Exchange.Commands;

/// <summary>What a reviewer's controller was to an entry; none to what the installation did of its own accord, and to what an article opens.</summary>
[Flags]
public enum Involvement
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>One of its partners called.</summary>
    Caller = 1,

    /// <summary>One of its partners was a source of what was decided on.</summary>
    Source = 2,

    /// <summary>The entry gave something to one of its partners: a place in a team, an invitation.</summary>
    Recipient = 4,
}

/// <summary>Who called, as far as a reviewer may know.</summary>
/// <param name="Controller">The controller.</param>
/// <param name="Partner">The partner, or empty when its unit was not accepted.</param>
/// <param name="Role">The acting role, or empty.</param>
/// <param name="Relation">The relation to the case, or empty.</param>
/// <param name="Actor">The person; null towards others than the caller's own controller, and when the key is destroyed.</param>
public sealed record LogCaller(string Controller, string Partner, string Role, string Relation, string? Actor);

/// <summary>What was decided about one category of one source, in the log's words.</summary>
/// <param name="Category">The category.</param>
/// <param name="Source">The source.</param>
/// <param name="Level">The level: none, existence, anonymised, pseudonymised or full.</param>
/// <param name="Article">The deciding article, or empty.</param>
/// <param name="Reason">Why.</param>
/// <param name="Released">How many sections the response held.</param>
/// <param name="Withheld">How many sections were kept from the caller; null towards others than the source's own controller.</param>
/// <param name="Ground">The ground that the article cites; empty when there is none, and when another covenant than today's decided.</param>
public sealed record LogDecision(
    string Category, string Source, string Level, string Article, string Reason, int Released, int? Withheld, string Ground);

/// <summary>One particular of what happened, by the name that the field has in <c>exchange.audit.v1</c>.</summary>
/// <param name="Name">The field.</param>
/// <param name="Value">Its value as text; numbers in decimal.</param>
public sealed record LogDetail(string Name, string Value);

/// <summary>An entry as one controller's reviewers see it. It never says whom it is about.</summary>
/// <param name="Index">Its place in the log, from 0.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Event">The kind of entry, by its name in <c>exchange.audit.v1.Entry.event</c>.</param>
/// <param name="Involvement">What the reviewer's controller was to it.</param>
/// <param name="Outcome">What became of the request.</param>
/// <param name="Reason">The error reason that the caller was given, or empty.</param>
public sealed record LogItem(long Index, DateTimeOffset Time, string Event, Involvement Involvement, Audit.V1.Outcome Outcome, string Reason)
{
    /// <summary>Who called, or null when nobody did.</summary>
    public LogCaller? Caller { get; init; }

    /// <summary>What really decided, where the caller was told less; empty towards others than the caller's own controller.</summary>
    public string InnerReason { get; init; } = "";

    /// <summary>The meeting that was named; empty towards others than the caller's own controller.</summary>
    public string Meeting { get; init; } = "";

    /// <summary>The forum that was decided for, or empty.</summary>
    public string Forum { get; init; } = "";

    /// <summary>The purpose that the caller stated, or empty.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The case under the controller's pseudonym; null when the entry is about none, or its key is destroyed.</summary>
    public string? CasePseudonym { get; init; }

    /// <summary>What was decided, as far as the reviewer may know.</summary>
    public IReadOnlyList<LogDecision> Decisions { get; init; } = [];

    /// <summary>Particulars of what happened.</summary>
    public IReadOnlyList<LogDetail> Details { get; init; } = [];

    /// <summary>The articles by which something of it is seen that the reviewer's controller had no part in; empty when there is none.</summary>
    public IReadOnlyList<string> WiderBy { get; init; } = [];

    /// <summary>The SHA-256 of the covenant under which was decided, or empty.</summary>
    public ReadOnlyMemory<byte> CovenantDigest { get; init; }
}
