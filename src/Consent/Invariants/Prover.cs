namespace Exchange.Consent;

/// <summary>
/// Visits every cell that an invariant speaks of: every caller in every role and with every set of roles that caps tell apart, in
/// every situation, unknown inputs included.
/// </summary>
internal sealed class Prover(Covenant covenant, Invariant invariant)
{
    private readonly CompiledTable _table = covenant.Table;
    private readonly InvariantScope _never = invariant.Never;
    private readonly Relation?[] _relations = [.. Scope.Relations(invariant.Never)];
    private readonly string?[] _purposes = [.. Scope.WithUnknown(covenant.Purposes, invariant.Never.Purposes)];
    private readonly CaseState[] _cases = [.. Scope.Of(invariant.Never.Cases)];
    private readonly Minority?[] _minors = [.. Scope.Minors(covenant, invariant.Never)];
    private readonly ConsentStatus?[] _consents = [.. Scope.WithUnknown(invariant.Never.Consents)];
    private readonly Secrecy?[] _secrecies = [.. Scope.WithUnknown(invariant.Never.Secrecies)];
    private readonly Handling[] _handlings = [.. Scope.Of(invariant.Never.Handlings)];
    private readonly int[] _categories = [.. Scope.Of(covenant.Categories.Keys, invariant.Never.Categories).Select(covenant.Table.Words.Category)];
    private readonly int[] _sources = [.. Scope.WithUnknown(covenant.Partners.Keys, invariant.Never.Sources).Select(covenant.Table.Words.Source)];
    private readonly HashSet<(int Node, int Partner)> _visited = [];
    private long _cells;

    public InvariantResult Prove()
    {
        var counterexample = Seats().Select(AtSeat).FirstOrDefault(found => found is not null);
        return new InvariantResult(invariant, _cells, counterexample);
    }

    private Counterexample? AtSeat(Seat seat)
    {
        var words = _table.Words;
        var number = words.SeatOf(seat.Partner, seat.Role);
        var forums = Scope.Forums(covenant, _never, words.Partners[seat.Partner].Id).ToArray();
        foreach (var token in Tokens(seat.Role))
        {
            foreach (var relation in _relations)
            {
                foreach (var forum in forums)
                {
                    foreach (var purpose in _purposes)
                    {
                        foreach (var state in _cases)
                        {
                            if (InTime(number, new Situation(seat, token, relation, forum, purpose, state, 0, null)) is { } found)
                                return found;
                        }
                    }
                }
            }
        }

        return null;
    }

    private Counterexample? InTime(int seat, Situation at)
    {
        var words = _table.Words;
        for (var period = 0; period < words.Periods.Length; period++)
        {
            foreach (var minor in _minors)
            {
                var node = _table.Node(
                    seat, at.Token, Alphabet.RelationOf(at.Relation), words.Forum(at.Forum), words.Purpose(at.Purpose), (int)at.State, period, Alphabet.MinorityOf(minor));
                if (AtNode(at with { Period = period, Minor = minor }, node) is { } found)
                    return found;
            }
        }

        return null;
    }

    private Counterexample? AtNode(Situation at, int node)
    {
        _cells += (long)_consents.Length * _secrecies.Length * _handlings.Length * _categories.Length * _sources.Length;

        // Where a guard holds, every cell is none whatever the row says; and what one partner sees from a node is the same each time.
        if (!_handlings.Contains(Handling.Open)
            || Guards.HoldsFor(at.State, at.Forum is Forum.Meldpunt or Forum.Voorportaal)
            || !_visited.Add((node, at.Seat.Partner)))
        {
            return null;
        }

        foreach (var consent in _consents)
        {
            foreach (var secrecy in _secrecies)
            {
                var row = _table.RowAt(_table.WithConsent(node, Alphabet.ConsentOf(consent)), Alphabet.SecrecyOf(secrecy));
                if (AtRow(row, at.Seat.Partner) is var (category, source))
                    return Told(at, consent, secrecy, category, source);
            }
        }

        return null;
    }

    private (string Category, string? Source)? AtRow(Row row, int partner)
    {
        foreach (var category in _categories)
        {
            foreach (var source in _sources)
            {
                if (_table.Cell(row, partner, category, source).Level > invariant.Above)
                    return (_table.Words.Categories[category].Id, source < _table.Words.Partners.Length ? _table.Words.Partners[source].Id : null);
            }
        }

        return null;
    }

    private Counterexample Told(Situation at, ConsentStatus? consent, Secrecy? secrecy, string category, string? source)
    {
        var words = _table.Words;
        var role = words.Roles[at.Seat.Role];
        var alone = _table.TokenClasses[at.Seat.Role];
        string[] roles = at.Token == alone ? [role] : [.. words.Roles.Where((_, r) => _table.TokenClasses[at.Token * words.Roles.Length + r] == at.Token)];
        var input = new DecisionInput(
            words.Partners[at.Seat.Partner].Id, role, roles, at.Relation, at.Forum, at.Purpose, at.State, consent, secrecy, Handling.Open, category, source, words.Periods[at.Period], Restriction.None, Minor: at.Minor);
        return new Storyteller(covenant, invariant).Tell(input);
    }

    private IEnumerable<Seat> Seats() =>
        _table.Words.Seats.Where(seat =>
        {
            var partner = _table.Words.Partners[seat.Partner];
            return _never.Partners?.Contains(partner.Id) != false
                && _never.Kinds?.Overlaps(partner.Kinds) != false
                && _never.Roles?.Contains(_table.Words.Roles[seat.Role]) != false;
        });

    /// <summary>The classes of tokens that hold the role, that of the role alone first.</summary>
    private IEnumerable<int> Tokens(int role)
    {
        var alone = _table.TokenClasses[role];
        var others = Enumerable.Range(0, _table.TokenWidth).Where(token => token != alone && _table.TokenClasses[token * _table.Words.Roles.Length + role] == token);
        return others.Prepend(alone);
    }

    /// <summary>Where the visit has come to.</summary>
    private readonly record struct Situation(
        Seat Seat, int Token, Relation? Relation, string? Forum, string? Purpose, CaseState State, int Period, Minority? Minor);
}
