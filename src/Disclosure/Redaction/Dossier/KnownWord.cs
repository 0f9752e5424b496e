namespace Exchange.Disclosure.Redaction;

/// <summary>What a word of the dossier is.</summary>
[Flags]
internal enum KnownKinds : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Part of a name, or an alias.</summary>
    Name = 1,

    /// <summary>Part of an address.</summary>
    Address = 2,

    /// <summary>A handle.</summary>
    Handle = 4,

    /// <summary>A surname, among names: several persons may bear it.</summary>
    Surname = 8,

    /// <summary>Initials, which are only that in capitals.</summary>
    Initials = 16,

    /// <summary>A name that stands by itself: a first name, an alias, or a surname that has no prefix.</summary>
    Bare = 32,

    /// <summary>All words of a street.</summary>
    Street = 64,
}

/// <summary>A word that the dossier has, and whose it is.</summary>
internal sealed class KnownWord(int number)
{
    /// <summary>The number under which it is kept.</summary>
    public int Number { get; } = number;

    /// <summary>What it is.</summary>
    public KnownKinds Kinds { get; set; }

    /// <summary>The persons of the dossier, by number, in the order of the dossier.</summary>
    public List<int> Persons { get; } = [];
}
