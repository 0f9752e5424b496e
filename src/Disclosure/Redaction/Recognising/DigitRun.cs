using System.Runtime.CompilerServices;

namespace Exchange.Disclosure.Redaction;

/// <summary>Digits in groups that spaces, dots, dashes or slashes part, as people write long numbers.</summary>
internal ref struct DigitRun
{
    private const int MostDigits = 40;
    private const int MostGroups = 20;

    private Buffer _digits;

    /// <summary>The first token.</summary>
    public int From { get; private set; }

    /// <summary>The token behind the last.</summary>
    public int To { get; private set; }

    /// <summary>How many digits there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many groups there are.</summary>
    public int Groups { get; private set; }

    /// <summary>Whether every group is a year.</summary>
    public bool OnlyYears { get; private set; }

    /// <summary>A digit as a number.</summary>
    public readonly int this[int index] => _digits[index];

    /// <summary>Reads the run that begins with a token of digits.</summary>
    public static DigitRun Read(Page page, int from, bool cued = false)
    {
        var run = new DigitRun { From = from, To = from, OnlyYears = true };
        for (var i = from; ;)
        {
            run.Take(page, i);
            var next = i + 1;
            if (next < page.Count && page[next].Kind == TokenKind.Mark && page[next].First is (byte)'-' or (byte)'.' or (byte)'/' or (byte)')' && page.Is(next + 1, TokenKind.Number)
                && (page[next].Spaced == page[next + 1].Spaced || page[next].First == ')') && !(page[next].Spaced && page[next].First == '.'))
                next++;
            else if (page.IsMark(next, '(') && page.Is(next + 1, TokenKind.Number) && page[next + 1].Length == 1 && page.IsMark(next + 2, ')') && page.Is(next + 3, TokenKind.Number))
                next++;
            else if (page.IsMark(next, ')') && page.IsMark(next + 1, '-') && page.Is(next + 2, TokenKind.Number))
                next += 2;
            else if (!page.Is(next, TokenKind.Number) || !page[next].Spaced)
                break;

            // "In 2023 350 keer": a year and then a number are two things.
            if (!cued && page[next].Spaced && next == i + 1 && run.Groups == 1 && run.OnlyYears && run.Count == 4 && !page[i].Shouted && page[next].Length != 4)
                break;
            // "12 1017 AB": what ends as a postcode begins anew.
            if (page[next].Length == 4 && page[next].Spaced && page[next].First != '0' && !page[next].Shouted && page.Is(next + 1, TokenKind.Word) && page[next + 1].Length == 2 && page[next + 1].Case == Casing.Upper)
                break;
            if (page[next].Claim != RedactionCategory.None || run.Groups == MostGroups)
                break;
            i = next;
        }

        return run;
    }

    /// <summary>Whether it is a citizen service number (Besluit burgerservicenummer, art. 2), with or without its leading zero.</summary>
    public readonly bool IsBsn
    {
        get
        {
            if (Count is not (8 or 9))
                return false;
            var (sum, any) = (0, 0);
            for (var i = 0; i < Count; i++)
            {
                var weight = Count - i;
                sum += (weight == 1 ? -1 : weight) * _digits[i];
                any |= _digits[i];
            }

            return any != 0 && sum % 11 == 0;
        }
    }

    private void Take(Page page, int token)
    {
        var letters = page.Letters(token);
        foreach (var digit in letters)
        {
            if (Count < MostDigits)
                _digits[Count] = (byte)(digit - '0');
            Count++;
        }

        OnlyYears &= letters.Length == 4 && page.NumberAt(token) is > 1900 and < 2100;
        Groups++;
        To = token + 1;
        page.Steps++;
    }

    [InlineArray(MostDigits)]
    private struct Buffer
    {
        private byte _first;
    }
}
