using System.Collections.Concurrent;

namespace Exchange.Keys;

/// <summary>
/// A bounded cache of two generations: what was not asked for during a whole generation is forgotten. Reading takes no lock.
/// </summary>
/// <remarks>Forgotten keys are left to the garbage collector: another thread may still be encrypting with one.</remarks>
internal sealed class KeyCache<TName>(int capacity)
    where TName : notnull
{
    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<TName, Key> _young = new();
    private volatile ConcurrentDictionary<TName, Key> _old = new();

    /// <summary>How many keys are held, at most the capacity.</summary>
    public int Count => _young.Count + _old.Count;

    public Key? Find(TName name)
    {
        if (_young.TryGetValue(name, out var key))
            return key;
        if (!_old.TryGetValue(name, out key))
            return null;
        Add(name, key);
        return key;
    }

    public void Remove(TName name)
    {
        lock (_turning)
        {
            _young.TryRemove(name, out _);
            _old.TryRemove(name, out _);
        }
    }

    public void Add(TName name, Key key)
    {
        lock (_turning)
        {
            if (_young.Count >= capacity / 2 && !_young.ContainsKey(name))
            {
                _old = _young;
                _young = new();
            }
            _young[name] = key;
        }
    }
}
