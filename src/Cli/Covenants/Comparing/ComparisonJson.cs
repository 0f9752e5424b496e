using System.Text.Encodings.Web;
using System.Text.Json;
using Exchange.Consent;

namespace Exchange.Cli.Covenants.Comparing;

/// <summary>
/// A comparison as JSON lines: <c>access</c> with every value of every dimension (<c>unknown</c> among them), and <c>term</c>.
/// </summary>
internal static class ComparisonJson
{
    // Read by programs and people, never put in a page: Dutch letters stay letters.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(CovenantComparison comparison, TextWriter output)
    {
        foreach (var change in comparison.Access)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    kind = "access",
                    change.Widens,
                    old = Words.Of(change.Old),
                    @new = Words.Of(change.New),
                    oldBy = change.OldBy.Select(Written),
                    newBy = change.NewBy.Select(Written),
                    terms = change.Terms.Length > 0 ? change.Terms : null,
                    change.OwnContributions,
                    change.RolesAlone,
                    where = change.Where.ToDictionary(scope => scope.Name, scope => new { scope.Values, scope.Everything }),
                },
                Options));
        }

        foreach (var change in comparison.Terms)
            output.WriteLine(JsonSerializer.Serialize(new { kind = "term", change.Widens, term = change.Kind, change.Subject, change.Old, change.New }, Options));
    }

    private static object Written(Decision decision) =>
        new { decision.Article, reason = Words.Of(decision.Reason) };
}
