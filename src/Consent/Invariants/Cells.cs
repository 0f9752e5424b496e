namespace Exchange.Consent;

/// <summary>The cells that an invariant speaks of, as numbers of the table.</summary>
internal sealed class Cells
{
    private readonly Relation?[] _relations;
    private readonly string?[] _purposes;
    private readonly CaseState[] _cases;
    private readonly Minority?[] _minors;
    private readonly ConsentStatus?[] _consents;
    private readonly Secrecy?[] _secrecies;
    private readonly Dictionary<int, string?[]> _forums = [];
    private readonly int _handlings;

    public Cells(Covenant covenant, Invariant invariant)
    {
        (Covenant, Invariant, Table) = (covenant, invariant, covenant.Table);
        var scope = invariant.Never;
        _relations = [.. Scope.Relations(scope)];
        _purposes = [.. Scope.WithUnknown(covenant.Purposes, scope.Purposes)];
        _cases = [.. Scope.Of(scope.Cases)];
        _minors = [.. Scope.Minors(covenant, scope)];
        _consents = [.. Scope.WithUnknown(scope.Consents)];
        _secrecies = [.. Scope.WithUnknown(scope.Secrecies)];
        _handlings = Scope.Of(scope.Handlings).Count();
        AnyOpen = scope.Handlings?.Contains(Handling.Open) != false;
        Consents = [.. _consents.Select(Alphabet.ConsentOf)];
        Secrecies = [.. _secrecies.Select(Alphabet.SecrecyOf)];
        Categories = [.. Scope.Of(covenant.Categories.Keys, scope.Categories).Select(Table.Words.Category)];
        Sources = [.. Scope.WithUnknown(covenant.Partners.Keys, scope.Sources).Select(Table.Words.Source)];
        Seats = [.. SeatsOf(scope)];
    }

    public Covenant Covenant { get; }

    public Invariant Invariant { get; }

    public CompiledTable Table { get; }

    /// <summary>Whether it speaks of open handling; of any other, every cell is none.</summary>
    public bool AnyOpen { get; }

    public int[] Consents { get; }

    public int[] Secrecies { get; }

    public int[] Categories { get; }

    public int[] Sources { get; }

    /// <summary>Every caller with every kind of token that holds the acting role; that of the role alone first.</summary>
    public IReadOnlyList<SeatedToken> Seats { get; }

    /// <summary>What one caller can ask, dimension by dimension, from relation to source; null is the unknown.</summary>
    public Dimension[] DimensionsOf(SeatedToken at) =>
    [
        new("relation", Spelled(_relations)),
        new("forum", ForumsOf(at.Partner)),
        new("purpose", _purposes),
        new("case", [.. _cases.Select(Words.Of)]),
        new("date", [.. Table.Words.Periods.Select(day => day.ToString(Dimensions.DayFormat, System.Globalization.CultureInfo.InvariantCulture))]),
        new("minor", Spelled(_minors)),
        new("consent", Spelled(_consents)),
        new("secrecy", Spelled(_secrecies)),
        new("category", [.. Categories.Select(category => Table.Words.Categories[category].Id)]),
        new("source", [.. Sources.Select(source => source < Table.Words.Partners.Length ? Table.Words.Partners[source].Id : null)]),
    ];

    public long CountAt(SeatedToken at) =>
        (long)_relations.Length * ForumsOf(at.Partner).Length * _purposes.Length * _cases.Length * Table.Words.Periods.Length * _minors.Length
        * _consents.Length * _secrecies.Length * _handlings * Categories.Length * Sources.Length;

    /// <summary>Goes to every node before consent that the caller can come to, but for those where a guard holds: there every cell is none.</summary>
    public void Visit(SeatedToken at, Action<int> visit) => Visit(at, (_, node) => visit(node));

    /// <summary>The same, with the places of the values in <see cref="DimensionsOf"/>.</summary>
    public void Visit(SeatedToken at, Action<int[], int> visit)
    {
        var (words, places, forums) = (Table.Words, new int[6], ForumsOf(at.Partner));
        var seat = words.SeatOf(at.Partner, at.Role);
        for (places[0] = 0; places[0] < _relations.Length; places[0]++)
        {
            for (places[1] = 0; places[1] < forums.Length; places[1]++)
            {
                for (places[2] = 0; places[2] < _purposes.Length; places[2]++)
                {
                    for (places[3] = 0; places[3] < _cases.Length; places[3]++)
                    {
                        var state = _cases[places[3]];
                        if (Guards.HoldsFor(state, forums[places[1]] is Forum.Meldpunt or Forum.Voorportaal))
                            continue;
                        for (places[4] = 0; places[4] < words.Periods.Length; places[4]++)
                        {
                            for (places[5] = 0; places[5] < _minors.Length; places[5]++)
                            {
                                visit(places, Table.Node(
                                    seat,
                                    at.Token,
                                    Alphabet.RelationOf(_relations[places[0]]),
                                    words.Forum(forums[places[1]]),
                                    words.Purpose(_purposes[places[2]]),
                                    (int)state,
                                    places[4],
                                    Alphabet.MinorityOf(_minors[places[5]])));
                            }
                        }
                    }
                }
            }
        }
    }

    public (Row Row, Row Given) Rows(int node, int consent, int secrecy) =>
        (Table.RowAt(Table.WithConsent(node, consent), secrecy), Table.RowAt(Table.WithConsent(node, (int)ConsentStatus.Given), secrecy));

    private string?[] ForumsOf(int partner)
    {
        if (!_forums.TryGetValue(partner, out var forums))
            _forums[partner] = forums = [.. Scope.Forums(Covenant, Invariant.Never, Table.Words.Partners[partner].Id)];
        return forums;
    }

    private IEnumerable<SeatedToken> SeatsOf(InvariantScope scope)
    {
        var words = Table.Words;
        foreach (var seat in words.Seats)
        {
            var partner = words.Partners[seat.Partner];
            if (scope.Partners?.Contains(partner.Id) == false || scope.Kinds?.Overlaps(partner.Kinds) == false || scope.Roles?.Contains(words.Roles[seat.Role]) == false)
                continue;
            var alone = Table.TokenClasses[seat.Role];
            yield return new SeatedToken(seat.Partner, seat.Role, alone);
            for (var token = 0; token < Table.TokenWidth && !Invariant.RoleAlone; token++)
            {
                if (token != alone && Table.TokenClasses[token * words.Roles.Length + seat.Role] == token)
                    yield return new SeatedToken(seat.Partner, seat.Role, token);
            }
        }
    }

    private static string?[] Spelled<T>(T?[] values)
        where T : struct, Enum => [.. values.Select(value => value is { } known ? Words.Of(known) : null)];
}

/// <summary>A partner in a role, with a kind of token that holds it.</summary>
internal readonly record struct SeatedToken(int Partner, int Role, int Token);
