using System.Diagnostics.CodeAnalysis;

namespace Exchange.Dossiers;

/// <summary>
/// The Dutch postcode: four digits of which the first is not 0, and two capitals, without a space. The pairs SA, SD and SS are
/// never given out.
/// </summary>
public static class Postcode
{
    /// <summary>Whether a text is a Dutch postcode.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: 6 }
        && text[0] is >= '1' and <= '9'
        && char.IsAsciiDigit(text[1]) && char.IsAsciiDigit(text[2]) && char.IsAsciiDigit(text[3])
        && char.IsAsciiLetterUpper(text[4]) && char.IsAsciiLetterUpper(text[5])
        && text[4..] is not ("SA" or "SD" or "SS");
}
