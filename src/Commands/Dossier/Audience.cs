using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>What some callers would see of a section, told once for all that see the same.</summary>
/// <param name="Partners">Their partners.</param>
/// <param name="Roles">The roles, of those that each of these partners lists, in which they see it at this level; in others they see less.</param>
/// <param name="Forums">At these forums, by the covenant's names, or <see cref="DecisionInput.NoForum"/>.</param>
/// <param name="Relations">In these relations to the case.</param>
/// <param name="Purposes">For these purposes.</param>
/// <param name="Level">The highest level at which anybody of the partner sees it there; never none.</param>
/// <param name="Article">The deciding article, or null when none is named.</param>
/// <param name="MustAsk">Whether the source has to agree first.</param>
public sealed record AudienceRow(
    IReadOnlyList<string> Partners,
    IReadOnlyList<string> Roles,
    IReadOnlyList<string> Forums,
    IReadOnlyList<Relation> Relations,
    IReadOnlyList<string> Purposes,
    Level Level,
    string? Article,
    bool MustAsk);

/// <summary>
/// Works out who would see a section: of every partner, at every forum, in every relation and for every purpose, the highest level
/// over the roles that it lists. Whoever sees nothing is not in it.
/// </summary>
/// <param name="covenant">The covenant that decides.</param>
/// <param name="section">The section; its embargo, retention and content are not looked at.</param>
/// <param name="states">The states that the case may have: the highest level over them counts.</param>
/// <param name="now">The moment.</param>
internal sealed class Audience(Covenant covenant, Section section, IReadOnlyCollection<CaseState> states, DateTimeOffset now)
{
    private readonly string[] _forums = [.. covenant.Forums.Keys, DecisionInput.NoForum];
    private readonly Relation[] _relations = Enum.GetValues<Relation>();
    private readonly Section _section = section with { EmbargoUntil = null };
    private readonly DateOnly _today = AmsterdamCalendar.DayOf(now);

    private readonly record struct Cell(string Partner, string Forum, Relation Relation, string Purpose);

    private readonly record struct Seen(Level Level, string? Article, bool MustAsk, string Roles);

    /// <summary>Everybody who would see it.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public IReadOnlyList<AudienceRow> Find(CancellationToken cancellation)
    {
        var cells = new List<(Cell Cell, Seen Seen)>();
        foreach (var partner in covenant.Partners.Values)
        {
            if (_section.Handling == Handling.Secret)
                continue;
            foreach (var forum in _forums)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var relation in _relations)
                {
                    foreach (var purpose in covenant.Purposes)
                    {
                        var mustAsk = _section.HandlingFor(partner.Id, purpose, now) == Handling.AskSource;
                        if (Highest(partner, forum, relation, purpose, mustAsk) is { } seen)
                            cells.Add((new Cell(partner.Id, forum, relation, purpose), seen));
                    }
                }
            }
        }

        return Group(cells);
    }

    private Seen? Highest(Partner partner, string forum, Relation relation, string purpose, bool mustAsk)
    {
        var highest = new Decision(Level.None, null, DecisionReason.NoGrant);
        var roles = new List<string>();
        foreach (var role in partner.Roles.Order(StringComparer.Ordinal))
        {
            // The Meldpunt's members are so whatever they are to the case.
            if (forum == Forum.Meldpunt && !covenant.IsMember(forum, partner.Id, role, Relation.None))
                continue;
            var standpoint = new Standpoint(covenant, partner.Id, role, [role], forum, purpose, _today);
            var seen = Best(standpoint, relation);
            if (seen.Level == Level.None || seen.Level < highest.Level)
                continue;
            if (seen.Level > highest.Level)
            {
                highest = seen;
                roles.Clear();
            }

            roles.Add(role);
        }

        return highest.Level == Level.None ? null : new Seen(highest.Level, highest.Article, mustAsk, string.Join(' ', roles));
    }

    private Decision Best(Standpoint standpoint, Relation relation)
    {
        var best = new Decision(Level.None, null, DecisionReason.NoGrant);
        foreach (var state in states)
        {
            var decision = standpoint.SeeNamed(relation, state, CaseCircumstances.Ordinary).Decide(_section.Category, _section.Source, _section.Secrecy, Handling.Open);
            if (decision.Level > best.Level)
                best = decision;
        }

        return best;
    }

    // Cells that differ in one dimension only become one row, dimension after dimension: nothing is lost, and there are few rows left.
    // A list is compared as text; no name in a covenant has a space.
    private static List<AudienceRow> Group(List<(Cell Cell, Seen Seen)> cells)
    {
        var byPurpose =
            from c in cells
            group c.Cell.Purpose by (c.Cell.Partner, c.Cell.Forum, c.Cell.Relation, c.Seen) into g
            select (g.Key.Partner, g.Key.Forum, g.Key.Relation, g.Key.Seen, Purposes: string.Join(' ', g));
        var byRelation =
            from c in byPurpose
            group c.Relation by (c.Partner, c.Forum, c.Seen, c.Purposes) into g
            select (g.Key.Partner, g.Key.Forum, g.Key.Seen, g.Key.Purposes, Relations: string.Join(' ', g.Select(Words.Of)));
        var byForum =
            from c in byRelation
            group c.Forum by (c.Partner, c.Seen, c.Purposes, c.Relations) into g
            select (g.Key.Partner, g.Key.Seen, g.Key.Purposes, g.Key.Relations, Forums: string.Join(' ', g));
        var byPartner =
            from c in byForum
            group c.Partner by (c.Seen, c.Purposes, c.Relations, c.Forums) into g
            select new AudienceRow(
                [.. g],
                g.Key.Seen.Roles.Split(' '),
                g.Key.Forums.Split(' '),
                [.. g.Key.Relations.Split(' ').Select(word => Words.Parse<Relation>(word)!.Value)],
                g.Key.Purposes.Split(' '),
                g.Key.Seen.Level,
                g.Key.Seen.Article,
                g.Key.Seen.MustAsk);
        return [.. byPartner];
    }
}
