namespace Exchange.Consent;

/// <summary>
/// Sets of roles that the caps of two covenants tell apart: pairs of token classes that some set of roles leads to. The first is a token
/// without roles; each has a witness, the fewest roles that lead to it.
/// </summary>
internal sealed class TokenPairs
{
    private readonly List<(int Old, int New)> _pairs = [(0, 0)];
    private readonly List<string[]> _witnesses = [[]];
    private readonly List<int[]> _next = [];

    public TokenPairs(CompiledTable old, CompiledTable @new)
    {
        Roles = Dimensions.Both(old.Words.Roles, @new.Words.Roles);
        var numbers = new Dictionary<(int, int), int> { [(0, 0)] = 0 };
        for (var from = 0; from < _pairs.Count; from++)
        {
            var next = new int[Roles.Length];
            for (var role = 0; role < Roles.Length; role++)
            {
                var to = (Next(old, _pairs[from].Old, Roles[role]), Next(@new, _pairs[from].New, Roles[role]));
                if (!numbers.TryGetValue(to, out next[role]))
                {
                    numbers.Add(to, next[role] = _pairs.Count);
                    _pairs.Add(to);
                    _witnesses.Add([.. _witnesses[from], Roles[role]]);
                }
            }

            _next.Add(next);
        }
    }

    /// <summary>The roles of both covenants.</summary>
    public string[] Roles { get; }

    public IReadOnlyList<string[]> Witnesses => _witnesses;

    public (int Old, int New) this[int pair] => _pairs[pair];

    /// <summary>Whether a token of this kind can hold the role.</summary>
    public bool Holds(int pair, int role) => _next[pair][role] == pair;

    /// <summary>The kind of a token; that of one with unknown roles is the one with all of them.</summary>
    public int Of(IReadOnlyCollection<string>? roles)
    {
        var pair = 0;
        for (var role = 0; role < Roles.Length; role++)
        {
            if (roles is null || roles.Contains(Roles[role]))
                pair = _next[pair][role];
        }

        return pair;
    }

    private static int Next(CompiledTable table, int token, string role) =>
        table.Words.Role(role) is >= 0 and var known ? table.TokenClasses[token * table.Words.Roles.Length + known] : token;
}
