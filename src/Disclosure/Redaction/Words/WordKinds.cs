namespace Exchange.Disclosure.Redaction;

/// <summary>What is known of a word, whatever stands around it.</summary>
[Flags]
internal enum WordKinds : uint
{
    /// <summary>Nothing is: it is in no list.</summary>
    None = 0,

    /// <summary>An ordinary Dutch word.</summary>
    Ordinary = 1,

    /// <summary>A name of what is no person: a country, a law, an agency, a feast.</summary>
    Keep = 1 << 1,

    /// <summary>A name that people bear and nothing else.</summary>
    Name = 1 << 2,

    /// <summary>A name that people bear and an ordinary word.</summary>
    Weak = 1 << 3,

    /// <summary>Part of a surname before its main word.</summary>
    Particle = 1 << 4,

    /// <summary>Behind it stands a name.</summary>
    Title = 1 << 5,

    /// <summary>Behind it a name may stand.</summary>
    Role = 1 << 6,

    /// <summary>An article or what stands in its place.</summary>
    Determiner = 1 << 7,

    /// <summary>A word behind which a person can stand without an article.</summary>
    Preposition = 1 << 8,

    /// <summary>A form that often follows who does it.</summary>
    Verb = 1 << 9,

    /// <summary>A month.</summary>
    Month = 1 << 10,

    /// <summary>A number in words.</summary>
    Number = 1 << 11,

    /// <summary>Letters that stand for an agency or a notion.</summary>
    Acronym = 1 << 12,

    /// <summary>An ordinary word that casework writes with a capital.</summary>
    Casework = 1 << 13,

    /// <summary>Never a name by itself.</summary>
    Function = 1 << 14,

    /// <summary>A kind of organisation, behind which its name may stand.</summary>
    Organisation = 1 << 15,

    /// <summary>A network, behind which a name on it may stand.</summary>
    HandleCue = 1 << 16,

    /// <summary>Behind it a number stands that goes, however short.</summary>
    NumberCue = 1 << 17,

    /// <summary>An ordinary word that ends as a street does.</summary>
    NotStreet = 1 << 18,

    /// <summary>A day of the week.</summary>
    Weekday = 1 << 19,

    /// <summary>A first name, of the words that are names.</summary>
    First = 1 << 20,

    /// <summary>A country, a town or a people.</summary>
    Place = 1 << 21,

    /// <summary>What somebody does for a living.</summary>
    Trade = 1 << 22,

    /// <summary>An ordinary word that the list of words also has with a capital: a name where more than a capital says so.</summary>
    Seldom = 1 << 24,

    /// <summary>What happens to few.</summary>
    Rare = 1 << 23,
}
