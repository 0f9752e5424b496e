using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Disclosure.Tests.Release;

/// <summary>A fictional dossier, its identifiers as somebody may write them, and texts that are about nobody.</summary>
internal static class Dossiers
{
    public static readonly IReadOnlyList<KnownPerson> Persons =
    [
        new()
        {
            FirstNames = ["Mohammed", "Yassin"],
            Surname = "Idrissi",
            Prefix = "El",
            Aliases = ["Zwarte Valkenier"],
            BirthDate = "1998-03-12",
            Bsn = "999993653",
            Addresses = ["Verzonnenstraat 12, 1017AB Amsterdam"],
            Phones = ["06-12345678", "+31 20 555 01 23"],
            Emails = ["m.idrissi@voorbeeld.example"],
            Handles = ["zwervertje020"],
        },
        new() { FirstNames = ["Şükrü"], Surname = "Yıldırımoğlu" },
        new() { FirstNames = ["Hanna"], Surname = "Bakker" },
        new() { FirstNames = ["Jörg"], Surname = "Österling", Prefix = "van der" },
        new() { Handles = ["13/654321-19"] },
    ];

    private static readonly string[] Identifiers =
    [
        "Mohammed", "Idrissi", "El Idrissi", "Mohammed El Idrissi", "Idrissi Mohammed", "Yıldırımoğlu", "Hanna Bakker", "Bakker Hanna", "van der Österling",
        "999993653", "0612345678", "+31612345678", "0205550123", "1017AB", "Verzonnenstraat 12", "m.idrissi@voorbeeld.example", "zwervertje020",
        "13/654321-19", "12-03-1998", "1998-03-12", "12 maart 1998", "Zwarte Valkenier",
    ];

    private static readonly string[] Ordinary =
    [
        "gisteren", "kwam", "de", "wijkagent", "langs", "en", "sprak", "over", "het", "plan", "met", "moeder", "In", "2023", "waren", "er", "350",
        "meldingen.", "Zij", "wil", "rust", "de bakker", "op", "de", "hoek", "een", "wit", "huis", "[persoon 1]", "[maart 2021]", "Het", "gaat", "beter.",
        "VEILIG", "THUIS", "belde", "om", "13.00", "uur", "kamer", "4", "\u20ac 1.250", "jan", "januari", "school", "'s", "morgens", "(zie", "boven)",
    ];

    /// <summary>A text that names nobody.</summary>
    public static readonly Gen<string> AboutNobody =
        from words in Gen.Elements(Ordinary).ListOf()
        select string.Join(' ', words);

    /// <summary>A text with an identifier of the dossier somewhere, written in some way.</summary>
    public static readonly Gen<string> AboutSomebody =
        from before in Gen.OneOf(AboutNobody, ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""))
        from after in Gen.OneOf(AboutNobody, ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""))
        from identifier in Gen.Elements(Identifiers)
        from mutated in Mutated(identifier)
        select $"{before} {mutated} {after}";

    private static Gen<string> Mutated(string identifier) =>
        from cased in Gen.Elements<Func<string, string>>(s => s, s => s.ToUpperInvariant(), s => s.ToLowerInvariant(), Mixed)
        from marked in Gen.Elements<Func<string, string>>(s => s, Marked, s => s.Normalize(System.Text.NormalizationForm.FormD), Bare)
        from between in Gen.Elements("", "", "\u200b", "\u00ad", "\u2060", "-", ".", " ", "_")
        from gap in Gen.Elements(" ", "  ", "\n", "-", "_", ", ", "\u00a0", "\t")
        select Spread(marked(cased(identifier)), between).Replace(" ", between == " " ? "  " : gap, StringComparison.Ordinal);

    // Every other letter is a capital.
    private static string Mixed(string text) => string.Concat(text.Select((c, i) => i % 2 == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c)));

    private static string Marked(string text) => text.Replace("e", "e\u0301", StringComparison.Ordinal).Replace("a", "\u00e4", StringComparison.Ordinal);

    private static string Bare(string text) => string.Concat(
        text.Normalize(System.Text.NormalizationForm.FormD).Where(c => char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark));

    // Something between every two characters of a text element.
    private static string Spread(string text, string between) => between.Length == 0
        ? text
        : string.Join(between, System.Globalization.StringInfo.GetTextElementEnumerator(text).ToElements());

    private static IEnumerable<string> ToElements(this System.Globalization.TextElementEnumerator elements)
    {
        while (elements.MoveNext())
            yield return elements.GetTextElement();
    }
}
