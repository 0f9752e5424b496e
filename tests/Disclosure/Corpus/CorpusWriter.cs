using System.Text;

namespace Exchange.Disclosure.Tests.Corpus;

/// <summary>
/// Writes notes from a part's names and sentences: each about somebody of an origin, in one way of typing, with sentences about people
/// whom nobody knows, numbers, and sentences without anybody.
/// </summary>
internal sealed class CorpusWriter(CorpusPart part, ulong seed)
{
    private readonly Chance _chance = new(seed);

    private static readonly string[] Casings = ["gewoon", "gewoon", "gewoon", "gewoon", "gewoon", "gewoon", "klein", "klein", "hoofdletters", "zonder accenten"];

    public IEnumerable<CorpusDocument> Write(int perOrigin)
    {
        var known = part.Templates.Where(t => t.Contains("{K", StringComparison.Ordinal)).ToList();
        var strange = part.Templates.Where(t => t.Contains("{U", StringComparison.Ordinal)).ToList();
        var codes = part.Templates.Where(t => !t.Contains("{K", StringComparison.Ordinal) && !t.Contains("{U", StringComparison.Ordinal)).ToList();
        var (atKnown, atStrange, atCode) = (0, 0, 0);
        foreach (var origin in part.Origins)
        {
            for (var i = 0; i < perOrigin; i++)
            {
                var persons = new[] { Person(origin), Person(_chance.Of(part.Origins)), Person(_chance.Of(part.Origins)) };
                var casing = _chance.Of(Casings);
                var text = new StringBuilder();
                var mentions = new List<Mention>();
                var clean = new List<(int, int)>();
                foreach (var template in (string[])[known[atKnown++ % known.Count], codes[atCode++ % codes.Count], strange[atStrange++ % strange.Count], known[atKnown++ % known.Count],
                    "", codes[atCode++ % codes.Count], known[atKnown++ % known.Count], strange[atStrange++ % strange.Count], "", codes[atCode++ % codes.Count]])
                {
                    if (template.Length > 0)
                    {
                        Add(text, mentions, template, origin, persons, casing);
                    }
                    else
                    {
                        var sentence = Cased(_chance.Of(part.Clean), casing);
                        clean.Add((text.Length, text.Length + sentence.Length));
                        text.Append(sentence);
                    }

                    text.Append(_chance.Below(4) == 0 ? '\n' : ' ');
                }

                yield return new CorpusDocument(text.ToString(), persons, mentions, clean);
            }
        }
    }

    private void Add(StringBuilder text, List<Mention> mentions, string template, Origin origin, KnownPerson[] persons, string casing)
    {
        var person = persons[0];
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '{')
            {
                text.Append(Cased(template[i].ToString(), casing));
                continue;
            }

            var end = template.IndexOf('}', i);
            var slot = template[(i + 1)..end];
            var (value, kind) = slot switch
            {
                "K" => (Form(person), "known"),
                "KS" => (Last(person), "known"),
                "KF" => (Slip(person.FirstNames[0], 12), "known"),
                "KR" => ($"{person.Surname}, {person.FirstNames[0][0]}.{(person.Prefix.Length > 0 ? " " + person.Prefix : "")}", "known"),
                "U" => (Full(Person(origin)), "unknown"),
                "US" => (Last(Person(origin)), "unknown"),
                "UF" => (Person(origin).FirstNames[0], "unknown"),
                _ => (Codes.Make(slot, _chance), slot),
            };
            var start = text.Length;
            text.Append(kind is "url" or "email" or "handle" ? value : Cased(value, casing));
            mentions.Add(new Mention(start, text.Length, kind, origin.Name, casing));
            i = end;
        }
    }

    private KnownPerson Person(Origin origin)
    {
        var (first, last) = (_chance.Of(origin.First), _chance.Of(origin.Last));
        var prefixed = char.IsLower(last[0]) && last.Contains(' ', StringComparison.Ordinal) ? last[..last.LastIndexOf(' ')] : "";
        return new KnownPerson { FirstNames = [first], Prefix = prefixed, Surname = prefixed.Length > 0 ? last[(prefixed.Length + 1)..] : last };
    }

    private string Form(KnownPerson person) => _chance.Below(12) switch
    {
        0 => Slip(person.FirstNames[0], 4),
        1 => Last(person),
        2 => $"{person.FirstNames[0][0]}. {Last(person)}",
        3 => $"{person.FirstNames[0]} {person.Prefix} {Slip(person.Surname, 1)}".Replace("  ", " ", StringComparison.Ordinal),
        4 => Last(person).Replace(' ', '-'),
        5 => $"{person.FirstNames[0]}  {Last(person)}",
        6 => person.FirstNames[0].Length > 4 ? person.FirstNames[0].Insert(3, "\u200b") : Full(person),
        _ => Full(person),
    };

    // A letter doubled, dropped or changed in a name that is long enough to be known by the rest.
    private string Slip(string name, int onceIn)
    {
        if (name.Length < 6 || name.Contains(' ', StringComparison.Ordinal) || _chance.Below(onceIn) != 0)
            return name;
        var at = _chance.Between(2, name.Length - 2);
        return _chance.Below(3) switch
        {
            0 => name.Insert(at, name[at].ToString()),
            1 => name.Remove(at, 1),
            _ => name[..at] + "aeiou"[_chance.Below(5)] + name[(at + 1)..],
        };
    }

    private static string Last(KnownPerson person) => person.Prefix.Length > 0 ? $"{person.Prefix} {person.Surname}" : person.Surname;

    private static string Full(KnownPerson person) => $"{person.FirstNames[0]} {Last(person)}";

    private static string Cased(string text, string casing) => casing switch
    {
        "klein" => text.ToLowerInvariant(),
        "hoofdletters" => text.ToUpperInvariant(),
        "zonder accenten" => WithoutMarks(text),
        _ => text,
    };

    private static string WithoutMarks(string text)
    {
        const string marked = "çğıöşüÇĞİÖŞÜëéèïłŁżŻźąęśńćó";
        const string plain = "cgiosuCGIOSUeeeilLzZzaesnco";
        return string.Concat(text.Select(c => marked.IndexOf(c) is >= 0 and var at ? plain[at] : c));
    }
}
