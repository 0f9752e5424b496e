using System.Globalization;

namespace Exchange.Disclosure.Redaction;

/// <summary>
/// How one character of a text is read: as one to three bytes of plain ASCII in the case that it has, as nothing, or as a letter or a
/// sign that plain text has not.
/// </summary>
internal static class Folds
{
    /// <summary>A letter of another alphabet.</summary>
    public const byte ForeignLetter = 0x80;

    /// <summary>A sign that means nothing here.</summary>
    public const byte Sign = 0x81;

    /// <summary>What is read as nothing: it only stands between two characters.</summary>
    public const uint Nothing = 0;

    private const int Table = 0x3100;

    // Up to three bytes in one number, the first lowest.
    private static readonly uint[] Known = Make();

    /// <summary>The reading of a character that is no half of a pair.</summary>
    public static uint Of(char c) => c < Table ? Known[c] : High(c);

    /// <summary>The reading of a character beyond the first plane.</summary>
    public static uint Of(int codePoint)
    {
        // Mathematical letters and digits are letters in a costume.
        if (codePoint is >= 0x1D400 and < 0x1D6A4)
        {
            var at = (codePoint - 0x1D400) % 52;
            return (uint)(at < 26 ? 'A' + at : 'a' + at - 26);
        }

        if (codePoint is >= 0x1D7CE and <= 0x1D7FF)
            return (uint)('0' + ((codePoint - 0x1D7CE) % 10));
        if (codePoint is >= 0x1F130 and <= 0x1F189)
            return (uint)('A' + ((codePoint - 0x1F130) % 32 % 26));
        return ByCategory(CharUnicodeInfo.GetUnicodeCategory(codePoint), (int)CharUnicodeInfo.GetNumericValue(char.ConvertFromUtf32(codePoint), 0));
    }

    private static uint High(char c) => c switch
    {
        >= '\uFF01' and <= '\uFF5E' => (uint)(c - 0xFEE0),
        '\uFEFF' or '\u3164' or '\uFFA0' => Nothing,
        _ => ByCategory(CharUnicodeInfo.GetUnicodeCategory(c), CharUnicodeInfo.GetDecimalDigitValue(c)),
    };

    private static uint ByCategory(UnicodeCategory category, int digit) => category switch
    {
        UnicodeCategory.DecimalDigitNumber => (uint)('0' + digit),
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.LetterNumber => ForeignLetter,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.Control => Nothing,
        UnicodeCategory.SpaceSeparator => ' ',
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => '\n',
        UnicodeCategory.DashPunctuation => '-',
        UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation => '"',
        UnicodeCategory.OtherNumber => (uint)(digit is >= 0 and <= 9 ? '0' + digit : Sign),
        _ => Sign,
    };

    private static uint[] Make()
    {
        var table = new uint[Table];
        for (var c = 0; c < Table; c++)
        {
            table[c] = c switch
            {
                '\n' or '\r' or 0x0B or 0x0C or 0x85 => '\n',
                '\t' => ' ',
                < 0x20 or 0x7F => Nothing,
                '`' => '\'',
                < 0x7F => (uint)c,
                0x2018 or 0x2019 or 0x201A or 0x201B or 0x2032 or 0x02BC or 0x02B9 or 0x02BB or 0xB4 => '\'',
                0x2044 or 0x2215 => '/',
                0x2212 => '-',
                0x115F or 0x1160 or 0x17B4 or 0x17B5 => Nothing,
                0x20AC => Sign,
                >= 0x2460 and <= 0x2468 => (uint)('1' + c - 0x2460),
                >= 0x24B6 and <= 0x24CF => (uint)('A' + c - 0x24B6),
                >= 0x24D0 and <= 0x24E9 => (uint)('a' + c - 0x24D0),
                0xB2 or 0xB3 => (uint)('2' + c - 0xB2),
                0xB9 => '1',
                0xAA => 'a',
                0xBA => 'o',
                _ => ByCategory(CharUnicodeInfo.GetUnicodeCategory((char)c), CharUnicodeInfo.GetDecimalDigitValue((char)c)),
            };
        }

        foreach (var line in Resources.Lines("folds.txt"))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var reading = 0u;
            for (var i = 0; i < space; i++)
                reading |= (uint)line[i] << (8 * i);
            foreach (var c in line.AsSpan(space + 1))
            {
                if (c < Table)
                    table[c] = reading;
            }
        }

        return table;
    }
}
