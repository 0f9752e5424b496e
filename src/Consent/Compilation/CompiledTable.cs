namespace Exchange.Consent;

/// <summary>
/// A covenant as a table. The caller's context walks nine arrays, one per dimension, each step an index; equal situations share
/// a node and equal rows a row. Node 0 of every array, and row 0, are "nothing": who lands there stays there.
/// </summary>
internal sealed record CompiledTable
{
    private const int BytesPerObject = 56;

    public required Alphabet Words { get; init; }

    /// <summary>Token class × role → token class: the caps that the roles of a token bring with them.</summary>
    public required int[] TokenClasses { get; init; }

    /// <summary>The class of a token whose roles are unknown: every cap that tests a role.</summary>
    public required int UnknownToken { get; init; }

    public required int TokenWidth { get; init; }

    public required int[] BySeat { get; init; }

    public required int[] ByRelation { get; init; }

    public required int[] ByForum { get; init; }

    public required int[] ByPurpose { get; init; }

    public required int[] ByState { get; init; }

    public required int[] ByPeriod { get; init; }

    public required int[] ByMinority { get; init; }

    public required int[] ByConsent { get; init; }

    public required int[] BySecrecy { get; init; }

    public required CellClasses Classes { get; init; }

    public required Row[] Rows { get; init; }

    public required Decision[] Decisions { get; init; }

    /// <summary>The articles that no known situation ever reaches.</summary>
    public required IReadOnlyList<Article> NeverReached { get; init; }

    public int TokenClass(IReadOnlyCollection<string>? roles)
    {
        if (roles is null)
            return UnknownToken;
        var token = 0;
        if (roles is IReadOnlyList<string> list)
        {
            // By index: an enumerator is made anew for every question.
            for (var i = 0; i < list.Count; i++)
                token = With(token, list[i]);
            return token;
        }

        foreach (var role in roles)
            token = With(token, role);
        return token;
    }

    /// <summary>How much memory the arrays and rows take, in bytes; the words and decisions, which are few, not counted.</summary>
    public long Bytes =>
        sizeof(int) * new[] { TokenClasses, BySeat, ByRelation, ByForum, ByPurpose, ByState, ByPeriod, ByMinority, ByConsent, BySecrecy }.Sum(array => (long)array.Length)
        + Rows.Sum(row => row.Columns.LongLength * IntPtr.Size + BytesPerObject)
        + Rows.SelectMany(row => row.Columns).Distinct().Sum(column => column.LongLength * sizeof(ushort) + BytesPerObject)
        + Rows.Select(row => row.HighestOfOthers).Distinct().Sum(highest => highest.LongLength + BytesPerObject);

    private int With(int token, string role) => Words.Role(role) is >= 0 and var known ? TokenClasses[token * Words.Roles.Length + known] : token;

    /// <summary>The node of a caller before consent and secrecy, which may differ per section.</summary>
    public int Node(int seat, int token, int relation, int forum, int purpose, int state, int period, int minority)
    {
        var node = BySeat[seat * TokenWidth + token];
        node = ByRelation[node * (Alphabet.Relations + 1) + relation];
        node = ByForum[node * Words.ForumWidth + forum];
        node = ByPurpose[node * Words.PurposeWidth + purpose];
        node = ByState[node * Alphabet.States + state];
        node = ByPeriod[node * Words.Periods.Length + period];
        return ByMinority[node * (Alphabet.Minorities + 1) + minority];
    }

    public int WithConsent(int node, int consent) => ByConsent[node * (Alphabet.Consents + 1) + consent];

    public Row RowAt(int node, int secrecy) => Rows[BySecrecy[node * (Alphabet.Secrecies + 1) + secrecy]];

    /// <summary>What a caller sees in one forum.</summary>
    public CallerView Open(in Standing standing, int forum)
    {
        var node = Node(
            standing.Seat, standing.Token, standing.Relation, forum, standing.Purpose, standing.State, standing.Period, standing.Minority);
        return new CallerView(this, standing.Partner, WithConsent(node, standing.Consent), guarded: false);
    }

    /// <summary>The number of the decision for one cell, the rule on own contributions not included.</summary>
    public ushort Number(Row row, int category, int source) => row.Columns[Classes.CategoryOf[category]][Classes.SourceOf[source]];

    /// <summary>The decision for one cell, the rule on own contributions included.</summary>
    public Decision Cell(Row row, int partner, int category, int source)
    {
        var number = Number(row, category, source);
        return source == partner && row.LeavesOutOwn && (number == RowBuilder.NoMeeting || Decisions[number].Level > Level.None)
            ? Decisions[row.Own]
            : Decisions[number];
    }
}

/// <summary>The context of a caller that no guard holds back, in numbers, but for the forum.</summary>
internal readonly record struct Standing(
    int Partner, int Seat, int Token, int Relation, int Purpose, int State, int Period, int Minority, int Consent);
