using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>Reads the versions of covenants.</summary>
internal sealed class SqliteCovenantStore(SqliteDatabase database, RecordsVersion version) : ICovenantStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PartnershipId, (long Version, long Epoch)> _epochs = [];

    public ValueTask<long> ReadEpochAsync(PartnershipId partnership)
    {
        // Whoever owns the file knows whether anything changed since it looked.
        var current = version.Current;
        lock (_gate)
        {
            if (database.IsOwned && _epochs.TryGetValue(partnership, out var known) && known.Version == current)
                return new ValueTask<long>(known.Epoch);
        }

        var epoch = database.Read(session => PartnershipRows.ReadCovenantEpoch(session, partnership));
        lock (_gate)
            _epochs[partnership] = (current, epoch);
        return new ValueTask<long>(epoch);
    }

    public Task<CovenantsReading> ReadAsync(PartnershipId partnership, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(session => CovenantRows.Read(session, partnership)));
    }

    public Task<ReadOnlyMemory<byte>?> ReadTextAsync(PartnershipId partnership, ReadOnlyMemory<byte> digest, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var text = database.Read(session => CovenantRows.ReadText(session, partnership, digest));
        return Task.FromResult(text is null ? (ReadOnlyMemory<byte>?)null : text);
    }
}
