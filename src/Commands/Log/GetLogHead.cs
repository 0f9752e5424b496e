using Exchange.Audit;
using Exchange.Audit.V1;

namespace Exchange.Commands;

/// <summary>The log as it stands.</summary>
/// <param name="TreeSize">How many entries it has.</param>
/// <param name="RootHash">The root of its tree (RFC 9162 §2.1.1): 32 bytes.</param>
/// <param name="Checkpoint">The same, signed: a C2SP tlog-checkpoint note.</param>
public sealed record LogHeadFound(long TreeSize, ReadOnlyMemory<byte> RootHash, string Checkpoint);

/// <summary>A reviewer asks how long the log is and what its root is, to hold proofs against and to keep.</summary>
public sealed class GetLogHead
{
    private readonly LogLook _looks;
    private readonly ILogStore _log;
    private readonly LogSigning _signing;

    internal GetLogHead(LogLook looks, ILogStore log, LogSigning signing)
    {
        _looks = looks;
        _log = log;
        _signing = signing;
    }

    /// <summary>Answers one request. The entry of the look itself comes after the head that it tells of.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="encode">Puts the head into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(Admitted caller, Func<LogHeadFound, Encoded<T>> encode, CancellationToken cancellation) =>
        _looks.RunAsync<T>(
            caller,
            entry => entry.LogHeadRead = new LogHeadRead(),
            entry =>
            {
                var head = _log.ReadHead(caller.Partnership);
                entry.LogHeadRead.TreeSize = head.Size;
                var root = MerkleTree.Root(head);
                return encode(new LogHeadFound(head.Size, root, _signing.Sign(caller.Partnership, head.Size, root).Note.ToString()));
            },
            cancellation);
}
