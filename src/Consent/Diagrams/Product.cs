namespace Exchange.Consent;

/// <summary>
/// Walks two tables side by side, through every situation that either can tell apart, and makes a diagram of what a leaf says of the
/// two rows that come out. Nothing is sampled: pairs of nodes that were met before are one. Impossible is, in both: a role that the
/// partner does not list, a token without it, a forum to which the caller does not belong, and a case that a guard holds back.
/// </summary>
internal sealed class Product
{
    private readonly Covenant _oldCovenant;
    private readonly Covenant _newCovenant;
    private readonly CompiledTable _old;
    private readonly CompiledTable _new;
    private readonly Dimensions _dimensions;
    private readonly Diagram _diagram;
    private readonly Func<Row, Row, int, int> _leaf;
    private readonly Step[] _steps;
    private readonly Dictionary<(int Step, int Old, int New, Side Signals, Caller Caller), int> _known = [];

    /// <param name="old">One covenant.</param>
    /// <param name="new">The other.</param>
    /// <param name="dimensions">Their dimensions.</param>
    /// <param name="diagram">Where the nodes go.</param>
    /// <param name="leaf">The node over categories and sources, of two rows and the number of a partner.</param>
    public Product(Covenant old, Covenant @new, Dimensions dimensions, Diagram diagram, Func<Row, Row, int, int> leaf)
    {
        (_oldCovenant, _newCovenant, _old, _new) = (old, @new, old.Table, @new.Table);
        (_dimensions, _diagram, _leaf) = (dimensions, diagram, leaf);
        _steps =
        [
            StepOf(Dimensions.Relation, table => table.ByRelation, Alphabet.Relations + 1, (_, word) => Alphabet.RelationOf(Words.Parse<Relation>(word))),
            StepOf(Dimensions.Forum, table => table.ByForum, table => table.Words.ForumWidth, (table, word) => table.Words.Forum(word)),
            StepOf(Dimensions.Purpose, table => table.ByPurpose, table => table.Words.PurposeWidth, (table, word) => table.Words.Purpose(word)),
            StepOf(Dimensions.Case, table => table.ByState, Alphabet.States, (_, word) => (int)Words.Parse<CaseState>(word)!.Value),
            StepOf(Dimensions.Date, table => table.ByPeriod, table => table.Words.Periods.Length, (table, word) => table.Words.PeriodOf(Dimensions.Day(word!))),
            StepOf(Dimensions.Minor, table => table.ByMinority, Alphabet.Minorities + 1, (_, word) => Alphabet.MinorityOf(Words.Parse<Minority>(word))),
            StepOf(Dimensions.Consent, table => table.ByConsent, Alphabet.Consents + 1, (_, word) => Alphabet.ConsentOf(Words.Parse<ConsentStatus>(word))),
            StepOf(Dimensions.Secrecy, table => table.BySecrecy, Alphabet.Secrecies + 1, (_, word) => Alphabet.SecrecyOf(Words.Parse<Secrecy>(word))),
        ];
    }

    [Flags]
    private enum Side : byte
    {
        None = 0,
        Old = 1,
        New = 2,
    }

    public int Root() => Over(Dimensions.Partner, partner => Over(Dimensions.Role, role => Over(Dimensions.Token, token => AtSeat(partner, role, token))));

    private int Over(int dimension, Func<int, int> child)
    {
        var children = new int[_dimensions.All[dimension].Values.Count];
        for (var value = 0; value < children.Length; value++)
            children[value] = child(value);
        return _diagram.Node(children);
    }

    private int AtSeat(int partner, int role, int token)
    {
        var (name, word) = (_dimensions.All[Dimensions.Partner].Values[partner], _dimensions.Tokens.Roles[role]);
        var (seatOld, seatNew) = (Seat(_old, name, word), Seat(_new, name, word));
        if (!_dimensions.Tokens.Holds(token, role) || (seatOld < 0 && seatNew < 0))
            return Diagram.Impossible;
        var (old, @new) = _dimensions.Tokens[token];
        return At(
            0,
            seatOld < 0 ? 0 : _old.BySeat[seatOld * _old.TokenWidth + old],
            seatNew < 0 ? 0 : _new.BySeat[seatNew * _new.TokenWidth + @new],
            Side.None,
            new Caller(partner, role, 0));
    }

    private static int Seat(CompiledTable table, string? partner, string role) => table.Words.SeatOf(table.Words.Partner(partner), table.Words.Role(role));

    private int At(int step, int old, int @new, Side signals, Caller caller)
    {
        var dimension = step + Dimensions.Relation;
        if (old == 0 && @new == 0 && dimension > Dimensions.Forum)
            return 0;
        if (step == _steps.Length)
            return _leaf(_old.Rows[old], _new.Rows[@new], caller.Partner);
        var key = (step, old, @new, signals, caller);
        if (_known.TryGetValue(key, out var known))
            return known;
        var to = _steps[step];
        var node = Over(dimension, value =>
        {
            var (nextOld, nextNew) = (to.Old[old * to.OldWidth + to.OldNumbers[value]], to.New[@new * to.NewWidth + to.NewNumbers[value]]);
            return dimension switch
            {
                Dimensions.Relation => At(step + 1, nextOld, nextNew, signals, caller with { Relation = value }),
                Dimensions.Forum => AtForum(step, nextOld, nextNew, value, caller),
                Dimensions.Case => AtCase(step, nextOld, nextNew, (CaseState)value, signals, caller),
                _ => At(step + 1, nextOld, nextNew, signals, caller),
            };
        });
        _known.Add(key, node);
        return node;
    }

    private int AtForum(int step, int old, int @new, int forum, Caller caller)
    {
        var word = _dimensions.All[Dimensions.Forum].Values[forum];

        // From here on, role and relation have said all that they say.
        return Attends(_oldCovenant, word, caller) || Attends(_newCovenant, word, caller)
            ? At(step + 1, old, @new, SignalsIn(word), new Caller(caller.Partner, 0, 0))
            : Diagram.Impossible;
    }

    private int AtCase(int step, int old, int @new, CaseState state, Side signals, Caller caller)
    {
        var (heldOld, heldNew) = (Guards.HoldsFor(state, signals.HasFlag(Side.Old)), Guards.HoldsFor(state, signals.HasFlag(Side.New)));
        return heldOld && heldNew
            ? Diagram.Impossible
            : At(step + 1, heldOld ? 0 : old, heldNew ? 0 : @new, Side.None, caller);
    }

    /// <summary>A forum that a covenant does not define is unknown to it, and refuses nobody as a member.</summary>
    private bool Attends(Covenant covenant, string? forum, Caller caller)
    {
        var (partner, role) = (_dimensions.All[Dimensions.Partner].Values[caller.Partner], _dimensions.Tokens.Roles[caller.Role]);
        return Seat(covenant.Table, partner, role) >= 0
            && (forum is null
                || !covenant.Forums.ContainsKey(forum)
                || covenant.IsMember(forum, partner, role, Words.Parse<Relation>(_dimensions.All[Dimensions.Relation].Values[caller.Relation])));
    }

    /// <summary>In which of the two a signal exists in this forum.</summary>
    private Side SignalsIn(string? forum)
    {
        if (forum is not (Forum.Meldpunt or Forum.Voorportaal))
            return Side.None;
        return (_old.Words.Forum(forum) < _old.Words.Forums.Length ? Side.Old : Side.None)
            | (_new.Words.Forum(forum) < _new.Words.Forums.Length ? Side.New : Side.None);
    }

    private Step StepOf(int dimension, Func<CompiledTable, int[]> next, int width, Func<CompiledTable, string?, int> number) =>
        StepOf(dimension, next, _ => width, number);

    private Step StepOf(int dimension, Func<CompiledTable, int[]> next, Func<CompiledTable, int> width, Func<CompiledTable, string?, int> number)
    {
        var values = _dimensions.All[dimension].Values;
        return new Step(
            next(_old), width(_old), [.. values.Select(word => number(_old, word))], next(_new), width(_new), [.. values.Select(word => number(_new, word))]);
    }

    private readonly record struct Step(int[] Old, int OldWidth, int[] OldNumbers, int[] New, int NewWidth, int[] NewNumbers);

    /// <summary>Who asks, by numbers; role and relation until the forum is known.</summary>
    private readonly record struct Caller(int Partner, int Role, int Relation);
}
