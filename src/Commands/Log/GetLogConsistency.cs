using Exchange.Audit;
using Exchange.Audit.V1;

namespace Exchange.Commands;

/// <summary>The proof that the log only grew.</summary>
/// <param name="FirstSize">The size of the older tree.</param>
/// <param name="TreeSize">The size of the newer tree.</param>
/// <param name="Path">The consistency proof (RFC 9162 §2.1.4): hashes of 32 bytes.</param>
/// <param name="Checkpoint">The signed head of the newer tree: a C2SP tlog-checkpoint note.</param>
public sealed record LogConsistencyFound(long FirstSize, long TreeSize, IReadOnlyList<ReadOnlyMemory<byte>> Path, string Checkpoint);

/// <summary>A reviewer asks for the proof that nothing was changed since a head that it kept.</summary>
public sealed class GetLogConsistency
{
    private readonly LogLook _looks;
    private readonly ILogStore _log;
    private readonly LogSigning _signing;

    internal GetLogConsistency(LogLook looks, ILogStore log, LogSigning signing)
    {
        _looks = looks;
        _log = log;
        _signing = signing;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="firstSize">The size of the older tree, at least 1.</param>
    /// <param name="treeSize">The size of the newer tree, at least <paramref name="firstSize"/>.</param>
    /// <param name="encode">Puts the proof into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, long firstSize, long treeSize, Func<LogConsistencyFound, Encoded<T>> encode, CancellationToken cancellation) =>
        _looks.RunAsync<T>(
            caller,
            entry => entry.LogConsistencyRead = new LogConsistencyRead { FirstSize = firstSize, TreeSize = treeSize },
            _ =>
            {
                if (treeSize > _log.ReadHead(caller.Partnership).Size)
                    return Refusals.Field("tree_size", "is larger than the log");
                if (!IsKept(caller, firstSize))
                    return Refusals.Field("first_size", "is before what the log still has");
                var path = ConsistencyProof.Build(_log, caller.Partnership, firstSize, treeSize);
                return encode(new LogConsistencyFound(firstSize, treeSize, path, _signing.SignAt(caller.Partnership, _log, treeSize).Note.ToString()));
            },
            cancellation);

    // Of a tree that ends before what was pruned, the roots of its parts are not there any more.
    private bool IsKept(Admitted caller, long size)
    {
        var peaks = MerkleTree.Peaks(size);
        return _log.ReadNodes(caller.Partnership, peaks).Count == peaks.Count;
    }
}
