namespace Exchange.Disclosure.Tests.Redaction;

/// <summary>Short ways to say what a text becomes.</summary>
internal static class Redacting
{
    /// <summary>A family of a dossier that nobody knows: the subject, his mother and a friend.</summary>
    public static readonly IReadOnlyList<KnownPerson> Family =
    [
        new()
        {
            FirstNames = ["Mohammed Amine"],
            Surname = "Idrissi",
            Prefix = "El",
            Initials = "M.A.",
            Aliases = ["Momo"],
            BirthDate = "1998-03-12",
            Bsn = "999993653",
            Addresses = ["Verzonnenstraat 12, 1017 AB Amsterdam"],
            Phones = ["06-12345678"],
            Emails = ["m.idrissi@example.nl"],
            Handles = ["zwervertje020"],
        },
        new() { FirstNames = ["Fatima"], Surname = "Bakker", Relationship = "moeder" },
        new() { FirstNames = ["Bram"], Surname = "Vries", Prefix = "de" },
    ];

    /// <summary>What is left of a text about the family.</summary>
    public static string Text(string text) => TextRedactor.Dutch.Open(Family).Redact(text).Text;

    /// <summary>What is left of a text about people whom nobody knows.</summary>
    public static string Strange(string text) => TextRedactor.Dutch.Open([]).Redact(text).Text;
}
