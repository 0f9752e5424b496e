namespace Exchange.Dossiers;

/// <summary>
/// The citizen service number: nine digits that pass the 11-test (Besluit burgerservicenummer, art. 2): the digits weighted
/// 9, 8, 7, 6, 5, 4, 3, 2 and −1 add up to a multiple of eleven, and not all are zero.
/// </summary>
public static class Bsn
{
    /// <summary>Whether a text of nine ASCII digits passes the 11-test.</summary>
    public static bool IsValid(string? text)
    {
        if (text is not { Length: 9 } || !text.All(char.IsAsciiDigit) || text == "000000000")
            return false;
        var sum = -(text[8] - '0');
        for (var i = 0; i < 8; i++)
            sum += (9 - i) * (text[i] - '0');
        return sum % 11 == 0;
    }
}
