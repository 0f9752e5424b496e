namespace Exchange.Consent;

/// <summary>
/// How one decision came about, step by step in the order of <c>docs/covenant.md</c>. It is worked out from the articles, one by one, and so
/// is a second reading beside the table that decides; tests hold that both agree. It names articles, conditions and members: for
/// operators and jurists, never for a caller.
/// </summary>
public sealed record Explanation
{
    /// <summary>The question, without break-glass: that is a seat at meetings, so ask about the meeting.</summary>
    public required DecisionInput Input { get; init; }

    /// <summary>The answer that <see cref="Covenant.Decide"/> gives.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Step 1: what could hold everything back. One that does not hold closes the case.</summary>
    public required IReadOnlyList<CheckFinding> Guards { get; init; }

    /// <summary>Step 2: whether covenant and forum know the caller.</summary>
    public required IReadOnlyList<CheckFinding> Caller { get; init; }

    /// <summary>The circle in which the caller counts here; null when it is unknown.</summary>
    public required Circle? Circle { get; init; }

    /// <summary>Step 3: every article, in ordinal order of the ids.</summary>
    public required IReadOnlyList<ArticleFinding> Articles { get; init; }

    /// <summary>The highest grant that applies; null when there is none.</summary>
    public required Article? Grant { get; init; }

    /// <summary>The lowest cap that applies; null when there is none.</summary>
    public required Article? Cap { get; init; }

    /// <summary>Step 4: one response, one view.</summary>
    public required OneViewFinding OneView { get; init; }

    /// <summary>Step 5: whether a meeting is open, without which <see cref="Level.Anonymised"/> gives nothing.</summary>
    public required bool InMeeting { get; init; }

    /// <summary>What the recipient takes on, by the highest grant; null when that has no obligations, or nothing is released.</summary>
    public required Obligations? Obliges { get; init; }

    /// <summary>Of a refusal, what came nearest to another answer; null when something is released.</summary>
    public required NearestFinding? Nearest { get; init; }

    /// <summary>The answer that the steps lead to.</summary>
    internal Decision Derived { get; init; }
}

/// <summary>One thing that must be so before any article is read.</summary>
/// <param name="Name">What is looked at, such as <c>inForce</c> or <c>forum</c>.</param>
/// <param name="Passed">Whether it lets the question through.</param>
/// <param name="Found">What was found, in a few words.</param>
public sealed record CheckFinding(string Name, bool Passed, string Found);

/// <summary>What one article has to say about one question.</summary>
/// <param name="Article">The article.</param>
/// <param name="Applies">
/// Whether it speaks. A grant needs every condition to hold; a cap is ruled out only by a condition that is known to fail.
/// </param>
/// <param name="Conditions">Its conditions, in the order of the file's keys; one that it does not place is not here.</param>
public sealed record ArticleFinding(Article Article, bool Applies, IReadOnlyList<ConditionFinding> Conditions)
{
    /// <summary>The conditions that rule it out; empty when it applies.</summary>
    public IEnumerable<ConditionFinding> RuledOutBy =>
        Applies ? [] : Conditions.Where(c => c.Outcome == ConditionOutcome.Fails || (Article.Effect == ArticleEffect.Grant && c.Outcome == ConditionOutcome.Unknown));
}

/// <summary>One condition of one article.</summary>
/// <param name="Key">The key, such as <c>to.relation</c>.</param>
/// <param name="Wanted">The values that will do.</param>
/// <param name="Got">The value of the question; null when it is unknown.</param>
/// <param name="Outcome">Whether it holds.</param>
public sealed record ConditionFinding(string Key, IReadOnlyList<string> Wanted, string? Got, ConditionOutcome Outcome);

/// <summary>What is known of a condition.</summary>
public enum ConditionOutcome : byte
{
    /// <summary>It holds.</summary>
    Holds = 0,

    /// <summary>It is known not to hold.</summary>
    Fails = 1,

    /// <summary>What it tests is unknown: it fails a grant and not a cap.</summary>
    Unknown = 2,
}

/// <summary>What the one-view rule made of it.</summary>
/// <param name="Ceiling"><em>c</em>, and the article that set it.</param>
/// <param name="Identifying">Per identifying category, the highest that the articles give over all sources.</param>
/// <param name="Lowers">Whether it lowers this answer.</param>
/// <param name="LeavesOutOwn">Whether it leaves this answer out as the caller's own contribution.</param>
public sealed record OneViewFinding(Ceiling Ceiling, IReadOnlyList<IdentifyingFinding> Identifying, bool Lowers, bool LeavesOutOwn);

/// <summary>What the articles give of one identifying category.</summary>
/// <param name="Category">The category.</param>
/// <param name="Level">The highest over all sources.</param>
/// <param name="Article">The first article that gives it; null when none does.</param>
public sealed record IdentifyingFinding(string Category, Level Level, string? Article);

/// <summary>What came nearest to another answer.</summary>
/// <param name="Article">
/// The grant that lacks least, the cap that lowered, or the article that set the one-view level; null when a guard holds, or when no article
/// grants the category at all.
/// </param>
/// <param name="Because">What stood in the way; of a cap, the conditions by which it applies.</param>
public sealed record NearestFinding(Article? Article, IReadOnlyList<ConditionFinding> Because);
