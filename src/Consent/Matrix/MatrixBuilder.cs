namespace Exchange.Consent;

/// <summary>Looks up every cell of the table that a known caller can come to, and keeps the highest.</summary>
internal sealed class MatrixBuilder(Covenant covenant)
{
    private static readonly Relation[] Relations = [Relation.None, Relation.Lead, Relation.Duo, Relation.Member];

    private readonly CompiledTable _table = covenant.Table;
    private readonly Alphabet _words = covenant.Table.Words;

    // Where no article tells them apart, one stands for both.
    private readonly Minority[] _minors = covenant.Table.Words.TellsMinors ? Enum.GetValues<Minority>() : [Minority.No];

    public AccessMatrix Build()
    {
        string[] purposes = [.. covenant.Purposes.Where(purpose => purpose != Covenant.Uitvraag)];
        var tables = covenant.Forums.Keys.Prepend(DecisionInput.NoForum).SelectMany(forum => Tables(forum, purposes, uitvraag: false));
        if (covenant.Purposes.Contains(Covenant.Uitvraag))
            tables = tables.Concat(Tables(DecisionInput.NoForum, [Covenant.Uitvraag], uitvraag: true));
        return new AccessMatrix([.. tables]);
    }

    /// <summary>One table per set of relations that see the same.</summary>
    private IEnumerable<MatrixTable> Tables(string forum, string[] purposes, bool uitvraag)
    {
        var tables = Relations.Select(relation => (Relation: relation, Rows: Rows(forum, relation, purposes))).ToList();
        while (tables.Count > 0)
        {
            var same = tables.Where(table => Same(table.Rows, tables[0].Rows)).ToList();
            yield return new MatrixTable(forum, [.. same.Select(table => table.Relation)], uitvraag, same[0].Rows)
            {
                RowsByRelation = [.. same.Select(table => table.Rows)],
            };
            tables.RemoveAll(same.Contains);
        }
    }

    private MatrixRow[] Rows(string forum, Relation relation, string[] purposes) =>
        [.. covenant.Partners.Values.Select(partner => Row(partner, forum, relation, purposes))];

    private MatrixRow Row(Partner partner, string forum, Relation relation, string[] purposes)
    {
        var cells = _words.Categories.Select(_ => new Best()).ToArray();
        foreach (var role in partner.Roles.Order(StringComparer.Ordinal))
        {
            foreach (var purpose in purposes)
            {
                foreach (var state in Enum.GetValues<CaseState>())
                    Look(cells, new Occasion(partner.Id, role, relation, forum, purpose, state, default, default));
            }
        }

        return new MatrixRow(
            partner,
            forum == DecisionInput.NoForum || partner.Roles.Any(role => covenant.IsMember(forum, partner.Id, role, relation)),
            [.. cells.Select((best, category) => best.Cell(_words.Categories[category].Id, _words.TellsMinors))]);
    }

    private void Look(Best[] cells, Occasion at)
    {
        if (Guards.HoldsFor(at.State, at.Forum is Forum.Meldpunt or Forum.Voorportaal))
            return;
        for (var period = 0; period < _words.Periods.Length; period++)
        {
            foreach (var minor in _minors)
                Look(cells, at with { Period = _words.Periods[period], Minor = minor }, period);
        }
    }

    private void Look(Best[] cells, Occasion at, int period)
    {
        var (partner, role) = (_words.Partner(at.Partner), _words.Role(at.Role));
        var node = _table.Node(
            _words.SeatOf(partner, role),
            _table.TokenClasses[role],
            Alphabet.RelationOf(at.Relation),
            _words.Forum(at.Forum),
            _words.Purpose(at.Purpose),
            (int)at.State,
            period,
            (int)at.Minor);
        if (node == 0)
            return;
        foreach (var consent in Enum.GetValues<ConsentStatus>())
        {
            foreach (var secrecy in Enum.GetValues<Secrecy>())
            {
                var row = _table.RowAt(_table.WithConsent(node, (int)consent), (int)secrecy);
                for (var category = 0; category < cells.Length; category++)
                {
                    for (var source = 0; source < _words.Partners.Length; source++)
                        cells[category].Take(_table.Cell(row, partner, category, source), at, consent, secrecy, _words.Partners[source].Id);
                }
            }
        }
    }

    private static bool Same(MatrixRow[] a, MatrixRow[] b) => a.Zip(b).All(pair =>
        pair.First.Attends == pair.Second.Attends
        && pair.First.Cells.Zip(pair.Second.Cells).All(cells =>
            cells.First.Level == cells.Second.Level
            && cells.First.Article == cells.Second.Article
            && cells.First.When?.NeedsConsent == cells.Second.When?.NeedsConsent
            && cells.First.When?.NeedsLifted == cells.Second.When?.NeedsLifted
            && cells.First.When?.NeedsMinor == cells.Second.When?.NeedsMinor));

    /// <summary>Everything of a question but consent, secrecy and section.</summary>
    private readonly record struct Occasion(string Partner, string Role, Relation Relation, string Forum, string Purpose, CaseState State, DateOnly Period, Minority Minor);

    /// <summary>The highest so far.</summary>
    private sealed class Best
    {
        private Level _level;
        private string? _article;
        private HashSet<string> _roles = [];
        private HashSet<string> _purposes = [];
        private SortedSet<CaseState> _cases = [];
        private SortedSet<ConsentStatus> _consents = [];
        private SortedSet<Secrecy> _secrecies = [];
        private SortedSet<Minority> _minors = [];
        private SortedSet<DateOnly> _periods = [];
        private HashSet<string> _sources = [];

        public void Take(Decision decision, in Occasion at, ConsentStatus consent, Secrecy secrecy, string source)
        {
            if (decision.Level == Level.None || decision.Level < _level)
                return;
            if (decision.Level > _level)
            {
                (_level, _article) = (decision.Level, decision.Article);
                (_roles, _purposes, _cases, _consents, _secrecies, _minors, _periods, _sources) = ([], [], [], [], [], [], [], []);
            }

            if (decision.Article is { } article && (_article is null || string.CompareOrdinal(article, _article) < 0))
                _article = article;
            _roles.Add(at.Role);
            _purposes.Add(at.Purpose);
            _cases.Add(at.State);
            _consents.Add(consent);
            _secrecies.Add(secrecy);
            _minors.Add(at.Minor);
            _periods.Add(at.Period);
            _sources.Add(source);
        }

        public MatrixCell Cell(string category, bool tellsMinors) => new(
            category,
            _level,
            _article,
            _level == Level.None ? null : new MatrixOccasions([.. _roles], [.. _purposes], [.. _cases], [.. _consents], [.. _secrecies], tellsMinors ? [.. _minors] : Enum.GetValues<Minority>(), [.. _periods], [.. _sources]));
    }
}
