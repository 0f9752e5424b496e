namespace Exchange.Disclosure.Redaction;

/// <summary>
/// Makes a text plain: letters without marks and in one alphabet, digits of any script as 0 to 9, nothing where nothing is seen, HTML
/// as what it shows. One pass, and a fixed number of steps for each character.
/// </summary>
internal static class Normaliser
{
    private const char RightToLeft = '\u202E';

    /// <summary>Makes a piece of a text plain.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="from">Where the piece begins.</param>
    /// <param name="to">Where it ends, exclusive.</param>
    /// <param name="into">Where it goes; what was in it is gone.</param>
    public static void Read(ReadOnlySpan<char> text, int from, int to, NormalText into)
    {
        into.Clear(to - from);
        for (var i = from; i < to;)
        {
            var c = text[i];
            if (c < 0x80)
            {
                if ((c is '<' && Markup.Tag(text[i..to], out var length, out var reading))
                    || (c is '&' && Markup.Entity(text[i..to], out length, out reading)))
                {
                    Add(into, reading, i, i + length, invisible: c is '<');
                    i += length;
                    continue;
                }

                Add(into, Folds.Of(c), i, i + 1);
                i++;
            }
            else if (char.IsHighSurrogate(c) && i + 1 < to && char.IsLowSurrogate(text[i + 1]))
            {
                Add(into, Folds.Of(char.ConvertToUtf32(c, text[i + 1])), i, i + 2);
                i += 2;
            }
            else if (c == RightToLeft)
            {
                // What follows is shown backwards: nobody can say what it reads as, so all of it is one strange word.
                var end = i + 1;
                while (end < to && text[end] is not ('\u202C' or '\n'))
                    end++;
                into.Add((byte)' ', i, i);
                into.Add(Folds.ForeignLetter, i, end);
                into.Add((byte)' ', end, end);
                i = end;
            }
            else
            {
                Add(into, char.IsSurrogate(c) ? Folds.Sign : Folds.Of(c), i, i + 1);
                i++;
            }
        }
    }

    private static void Add(NormalText into, uint reading, int start, int end, bool invisible = false)
    {
        if (reading == Folds.Nothing)
        {
            if (!invisible)
                into.Extend(start, end);
            return;
        }

        for (; reading != 0; reading >>= 8)
            into.Add((byte)reading, start, end);
    }
}
