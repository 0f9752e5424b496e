namespace Exchange.Consent;

/// <summary>
/// Adding a cap never raises a level: every row of the table that a cap has a hand in is worked out once more without that cap, and no
/// cell of it may then be lower.
/// </summary>
internal sealed class CapsLower(Covenant covenant, CovenantParts parts)
{
    public InvariantResult Prove()
    {
        var invariant = BuiltIns.BuiltIn("Adding a cap never raises a level", new InvariantScope(), new NeverAbove(Level.None));
        var cells = 0L;
        var rows = Compiler.RowsOf(parts);
        foreach (var (live, inMeeting) in rows.Situations)
        {
            var with = rows.Build(live, inMeeting);
            foreach (var cap in rows.CapsIn(live))
            {
                var without = rows.Build(live.Without(cap), inMeeting);
                for (var category = 0; category < with.Columns.Length; category++)
                {
                    for (var source = 0; source < with.Columns[category].Length; source++)
                    {
                        cells++;
                        if (Raises(rows, with, without, category, source) && rows.Classes.PartnersIn[source] > 0)
                            return new InvariantResult(invariant, cells, Told(rows.ArticleAt(cap), rows.Classes.Categories[category], rows.Classes.Sources[source]));
                    }
                }
            }
        }

        return new InvariantResult(invariant, cells, null);
    }

    /// <summary>For others, and for the caller whose own contribution it is.</summary>
    private static bool Raises(RowBuilder rows, Row with, Row without, int category, int source)
    {
        var (before, after) = (rows.Decisions[without.Columns[category][source]].Level, rows.Decisions[with.Columns[category][source]].Level);
        return after > before || (with.LeavesOutOwn ? Level.None : after) > (without.LeavesOutOwn ? Level.None : before);
    }

    private Counterexample Told(Article cap, int categoryNumber, int sourceNumber)
    {
        var words = covenant.Table.Words;
        var (category, source) = (words.Categories[categoryNumber].Id, words.Partners[sourceNumber].Id);
        var input = new DecisionInput(null, null, null, null, null, null, null, null, null, Handling.Open, category, source, covenant.From, Restriction.None);
        return new Counterexample(input, covenant.Decide(input), [new("cap", [cap.Id]), new("category", [category]), new("source", [source])]);
    }
}
