using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Postgres;

/// <summary>Lists of the cases that one caller may see, a part at a time.</summary>
internal static class CaseListRows
{
    // A standing as one number, so that a list of them is one parameter.
    private const int States = 16;

    private const string Member =
        "exchange.team AS t ON t.partnership = c.partnership AND t.case_id = c.case_id AND t.partner = $2 AND t.actor = $3";

    // Somebody who sees cases only by being something to them has few: these are found from the team.
    private const string OfTheirs = $"exchange.cases AS c JOIN {Member}";

    private const string OfAll = $"exchange.cases AS c LEFT JOIN {Member}";

    private const string OfAgenda =
        $"exchange.agenda AS a JOIN exchange.cases AS c ON c.partnership = a.partnership AND c.case_id = a.case_id LEFT JOIN {Member}";

    private static readonly string Standing = $"coalesce(t.relation, 0) * {States} + c.state";

    private static readonly string IsNotWithdrawn = $"(a.withdrawn_at IS NULL OR {Standing} = ANY ($8))";

    /// <summary>Asks for the part that a query names.</summary>
    public static Statement Listing(PartnershipId partnership, CaseListQuery query)
    {
        var standings = Numbers(query.Visible);
        return query.Meeting is { } meeting
            ? new(
                Select("a.alias", OfAgenda, $"a.partnership = $1 AND a.meeting = $7 AND a.alias > $4 AND {IsNotWithdrawn}", "a.alias"),
                partnership.Value, query.Partner, query.Actor, query.After, standings, query.Count, meeting.Value, Numbers(query.InFull))
            : new(
                Select("NULL", query.Visible.Any(v => v.Relation == Relation.None) ? OfAll : OfTheirs, "c.partnership = $1 AND c.case_id > $4", "c.case_id"),
                partnership.Value, query.Partner, query.Actor, query.After, standings, query.Count);
    }

    private static int[] Numbers(IEnumerable<CaseStanding> standings) => [.. standings.Select(v => ((int)v.Relation * States) + (int)v.State)];

    private static string Select(string alias, string from, string where, string key) =>
        $"""
        SELECT c.case_id, c.subject, c.state, c.opened_on, c.epoch, coalesce(t.relation, 0), {alias}
        FROM {from}
        WHERE {where} AND {Standing} = ANY ($5)
        ORDER BY {key}
        LIMIT $6
        """;
}
