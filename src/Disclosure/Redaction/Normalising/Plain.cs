namespace Exchange.Disclosure.Redaction;

/// <summary>A short text, made plain as a whole text is.</summary>
internal static class Plain
{
    /// <summary>The plain reading, in the case that was written.</summary>
    /// <param name="text">The text.</param>
    /// <param name="normal">Where it is made; used again for the next.</param>
    public static string Of(string text, NormalText normal)
    {
        Normaliser.Read(text, 0, text.Length, normal);
        return string.Create(normal.Length, normal, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++)
                to[i] = (char)from.Bytes[i];
        });
    }
}
