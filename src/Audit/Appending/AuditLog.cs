using System.Threading.Channels;
using Exchange.Consent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exchange.Audit;

/// <summary>
/// Appends to the logs of all partnerships. One writer takes what waits and makes it durable together, one transaction per
/// partnership: per entry it (1) checks the epochs, (2) applies the changes, (3) adds the leaf and the nodes that it completes;
/// then it (4) commits the head, and only then (5) answers. What fails before (5) is answered with
/// <see cref="AppendOutcome.Unavailable"/>.
/// </summary>
/// <remarks>
/// Unavailable means: nothing may be released. It does not mean that nothing was written: a caller that no longer waits, or a
/// commit whose outcome is unknown, may leave an entry without a release, and its changes in force. The other way round, a
/// release without its entry, cannot happen. Every transaction begins by reading the head, so nothing is ever added twice.
/// </remarks>
public sealed class AuditLog : IAsyncDisposable, IDisposable
{
    private static readonly AppendOutcome Unavailable = new AppendOutcome.Unavailable();
    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(15);

    private readonly ILogStore _store;
    private readonly AuditLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<Offer> _queue;
    private readonly Patience _patience;
    private readonly List<Offer> _others = []; // taken already, of another partnership than those before them; the writer's own
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the writer on a thread of its own.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public AuditLog(ILogStore store, AuditLogOptions? options = null, TimeProvider? time = null, ILogger<AuditLog>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _options = options ?? new AuditLogOptions();
        _options.ThrowIfInvalid();
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<AuditLog>.Instance;
        // The writer wakes when an entry comes, not when the thread pool has time to tell it so: a pool that is held up would hold up
        // the log, and with it everything.
        _queue = Channel.CreateBounded<Offer>(new BoundedChannelOptions(_options.QueueLength) { SingleReader = true, AllowSynchronousContinuations = true });
        _patience = new Patience(_options.AnswerWithin, _time, GiveUp);
        new Thread(WriteUntilStopped) { IsBackground = true, Name = "audit log" }.Start();
    }

    /// <summary>Appends an entry, with its changes, if its guards hold. Durable before the task completes with
    /// <see cref="AppendOutcome.Appended"/>.</summary>
    /// <remarks>
    /// Cancelling takes the entry back while it waits; once the writer has it, its outcome is awaited all the same.
    /// </remarks>
    /// <exception cref="OperationCanceledException">Cancelled before the writer took the entry: it is not in the log.</exception>
    public Task<AppendOutcome> AppendAsync(PartnershipId partnership, PendingEntry pending, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (partnership.Value.Length == 0)
            throw new ArgumentException("An entry belongs to a partnership.", nameof(partnership));
        var began = _time.GetTimestamp();
        var offer = new Offer(partnership, pending);
        if (offer.Leaf.Length > EntryBundle.MaxEntry)
        {
            // What no export could hold would keep strangers from verifying anything behind it.
            _logger.EntryTooLong(offer.Leaf.Length);
            return Task.FromResult(Unavailable);
        }

        var isQueued = _queue.Writer.TryWrite(offer);
        if (isQueued)
            _patience.WaitFor(offer, began);

        // Nearly always there is nothing to do but wait for the writer.
        return isQueued && !cancellation.CanBeCanceled && !AuditTelemetry.Append.Enabled ? offer.Answer : AwaitAsync(offer, isQueued, began, cancellation);
    }

    /// <summary>The committed head of a partnership's log.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be read.</exception>
    public LogHead ReadHead(PartnershipId partnership) => _store.ReadHead(partnership);

    /// <summary>Takes no more entries, writes those that wait, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await _stopped.Task.WaitAsync(DrainWithin).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _logger.NotDrained();
        }

        _patience.Dispose();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task<AppendOutcome> AwaitAsync(Offer offer, bool isQueued, long began, CancellationToken cancellation)
    {
        var outcome = await AnswerAsync(offer, isQueued, began, cancellation).ConfigureAwait(false);
        if (AuditTelemetry.Append.Enabled)
            AuditTelemetry.Append.Record(_time.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("exchange.outcome", outcome.GetType().Name));
        return outcome;
    }

    private async ValueTask<AppendOutcome> AnswerAsync(Offer offer, bool isQueued, long began, CancellationToken cancellation)
    {
        ITimer? own = null;
        if (!isQueued)
        {
            if (!await WaitForPlaceAsync(offer, cancellation).ConfigureAwait(false))
                return Unavailable;
            own = GiveUpAfter(_options.AnswerWithin - _time.GetElapsedTime(began), offer); // it waited already: those before it have longer
        }

        try
        {
            return await offer.Answer.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!offer.TryWithdraw())
        {
            return await offer.Answer.ConfigureAwait(false);
        }
        finally
        {
            own?.Dispose();
        }
    }

    private ITimer GiveUpAfter(TimeSpan left, Offer offer) => _time.CreateTimer(
        state => GiveUp((Offer)state!), offer, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private async ValueTask<bool> WaitForPlaceAsync(Offer offer, CancellationToken cancellation)
    {
        using var tooLate = new CancellationTokenSource(_options.AnswerWithin, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLate.Token, cancellation);
        try
        {
            // Not on the writer's thread, which is what makes place.
            await _queue.Writer.WriteAsync(offer, either.Token).AsTask().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            _logger.QueueFull();
            return false;
        }
    }

    private void GiveUp(Offer offer)
    {
        if (offer.Answer.IsCompleted)
            return;
        var withdrawn = offer.TryWithdraw();
        _logger.TooLate(taken: !withdrawn);
        offer.Complete(Unavailable);
    }

    private void WriteUntilStopped()
    {
        var batch = new List<Offer>(_options.BatchSize);
        while (_others.Count > 0 || _queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            batch.Clear();
            batch.AddRange(_others);
            _others.Clear();
            Take(batch, batch);
            if (batch.TrueForAll(o => o.Partnership == batch[0].Partnership))
                Write(batch, takesMore: true);
            else
                batch.GroupBy(o => o.Partnership).ToList().ForEach(ofOne => Write([.. ofOne], takesMore: false));
        }
        _stopped.SetResult();
    }

    // Takes what waits, as far as there is room; what is of another partnership than the batch goes elsewhere.
    private void Take(List<Offer> batch, List<Offer> others)
    {
        while (batch.Count < _options.BatchSize && others.Count < _options.BatchSize && _queue.Reader.TryRead(out var offer))
        {
            if (offer.TryTake())
                (batch.Count == 0 || offer.Partnership == batch[0].Partnership ? batch : others).Add(offer);
        }
    }

    // All of one partnership.
    private void Write(List<Offer> offers, bool takesMore)
    {
        if (offers.Count == 0)
            return;
        var outcomes = new List<AppendOutcome>(offers.Count);
        var (committing, isAgain) = (false, false);
        try
        {
            using var transaction = _store.Begin(offers[0].Partnership);
            var (tree, completed) = (new GrowingTree(transaction.Head), new List<TreeNode>());
            for (var (next, expected) = (0, 0); ; next++)
            {
                if (next == expected)
                {
                    // Whom the commit before released is back meanwhile, and needs no commit of its own.
                    if (takesMore)
                        Take(offers, _others);
                    if (next == offers.Count)
                        break;
                    transaction.Expect(offers.Skip(next).SelectMany(o => o.Guards).Select(g => g.Case));
                    expected = offers.Count;
                }

                outcomes.Add(Add(transaction, offers[next], tree, completed));
            }

            committing = true;
            isAgain = !transaction.Commit(tree.Head);
            if (!isAgain && tree.Size != transaction.Head.Size)
                AuditTelemetry.Batch.Record((int)(tree.Size - transaction.Head.Size));
        }
        catch (StoreUnavailableException e)
        {
            _logger.StoreUnavailable(offers.Count, e.Message);
            outcomes = [.. Enumerable.Repeat(Unavailable, offers.Count)];
        }
        catch (Exception e) when (!committing && offers.Count > 1)
        {
            // One entry broke the batch by a fault of its own. Nothing is written yet: try each alone, so that only it suffers.
            _logger.BatchFaulted(offers.Count, e.GetType().FullName ?? "", e.TargetSite?.Name ?? "");
            foreach (var offer in offers)
                Write([offer], takesMore: false);
            return;
        }
        catch (Exception e)
        {
            _logger.WriteFaulted(offers.Count, e.GetType().FullName ?? "", e.TargetSite?.Name ?? "");
            outcomes = [.. Enumerable.Repeat(Unavailable, offers.Count)];
        }

        if (isAgain)
        {
            // Another process added meanwhile, so that what was decided here counts for nothing. This time it cannot.
            Write(offers, takesMore);
            return;
        }

        // Telling everybody takes longer than taking the next; one alone is told here.
        if (offers.Count == 1)
            offers[0].Complete(outcomes[0]);
        else
            ThreadPool.UnsafeQueueUserWorkItem(Answers.Tell, new Answers([.. offers], outcomes), preferLocal: false);
    }

    private sealed record Answers(Offer[] Offers, List<AppendOutcome> Outcomes)
    {
        public static void Tell(Answers answers)
        {
            for (var i = 0; i < answers.Offers.Length; i++)
                answers.Offers[i].Complete(answers.Outcomes[i]);
        }
    }

    private static AppendOutcome Add(ILogTransaction transaction, Offer offer, GrowingTree tree, List<TreeNode> completed)
    {
        if (!transaction.Holds(offer.Guards))
            return new AppendOutcome.EpochMoved();
        if (offer.Changes.Count > 0 && !transaction.TryApply(offer.Changes))
            return new AppendOutcome.Conflicting();
        var index = tree.Size;
        completed.Clear();
        tree.Append(offer.LeafHash, completed);
        transaction.Append(new StoredLeaf(index, offer.Leaf, offer.Tail), completed, offer.Index);
        return new AppendOutcome.Appended(index, offer.LeafHash);
    }
}
