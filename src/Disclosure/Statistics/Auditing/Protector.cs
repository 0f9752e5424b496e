namespace Exchange.Disclosure.Statistics;

/// <summary>
/// Hides cells until every target has the interval it needs, for readers from outside and for each contributor who alone makes up a hidden
/// sum and so knows it.
/// </summary>
internal sealed class Protector
{
    private readonly Cube _cube;
    private readonly StatisticsRules _rules;
    private readonly IReadOnlyList<Cell> _listed;
    private readonly IReadOnlyList<Cell> _fixed;
    private readonly IReadOnlyDictionary<Cell, Need> _needs;
    private readonly Dictionary<Cell, HiddenReason> _hidden;
    private readonly long _ceiling;
    private readonly Effort _effort;

    /// <param name="cube">What is behind the tables.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="listed">The cells of this edition, each once.</param>
    /// <param name="published">The cells of earlier editions, each once.</param>
    /// <param name="hidden">The cells that are hidden for themselves; this adds those that are hidden for others.</param>
    /// <param name="needs">What a hidden cell needs, where that is not what its own figures ask.</param>
    /// <param name="effort">What it may cost.</param>
    public Protector(
        Cube cube,
        StatisticsRules rules,
        IReadOnlyList<Cell> listed,
        IReadOnlyList<Cell> published,
        Dictionary<Cell, HiddenReason> hidden,
        IReadOnlyDictionary<Cell, Need> needs,
        Effort effort)
    {
        (_cube, _rules, _listed, _fixed, _hidden, _needs, _effort) = (cube, rules, listed, published, hidden, needs, effort);
        var highest = listed.Concat(Enumerable.Range(0, cube.Atoms).Select(cube.CellOf)).Max(cell => NeedOf(cell).High);
        _ceiling = (4 * (cube.Whole.Value + rules.Minimum)) + (2 * highest);
    }

    /// <summary>Whether everything is protected now; when not, earlier editions say too much already.</summary>
    public bool Protect()
    {
        var views = new List<(Cell? Known, List<Target> Targets)> { (null, Unlisted()) };
        int before;
        do
        {
            before = _hidden.Count;
            foreach (var (known, targets) in views)
            {
                if (!Protect(known, targets))
                    return false;
            }

            var insiders = _cube.HasAmounts ? _listed.Where(cell => _hidden.ContainsKey(cell) && cell.Persons == 1) : [];
            var added = insiders.Where(cell => !views.Exists(view => view.Known == cell)).ToList();
            views.AddRange(added.Select(cell => ((Cell?)cell, new List<Target>())));
            before = added.Count > 0 ? -1 : before;
        }
        while (_hidden.Count != before);
        return true;
    }

    // A combination that nobody asked for can still follow from those that were: with these, so does every set of persons.
    private List<Target> Unlisted() =>
    [
        .. Enumerable.Range(0, _cube.Atoms)
            .Select(_cube.CellOf)
            .Where(cell => !_hidden.ContainsKey(cell) && !_fixed.Contains(cell) && PrimaryRules.Judge(_cube, cell, _rules) is not null)
            .Select(cell => new Target(cell, NeedOf(cell))),
    ];

    private bool Protect(Cell? known, List<Target> targets)
    {
        Add(known, targets, _listed.Where(_hidden.ContainsKey));
        var audit = default(IntervalAudit);
        var rows = Rows(known);
        for (var i = 0; i < targets.Count; i++)
        {
            while (!targets[i].IsMet)
            {
                audit ??= new IntervalAudit(_cube.Atoms, rows, _ceiling, _effort);
                audit.Widen(targets[i], targets);
                if (targets[i].IsMet)
                    break;
                var more = Complement.Find(_cube.Atoms, rows, targets[i], _ceiling, _effort);
                if (more.Count == 0)
                    return false;
                foreach (var cell in more)
                    _hidden.Add(cell, HiddenReason.Complementary);
                Add(known, targets, more);
                (audit, rows) = (null, Rows(known));
            }
        }

        return true;
    }

    // What overlaps with the sum that an insider knows is protected by the p% rule, which is made for that.
    private void Add(Cell? known, List<Target> targets, IEnumerable<Cell> cells)
    {
        foreach (var cell in cells)
        {
            if ((known is null || !known.Overlaps(cell)) && !targets.Exists(target => target.Cell == cell))
                targets.Add(new Target(cell, NeedOf(cell)));
        }
    }

    private List<Row> Rows(Cell? known) =>
    [
        .. _fixed.Select(cell => new Row(cell, true)),
        .. _listed.Where(cell => !_fixed.Contains(cell) && !_hidden.ContainsKey(cell)).Select(cell => new Row(cell, false)),
        .. known is null ? Array.Empty<Row>() : [new Row(known, true)],
    ];

    private Need NeedOf(Cell cell) => _needs.TryGetValue(cell, out var need) ? need : PrimaryRules.NeedOf(_cube, cell, _rules);
}
