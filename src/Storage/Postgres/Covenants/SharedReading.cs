namespace Exchange.Storage.Postgres;

/// <summary>
/// A reading that many ask for at once: each is answered by one that began after it asked, and those who ask while one is under way share
/// the next. However many ask, one at a time is under way.
/// </summary>
internal sealed class SharedReading<T>(Func<Task<T>> read)
{
    private readonly Lock _gate = new();
    private Task<T>? _running, _next;

    public Task<T> ReadAsync()
    {
        lock (_gate)
        {
            if (_next is not null)
                return _next;
            if (_running is null or { IsCompleted: true })
                return _running = Task.Run(read);
            return _next = AfterAsync(_running);
        }
    }

    private async Task<T> AfterAsync(Task<T> before)
    {
        // Never on the caller's thread, which has not kept this task yet.
        await Task.WhenAny(before).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
            (_running, _next) = (_next, null);
        return await read().ConfigureAwait(false);
    }
}
