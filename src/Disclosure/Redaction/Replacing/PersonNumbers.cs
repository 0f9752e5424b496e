using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Exchange.Disclosure.Redaction;

/// <summary>
/// The numbers of the persons of one view. They do not count up, so that none tells how many others there are: each is drawn by
/// HMAC-SHA-256, from 100 to 999, and is its owner's for good. Of two who draw the same, the second draws again.
/// </summary>
/// <param name="key">The key of the view.</param>
/// <param name="known">Numbers that were given before, by the marks of their owners.</param>
internal sealed class PersonNumbers(ReadOnlyMemory<byte> key, IEnumerable<KeyValuePair<string, int>> known)
{
    /// <summary>The number of whom the case is about.</summary>
    public const int Subject = 1;

    private const int First = 100, Range = 900;

    // Drawn from when the short ones are given to others: so many people are in no case.
    private const int FirstLong = 10_000, LongRange = 90_000;
    private const int MarkLength = 8;

    private readonly Dictionary<string, int> _given = new(known, StringComparer.Ordinal);
    private readonly HashSet<int> _taken = [Subject, .. known.Select(k => k.Value)];
    private readonly Dictionary<string, string> _marks = new(StringComparer.Ordinal);
    private byte[]? _lot;
    private int _drawn;

    /// <summary>Every number that was given, by the mark of its owner: nothing that tells a name without the key.</summary>
    public IReadOnlyDictionary<string, int> Given => _given;

    /// <summary>
    /// From here on numbers are drawn in turn under another key, whoever it is that they are for. Before it was called, each is drawn under
    /// the key of the view, by who it is for.
    /// </summary>
    public void DrawInTurn(byte[] lot) => (_lot, _drawn) = (lot, 0);

    /// <summary>The number of somebody, or null when none was given.</summary>
    public int? Find(string who) => _given.TryGetValue(MarkOf(who), out var number) ? number : null;

    /// <summary>The number of somebody, drawn when none was given.</summary>
    public int Of(string who)
    {
        if (Find(who) is { } known)
            return known;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (_lot is null)
            Draw(who, mac);
        else
            HMACSHA256.HashData(_lot, BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(_drawn++)), mac);
        var number = 0;
        for (var at = MarkLength; at < mac.Length && number == 0; at += sizeof(uint))
        {
            var drawn = First + (int)(BinaryPrimitives.ReadUInt32BigEndian(mac[at..]) % Range);
            number = _taken.Contains(drawn) ? 0 : drawn;
        }

        if (number == 0)
        {
            number = FirstLong + (int)(BinaryPrimitives.ReadUInt32BigEndian(mac[^sizeof(uint)..]) % LongRange);
            while (_taken.Contains(number))
                number++;
        }

        Keep(who, number);
        return number;
    }

    /// <summary>Gives somebody a number under another name too, unless that has one.</summary>
    public void Keep(string who, int number)
    {
        _given.TryAdd(MarkOf(who), number);
        _taken.Add(number);
    }

    private string MarkOf(string who)
    {
        if (_marks.TryGetValue(who, out var mark))
            return mark;
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Draw(who, mac);
        _marks.Add(who, mark = Convert.ToHexStringLower(mac[..MarkLength]));
        return mark;
    }

    private void Draw(string who, Span<byte> mac) => HMACSHA256.HashData(key.Span, Encoding.UTF8.GetBytes(who), mac);
}
