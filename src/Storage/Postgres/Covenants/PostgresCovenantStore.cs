using System.Collections.Concurrent;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Postgres;

/// <summary>Reads the versions of covenants, whichever gateway wrote them.</summary>
internal sealed class PostgresCovenantStore(PostgresDatabase database) : ICovenantStore
{
    private readonly ConcurrentDictionary<PartnershipId, SharedReading<long>> _epochs = new();

    public ValueTask<long> ReadEpochAsync(PartnershipId partnership) => new(_epochs
        .GetOrAdd(partnership, of => new SharedReading<long>(() => database.ReadAsync(of, async session =>
        {
            await using var row = await session.QueryAsync([CovenantRows.ReadingEpoch(of)], last: true, CancellationToken.None).ConfigureAwait(false);
            return await row.ReadAsync().ConfigureAwait(false) ? row.GetInt64(0) : 0;
        }, CancellationToken.None)))
        .ReadAsync());

    public Task<CovenantsReading> ReadAsync(PartnershipId partnership, CancellationToken cancellation) =>
        database.ReadAsync(partnership, async session =>
        {
            await using var row = await session.QueryAsync(CovenantRows.Reading(partnership), last: true, cancellation).ConfigureAwait(false);
            return await CovenantRows.ReadAsync(row, cancellation).ConfigureAwait(false);
        }, cancellation);

    public Task<ReadOnlyMemory<byte>?> ReadTextAsync(PartnershipId partnership, ReadOnlyMemory<byte> digest, CancellationToken cancellation) =>
        database.ReadAsync(partnership, async session =>
        {
            await using var row = await session.QueryAsync([CovenantRows.ReadingText(partnership, digest)], last: true, cancellation).ConfigureAwait(false);
            return await row.ReadAsync(cancellation).ConfigureAwait(false) ? row.GetFieldValue<byte[]>(0) : (ReadOnlyMemory<byte>?)null;
        }, cancellation);
}
