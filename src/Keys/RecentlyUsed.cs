using System.Collections.Concurrent;

namespace Exchange.Keys;

/// <summary>
/// A bounded cache of two generations: what was not asked for during a whole generation is forgotten. Reading takes no lock.
/// </summary>
/// <remarks>Forgotten values are left to the garbage collector: another thread may still be using one.</remarks>
internal sealed class RecentlyUsed<TName, TValue>(int capacity)
    where TName : notnull
    where TValue : class
{
    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<TName, TValue> _young = new();
    private volatile ConcurrentDictionary<TName, TValue> _old = new();

    /// <summary>How many values are held, at most the capacity.</summary>
    public int Count => _young.Count + _old.Count;

    public TValue? Find(TName name)
    {
        if (_young.TryGetValue(name, out var value))
            return value;
        if (!_old.TryGetValue(name, out value))
            return null;
        Add(name, value);
        return value;
    }

    public void Remove(TName name)
    {
        lock (_turning)
        {
            _young.TryRemove(name, out _);
            _old.TryRemove(name, out _);
        }
    }

    public void Add(TName name, TValue value)
    {
        lock (_turning)
        {
            if (_young.Count >= capacity / 2 && !_young.ContainsKey(name))
            {
                _old = _young;
                _young = new();
            }
            _young[name] = value;
        }
    }
}
