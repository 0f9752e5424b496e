namespace Exchange.Disclosure.Redaction;

/// <summary>A table from fingerprints to numbers. A fingerprint that is put twice keeps its first number.</summary>
internal sealed class KeyTable
{
    private ulong[] _keys;
    private int[] _values;
    private int _count;

    public KeyTable(int capacity)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, capacity * 2));
        _keys = new ulong[size];
        _values = new int[size];
    }

    /// <summary>The number of a fingerprint, or −1.</summary>
    public int Find(ulong key)
    {
        var mask = _keys.Length - 1;
        for (var at = WordHash.Slot(key, mask); _keys[at] != 0; at = (at + 1) & mask)
        {
            if (_keys[at] == key)
                return _values[at];
        }

        return -1;
    }

    /// <summary>Puts a number under a fingerprint unless one is there; gives the one that is there.</summary>
    public int Put(ulong key, int value)
    {
        if (_count * 2 >= _keys.Length)
            Grow();
        var mask = _keys.Length - 1;
        var at = WordHash.Slot(key, mask);
        for (; _keys[at] != 0; at = (at + 1) & mask)
        {
            if (_keys[at] == key)
                return _values[at];
        }

        (_keys[at], _values[at]) = (key, value);
        _count++;
        return value;
    }

    private void Grow()
    {
        var (keys, values) = (_keys, _values);
        _keys = new ulong[keys.Length * 2];
        _values = new int[keys.Length * 2];
        _count = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0)
                Put(keys[i], values[i]);
        }
    }
}
