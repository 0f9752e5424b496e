namespace Exchange.Consent;

/// <summary>
/// Visits every cell that an invariant speaks of: every caller in every role and with every set of roles that caps tell apart, in
/// every situation of which everything is known. An unknown input needs no visit: it never gives more than some known one.
/// </summary>
internal sealed class Prover(Covenant covenant, Invariant invariant)
{
    private readonly CompiledTable _table = covenant.Table;
    private readonly InvariantScope _never = invariant.Never;
    private readonly HashSet<(int Node, int Secrecy, int Partner)> _visited = [];
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
        foreach (var token in Tokens(seat.Role))
        {
            foreach (var relation in Scope.Relations(_never))
            {
                foreach (var forum in Forums(words.Partners[seat.Partner]))
                {
                    foreach (var purpose in Scope.Of(words.Purposes, _never.Purposes))
                    {
                        foreach (var state in Scope.Of(_never.Cases))
                        {
                            var node = _table.Node(number, token, (int)relation, words.Forum(forum), words.Purpose(purpose), (int)state);
                            var at = new Situation(seat, token, relation, forum, purpose, state);
                            if (AtNode(at, node) is { } found)
                                return found;
                        }
                    }
                }
            }
        }

        return null;
    }

    private Counterexample? AtNode(Situation at, int node)
    {
        foreach (var consent in Scope.Of(_never.Consents))
        {
            foreach (var secrecy in Scope.Of(_never.Secrecies))
            {
                foreach (var handling in Scope.Of(_never.Handlings))
                {
                    _cells += (long)Categories.Length * Sources.Length;

                    // A guard holds in all of these cells: they are none, whatever the row says.
                    if (handling != Handling.Open || Guards.HoldsFor(at.State, at.Forum is Forum.Meldpunt or Forum.Voorportaal))
                        continue;
                    var last = _table.WithConsent(node, (int)consent);
                    if (_visited.Add((last, (int)secrecy, at.Seat.Partner)) && AtRow(_table.RowAt(last, (int)secrecy), at.Seat.Partner) is var (category, source))
                        return Told(at, consent, secrecy, category, source);
                }
            }
        }

        return null;
    }

    private (string Category, string Source)? AtRow(Row row, int partner)
    {
        foreach (var category in Categories)
        {
            foreach (var source in Sources)
            {
                if (_table.Cell(row, partner, category, source).Level > invariant.Above)
                    return (_table.Words.Categories[category].Id, _table.Words.Partners[source].Id);
            }
        }

        return null;
    }

    private Counterexample Told(Situation at, ConsentStatus consent, Secrecy secrecy, string category, string source)
    {
        var words = _table.Words;
        var role = words.Roles[at.Seat.Role];
        var alone = _table.TokenClasses[at.Seat.Role];
        string[] roles = at.Token == alone ? [role] : [.. words.Roles.Where((_, r) => _table.TokenClasses[at.Token * words.Roles.Length + r] == at.Token)];
        var input = new DecisionInput(
            words.Partners[at.Seat.Partner].Id, role, roles, at.Relation, at.Forum, at.Purpose, at.State, consent, secrecy, Handling.Open, category, source, covenant.From);
        return new Storyteller(covenant, invariant).Tell(input);
    }

    private int[] Categories => field ??= [.. Scope.Of(_table.Words.Categories.Select(category => category.Id), _never.Categories).Select(_table.Words.Category)];

    private int[] Sources => field ??= [.. Scope.Of(_table.Words.Partners.Select(partner => partner.Id), _never.Sources).Select(_table.Words.Source)];

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

    private string[] Forums(Partner partner) => [.. Scope.Forums(covenant, _never, partner.Id)];

    /// <summary>Where the visit has come to.</summary>
    private readonly record struct Situation(Seat Seat, int Token, Relation Relation, string Forum, string Purpose, CaseState State);
}
