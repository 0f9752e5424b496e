using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// What of its own partner's a role deals with apart from any case: the categories that it could see in full somewhere. Who never may,
/// such as an analyst who never works with names, is not given them back and is not told who asks for them.
/// </summary>
internal static class OwnCategories
{
    public static readonly Refusal None = Refusals.ActNotAllowed("The covenant lets nobody in the caller's roles see in full what its partner contributes.");

    /// <summary>The categories that the caller could see in full, of its own partner, in some relation, state, forum and purpose.</summary>
    public static HashSet<string> ReadableBy(Admitted caller, DateOnly today, CancellationToken cancellation)
    {
        var covenant = caller.Covenant;
        var seen = new HashSet<string>();
        var unseen = covenant.Categories.Keys.Where(c => covenant.GroundsFor(caller.Partner, c, today).Count > 0).ToHashSet();
        var situations =
            from relation in Enum.GetValues<Relation>()
            from state in Enum.GetValues<CaseState>()
            from forum in covenant.Forums.Keys.Prepend(Consent.DecisionInput.NoForum)
            from purpose in covenant.Purposes
            from consent in Enum.GetValues<ConsentStatus>()
            select new CallerContext(caller.Partner, caller.Role, caller.Roles, relation, forum, purpose, state, consent, today, Restriction.None);
        foreach (var situation in situations)
        {
            cancellation.ThrowIfCancellationRequested();
            if (unseen.Count == 0)
                break;
            var view = covenant.Open(situation);
            if (view.Highest < Level.Full)
                continue;
            foreach (var category in unseen)
            {
                if (Enum.GetValues<Secrecy>().Any(secrecy => view.Decide(category, caller.Partner, secrecy, Handling.Open).Level == Level.Full))
                {
                    seen.Add(category);
                    unseen.Remove(category); // of a set, one may remove what one stands at
                }
            }
        }

        return seen;
    }
}
