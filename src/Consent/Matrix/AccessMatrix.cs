namespace Exchange.Consent;

/// <summary>
/// Who sees what: the highest level that each partner can get of each category, per forum and relation, after the one-view rule. Read
/// off the cells of the compiled table, all of them.
/// </summary>
/// <param name="Tables">
/// First outside a meeting, then per forum in file order, relations that see the same together; last, what a source learns that is asked
/// (<see cref="Covenant.Uitvraag"/>). Tables in which nobody sees anything are there too.
/// </param>
public sealed record AccessMatrix(IReadOnlyList<MatrixTable> Tables);

/// <summary>One forum and one or more relations to the case.</summary>
/// <param name="Forum">The forum, or <see cref="DecisionInput.NoForum"/>.</param>
/// <param name="Relations">The relations that see this.</param>
/// <param name="Uitvraag">Whether it is about sources that are asked; every other table leaves that purpose out.</param>
/// <param name="Rows">A row per partner, in file order: of the first relation, for the others see the same.</param>
public sealed record MatrixTable(string Forum, IReadOnlyList<Relation> Relations, bool Uitvraag, IReadOnlyList<MatrixRow> Rows)
{
    /// <summary>The rows of each relation, in their order. They may see the same on other occasions.</summary>
    public required IReadOnlyList<IReadOnlyList<MatrixRow>> RowsByRelation { get; init; }

    /// <summary>Whether nobody sees anything.</summary>
    public bool IsEmpty => Rows.All(row => row.Cells.All(cell => cell.Level == Level.None));
}

/// <summary>What one partner sees.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Attends">Whether somebody of it, in some role, belongs to the forum; outside a meeting everybody does.</param>
/// <param name="Cells">A cell per category, in file order.</param>
public sealed record MatrixRow(Partner Partner, bool Attends, IReadOnlyList<MatrixCell> Cells);

/// <summary>The highest that a partner can get of one category, and when.</summary>
/// <param name="Category">The category.</param>
/// <param name="Level">The level; <see cref="Consent.Level.None"/> when no role, purpose, state, consent, secrecy, age, day or source gives more.</param>
/// <param name="Article">
/// The article that gives it; of several the first in ordinal order. Null at none, and where the one-view rule lowers everything because no
/// article gives an identifying category.
/// </param>
/// <param name="When">The values with which the level is reached; null at none.</param>
public sealed record MatrixCell(string Category, Level Level, string? Article, MatrixOccasions? When);

/// <summary>The values of each dimension with which a level is reached, at least in some combination.</summary>
/// <param name="Roles">Acting roles, each alone in the token.</param>
/// <param name="Purposes">Purposes.</param>
/// <param name="Cases">States of the case.</param>
/// <param name="Consents">The data subject's consent.</param>
/// <param name="Secrecies">Professional secrecy.</param>
/// <param name="Minors">Whether the data subject is a minor.</param>
/// <param name="Periods">First days of the stretches of time in which the same articles are in force.</param>
/// <param name="Sources">Partners that the data come from.</param>
public sealed record MatrixOccasions(
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Purposes,
    IReadOnlyList<CaseState> Cases,
    IReadOnlyList<ConsentStatus> Consents,
    IReadOnlyList<Secrecy> Secrecies,
    IReadOnlyList<Minority> Minors,
    IReadOnlyList<DateOnly> Periods,
    IReadOnlyList<string> Sources)
{
    /// <summary>Whether the level takes the data subject's consent.</summary>
    public bool NeedsConsent => Consents is [ConsentStatus.Given];

    /// <summary>Whether the level takes that the professional lifted secrecy.</summary>
    public bool NeedsLifted => Secrecies is [Secrecy.Lifted];

    /// <summary>Whether the level is reached for minors only, or never for them; null when that makes no difference.</summary>
    public Minority? NeedsMinor => Minors is [var one] ? one : null;
}
