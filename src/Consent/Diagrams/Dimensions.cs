using System.Globalization;

namespace Exchange.Consent;

/// <summary>One thing that questions differ in.</summary>
/// <param name="Name">The key, as in a question.</param>
/// <param name="Values">Its values; null is the unknown.</param>
internal sealed record Dimension(string Name, IReadOnlyList<string?> Values);

/// <summary>
/// Everything that a question to either of two covenants can differ in, in the order of the tables: the words of both, and the
/// unknown. A word that one of them does not define is unknown to it.
/// </summary>
internal sealed class Dimensions
{
    public const int Partner = 0;
    public const int Role = 1;
    public const int Token = 2;
    public const int Relation = 3;
    public const int Forum = 4;
    public const int Purpose = 5;
    public const int Case = 6;
    public const int Date = 7;
    public const int Minor = 8;
    public const int Consent = 9;
    public const int Secrecy = 10;
    public const int Category = 11;
    public const int Source = 12;

    public const string DayFormat = "yyyy-MM-dd";

    private static readonly Relation[] RelationsInOrder = [Exchange.Consent.Relation.None, Exchange.Consent.Relation.Lead, Exchange.Consent.Relation.Duo, Exchange.Consent.Relation.Member];

    public Dimensions(Covenant old, Covenant @new)
    {
        Tokens = new TokenPairs(old.Table, @new.Table);
        var partners = Both(old.Partners.Keys, @new.Partners.Keys);
        var minors = old.Table.Words.TellsMinors || @new.Table.Words.TellsMinors;
        All =
        [
            new("partner", partners),
            new("role", Tokens.Roles),
            new("token", [.. Tokens.Witnesses.Select(roles => string.Join('+', roles))]),
            new("relation", [.. RelationsInOrder.Select(Words.Of), null]),
            new("forum", [.. Both(old.Forums.Keys, @new.Forums.Keys), DecisionInput.NoForum, null]),
            new("purpose", [.. Both(old.Purposes, @new.Purposes), null]),
            new("case", [.. Words.All<CaseState>()]),
            new("date", [.. old.Table.Words.Periods.Concat(@new.Table.Words.Periods).Distinct().Order().Select(day => day.ToString(DayFormat, CultureInfo.InvariantCulture))]),
            new("minor", minors ? [.. Words.All<Minority>(), null] : [null]),
            new("consent", [.. Words.All<ConsentStatus>(), null]),
            new("secrecy", [.. Words.All<Secrecy>(), null]),
            new("category", Both(old.Categories.Keys, @new.Categories.Keys)),
            new("source", [.. partners, null]),
        ];
    }

    public Dimension[] All { get; }

    public TokenPairs Tokens { get; }

    public int[] Widths => [.. All.Select(dimension => dimension.Values.Count)];

    public static DateOnly Day(string value) => DateOnly.ParseExact(value, DayFormat, CultureInfo.InvariantCulture);

    /// <summary>The words of both, those of the first in its order and then what the second adds.</summary>
    public static string[] Both(IEnumerable<string> old, IEnumerable<string> @new) => [.. old.Concat(@new).Distinct(StringComparer.Ordinal)];
}
