using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// What a dossier knows of one person: its subject, a relative, a contact, a professional. Each part may be empty, and each is as people
/// wrote it.
/// </summary>
public sealed record KnownPerson
{
    /// <summary>First names.</summary>
    public IReadOnlyList<string> FirstNames { get; init; } = [];

    /// <summary>Surname, without its prefix or with it.</summary>
    public string Surname { get; init; } = "";

    /// <summary>Prefix of the surname (<em>tussenvoegsel</em>).</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Initials.</summary>
    public string Initials { get; init; } = "";

    /// <summary>Other names that the person goes by, and whatever else points at the person.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Date of birth, as <c>yyyy-MM-dd</c>, <c>yyyyMMdd</c> or a Dutch date in digits.</summary>
    public string BirthDate { get; init; } = "";

    /// <summary>Citizen service number.</summary>
    public string Bsn { get; init; } = "";

    /// <summary>Addresses.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Telephone numbers.</summary>
    public IReadOnlyList<string> Phones { get; init; } = [];

    /// <summary>E-mail addresses.</summary>
    public IReadOnlyList<string> Emails { get; init; } = [];

    /// <summary>Names on networks and in games.</summary>
    public IReadOnlyList<string> Handles { get; init; } = [];

    /// <summary>What this person is to the first of the dossier: <c>moeder</c>, <c>broer</c> …</summary>
    public string Relationship { get; init; } = "";

    /// <summary>The section that tells that, where one does.</summary>
    internal SectionId? ToldIn { get; init; }
}
