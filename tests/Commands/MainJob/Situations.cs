using Exchange.Consent;

namespace Exchange.Commands.Tests.MainJob;

/// <summary>Which situations are tried.</summary>
internal static class Situations
{
    private static readonly string[] MainPurposes = ["casusoverleg", "regie", "interventie"];
    private static readonly string[] OtherPurposes = ["uitvraag", "monitoring", "toezicht"];
    private static readonly Relation[] Relations = Enum.GetValues<Relation>();

    /// <summary>
    /// For every active case the case discussion and one other purpose, for every other case one purpose; for each of those every
    /// forum with every relation, and with them every partner in turn. So every partner meets every forum with every relation and
    /// every main purpose, and acts in each of its roles.
    /// </summary>
    public static IEnumerable<Situation> Paired(Covenant covenant, int dossiers)
    {
        var partners = covenant.Partners.Values.ToArray();
        for (var d = 0; d < dossiers; d++)
        {
            var turn = d / 3;
            string[] others = ["regie", "interventie", OtherPurposes[turn % OtherPurposes.Length]];
            string[] purposes = d < dossiers / 2 ? ["casusoverleg", others[d % 3]] : [MainPurposes[d / 6 % MainPurposes.Length]];
            foreach (var (p, purpose) in purposes.Index())
            {
                for (var c = 0; c < PersonaPartnership.Forums.Count * Relations.Length; c++)
                {
                    var partner = partners[(c + (11 * turn) + (5 * (d % 3)) + (7 * p)) % partners.Length];
                    yield return Of(d, partner, PersonaPartnership.Forums[c / Relations.Length], Relations[c % Relations.Length], purpose, (turn / partners.Length) + c + p);
                }
            }
        }
    }

    /// <summary>Every active case with every partner, forum, relation and main purpose.</summary>
    public static IEnumerable<Situation> All(Covenant covenant, int dossiers) =>
        from d in Enumerable.Range(0, dossiers / 2)
        from partner in covenant.Partners.Values
        from forum in PersonaPartnership.Forums
        from relation in Relations
        from purpose in MainPurposes
        select Of(d, partner, forum, relation, purpose, d + (int)relation + purpose.Length);

    private static Situation Of(int dossier, Partner partner, string forum, Relation relation, string purpose, int turn) => new(
        dossier,
        partner.Id,
        partner.Roles.Order(StringComparer.Ordinal).ElementAt(turn % partner.Roles.Count),
        turn % 5 == 4,
        relation,
        forum,
        purpose,
        forum != "none" && turn % 3 > 0);
}
