using Exchange.Disclosure.Redaction;

namespace Exchange.Disclosure;

/// <summary>A text as it may be seen below full.</summary>
/// <param name="Text">The text with a label in the place of whatever pointed at a person.</param>
/// <param name="Spans">What was replaced, in order and without overlap.</param>
/// <param name="Residual">What is left that narrows down who it is about.</param>
public sealed record RedactedText(string Text, IReadOnlyList<RedactedSpan> Spans, ResidualRisk Residual)
{
    /// <summary>The work done, in steps of a fixed cost: what shows that it grows with the text and no faster.</summary>
    internal long Steps { get; init; }
}

/// <summary>A replaced piece of the text that was given.</summary>
/// <param name="Start">Where it begins, in UTF-16 code units.</param>
/// <param name="End">Where it ends, exclusive, in UTF-16 code units.</param>
/// <param name="Category">What it was.</param>
public readonly record struct RedactedSpan(int Start, int End, RedactionCategory Category);

/// <summary>
/// What stays in a text and yet narrows down who it is about. It counts; it does not judge: two rare things together can point at one
/// person, and no count sees that.
/// </summary>
/// <param name="Places">Names of countries, towns and peoples that stay.</param>
/// <param name="Occupations">Trades and functions that stay.</param>
/// <param name="RareEvents">Words for what happens to few: a murder, a fire, a birth of triplets.</param>
public readonly record struct ResidualRisk(int Places, int Occupations, int RareEvents)
{
    /// <summary>All of them together.</summary>
    public int Total => Places + Occupations + RareEvents;

    /// <summary>What stays in a text that was redacted. It depends on that text alone: it is the same for whoever sees it.</summary>
    public static ResidualRisk In(ReadOnlySpan<char> redacted) => ResidualCounter.Count(redacted);

    /// <summary>What stays in two texts together.</summary>
    public static ResidualRisk operator +(ResidualRisk one, ResidualRisk other) =>
        new(one.Places + other.Places, one.Occupations + other.Occupations, one.RareEvents + other.RareEvents);
}
