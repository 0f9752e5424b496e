using Exchange.Commands;
using Exchange.Consent;
using Exchange.Disclosure;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Contract;

/// <summary>Puts what the covenant allows, and to whom, into the form in which it leaves.</summary>
internal static class Access
{
    /// <summary>What one caller may see, as a response.</summary>
    public static V1.DescribeAccessResponse Response(AccessDescription description)
    {
        var named = description.Rows.SelectMany(r => new[] { r.Terms?.Article, r.WhenSecrecyLifted?.Article });
        var response = new V1.DescribeAccessResponse
        {
            View = Vocabulary.Level(description.Level),
            Rows =
            {
                description.Rows.Select(row => new V1.AccessRow
                {
                    Category = row.Category,
                    Sources = { row.Sources },
                    Terms = Terms(row.Terms),
                    WhenSecrecyLifted = Terms(row.WhenSecrecyLifted),
                }),
            },
            Articles = { Texts(named) },
        };
        switch (description.Reference)
        {
            case ViewReference.ById id:
                response.CaseId = id.Case.Value;
                break;
            case ViewReference.ByPseudonym pseudonym:
                response.Pseudonym = pseudonym.Pseudonym;
                break;
            case ViewReference.ByAlias alias:
                response.Alias = alias.Alias;
                break;
        }

        return response;
    }

    /// <summary>Who would see a contribution, as a response.</summary>
    public static V1.PreviewContributionResponse Response(Covenant covenant, ContributionAudience audience) => new()
    {
        Rows =
        {
            audience.Rows.Select(row => new V1.AudienceRow
            {
                Partners = { row.Partners },
                Roles = { row.Roles },
                Forums = { row.Forums },
                Relations = { row.Relations.Select(Vocabulary.Relation) },
                Purposes = { row.Purposes },
                Level = Vocabulary.Level(row.Level),
                Article = row.Article ?? "",
                MustAsk = row.MustAsk,
            }),
        },
        Articles = { Texts(audience.Rows.Select(row => row.Article is { } id ? covenant.Article(id) : null)) },
        EmbargoUntil = audience.EmbargoUntil is { } until ? Timestamp.FromDateTimeOffset(until) : null,
    };

    private static V1.AccessTerms? Terms(AccessTerms? terms) => terms is null ? null : new V1.AccessTerms
    {
        Level = Vocabulary.Level(terms.Level),
        Article = terms.Article?.Id ?? "",
        Obligations = new V1.Obligations
        {
            Purpose = terms.Obligations.Purpose,
            KeepUntil = terms.Obligations.KeepUntil is { } day ? ValueWriter.Date(day) : null,
            Onward = terms.Obligations.Onward,
        },
    };

    private static IEnumerable<V1.ArticleText> Texts(IEnumerable<Article?> articles) => articles
        .OfType<Article>()
        .DistinctBy(article => article.Id)
        .OrderBy(article => article.Id, StringComparer.Ordinal)
        .Select(article => new V1.ArticleText { Article = article.Id, Text = article.Text, Ground = article.Ground ?? "" });
}
