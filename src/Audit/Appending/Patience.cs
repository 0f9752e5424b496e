namespace Exchange.Audit;

/// <summary>
/// Gives up on entries that were not durable in time. All wait equally long, so the first that came is the first that is overdue:
/// one timer and one queue do for all of them what a timer each would.
/// </summary>
internal sealed class Patience : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private readonly TimeSpan _within;
    private readonly TimeProvider _time;
    private readonly Action<Offer> _giveUp;
    private readonly Queue<(Offer Offer, long Since)> _waiting = [];
    private readonly Lock _lock = new();
    private readonly ITimer _timer;

    /// <summary>Begins to look.</summary>
    /// <param name="within">How long an entry may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="giveUp">Answers an overdue entry.</param>
    public Patience(TimeSpan within, TimeProvider time, Action<Offer> giveUp)
    {
        (_within, _time, _giveUp) = (within, time, giveUp);
        var every = within < LookEvery * 4 ? within / 4 : LookEvery;
        _timer = time.CreateTimer(_ => Look(), null, every, every);
    }

    /// <summary>Waits for an entry that was offered at that timestamp.</summary>
    public void WaitFor(Offer offer, long since)
    {
        lock (_lock)
        {
            // What was answered goes as soon as another comes. Kept until somebody looks, all of it would outlive its generation, and
            // collecting it would hold up everybody.
            while (_waiting.TryPeek(out var first) && first.Offer.Answer.IsCompleted)
                _waiting.Dequeue();
            _waiting.Enqueue((offer, since));
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        while (FindOverdue() is { } overdue)
            _giveUp(overdue);
    }

    private Offer? FindOverdue()
    {
        lock (_lock)
        {
            while (_waiting.TryPeek(out var first))
            {
                var isAnswered = first.Offer.Answer.IsCompleted;
                if (!isAnswered && _time.GetElapsedTime(first.Since) < _within)
                    return null;
                _waiting.Dequeue();
                if (!isAnswered)
                    return first.Offer;
            }

            return null;
        }
    }
}
