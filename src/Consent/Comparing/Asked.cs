namespace Exchange.Consent;

/// <summary>One question as numbers of the dimensions.</summary>
internal sealed class Asked
{
    public Asked(Dimensions dimensions, DecisionInput input)
    {
        Numbers =
        [
            Of(Dimensions.Partner, input.Partner),
            Of(Dimensions.Role, input.Role),
            dimensions.Tokens.Of(input.Roles),
            Alphabet.RelationOf(input.Relation),
            Known(Dimensions.Forum, input.Forum),
            Known(Dimensions.Purpose, input.Purpose),
            input.Case is { } state && Enum.IsDefined(state) ? (int)state : -1,
            input.Date is { } day ? Period(dimensions, day) : -1,
            dimensions.All[Dimensions.Minor].Values.Count == 1 ? 0 : Alphabet.MinorityOf(input.Minor),
            Alphabet.ConsentOf(input.Consent),
            Alphabet.SecrecyOf(input.Secrecy),
            Of(Dimensions.Category, input.Category),
            Known(Dimensions.Source, input.Source),
        ];
        IsInside = Numbers.All(number => number >= 0)
            && input is { Handling: Handling.Open, Restriction: Restriction.None }
            && (input.Roles is null || input.Roles.Contains(input.Role!));

        int Of(int dimension, string? word) => word is null ? -1 : Index(dimensions.All[dimension].Values, word);
        int Known(int dimension, string? word) => Of(dimension, word) is >= 0 and var known ? known : dimensions.All[dimension].Values.Count - 1;
    }

    /// <summary>Whether it is a question that the dimensions can ask; every other gets nothing from any covenant of these words.</summary>
    public bool IsInside { get; }

    public int[] Numbers { get; }

    private static int Period(Dimensions dimensions, DateOnly day)
    {
        var days = dimensions.All[Dimensions.Date].Values;
        var period = days.Count - 1;
        while (period > 0 && day < Dimensions.Day(days[period]!))
            period--;
        return period;
    }

    private static int Index(IReadOnlyList<string?> values, string word)
    {
        for (var value = 0; value < values.Count; value++)
        {
            if (values[value] == word)
                return value;
        }

        return -1;
    }
}
