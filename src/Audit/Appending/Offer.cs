using Exchange.Consent;
using Google.Protobuf;

namespace Exchange.Audit;

/// <summary>
/// One entry on its way into the log: waiting, then either taken by the writer or withdrawn by its caller, never both.
/// </summary>
internal sealed class Offer
{
    private const int Waiting = 0, Taken = 1, Withdrawn = 2;

    private readonly TaskCompletionSource<AppendOutcome> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public Offer(PartnershipId partnership, PendingEntry pending)
    {
        Partnership = partnership;
        Guards = pending.Guards;
        Changes = pending.Changes;
        // On the caller's thread: the writer is everybody's bottleneck.
        Leaf = pending.Entry.ToLeaf();
        Tail = pending.Entry.Repeated is { Rows.Count: > 0 } repeated ? repeated.Tail : null;
        LeafHash = MerkleHash.Leaf(Leaf);
        Index = IndexedEntry.Of(pending.Entry);
    }

    public PartnershipId Partnership { get; }

    public IReadOnlyList<EpochGuard> Guards { get; }

    public IReadOnlyList<ILoggedChange> Changes { get; }

    /// <summary>Its exact bytes.</summary>
    public byte[] Leaf { get; }

    /// <summary>Those that other entries have as well, at their end.</summary>
    public LeafTail? Tail { get; }

    public byte[] LeafHash { get; }

    public IndexedEntry Index { get; }

    public Task<AppendOutcome> Answer => _answer.Task;

    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    public bool TryWithdraw() => Interlocked.CompareExchange(ref _state, Withdrawn, Waiting) == Waiting;

    public void Complete(AppendOutcome outcome) => _answer.TrySetResult(outcome);
}
