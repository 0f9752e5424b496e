using System.Text;

namespace Exchange.Disclosure.Release;

/// <summary>One letter as the gate reads it: small, Latin where it looks so.</summary>
internal static class Folding
{
    private const string Lookalikes =
        "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwвbкkмmнhтtгrпnиuӏlɑaɡgαaβbεeηnιiκkνvοoρpτtυuχxωwγyϲcмm";

    private static readonly Dictionary<int, string> Letters = Read();

    /// <summary>The letter or letters that stand for one.</summary>
    public static string Letter(Rune rune)
    {
        var small = Rune.ToLowerInvariant(rune);
        return Letters.TryGetValue(small.Value, out var letters) ? letters : small.IsBmp ? ((char)small.Value).ToString() : "\ufffd";
    }

    private static Dictionary<int, string> Read()
    {
        var letters = new Dictionary<int, string>
        {
            ['ß'] = "ss",
            ['æ'] = "ae",
            ['œ'] = "oe",
            ['ø'] = "o",
            ['ł'] = "l",
            ['đ'] = "d",
            ['ð'] = "d",
            ['þ'] = "th",
            ['ħ'] = "h",
            ['ı'] = "i",
            ['ŋ'] = "n",
            ['ĳ'] = "ij",
        };
        for (var c = 'a'; c <= 'z'; c++)
            letters[c] = c.ToString();
        for (var i = 0; i < Lookalikes.Length; i += 2)
            letters[Lookalikes[i]] = Lookalikes[i + 1].ToString();
        return letters;
    }
}
