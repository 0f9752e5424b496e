using Exchange.Audit;
using Exchange.Audit.V1;

namespace Exchange.Commands;

/// <summary>The proof that an entry is in the log.</summary>
/// <param name="Index">The entry.</param>
/// <param name="TreeSize">The size of the tree that it is in.</param>
/// <param name="Path">The audit path from the leaf up (RFC 9162 §2.1.3): hashes of 32 bytes.</param>
/// <param name="Checkpoint">The signed head of that tree: a C2SP tlog-checkpoint note.</param>
public sealed record LogProofFound(long Index, long TreeSize, IReadOnlyList<ReadOnlyMemory<byte>> Path, string Checkpoint);

/// <summary>A reviewer asks for the proof that an entry which it may see is in the tree of some size.</summary>
public sealed class GetLogProof
{
    private readonly LogLook _looks;
    private readonly LogReader _entries;
    private readonly ILogStore _log;
    private readonly LogSigning _signing;

    internal GetLogProof(LogLook looks, LogReader entries, ILogStore log, LogSigning signing)
    {
        _signing = signing;
        _looks = looks;
        _entries = entries;
        _log = log;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="index">The entry, from 0.</param>
    /// <param name="treeSize">The size of the tree, larger than <paramref name="index"/>.</param>
    /// <param name="encode">Puts the proof into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, long index, long treeSize, Func<LogProofFound, Encoded<T>> encode, CancellationToken cancellation) =>
        _looks.RunAsync<T>(
            caller,
            entry => entry.LogProofRead = new LogProofRead { Index = index, TreeSize = treeSize },
            _ =>
            {
                if (_entries.Find(caller, index) is null)
                    return Refusals.EntryNotFound;
                if (treeSize > _log.ReadHead(caller.Partnership).Size)
                    return Refusals.Field("tree_size", "is larger than the log");
                var path = InclusionProof.Build(_log, caller.Partnership, index, treeSize);
                return encode(new LogProofFound(index, treeSize, path, _signing.SignAt(caller.Partnership, _log, treeSize).Note.ToString()));
            },
            cancellation);
}
