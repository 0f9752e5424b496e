namespace Exchange.Consent;

/// <summary>
/// Nobody gets anything but the listed partners, in the roles that they list and that their token holds, in forums that they belong to. In
/// the table: whoever else asks lands on node 0, and every way from there leads to a row of nothing.
/// </summary>
internal sealed class NobodyElse(Covenant covenant)
{
    private readonly CompiledTable _table = covenant.Table;
    private long _cells;

    public InvariantResult Prove()
    {
        var invariant = BuiltIns.BuiltIn("Nobody but the listed partners gets anything, in roles that they list and forums that they belong to", new InvariantScope(), new NeverAbove(Level.None));
        var found = Nowhere() ?? Tokens() ?? Forums();
        return new InvariantResult(invariant, _cells, found);
    }

    /// <summary>Whoever is at node 0 stays there, and sees nothing.</summary>
    private Counterexample? Nowhere()
    {
        var words = _table.Words;
        (int[] Next, int Width)[] steps =
        [
            (_table.ByRelation, Alphabet.Relations + 1),
            (_table.ByForum, words.ForumWidth),
            (_table.ByPurpose, words.PurposeWidth),
            (_table.ByState, Alphabet.States),
            (_table.ByPeriod, words.Periods.Length),
            (_table.ByMinority, Alphabet.Minorities + 1),
            (_table.ByConsent, Alphabet.Consents + 1),
            (_table.BySecrecy, Alphabet.Secrecies + 1),
        ];
        _cells += _table.Rows[0].Columns.Sum(column => column.Length);
        return steps.All(step => !step.Next.AsSpan(0, step.Width).ContainsAnyExcept(0)) && _table.Rows[0].Columns.All(column => column.All(cell => _table.Decisions[cell].Level == Level.None))
            ? null
            : Told([]);
    }

    /// <summary>No seat is open to a token that lacks its role.</summary>
    private Counterexample? Tokens()
    {
        var words = _table.Words;
        for (var seat = 0; seat < words.Seats.Length; seat++)
        {
            for (var token = 0; token < _table.TokenWidth; token++)
            {
                _cells++;
                if (_table.TokenClasses[token * words.Roles.Length + words.Seats[seat].Role] != token && _table.BySeat[seat * _table.TokenWidth + token] != 0)
                    return Told([new("partner", [words.Partners[words.Seats[seat].Partner].Id]), new("role", [words.Roles[words.Seats[seat].Role]]), new("token", ["without the role"])]);
            }
        }

        return null;
    }

    /// <summary>No forum is open to who matches none of its entries.</summary>
    private Counterexample? Forums()
    {
        var words = _table.Words;
        for (var seat = 0; seat < words.Seats.Length; seat++)
        {
            var (partner, role) = (words.Partners[words.Seats[seat].Partner].Id, words.Roles[words.Seats[seat].Role]);
            foreach (var node in _table.BySeat.AsSpan(seat * _table.TokenWidth, _table.TokenWidth).ToArray().Distinct())
            {
                for (var relation = 0; relation <= Alphabet.Relations; relation++)
                {
                    Relation? known = relation < Alphabet.Relations ? Survivors.RelationAt(relation) : null;
                    var at = _table.ByRelation[node * (Alphabet.Relations + 1) + relation];
                    for (var forum = 0; forum < words.Forums.Length; forum++)
                    {
                        _cells++;
                        if (_table.ByForum[at * words.ForumWidth + forum] != 0 && !covenant.IsMember(words.Forums[forum].Id, partner, role, known))
                            return Told([new("partner", [partner]), new("role", [role]), new("relation", [known is { } word ? Words.Of(word) : ChangeScope.Unknown]), new("forum", [words.Forums[forum].Id])]);
                    }
                }
            }
        }

        return null;
    }

    private Counterexample Told(IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> facts)
    {
        string? Fact(string key) => facts.FirstOrDefault(fact => fact.Key == key).Value?[0];
        var input = new DecisionInput(
            Fact("partner"), Fact("role"), null, Words.Parse<Relation>(Fact("relation")), Fact("forum"), null, null, null, null, Handling.Open, null, null, covenant.From, Restriction.None);
        return new Counterexample(input, covenant.Decide(input), facts);
    }
}
