namespace Exchange.Consent;

/// <summary>
/// One article: a grant or a cap of one level, under conditions. Conditions are ANDed, the values of one are ORed, and a null
/// places no condition.
/// </summary>
public sealed record Article
{
    /// <summary>The article's number, such as <c>4.1</c>. Ties between articles go to the first in ordinal order.</summary>
    public required string Id { get; init; }

    /// <summary>What it says, in a sentence that everybody can read; empty when the covenant gives none.</summary>
    public required string Text { get; init; }

    /// <summary>Whether it grants its level or caps at it.</summary>
    public required ArticleEffect Effect { get; init; }

    /// <summary>The level that it grants at most, or caps at.</summary>
    public required Level Level { get; init; }

    /// <summary>The categories that it is about.</summary>
    public IReadOnlySet<string>? Categories { get; init; }

    /// <summary>The partners that the data come from.</summary>
    public IReadOnlySet<string>? From { get; init; }

    /// <summary>The callers that it is about.</summary>
    public ArticleCallers To { get; init; } = ArticleCallers.Any;

    /// <summary>The forums of an open meeting. Null: any, and outside a meeting too.</summary>
    public IReadOnlySet<string>? At { get; init; }

    /// <summary>The purposes. Null: any, save that a grant then does not reach <see cref="Covenant.Uitvraag"/>.</summary>
    public IReadOnlySet<string>? For { get; init; }

    /// <summary>The days on which it speaks. Null: as long as the covenant is in force.</summary>
    public Period? InForce { get; init; }

    /// <summary>The circumstances.</summary>
    public ArticleCircumstances When { get; init; } = ArticleCircumstances.Any;

    /// <summary>The legal ground (<em>grondslag</em>), word for word.</summary>
    public string? Ground { get; init; }

    /// <summary>What a recipient takes on; null for caps, and for grants without obligations.</summary>
    public Obligations? Obliges { get; init; }

    /// <summary>The line of the file on which it begins, from 1.</summary>
    public required int Line { get; init; }
}

/// <summary>What an article does with its level.</summary>
public enum ArticleEffect : byte
{
    /// <summary>The highest matching grant stands.</summary>
    Grant = 0,

    /// <summary>The lowest matching cap limits it.</summary>
    Cap = 1,
}

/// <summary>The callers that an article is about. A null places no condition.</summary>
/// <param name="Partners">Their partners.</param>
/// <param name="Circles">Their effective circles.</param>
/// <param name="Kinds">The kinds of their partner, any of them.</param>
/// <param name="Roles">For a grant, the acting role; for a cap, any role of the token.</param>
/// <param name="Relations">Their relations to the case.</param>
public sealed record ArticleCallers(
    IReadOnlySet<string>? Partners,
    IReadOnlySet<Circle>? Circles,
    IReadOnlySet<PartnerKind>? Kinds,
    IReadOnlySet<string>? Roles,
    IReadOnlySet<Relation>? Relations)
{
    /// <summary>Every caller.</summary>
    public static ArticleCallers Any { get; } = new(null, null, null, null, null);
}

/// <summary>The circumstances under which an article speaks. A null places no condition.</summary>
/// <param name="Cases">States of the case.</param>
/// <param name="Consents">The data subject's consent.</param>
/// <param name="Secrecies">Professional secrecy over the section.</param>
/// <param name="Minors">
/// Whether the data subject is a minor. Where <see cref="Covenant.MinorsNeedOwnArticle"/>, a grant that does not mention minors has
/// <see cref="Minority.No"/> here: it is not about them.
/// </param>
public sealed record ArticleCircumstances(
    IReadOnlySet<CaseState>? Cases,
    IReadOnlySet<ConsentStatus>? Consents,
    IReadOnlySet<Secrecy>? Secrecies,
    IReadOnlySet<Minority>? Minors)
{
    /// <summary>Any circumstances.</summary>
    public static ArticleCircumstances Any { get; } = new(null, null, null, null);
}

/// <summary>What a recipient takes on; travels with every released section.</summary>
/// <param name="Purpose">The one purpose that the data may be used for.</param>
/// <param name="KeepDays">How long it may be kept, in days after release.</param>
/// <param name="Onward">Whether it may be shared onward.</param>
public sealed record Obligations(string Purpose, int KeepDays, bool Onward);
