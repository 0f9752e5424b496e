using System.Text.Encodings.Web;
using System.Text.Json;
using Exchange.Consent;

namespace Exchange.Cli.Covenants.Explaining;

/// <summary>An explanation as one line of JSON, in the words of the covenant.</summary>
internal static class ExplanationJson
{
    // Read by programs and people, never put in a page: Dutch letters stay letters.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Covenant covenant, Explanation explanation) => JsonSerializer.Serialize(
        new
        {
            covenant = covenant.Id,
            version = covenant.Version,
            decision = Written(explanation.Decision),
            guards = explanation.Guards,
            caller = explanation.Caller,
            circle = explanation.Circle is { } circle ? Words.Of(circle) : null,
            articles = explanation.Articles.Select(Written),
            grant = explanation.Grant?.Id,
            cap = explanation.Cap?.Id,
            oneView = new
            {
                level = Words.Of(explanation.OneView.Ceiling.Level),
                explanation.OneView.Ceiling.Article,
                identifying = explanation.OneView.Identifying.Select(found => new { found.Category, level = Words.Of(found.Level), found.Article }),
                explanation.OneView.Lowers,
                explanation.OneView.LeavesOutOwn,
            },
            explanation.InMeeting,
            explanation.Obliges,
            nearest = explanation.Nearest is { } nearest ? new { article = nearest.Article?.Id, because = nearest.Because.Select(Written) } : null,
        },
        Options);

    private static object Written(Decision decision) =>
        new { level = Words.Of(decision.Level), decision.Article, reason = Words.Of(decision.Reason) };

    private static object Written(ArticleFinding finding) => new
    {
        finding.Article.Id,
        effect = Words.Of(finding.Article.Effect),
        level = Words.Of(finding.Article.Level),
        finding.Article.Text,
        finding.Article.Ground,
        finding.Applies,
        conditions = finding.Conditions.Select(Written),
    };

    private static object Written(ConditionFinding condition) =>
        new { condition.Key, condition.Wanted, condition.Got, outcome = Words.Of(condition.Outcome) };
}
