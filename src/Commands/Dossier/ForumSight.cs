using System.Collections.Concurrent;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>What everybody sees of a case at one forum. A section counts by its category, source and secrecy; what it says does not.</summary>
/// <param name="sights">The sight of everybody who sees something.</param>
/// <param name="today">The Amsterdam day.</param>
internal sealed class ForumSight(IReadOnlyList<Sight> sights, DateOnly today)
{
    private readonly ConcurrentDictionary<Kind, bool> _seen = new(), _anonymised = new();
    private readonly ConcurrentDictionary<(Kind, Kind), bool> _told = new();

    private readonly record struct Kind(string Category, string Source, Secrecy Secrecy);

    /// <summary>Whether somebody sees a section anonymised.</summary>
    public bool IsSeenAnonymised(Section section, DateTimeOffset now) =>
        IsOpen(section, now) && _anonymised.GetOrAdd(KindOf(section), kind => sights.Any(sight => LevelOf(sight, kind) == Level.Anonymised));

    /// <summary>Whether somebody sees something of a section.</summary>
    public bool IsSeen(Section section, DateTimeOffset now) =>
        IsOpen(section, now) && _seen.GetOrAdd(KindOf(section), kind => sights.Any(sight => LevelOf(sight, kind) >= Level.Anonymised));

    /// <summary>
    /// Whether everybody who sees something of one section sees something of another, without asking its source. Whoever contributed that
    /// other one does not see it below full: what it tells is then not told in the texts of others, or somebody could find by a contribution
    /// whom they name.
    /// </summary>
    public bool IsSeenWith(Section section, Section other, DateTimeOffset now) =>
        IsOpen(other, now) && other.Handling == Handling.Open && _told.GetOrAdd(
            (KindOf(section), KindOf(other)),
            kinds => sights.All(sight => LevelOf(sight, kinds.Item1) < Level.Anonymised || LevelOf(sight, kinds.Item2) >= Level.Anonymised));

    // What is secret, held back or past its date is in no view.
    private bool IsOpen(Section section, DateTimeOffset now) =>
        section.Handling != Handling.Secret && !(now < section.EmbargoUntil) && section.KeepUntil >= today;

    private static Kind KindOf(Section section) => new(section.Category, section.Source, section.Secrecy);

    private static Level LevelOf(Sight sight, Kind kind) => sight.Decide(kind.Category, kind.Source, kind.Secrecy, Handling.Open).Level;
}
