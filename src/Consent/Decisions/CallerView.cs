namespace Exchange.Consent;

/// <summary>
/// What one caller may see of one case under one covenant: the context is looked up once (<see cref="Covenant.Open"/>), and every
/// section is then an index into the row. The default value guards everything.
/// </summary>
public readonly struct CallerView
{
    private static readonly Decision Guarded = new(Level.None, null, DecisionReason.Guard);

    private readonly CompiledTable? _table;
    private readonly int _partner;
    private readonly int _node;
    private readonly bool _guarded;
    private readonly BreakGlass? _glass;

    internal CallerView(CompiledTable table, int partner, int node, bool guarded)
    {
        _table = table;
        _partner = partner;
        _node = node;
        _guarded = guarded;
    }

    internal CallerView(CompiledTable table, BreakGlass glass)
    {
        _table = table;
        _glass = glass;
    }

    /// <summary>
    /// The one-view level over every secrecy that a section can have. When it is not above <see cref="Level.Anonymised"/> the whole
    /// view is anonymised, and the caller may name the case only by meeting and alias.
    /// </summary>
    public Ceiling Ceiling
    {
        get
        {
            if (_table is null)
                return new Ceiling(Level.None, null);
            return _glass is not null
                ? _glass.Ceiling
                : Ceiling.Lowest(_table.RowAt(_node, (int)Secrecy.Lifted).Ceiling, _table.RowAt(_node, (int)Secrecy.NotLifted).Ceiling);
        }
    }

    /// <summary>
    /// The highest level that any section could have for this caller, whatever is stored: over every category, source and secrecy,
    /// with open handling. <see cref="Level.None"/> means that the case does not exist for the caller.
    /// </summary>
    public Level Highest
    {
        get
        {
            if (_table is null || _guarded)
                return Level.None;
            if (_glass is not null)
                return _glass.Highest;
            var lifted = HighestIn(_table.RowAt(_node, (int)Secrecy.Lifted));
            var notLifted = HighestIn(_table.RowAt(_node, (int)Secrecy.NotLifted));
            return lifted > notLifted ? lifted : notLifted;
        }
    }

    /// <summary>Decides one section. A null, or a word that the covenant does not define, is an unknown input.</summary>
    /// <param name="category">The section's category.</param>
    /// <param name="source">The partner that it comes from.</param>
    /// <param name="secrecy">Professional secrecy over it.</param>
    /// <param name="handling">How its source wants it handled, for this recipient, now.</param>
    public Decision Decide(string? category, string? source, Secrecy? secrecy, Handling? handling)
    {
        if (_table is null || _guarded || handling != Handling.Open)
            return Guarded;
        if (_glass is not null)
            return _glass.Decide(category, source, secrecy);
        var number = _table.Words.Category(category);
        return number < 0
            ? RowBuilder.Nothing
            : _table.Cell(_table.RowAt(_node, Alphabet.SecrecyOf(secrecy)), _partner, number, _table.Words.Source(source));
    }

    private Level HighestIn(Row row) => _partner >= 0 && row.LeavesOutOwn ? row.HighestOfOthers[_table!.Classes.SourceOf[_partner]] : row.Highest;
}
