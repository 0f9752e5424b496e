using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// What everybody can see at a forum: every partner, role, relation and purpose is looked at, once for each covenant, forum, state and day.
/// </summary>
/// <remarks>
/// A role which this does not know, a token with two roles say, is not in it: what depends on what somebody sees leaves out what only
/// such a token sees.
/// </remarks>
internal sealed class ForumSights
{
    private readonly ConditionalWeakTable<Covenant, ConcurrentDictionary<(string, CaseState, DateOnly), ForumSight>> _known = [];

    /// <summary>What everybody sees of a case in a state, at a forum or outside any, on an Amsterdam day.</summary>
    public ForumSight At(Covenant covenant, string forum, CaseState state, DateOnly today)
    {
        var known = _known.GetOrCreateValue(covenant);
        if (known.Count > 100)
            known.Clear(); // days go by
        return known.GetOrAdd((forum, state, today), _ => new ForumSight(Find(covenant, forum, state, today), today));
    }

    private static List<Sight> Find(Covenant covenant, string forum, CaseState state, DateOnly today)
    {
        var sights = new List<Sight>();
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
                            sights.Add(sight);
                    }
                }
            }
        }

        return sights;
    }
}
