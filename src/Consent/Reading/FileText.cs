using System.Globalization;
using System.Text;

namespace Exchange.Consent;

/// <summary>
/// From bytes to text. What a jurist signs must be what the gateway reads, so nothing invisible passes: no tab, no control
/// character and no formatting character (such as those that reverse the direction of writing) outside line breaks, and no space that
/// only looks like one.
/// </summary>
internal static class FileText
{
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null when it cannot be read at all; every reason is among the mistakes.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, Mistakes mistakes)
    {
        if (bytes.Length > MaxBytes)
        {
            mistakes.Add(new Place(1, 1), $"The file is larger than {MaxBytes} bytes; a covenant is not.");
            return null;
        }

        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];

        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var before = Encoding.UTF8.GetString(bytes[..Math.Clamp(e.Index, 0, bytes.Length)]);
            mistakes.Add(PlaceOf(before, before.Length), "The file is not UTF-8 text from here on.");
            return null;
        }

        return HasInvisibles(text, mistakes) ? null : text;
    }

    private static bool HasInvisibles(string text, Mistakes mistakes)
    {
        var found = false;
        int line = 1, column = 1;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n')
            {
                line++;
                column = 1;
                continue;
            }

            if (IsInvisible(rune))
            {
                found = true;
                mistakes.Add(new Place(line, column), rune.Value == '\t'
                    ? "A tab: indent with spaces."
                    : IsSpace(rune)
                        ? $"A space that is not an ordinary one, U+{rune.Value:X4}: two texts that look the same would differ. Type a space."
                        : $"An invisible character, U+{rune.Value:X4}: what is signed must be what is read. Remove it.");
            }

            column += rune.Utf16SequenceLength;
        }

        return found;
    }

    private static bool IsSpace(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator;

    /// <summary>Whether a reader would not see the character, or take it for an ordinary space. Escapes in quoted values are held to this too.</summary>
    public static bool IsInvisible(Rune rune) =>
        rune.Value is not ('\r' or ' ')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static Place PlaceOf(string text, int index)
    {
        var line = 1 + text.AsSpan(0, index).Count('\n');
        return new Place(line, index - text.LastIndexOf('\n', Math.Max(0, index - 1)));
    }
}
