using Exchange.Audit;
using Exchange.Audit.V1;

namespace Exchange.Commands;

/// <summary>One entry of the log as a reviewer may see it.</summary>
/// <param name="Item">What it says.</param>
/// <param name="Leaf">
/// Its exact bytes, with what is sealed still sealed; empty where the reviewer may not know all that they say in the clear.
/// </param>
/// <param name="LeafHash">Its leaf hash (RFC 9162 §2.1.1): 32 bytes.</param>
public sealed record LogEntryFound(LogItem Item, ReadOnlyMemory<byte> Leaf, ReadOnlyMemory<byte> LeafHash);

/// <summary>A reviewer asks for one entry. An entry that is not for it is not found, like one that does not exist.</summary>
public sealed class GetLogEntry
{
    private readonly LogLook _looks;
    private readonly LogReader _log;

    internal GetLogEntry(LogLook looks, LogReader log)
    {
        _looks = looks;
        _log = log;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="index">The entry, from 0.</param>
    /// <param name="encode">Puts the entry into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, long index, Func<LogEntryFound, Encoded<T>> encode, CancellationToken cancellation) =>
        _looks.RunAsync<T>(
            caller,
            entry => entry.LogEntryRead = new LogEntryRead { Index = index },
            _ =>
            {
                if (_log.Find(caller, index) is not { } seen)
                    return Refusals.EntryNotFound;
                return encode(new LogEntryFound(
                    _log.Open(caller, seen),
                    seen.Scope.IsWhole ? seen.Stored.Leaf : default,
                    MerkleHash.Leaf(seen.Stored.Leaf.Span)));
            },
            cancellation);
}
