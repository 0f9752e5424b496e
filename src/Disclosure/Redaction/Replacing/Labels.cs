using System.Globalization;

namespace Exchange.Disclosure.Redaction;

/// <summary>What stands in the place of what was redacted: typed, and as coarse as an anonymised view is.</summary>
internal static class Labels
{
    private static readonly string[] Months =
        ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];

    /// <summary>The label of anything but a name.</summary>
    public static string Of(Page page, in Claim claim) => claim.Category switch
    {
        RedactionCategory.Address => "[adres]",
        RedactionCategory.Date => Date(page, claim),
        RedactionCategory.Age => Age(page, claim),
        RedactionCategory.Bsn => "[BSN]",
        RedactionCategory.Iban => "[rekeningnummer]",
        RedactionCategory.Phone => "[telefoonnummer]",
        RedactionCategory.Email => "[e-mailadres]",
        RedactionCategory.Url => "[webadres]",
        RedactionCategory.Ip => "[IP-adres]",
        RedactionCategory.Handle => "[accountnaam]",
        RedactionCategory.Plate => "[kenteken]",
        RedactionCategory.Number => "[nummer]",
        RedactionCategory.Coordinates => "[plaatsbepaling]",
        RedactionCategory.Organisation => "[organisatie]",
        _ => "[weggelaten]",
    };

    // To the month; a date of birth not even that.
    private static string Date(Page page, in Claim claim)
    {
        if (Cues.Birth(page, claim.From))
            return "[geboortedatum]";
        var (month, year) = (0, 0);
        Span<int> numbers = stackalloc int[4];
        var count = 0;
        for (var i = claim.From; i < claim.To; i++)
        {
            if (page[i].Kind == TokenKind.Number)
            {
                var number = page.NumberAt(i);
                if (number is > 1850 and < 2150)
                    year = number;
                else if (count < numbers.Length)
                    numbers[count++] = number;
            }
            else if (page.IsWord(i, WordKinds.Month))
            {
                month = Month(page.Letters(i));
            }
        }

        if (month == 0 && count >= 2)
            month = year > 0 && page.NumberAt(claim.From) == year ? numbers[0] : numbers[1];
        if (month is < 1 or > 12)
            return "[datum]";
        return year > 0 ? string.Create(CultureInfo.InvariantCulture, $"[{Months[month - 1]} {year}]") : $"[{Months[month - 1]}]";
    }

    private static int Month(ReadOnlySpan<byte> letters)
    {
        for (var i = 0; i < Months.Length; i++)
        {
            if ((letters[0] | 0x20) == Months[i][0] && (letters[1] | 0x20) == Months[i][1] && (letters[2] | 0x20) == Months[i][2])
                return i + 1;
        }

        return (letters[0] | 0x20) switch
        {
            'm' => 3,
            'o' => 10,
            _ => 0,
        };
    }

    // The classes of an anonymised view, so that text and field cannot be put together to a narrower one.
    private static string Age(Page page, in Claim claim)
    {
        for (var i = claim.From; i < claim.To; i++)
        {
            var age = page[i].Kind == TokenKind.Number ? page.NumberAt(i) : NumberOf(page.Letters(i));
            if (age < 0)
                continue;

            // 18 maanden oud
            if (page.IsWord(i + 1, "maanden"u8) || page.IsWord(i + 1, "maand"u8) || page.IsWord(i + 1, "weken"u8))
                age = 0;
            return age switch
            {
                < 18 => "[0-17 jaar]",
                < 30 => "[18-29 jaar]",
                < 50 => "[30-49 jaar]",
                _ => "[50 jaar of ouder]",
            };
        }

        return "[leeftijd]";
    }

    private static int NumberOf(ReadOnlySpan<byte> letters)
    {
        for (var cut = 0; cut < 8 && cut + 3 <= letters.Length; cut++)
        {
            if (NumberWords.Of(letters[..^cut]) is >= 0 and var number)
                return number;
        }

        return -1;
    }
}
