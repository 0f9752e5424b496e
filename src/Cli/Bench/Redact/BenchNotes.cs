using System.Text;
using Exchange.Cli.Demo;
using Exchange.Disclosure;

namespace Exchange.Cli.Bench.Redact;

/// <summary>Fictional notes of a given length with sixteen things to redact in every thousand characters, and the dossier they are about.</summary>
internal static class BenchNotes
{
    private const int CharactersPerEntity = 1000 / 16;

    private static readonly string[] First =
        ["Mohammed", "Fatima", "Pieter", "Ayşe", "Kidane", "Sanne", "Krzysztof", "Ferhat", "Naima", "Johannes", "Abdirahman", "Shanti", "Yusuf", "Agnieszka", "Bilal"];

    private static readonly string[] Last =
        ["Verzonnen", "Denkbeeld", "Uitgedacht", "El Fictief", "Yazarlı", "Kowalczewski", "Tesfagiorgis", "Warsamow", "Ramfictie", "Halabiya"];

    private static readonly string[] Words =
    [
        "de wijkagent sprak met", "op school is afgesproken met", "volgens de melding belde", "er is contact geweest met", "de jongerenwerker zag", "bij de balie stond", "het team hoorde van",
        "in het gesprek gaf aan dat", "de afspraak is verzet door", "na overleg met de mentor kwam", "over de schulden is gesproken met", "thuis was het rustig volgens",
    ];

    private static readonly string[] Fillers =
        [" en de afspraken blijven staan", " over werk en inkomen", " zonder dat er iets is besloten", ", wat past bij het beeld", " tijdens het huisbezoek", " en daarna bleef het stil"];

    /// <summary>A dossier of this many persons, each with names, an address, a number, a telephone and a handle.</summary>
    public static IReadOnlyList<KnownPerson> Dossier(int persons)
    {
        var dice = new Dice(16);
        return
        [
            .. Enumerable.Range(0, persons).Select(i => new KnownPerson
            {
                FirstNames = [dice.Of(First), dice.Of(First)],
                Surname = dice.Of(Last) + (char)('a' + (i % 26)),
                Initials = "A.B.",
                Aliases = [dice.Of(First)[..3]],
                BirthDate = $"19{dice.Between(50, 99)}-0{dice.Between(1, 9)}-1{dice.Below(10)}",
                Bsn = "999993653",
                Addresses = [$"Verzonnenstraat {dice.Between(1, 200)}, 1234 AB Amsterdam"],
                Phones = [$"06-{dice.Between(10000000, 99999999)}"],
                Emails = [$"naam{i}@voorbeeld.nl"],
                Handles = [$"speler_{i}"],
            }),
        ];
    }

    /// <summary>A note.</summary>
    public static string Note(int length, IReadOnlyList<KnownPerson> dossier)
    {
        var dice = new Dice(37);
        var text = new StringBuilder(length + 200);
        for (var entities = 0; text.Length < length; entities++)
        {
            text.Append(char.ToUpperInvariant(text.Length % 7 == 0 ? 'd' : 'D')).Append("aarna: ").Append(dice.Of(Words)).Append(' ').Append(Entity(dice, dossier));
            while (text.Length < entities * CharactersPerEntity)
                text.Append(dice.Of(Fillers));
            text.Append(dice.OnceIn(6) ? ".\n" : ". ");
        }

        text.Length = length;
        return text.ToString();
    }

    private static string Entity(Dice dice, IReadOnlyList<KnownPerson> dossier)
    {
        var person = dice.Of(dossier);
        return dice.Below(8) switch
        {
            0 => person.FirstNames[0] + " " + person.Surname,
            1 => person.Surname + ", " + person.FirstNames[0][0] + ".",
            2 => dice.Of(First) + " " + dice.Of(Last),
            3 => person.Phones[0],
            4 => $"{dice.Between(1, 28)} maart 20{dice.Between(10, 24)}",
            5 => "mevrouw " + person.Surname.ToLowerInvariant(),
            6 => person.Addresses[0],
            _ => person.Emails[0],
        };
    }
}
