using System.Globalization;

namespace Exchange.Disclosure.Redaction;

/// <summary>The little of HTML that pasted text has: tags without attributes, and entities. Other markup is read as text.</summary>
internal static class Markup
{
    private const int LongestTag = 14;
    private const int LongestEntity = 10;

    private static readonly string[] Inline =
        ["b", "i", "u", "s", "em", "strong", "span", "font", "a", "mark", "small", "big", "sub", "sup", "wbr", "tt", "abbr", "code", "q", "ins", "del"];

    // Two by two: the name of an entity and what it shows; a dot for nothing.
    private static readonly Dictionary<string, string> Entities =
        "amp & lt < gt > quot \" apos ' shy . zwj . zwnj . rlm . lrm . commat @ lowbar _ hyphen - ndash - mdash - lsquo ' rsquo ' szlig ss aelig ae oslash o"
            .Split(' ').Chunk(2).Select(pair => (pair[0], pair[1] == "." ? "" : pair[1]))
            .Concat([("period", "."), ("nbsp", " "), ("ensp", " "), ("emsp", " "), ("thinsp", " ")])
            .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    private static readonly string[] Marks = ["acute", "grave", "uml", "circ", "tilde", "cedil", "ring", "caron", "breve"];

    /// <summary>Reads a tag at the beginning of a text: as nothing within a line, else as its end.</summary>
    public static bool Tag(ReadOnlySpan<char> text, out int length, out uint reading)
    {
        (length, reading) = (0, Folds.Nothing);
        var end = text[..Math.Min(text.Length, LongestTag)].IndexOf('>');
        if (end < 2)
            return false;
        var name = text[1..end].Trim("/ ");
        if (name.Length == 0 || name.ContainsAnyExcept(Letters))
            return false;
        length = end + 1;
        foreach (var inline in Inline)
        {
            if (name.Equals(inline, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        reading = '\n';
        return true;
    }

    /// <summary>Reads an entity at the beginning of a text.</summary>
    public static bool Entity(ReadOnlySpan<char> text, out int length, out uint reading)
    {
        (length, reading) = (0, Folds.Nothing);
        var end = text[..Math.Min(text.Length, LongestEntity)].IndexOf(';');
        if (end < 2)
            return false;
        var name = text[1..end];
        length = end + 1;
        if (name[0] == '#')
        {
            var hex = name.Length > 1 && name[1] is 'x' or 'X';
            if (!int.TryParse(name[(hex ? 2 : 1)..], hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                || code is < 0 or > 0x10FFFF)
                return false;
            reading = code is >= 0xD800 and < 0xE000 ? Folds.Sign : code < 0x10000 ? Folds.Of((char)code) : Folds.Of(code);
            return true;
        }

        if (Entities.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var plain))
        {
            for (var i = 0; i < plain.Length; i++)
                reading |= (uint)plain[i] << (8 * i);
            return true;
        }

        // &eacute; and its like: a letter and the name of its mark.
        foreach (var mark in Marks)
        {
            if (name.Length == mark.Length + 1 && name[1..].SequenceEqual(mark) && char.IsAsciiLetter(name[0]))
            {
                reading = name[0];
                return true;
            }
        }

        return false;
    }

    private static readonly System.Buffers.SearchValues<char> Letters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
}
