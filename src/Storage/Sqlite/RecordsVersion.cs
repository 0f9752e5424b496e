namespace Exchange.Storage.Sqlite;

/// <summary>
/// Counts how often the records may have changed since they were opened. Whatever was read from a snapshot is still what the
/// records say as long as the count is the one from before that snapshot began.
/// </summary>
/// <remarks>
/// That holds because one process owns the file and one connection in it writes. The count moves after the commit of a transaction
/// with changes and before anybody is told of it, also when nobody knows whether the commit succeeded, and again when a fresh
/// connection has settled what became of that. When another process writes all the same, it moves with the next entry, and what
/// that entry was decided on is decided again.
/// </remarks>
internal sealed class RecordsVersion
{
    private long _count;

    public long Current => Volatile.Read(ref _count);

    public void Move() => Interlocked.Increment(ref _count);
}
