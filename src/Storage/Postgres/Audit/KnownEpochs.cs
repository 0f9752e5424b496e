using Exchange.Audit;
using Exchange.Consent;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>
/// The epochs that one transaction has read, under the lock on the head: nobody else moves them before it ends, and what it changes
/// itself has it read them again.
/// </summary>
/// <param name="cases">The cases that will be asked for; <see cref="EpochGuard.Covenant"/> for the epoch of the covenant.</param>
internal sealed class KnownEpochs(IEnumerable<string> cases)
{
    private readonly HashSet<string> _wanted = new(cases, StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ofCases = new(StringComparer.Ordinal);
    private long? _own;

    /// <summary>The epoch of a case, 0 when it is not there; or with no name the partnership's own.</summary>
    public long Of(string? @case) => @case is null ? _own ?? 0 : _ofCases.GetValueOrDefault(@case);

    /// <summary>The cases that were or will be asked for.</summary>
    public string[] Wanted => [.. _wanted];

    /// <summary>Takes what was read while the head was locked: the partnership's epoch, and cases with theirs, from a column on.</summary>
    public void ReadLocked(NpgsqlDataReader row, int column)
    {
        Begin();
        _own = row.GetInt64(column);
        if (row.IsDBNull(column + 1))
            return;
        foreach (var (name, epoch) in row.GetFieldValue<string[]>(column + 1).Zip(row.GetFieldValue<long[]>(column + 2)))
            _ofCases[name] = epoch;
    }

    private Statement Reading(PartnershipId partnership) => new(
        """
        SELECT NULL, epoch FROM exchange.partnerships WHERE partnership = $1
        UNION ALL SELECT case_id::text, epoch FROM exchange.cases WHERE partnership = $1 AND case_id = ANY ($2)
        UNION ALL SELECT '', covenant_epoch FROM exchange.partnerships WHERE partnership = $1 AND '' = ANY ($2)
        """,
        partnership.Value,
        Wanted);

    private void Read(NpgsqlDataReader row)
    {
        Begin();
        while (row.Read())
        {
            if (row.IsDBNull(0))
                _own = row.GetInt64(1);
            else
                _ofCases[row.GetString(0)] = row.GetInt64(1);
        }
    }

    /// <summary>Reads what guards need and nobody read yet.</summary>
    public void ReadMissing(PostgresSession session, PartnershipId partnership, IReadOnlyList<EpochGuard> guards)
    {
        if (guards.All(g => g.Case is null ? _own is not null : _ofCases.ContainsKey(g.Case)))
            return;
        _wanted.UnionWith(guards.Select(g => g.Case).OfType<string>());
        using var row = session.Query(Reading(partnership));
        Read(row);
    }

    /// <summary>Forgets what was read; the same cases are read again when they are asked for.</summary>
    public void Forget()
    {
        _own = null;
        _ofCases.Clear();
    }

    // What is not there has epoch 0.
    private void Begin()
    {
        _own = 0;
        foreach (var name in _wanted)
            _ofCases[name] = 0;
    }
}
