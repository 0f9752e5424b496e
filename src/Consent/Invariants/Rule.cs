namespace Exchange.Consent;

/// <summary>What may not be in a cell. Decided from rows alone, so that equal rows are looked at once.</summary>
internal abstract class Rule
{
    /// <summary>Whether the rule is broken in one cell of a row, for one partner.</summary>
    /// <param name="table">The table.</param>
    /// <param name="row">The row.</param>
    /// <param name="given">The row of the same situation with consent given.</param>
    /// <param name="partner">The caller's partner.</param>
    /// <param name="category">The category.</param>
    /// <param name="source">The source.</param>
    public abstract bool IsBroken(CompiledTable table, Row row, Row given, int partner, int category, int source);

    /// <summary>What the answer may not exceed, for one who reads a counterexample; null when the invariant says it.</summary>
    public virtual Decision? Against(Covenant covenant, DecisionInput input) => null;
}

/// <summary>Never above a level.</summary>
internal sealed class NeverAbove(Level above) : Rule
{
    public override bool IsBroken(CompiledTable table, Row row, Row given, int partner, int category, int source) =>
        table.Cell(row, partner, category, source).Level > above;
}

/// <summary>Never above what the same question gets with consent given.</summary>
internal sealed class NeverMoreThanGiven : Rule
{
    public override bool IsBroken(CompiledTable table, Row row, Row given, int partner, int category, int source) =>
        table.Cell(row, partner, category, source).Level > table.Cell(given, partner, category, source).Level;

    public override Decision? Against(Covenant covenant, DecisionInput input) => covenant.Decide(input with { Consent = ConsentStatus.Given });
}

/// <summary>
/// One view: nothing above the higher of anonymised and <em>c</em>, where <em>c</em> is worked out once more from the cells themselves, and
/// nothing of the caller's own when it is below full.
/// </summary>
internal sealed class OneViewHolds : Rule
{
    private readonly Dictionary<Row, Level> _ceilings = new(ReferenceEqualityComparer.Instance);

    public override bool IsBroken(CompiledTable table, Row row, Row given, int partner, int category, int source)
    {
        if (!_ceilings.TryGetValue(row, out var ceiling))
            _ceilings.Add(row, ceiling = CeilingOf(table, row));
        var level = table.Cell(row, partner, category, source).Level;
        return ceiling != row.Ceiling.Level
            || level > (ceiling > Level.Anonymised ? ceiling : Level.Anonymised)
            || (source == partner && ceiling < Level.Full && level > Level.None);
    }

    /// <summary>Per identifying category the highest cell over all sources, then the lowest of these. What only lacks a meeting is anonymised.</summary>
    private static Level CeilingOf(CompiledTable table, Row row)
    {
        var words = table.Words;
        var lowest = Level.Full;
        for (var category = 0; category < words.Categories.Length; category++)
        {
            if (!words.Categories[category].Identifying)
                continue;
            var highest = Level.None;
            for (var source = 0; source < words.Partners.Length; source++)
            {
                var number = table.Number(row, category, source);
                var level = number == RowBuilder.NoMeeting ? Level.Anonymised : table.Decisions[number].Level;
                highest = level > highest ? level : highest;
            }

            lowest = highest < lowest ? highest : lowest;
        }

        return lowest;
    }
}
