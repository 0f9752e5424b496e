using System.Globalization;

namespace Exchange.Disclosure.Tests.Corpus;

/// <summary>Made-up numbers and codes of every kind, as people write them.</summary>
internal static class Codes
{
    private static readonly string[] Months = ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];

    private static readonly string[] Short = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sept", "okt", "nov", "dec"];

    public static string Make(string kind, Chance chance) => kind switch
    {
        "bsn" => Bsn(chance),
        "iban" => Iban(chance),
        "phone" => Phone(chance),
        "email" => $"{chance.Letters(3).ToLowerInvariant()}.{chance.Of(Syllables)}{chance.Of(Syllables)}{chance.Below(90)}@{chance.Of(Syllables)}{chance.Of(Syllables)}.{chance.Of(["nl", "com", "museum", "amsterdam", "co.uk", "tr"])}",
        "plate" => Plate(chance),
        "address" => Street(chance) + $" {chance.Between(1, 400)}{chance.Of(["", "", "a", "-2", "B", " hs", "-III"])}" + chance.Of(["", "", $", {chance.Between(1000, 9999)} {chance.Letters(2)} Verzonderdam", $", {chance.Between(1000, 9999)}{chance.Letters(2)}"]),
        "street" => chance.Of(["de ", "het ", ""]) is var article && article.Length > 0 ? Street(chance) : Street(chance),
        "birth" => Date(chance, 1950, 2008),
        "date" => Date(chance, 2015, 2025),
        "age" => chance.Of([$"{chance.Between(12, 80)} jaar oud", $"{chance.Between(12, 80)} jaar", "zestien jaar", "vierendertig jaar"]),
        "parket" => $"{chance.Between(10, 23)}{chance.Of(["/", ".", "-"])}{chance.Digits(6)}{chance.Of(["-", "."])}{chance.Between(10, 25)}",
        "vnumber" => chance.Of([chance.Digits(10), $"{chance.Digits(3)}.{chance.Digits(3)}.{chance.Digits(4)}", $"V{chance.Digits(10)}"]),
        "pl" => $"PL{chance.Of(["1300", "0900", "1700"])}-20{chance.Between(18, 25)}{chance.Digits(6)}{chance.Of(["", "-1", "-12"])}",
        "skn" => chance.Digits(chance.Between(7, 8)),
        "doc" => chance.Of([$"N{chance.Letters(2)}{chance.Digits(1)}{chance.Letters(2)}{chance.Digits(3)}", $"I{chance.Letters(1)}{chance.Digits(7)}", $"{chance.Letters(2)}{chance.Digits(6)}"]),
        "handle" => chance.Of([$"@{chance.Of(Syllables)}_{chance.Digits(3)}", $"{chance.Of(Syllables)}{chance.Of(Syllables)}_{chance.Digits(2)}", $"lil.{chance.Of(Syllables)}{chance.Digits(2)}", $"{chance.Of(Syllables)}{chance.Of(Syllables)}{chance.Digits(3)}"]),
        "url" => chance.Of(["https://www.", "www.", "http://"]) + $"{chance.Of(Syllables)}{chance.Of(Syllables)}.nl/v/{chance.Digits(5)}?u={chance.Of(Syllables)}",
        "ip" => chance.Of([$"{chance.Between(11, 199)}.{chance.Below(256)}.{chance.Below(256)}.{chance.Below(256)}", $"2a02:a4{chance.Digits(2)}:{chance.Digits(3)}f::{chance.Digits(2)}e"]),
        "org" => chance.Of(["basisschool De ", "het ", "voetbalclub ", "moskee Al-", "sportschool "]) is var start && start == "het " ? "het " + Capital(chance) + "lyceum" : start + Capital(chance),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of the corpus."),
    };

    private static readonly string[] Syllables = ["zor", "bex", "lum", "tav", "quin", "dra", "mof", "ril", "vep", "sna", "koz", "wib", "hul", "pim"];

    private static readonly string[] Trees = ["Iepen", "Wilgen", "Verzonnen", "Zonnebloem", "Schubert", "Koperslagers", "Vondel", "Eikenrode", "Lijster", "Meidoorn", "Heimans", "Tichel"];

    private static string Capital(Chance chance)
    {
        var word = chance.Of(Syllables) + chance.Of(Syllables);
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    private static string Street(Chance chance) =>
        chance.Of(["", "", "", "Eerste ", "Burgemeester ", "Van der ", "Oude "]) + chance.Of(Trees) + chance.Of(["straat", "laan", "weg", "plein", "gracht", "kade", "dreef", "singel", "hof", "plantsoen", "dijk", "pad"]);

    private static string Bsn(Chance chance)
    {
        while (true)
        {
            var text = "9999" + chance.Digits(5);
            if (Dossiers.Bsn.IsValid(text))
                return chance.Of([text, $"{text[..4]}.{text[4..6]}.{text[6..]}", $"{text[..3]} {text[3..6]} {text[6..]}", $"{text[..4]} {text[4..]}"]);
        }
    }

    private static string Iban(Chance chance)
    {
        var bank = chance.Of(["ABNA", "INGB", "RABO", "TRIO"]);
        var account = chance.Digits(10);
        var number = string.Concat((bank + account + "NL00").Select(c => char.IsDigit(c) ? c.ToString() : (c - 'A' + 10).ToString(CultureInfo.InvariantCulture)));
        var remainder = 0;
        foreach (var digit in number)
            remainder = ((remainder * 10) + digit - '0') % 97;
        var text = $"NL{98 - remainder:00}{bank}{account}";
        return chance.Of([text, string.Join(' ', text.Chunk(4).Select(c => new string(c)))]);
    }

    private static string Phone(Chance chance)
    {
        var rest = chance.Digits(8);
        return chance.Of([
            "06" + rest, "06-" + rest, "06 " + rest, "+316" + rest, "+31 6 " + rest, "0031 6 " + rest, $"06 - {rest[..2]} {rest[2..4]} {rest[4..6]} {rest[6..]}", $"(020) {rest[..3]} {rest[3..5]} {rest[5..7]}",
            $"020-{rest[..7]}", $"+49 151 {rest}", $"+212 6 {rest[..2]} {rest[2..4]} {rest[4..6]} {rest[6..]}", $"0{chance.Between(10, 79)}.{rest[..3]}.{rest[3..7]}",
        ]);
    }

    private static string Plate(Chance chance) => chance.Of<Func<string>>([
        () => $"{chance.Letters(2)}-{chance.Digits(2)}-{chance.Digits(2)}", () => $"{chance.Digits(2)}-{chance.Digits(2)}-{chance.Letters(2)}", () => $"{chance.Digits(2)}-{chance.Letters(2)}-{chance.Digits(2)}",
        () => $"{chance.Letters(2)}-{chance.Digits(2)}-{chance.Letters(2)}", () => $"{chance.Letters(2)}-{chance.Letters(2)}-{chance.Digits(2)}", () => $"{chance.Digits(2)}-{chance.Letters(2)}-{chance.Letters(2)}",
        () => $"{chance.Digits(2)}-{chance.Letters(3)}-{chance.Digits(1)}", () => $"{chance.Digits(1)}-{chance.Letters(3)}-{chance.Digits(2)}", () => $"{chance.Letters(2)}-{chance.Digits(3)}-{chance.Letters(1)}",
        () => $"{chance.Letters(1)}-{chance.Digits(3)}-{chance.Letters(2)}", () => $"{chance.Letters(3)}-{chance.Digits(2)}-{chance.Letters(1)}", () => $"{chance.Letters(1)}-{chance.Digits(2)}-{chance.Letters(3)}",
        () => $"{chance.Digits(1)}-{chance.Letters(2)}-{chance.Digits(3)}", () => $"{chance.Digits(3)}-{chance.Letters(2)}-{chance.Digits(1)}", () => $"{chance.Digits(2)}{chance.Letters(3)}{chance.Digits(1)}",
    ])();

    private static string Date(Chance chance, int from, int to)
    {
        var (day, month, year) = (chance.Between(1, 28), chance.Between(1, 12), chance.Between(from, to));
        return chance.Of([
            $"{day} {Months[month - 1]} {year}", $"{day}-{month}-{year}", $"{day:00}-{month:00}-{year}", $"{day}/{month}/{year % 100:00}", $"{day:00}.{month:00}.{year}", $"{year}-{month:00}-{day:00}",
            $"{day} {Short[month - 1]}. {year}", $"{day}e van {Months[month - 1]}", $"{year}{month:00}{day:00}",
        ]);
    }
}
