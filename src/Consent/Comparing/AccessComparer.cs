namespace Exchange.Consent;

/// <summary>Compares every answer of two tables, and says where they differ in few statements.</summary>
internal sealed class AccessComparer
{
    /// <summary>Who and where first, so that statements say "everybody" and "everywhere" before they gather circumstances.</summary>
    private static readonly int[] InOrder =
    [
        Dimensions.Date,
        Dimensions.Minor,
        Dimensions.Secrecy,
        Dimensions.Consent,
        Dimensions.Token,
        Dimensions.Role,
        Dimensions.Case,
        Dimensions.Forum,
        Dimensions.Partner,
        Dimensions.Relation,
        Dimensions.Purpose,
        Dimensions.Category,
        Dimensions.Source,
    ];

    private readonly Covenant _old;
    private readonly Covenant _new;
    private readonly Dimensions _dimensions;
    private readonly Diagram _diagram = new();
    private readonly List<(Change Change, int Kind)> _changes = [default];
    private readonly List<Kind> _kinds = [];
    private readonly Dictionary<Change, int> _numbers = [];
    private readonly Dictionary<(Row Old, Row New, int Partner), int> _leaves = new(new SameRows());
    private readonly int[] _widths;
    private readonly int _own;
    private int _root;

    public AccessComparer(Covenant old, Covenant @new)
    {
        (_old, _new) = (old, @new);
        _dimensions = new Dimensions(old, @new);

        // One value more than there are sources: what the caller contributed itself, where that changes in another way.
        _widths = _dimensions.Widths;
        _own = _widths[Dimensions.Source]++;
    }

    /// <summary>Whose contributions a change is about.</summary>
    private enum Whose : byte
    {
        /// <summary>Those of others; the caller's own are left out, or change in another way.</summary>
        Others = 0,

        /// <summary>Those of others and the caller's own alike.</summary>
        Everybody = 1,

        /// <summary>The caller's own only.</summary>
        Own = 2,
    }

    public IReadOnlyList<AccessChange> Compare()
    {
        _root = new Product(_old, _new, _dimensions, _diagram, Leaf).Root();
        var cover = new PrimeCover(_diagram, _root, _widths, answer => _changes[answer].Kind);
        return
        [
            .. cover.Of(new BoxCover(_diagram, _widths).Of(_root), InOrder, IsKnown)
                .Select(found => Told(found.Box, found.Everything, cover.Answers(found.Box)))
                .OrderByDescending(change => change.Widens)
                .ThenBy(change => change.New < change.Old),
        ];
    }

    private bool IsKnown(int dimension, int value) =>
        dimension == Dimensions.Source && value == _own ? false : _dimensions.All[dimension].Values[value] is not null;

    private int Leaf(Row old, Row @new, int partner)
    {
        // Own contributions are like those of others where neither leaves them out, and never there where both do.
        var (outOld, outNew) = (LeavesOut(_old.Table, old, @new), LeavesOut(_new.Table, @new, old));
        var leftOut = outOld || outNew ? partner : -1;
        var key = (old, @new, leftOut);
        if (_leaves.TryGetValue(key, out var known))
            return known;
        var categories = _dimensions.All[Dimensions.Category].Values;
        var children = new int[categories.Count];
        for (var category = 0; category < children.Length; category++)
        {
            var sources = new int[_widths[Dimensions.Source]];
            for (var source = 0; source < _own; source++)
            {
                var word = _dimensions.All[Dimensions.Source].Values[source];
                sources[source] = source == leftOut ? Diagram.Impossible : Number(ByOthers(_old.Table, old, categories[category]!, word), ByOthers(_new.Table, @new, categories[category]!, word), outOld || outNew ? Whose.Others : Whose.Everybody);
            }

            if (outOld != outNew)
            {
                var name = _dimensions.All[Dimensions.Partner].Values[partner]!;
                sources[_own] = Number(Own(_old.Table, old, categories[category]!, name), Own(_new.Table, @new, categories[category]!, name), Whose.Own);
            }

            children[category] = _diagram.Node(sources);
        }

        return _leaves[key] = _diagram.Node(children);
    }

    /// <summary>Who sees nothing at all has no rule of its own on own contributions.</summary>
    private static bool LeavesOut(CompiledTable table, Row row, Row other) =>
        ReferenceEquals(row, table.Rows[0]) ? other.LeavesOutOwn : row.LeavesOutOwn;

    private static Decision ByOthers(CompiledTable table, Row row, string category, string? source) =>
        table.Words.Category(category) is >= 0 and var known
            ? table.Decisions[table.Number(row, known, table.Words.Source(source))]
            : RowBuilder.Nothing;

    private static Decision Own(CompiledTable table, Row row, string category, string partner)
    {
        var words = table.Words;
        return words.Category(category) is >= 0 and var known && words.Partner(partner) is >= 0 and var self ? table.Cell(row, self, known, self) : RowBuilder.Nothing;
    }

    private int Number(Decision old, Decision @new, Whose whose)
    {
        if (old.Level == @new.Level && old.Terms == @new.Terms)
            return 0;
        var change = new Change(old, @new, whose);
        if (_numbers.TryGetValue(change, out var number))
            return number;
        var kind = KindOf(change);
        if (!_kinds.Contains(kind))
            _kinds.Add(kind);
        _numbers.Add(change, number = _changes.Count);
        _changes.Add((change, _kinds.IndexOf(kind)));
        return number;
    }

    private static Kind KindOf(Change change) => change is { Old.Terms: { } before, New.Terms: { } after } && change.Old.Level == change.New.Level
        ? new Kind(change.Old.Level, change.New.Level, change.Whose, change.New.Article, TermsChange.Told(before, after), TermsChange.ObligesToLess(before, after))
        : new Kind(change.Old.Level, change.New.Level, change.Whose, change.New.Article ?? change.Old.Article, "", change.New.Level > change.Old.Level);

    private AccessChange Told(Box box, bool[] everything, IReadOnlySet<int> answers)
    {
        var kind = _kinds[box.Answer];
        return new AccessChange(input => Covers(box, input))
        {
            Old = kind.Old,
            New = kind.New,
            OldBy = [.. Told(answers.Select(answer => _changes[answer].Change.Old))],
            NewBy = [.. Told(answers.Select(answer => _changes[answer].Change.New))],
            Terms = kind.Terms,
            Widens = kind.Widens,
            RolesAlone = [.. _dimensions.Tokens.Roles.Where((role, r) => box.Values[Dimensions.Role].Contains(r) && box.Values[Dimensions.Token].Contains(_dimensions.Tokens.Of([role])))],
            Where = [.. _dimensions.All.Select((dimension, d) => new ChangeScope(
                dimension.Name,
                [.. dimension.Values.Where((_, value) => box.Values[d].Contains(value)).Select(value => value ?? ChangeScope.Unknown)],
                everything[d]))],
            OwnContributions = kind.Whose == Whose.Own,
        };
    }

    private static IEnumerable<Decision> Told(IEnumerable<Decision> decisions) =>
        decisions.Select(decision => decision with { Terms = null }).Distinct().OrderBy(decision => decision.Article, StringComparer.Ordinal).ThenBy(decision => decision.Reason);

    private bool Covers(Box box, DecisionInput input)
    {
        var at = new Asked(_dimensions, input);
        if (!at.IsInside)
            return false;
        for (var dimension = 0; dimension < Dimensions.Source; dimension++)
        {
            if (!box.Values[dimension].Contains(at.Numbers[dimension]))
                return false;
        }

        // Its own contributions change like those of others, or in a way of their own, or not.
        return input.Source is not null && input.Source == input.Partner
            ? IsAt(box, [.. at.Numbers[..^1], _own]) || (_kinds[box.Answer].Whose == Whose.Everybody && IsAt(box, at.Numbers))
            : IsAt(box, at.Numbers);
    }

    private bool IsAt(Box box, int[] numbers) =>
        box.Values[Dimensions.Source].Contains(numbers[^1]) && _diagram.At(_root, numbers) is > 0 and var answer && _changes[answer].Kind == box.Answer;

    private readonly record struct Change(Decision Old, Decision New, Whose Whose);

    /// <summary>What changes in one statement look alike in: also in the article that now decides, or did, so that a statement is about one.</summary>
    private sealed record Kind(Level Old, Level New, Whose Whose, string? Article, string Terms, bool Widens);

    private sealed class SameRows : IEqualityComparer<(Row Old, Row New, int Partner)>
    {
        public bool Equals((Row Old, Row New, int Partner) x, (Row Old, Row New, int Partner) y) =>
            ReferenceEquals(x.Old, y.Old) && ReferenceEquals(x.New, y.New) && x.Partner == y.Partner;

        public int GetHashCode((Row Old, Row New, int Partner) obj) => HashCode.Combine(
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Old),
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.New),
            obj.Partner);
    }
}
