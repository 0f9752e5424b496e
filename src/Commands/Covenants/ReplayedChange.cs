using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>What a proposed version would have done otherwise.</summary>
public enum ReplayedEffect
{
    /// <summary>What was seen would not have been.</summary>
    Refused,

    /// <summary>What was seen would have been seen at a lower level.</summary>
    Lowered,

    /// <summary>What was refused would have been seen.</summary>
    Passes,

    /// <summary>What was seen would have been seen at a higher level.</summary>
    Raised,
}

/// <summary>One decision of the log that a proposed version would have taken otherwise. It names no person and no case.</summary>
/// <param name="Index">The entry, from 0.</param>
/// <param name="Time">When it was written.</param>
/// <param name="Partner">The calling partner.</param>
/// <param name="Role">The role in which was called.</param>
/// <param name="Forum">The forum, or <see cref="DecisionInput.NoForum"/>; empty when the entry does not say.</param>
/// <param name="Purpose">The purpose; empty when the entry does not say.</param>
/// <param name="Category">The category; null where it is about the case as a whole.</param>
/// <param name="Source">The source; null where it is about the case as a whole.</param>
/// <param name="Old">The level and article on the log; the level is null where somebody was let in and the log says no level.</param>
/// <param name="New">The level, article and reason under the proposed version.</param>
/// <param name="Effect">What that comes to.</param>
/// <param name="Unknown">Which inputs of the decision were unknown to the proposed version, by their names in <c>exchange covenant decide</c>.</param>
public sealed record ReplayedChange(
    long Index,
    DateTimeOffset Time,
    string Partner,
    string Role,
    string Forum,
    string Purpose,
    string? Category,
    string? Source,
    (Level? Level, string Article) Old,
    Decision New,
    ReplayedEffect Effect,
    IReadOnlyList<string> Unknown)
{
    /// <summary>Whether the proposed version gives more here than was given.</summary>
    public bool Widens => Effect is ReplayedEffect.Passes or ReplayedEffect.Raised;
}
