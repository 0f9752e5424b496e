using Exchange.Dossiers;

namespace Exchange.Cli.Demo;

/// <summary>Somebody who does not exist, in an Amsterdam that nearly does.</summary>
internal sealed record FictionalPerson
{
    // Names that many people bear, mixed at random: none of these combinations means anybody.
    private static readonly string[] Men =
    [
        "Adem", "Bilal", "Cedric", "Daan", "Emre", "Faisal", "Gijs", "Hamza", "Ilias", "Joran", "Kerem", "Lars", "Mourad", "Noah",
        "Orlando", "Pieter", "Rachid", "Sven", "Tarik", "Winston", "Yassin", "Zakaria",
    ];

    private static readonly string[] Women =
    [
        "Aylin", "Britt", "Chaima", "Dounia", "Elif", "Fenna", "Gwendolyn", "Hafsa", "Imane", "Jolanda", "Kübra", "Lotte", "Meryem",
        "Naomi", "Ouafa", "Priya", "Roos", "Samira", "Tess", "Vanessa", "Yara", "Zeynep",
    ];

    private static readonly (string Prefix, string Name)[] Surnames =
    [
        ("", "Aksoylu"), ("", "Amrabti"), ("van den", "Berkhof"), ("", "Boukhrissi"), ("", "Cairouani"), ("de", "Clerqman"),
        ("", "Demirözlü"), ("el", "Fassikhi"), ("", "Goedhartsen"), ("van", "Hagestein"), ("", "Idrissouni"), ("", "Jankipersadt"),
        ("", "Kartalcik"), ("", "Lambrechtsz"), ("van der", "Meerwijk"), ("", "Nazarekh"), ("", "Oudekerken"), ("", "Pinasdorp"),
        ("", "Rahmounat"), ("", "Saridogan"), ("ter", "Steegenga"), ("", "Tjon-A-Sieuw"), ("", "Uyanikoğlu"), ("", "Vlietinckx"),
        ("", "Wijdenboschman"), ("", "Yalçinbey"), ("", "Zerouaoui"),
    ];

    private static readonly (string Street, string Postcode, string City)[] Streets =
    [
        ("Fictieve Dijk", "1011", "Amsterdam"), ("Verzonnen Kade", "1015", "Amsterdam"), ("Bedachte Straat", "1019", "Amsterdam"),
        ("Papieren Plein", "1033", "Amsterdam"), ("Denkbeeldig Pad", "1025", "Amsterdam"), ("Gefingeerde Laan", "1055", "Amsterdam"),
        ("Schijnbare Weg", "1062", "Amsterdam"), ("Vermeende Singel", "1069", "Amsterdam"), ("Zogeheten Hof", "1074", "Amsterdam"),
        ("Onbestaande Steeg", "1083", "Amsterdam"), ("Ingebeelde Gracht", "1091", "Amsterdam"), ("Sprookjesdreef", "1102", "Amsterdam"),
        ("Luchtkasteel", "1104", "Amsterdam"), ("Voorbeeldlaan", "1112", "Diemen"), ("Testpad", "1506", "Zaandam"),
        ("Proefweg", "2031", "Haarlem"),
    ];

    public required string FirstName { get; init; }

    public required string SurnamePrefix { get; init; }

    public required string Surname { get; init; }

    /// <summary><c>man</c> or <c>vrouw</c>.</summary>
    public required string Gender { get; init; }

    /// <summary>Passes the 11-test and starts with 9999, which the register gives to nobody.</summary>
    public required string Bsn { get; init; }

    public required PartialDate BirthDate { get; init; }

    public required AddressValue Address { get; init; }

    public string Name => SurnamePrefix.Length == 0 ? $"{FirstName} {Surname}" : $"{FirstName} {SurnamePrefix} {Surname}";

    /// <summary>The person of a number, from 0 to 799.</summary>
    public static FictionalPerson Make(int number, Dice dice)
    {
        var isMan = dice.Below(3) < 2;
        var (prefix, surname) = dice.Of(Surnames);
        var (street, postcode, city) = dice.Of(Streets);
        var year = dice.Between(1972, 2008);
        return new FictionalPerson
        {
            FirstName = dice.Of(isMan ? Men : Women),
            SurnamePrefix = prefix,
            Surname = surname,
            Gender = isMan ? "man" : "vrouw",
            Bsn = BsnOf(number),
            // As in the register, a few birthdays are known by year, or by year and month, only.
            BirthDate = number % 12 == 5 ? new PartialDate(year)
                : number % 12 == 9 ? new PartialDate(year, dice.Between(1, 12))
                : new PartialDate(year, dice.Between(1, 12), dice.Between(1, 28)),
            Address = new AddressValue
            {
                Street = street,
                HouseNumber = $"{dice.Between(1, 380)}{dice.Of(["", "", "", "-1", "-2", "-3", " A", " hs"])}",
                Postcode = postcode + dice.Of(["AB", "BK", "CX", "DR", "GE", "HN", "JT", "LZ", "NP", "VW"]),
                City = city,
            },
        };
    }

    // 9999 and the number give eight digits; the ninth makes the 11-test come out. Where it would be ten, the next eight are taken.
    private static string BsnOf(int number)
    {
        var skipped = 0;
        for (var candidate = 1; ; candidate++)
        {
            var digits = $"9999{candidate:0000}";
            var sum = 0;
            for (var i = 0; i < 8; i++)
                sum += (9 - i) * (digits[i] - '0');
            if (sum % 11 == 10)
                continue;
            if (skipped++ == number)
                return $"{digits}{sum % 11}";
        }
    }
}
