namespace Exchange.Disclosure.Redaction;

/// <summary>Where a long text can be cut without cutting what belongs together, so that memory does not grow with the text.</summary>
internal static class Pieces
{
    /// <summary>The end of the piece that begins at a place: behind an empty line, a line, or white space, in that order.</summary>
    public static int End(ReadOnlySpan<char> text, int from, int length)
    {
        if (text.Length - from <= length)
            return text.Length;
        var window = text.Slice(from + (length / 2), length / 2);
        var line = window.LastIndexOf("\n\n");
        if (line >= 0)
            return from + (length / 2) + line + 2;
        line = window.LastIndexOf('\n');
        if (line < 0 && (line = window.LastIndexOf(". ")) >= 0)
            line++;
        if (line >= 0)
            return from + (length / 2) + line + 1;

        // Without a line or a sentence in four thousand characters nobody wrote it: the next space will do.
        var rest = text[(from + length)..];
        var space = rest.IndexOfAny(' ', '\n', '\t');
        return space < 0 ? text.Length : from + length + space + 1;
    }
}
