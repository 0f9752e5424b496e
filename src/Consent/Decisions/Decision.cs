namespace Exchange.Consent;

/// <summary>Why a decision is what it is. The names are part of the operator's command (<c>covenant decide</c>).</summary>
public enum DecisionReason : byte
{
    /// <summary>The highest matching grant stands.</summary>
    Granted = 0,

    /// <summary>A cap lowered the highest matching grant.</summary>
    Capped = 1,

    /// <summary>The one-view rule lowered the level to that of the caller's least identifying category.</summary>
    OneView = 2,

    /// <summary>An article grants knowing that there is something, and nothing more.</summary>
    ExistenceOnly = 3,

    /// <summary>The caller's own contribution, left out of a view below <see cref="Level.Full"/>.</summary>
    OwnContribution = 4,

    /// <summary>A guard holds: nothing is released before any article is read.</summary>
    Guard = 5,

    /// <summary>No article grants anything here.</summary>
    NoGrant = 6,
}

/// <summary>What may be seen of one category from one source, by which article, and why.</summary>
/// <param name="Level">The level; <see cref="Consent.Level.None"/> unless an article says otherwise.</param>
/// <param name="Article">The deciding article's id, or null when a guard or the absence of a grant decided.</param>
/// <param name="Reason">Why.</param>
/// <param name="Terms">On which terms it is released; null when nothing is.</param>
public readonly record struct Decision(Level Level, string? Article, DecisionReason Reason, Terms? Terms = null);
