using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// What anybody sees anonymised at a forum: of a case in a state, the categories by source and secrecy. Only that takes part in what at
/// least <em>k</em> people must fit; a value that everybody sees in full or not at all would use up what others may see.
/// </summary>
/// <remarks>
/// Every partner, role, relation and purpose is looked at once for each covenant, forum and state. What is left out here is shown to nobody,
/// so that a role which this does not know, a token with two roles say, sees less and never more.
/// </remarks>
internal sealed class SeenAnonymised
{
    private readonly ConditionalWeakTable<Covenant, ConcurrentDictionary<(string, CaseState, DateOnly), IReadOnlySet<(string, string, Secrecy)>>> _known = [];

    /// <summary>What is seen anonymised by somebody.</summary>
    public IReadOnlySet<(string Category, string Source, Secrecy Secrecy)> At(Covenant covenant, string forum, CaseState state, DateOnly today)
    {
        var known = _known.GetOrCreateValue(covenant);
        if (known.Count > 100)
            known.Clear(); // days go by
        return known.GetOrAdd((forum, state, today), _ => Find(covenant, forum, state, today));
    }

    private static HashSet<(string, string, Secrecy)> Find(Covenant covenant, string forum, CaseState state, DateOnly today)
    {
        var seen = new HashSet<(string, string, Secrecy)>();
        foreach (var partner in covenant.Partners.Values)
        {
            foreach (var role in partner.Roles)
            {
                foreach (var purpose in covenant.Purposes)
                {
                    var standpoint = new Standpoint(covenant, partner.Id, role, [role], forum, purpose, today);
                    foreach (var relation in Enum.GetValues<Relation>())
                    {
                        var sight = standpoint.SeeNamed(relation, state, CaseCircumstances.Ordinary);
                        if (sight.Level > Level.None)
                            Add(covenant, sight, seen);
                    }
                }
            }
        }

        return seen;
    }

    private static void Add(Covenant covenant, Sight sight, HashSet<(string, string, Secrecy)> seen)
    {
        foreach (var category in covenant.Categories.Keys)
        {
            foreach (var source in covenant.Partners.Keys)
            {
                foreach (var secrecy in Enum.GetValues<Secrecy>())
                {
                    if (sight.Decide(category, source, secrecy, Handling.Open).Level == Level.Anonymised)
                        seen.Add((category, source, secrecy));
                }
            }
        }
    }
}
