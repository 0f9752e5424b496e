using Exchange.Audit.V1;

namespace Exchange.Commands;

/// <summary>What a search looks for; what is null does not matter. It finds by what it shows, and by nothing else.</summary>
/// <param name="From">Entries from this moment on.</param>
/// <param name="Until">Entries before this moment.</param>
/// <param name="Partner">A partner that called, was a source, or was given something.</param>
/// <param name="Outcome">What became of the request.</param>
/// <param name="Event">The kind of entry.</param>
/// <param name="Purpose">The purpose that the caller stated.</param>
public sealed record LogFilter(DateTimeOffset? From, DateTimeOffset? Until, string? Partner, Audit.V1.Outcome? Outcome, string? Event, string? Purpose)
{
    /// <summary>Everything that the reviewer may see.</summary>
    public static readonly LogFilter Anything = new(null, null, null, null, null, null);

    /// <summary>The role in which was called.</summary>
    public string? Role { get; init; }

    /// <summary>The forum that was decided for.</summary>
    public string? Forum { get; init; }

    /// <summary>Whether it was decided with the glass broken.</summary>
    public bool? BreakGlass { get; init; }

    /// <summary>The category of a decision that also fits <see cref="Level"/> and <see cref="Article"/>.</summary>
    public string? Category { get; init; }

    /// <summary>The level of that decision.</summary>
    public string? Level { get; init; }

    /// <summary>The article of that decision.</summary>
    public string? Article { get; init; }

    /// <summary>Who called, of the reviewer's own controller.</summary>
    public string? Actor { get; init; }

    /// <summary>The case, by the pseudonym of the reviewer's controller.</summary>
    public string? Case { get; init; }

    /// <summary>The subject, by its BSN.</summary>
    public string? Subject { get; init; }

    /// <summary>A source of which something was released.</summary>
    internal string? Released { get; init; }

    /// <summary>Every word that was asked for, in an order in which no two filters are alike.</summary>
    internal IEnumerable<string?> Parts =>
    [
        Text(From?.UtcTicks), Text(Until?.UtcTicks), Partner, Outcome?.ToString(), Event, Purpose,
        Role, Forum, BreakGlass?.ToString(), Category, Level, Article, Actor, Case, Subject, Released,
    ];

    private bool AsksForADecision => Category is not null || Level is not null || Article is not null;

    /// <summary>Whether an entry, or a shape, says what is asked for in the clear, as far as the reviewer sees it. Of time it says nothing.</summary>
    internal bool Matches(Entry entry, LogScope scope) =>
        (Outcome is null || entry.Outcome == Outcome)
        && (Event is null || EventWords.NameOf(entry) == Event)
        && (Purpose is null || entry.DecisionInput?.Purpose == Purpose)
        && (Forum is null || entry.DecisionInput?.Forum == Forum)
        && (BreakGlass is null || (entry.DecisionInput?.BreakGlass ?? false) == BreakGlass)
        && (Role is null || entry.Caller?.Role == Role)
        && (Partner is null || entry.Caller?.Partner == Partner || (!scope.IsOpenedOnly && LogScope.Concerned(entry) == Partner) || scope.Decisions.Any(d => d.Source == Partner))
        && (Released is null || scope.Decisions.Any(d => d.Source == Released && d.Released > 0))
        && (!AsksForADecision || scope.Decisions.Any(Matches));

    private bool Matches(LogDecision decision) =>
        (Category is null || decision.Category == Category)
        && (Level is null || decision.Level == Level)
        && (Article is null || decision.Article == Article);

    private static string? Text(long? ticks) => ticks?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
