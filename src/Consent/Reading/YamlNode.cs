namespace Exchange.Consent;

/// <summary>A place in the file, both from 1.</summary>
internal readonly record struct Place(int Line, int Column);

/// <summary>What the file says at a place, before it means anything.</summary>
internal abstract record YamlNode(Place Place)
{
    /// <summary>What to call it in a message.</summary>
    public abstract string Kind { get; }
}

/// <summary>A scalar. Quoted or not makes no difference but for an absent value: <c>""</c> is a text, nothing or <c>null</c> is not.</summary>
internal sealed record YamlText(Place Place, string Value, bool Plain) : YamlNode(Place)
{
    public override string Kind => IsAbsent ? "nothing" : "a single value";

    public bool IsAbsent => Plain && Value is "" or "~" or "null" or "Null" or "NULL";
}

internal sealed record YamlList(Place Place, IReadOnlyList<YamlNode> Items) : YamlNode(Place)
{
    public override string Kind => "a list";
}

/// <summary>A mapping; of a key written twice only the first stays, and the reader reports the second.</summary>
internal sealed record YamlMap(Place Place, IReadOnlyList<KeyValuePair<YamlText, YamlNode>> Entries) : YamlNode(Place)
{
    public override string Kind => "a mapping";
}
