namespace Exchange.Disclosure.Redaction;

/// <summary>Dutch numbers in words, up to ninety-nine, with or without the ending of a rank.</summary>
internal static class NumberWords
{
    private static readonly Dictionary<ulong, int> Known = Make();

    /// <summary>The number that a word is, or −1.</summary>
    public static int Of(ReadOnlySpan<byte> letters) => letters.Length is < 3 or > 22 ? -1 : Known.GetValueOrDefault(WordHash.Of(letters), -1);

    private static Dictionary<ulong, int> Make()
    {
        string[] units = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"];
        string[] tens = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];
        var known = new Dictionary<ulong, int>();
        for (var i = 0; i < units.Length; i++)
        {
            Add(units[i], i);
            Add(units[i] + (i is 1 or 8 ? "ste" : "de"), i);
        }

        Add("eerste", 1);
        Add("derde", 3);
        for (var t = 0; t < tens.Length; t++)
        {
            Add(tens[t], 20 + (10 * t));
            Add(tens[t] + "ste", 20 + (10 * t));
            for (var u = 1; u < 10; u++)
            {
                Add(units[u] + "en" + tens[t], 20 + (10 * t) + u);
                Add(units[u] + "en" + tens[t] + "ste", 20 + (10 * t) + u);
            }
        }

        return known;

        void Add(string word, int number) => known[WordHash.Of(word)] = number;
    }
}
