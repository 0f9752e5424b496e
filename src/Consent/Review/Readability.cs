namespace Exchange.Consent;

/// <summary>
/// How many people of the reference population look alike in what is left of a field in an anonymised view, if its values are spread
/// evenly over them. Where that is below <em>k</em>, the release gate will mostly withhold it.
/// </summary>
/// <param name="What">The field as <c>category.field</c>, or the name of a category: all of its fields together.</param>
/// <param name="Left">What is left, by the words of the covenant.</param>
/// <param name="Values">How many values there are to tell apart.</param>
/// <param name="LookAlikes">How many people share one, on average.</param>
/// <param name="Readable">Whether that is at least <em>k</em>.</param>
public sealed record Readability(string What, string Left, long Values, double LookAlikes, bool Readable)
{
    private const int Years = 100;

    // From here on ages are one open band, as outside the districts there is one area.
    private const int Oldest = 90;

    internal static IEnumerable<Readability> Of(Covenant covenant)
    {
        if (covenant.ReleaseGate is not { } gate)
            yield break;
        foreach (var category in covenant.Categories.Values)
        {
            var (together, fields) = (1L, new List<string>());
            foreach (var (name, field) in category.Fields)
            {
                if (field.Anonymised is not { } left || ValuesOf(covenant, field, left) is not { } values)
                    continue;
                fields.Add(name);
                together = Math.Min(together * values, int.MaxValue);
                yield return Row(gate, $"{category.Id}.{name}", Words.Of(left), values);
            }

            if (fields.Count > 1)
                yield return Row(gate, category.Id, string.Join(" and ", fields), together);
        }
    }

    /// <summary>How many values are left to tell apart; null where that depends on what people wrote.</summary>
    private static long? ValuesOf(Covenant covenant, FieldRule field, Generalisation left) => left switch
    {
        Generalisation.YearMonth => Years * 12,
        Generalisation.Year => Years,
        Generalisation.AgeBand5 => (Oldest / 5) + 1,
        Generalisation.AgeBand10 => (Oldest / 10) + 1,
        Generalisation.AgeBand20 => (Oldest / 20) + 1,
        Generalisation.District => covenant.Districts.Count + 1,
        Generalisation.Keep => Math.Max(1, field.Values.Count),
        _ => null,
    };

    private static Readability Row(ReleaseGateRule gate, string what, string left, long values) =>
        new(what, left, values, (double)gate.Size / values, gate.Size >= gate.K * values);
}
