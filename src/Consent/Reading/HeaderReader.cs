namespace Exchange.Consent;

/// <summary>What the covenant is called, and when it is in force.</summary>
internal sealed record CovenantHeader(string Id, string Version, string Title, DateOnly From, DateOnly? Until, int? LogKeepDays)
{
    public required RetentionRule Retention { get; init; }

    public required ReleaseGateRule? ReleaseGate { get; init; }

    public required bool MinorsNeedOwnArticle { get; init; }
}

/// <summary>What a covenant may say of minors as a whole.</summary>
internal enum MinorsRule : byte
{
    /// <summary>A grant is about them only when it says so.</summary>
    OwnArticle = 0,
}

internal sealed class HeaderReader(MapReader top, Mistakes mistakes)
{
    private const int LongestKeeping = 36_600;
    private const int MostLookAlikes = 1000, LargestPopulation = 20_000_000;
    private const int ShortestLogKeeping = 365, LongestLogKeeping = 36_500;

    public CovenantHeader Read()
    {
        var id = top.Text("covenant");
        if (id is not null && !Names.IsName(id))
            mistakes.Add(top.PlaceOf("covenant"), "The covenant's name is a letter, then letters, digits, '-' or '_', at most 64.");
        var version = top.Text("version");
        var title = top.Text("title", required: false);

        DateOnly? from = null, until = null;
        if (top.Map("inForce", required: true) is { } inForce)
        {
            from = inForce.Day("from", required: true);
            until = inForce.Day("until", required: false);
            if (until <= from)
                mistakes.Add(inForce.PlaceOf("until"), "'until' is the first day on which the covenant is no longer in force: it comes after 'from'.");
            inForce.Done();
        }

        var logKeepDays = top.Number("logKeepDays", ShortestLogKeeping, LongestLogKeeping, required: false);
        return new CovenantHeader(id ?? "", version ?? "", title ?? "", from ?? DateOnly.MinValue, until, logKeepDays)
        {
            Retention = Retention(),
            ReleaseGate = ReleaseGate(),
            MinorsNeedOwnArticle = top.Word<MinorsRule>("minors", required: false) == MinorsRule.OwnArticle,
        };
    }

    private RetentionRule Retention()
    {
        if (top.Map("retention", required: false) is not { } retention)
            return new RetentionRule(null, null);
        var rule = new RetentionRule(
            retention.Number("closedDays", 1, LongestKeeping, required: false),
            retention.Number("declinedDays", 1, LongestKeeping, required: false));
        retention.Done();
        return rule;
    }

    private ReleaseGateRule? ReleaseGate()
    {
        if (top.Map("releaseGate", required: false) is not { } gate)
            return null;
        var k = gate.Number("k", 2, MostLookAlikes, required: true);
        var (name, size, of) = (default(string), default(int?), default(PopulationOf?));
        if (gate.Map("population", required: true) is { } population)
        {
            name = population.Text("name");
            size = population.Number("size", 1, LargestPopulation, required: true);
            of = population.Word<PopulationOf>("of", required: false);
            if (of == PopulationOf.District && top.Optional("districts") is null)
                mistakes.Add(population.PlaceOf("of"), "A population of the subject's district needs a table of 'districts'.");
            population.Done();
        }

        gate.Done();
        if (size < k)
            mistakes.Add(gate.PlaceOf("k"), $"Nobody has {k} look-alikes in a population of {size}: nothing could be released anonymised.");
        return k is null || name is null || size is null ? null : new ReleaseGateRule(k.Value, name, size.Value) { Of = of ?? PopulationOf.Register };
    }
}
