namespace Exchange.Disclosure;

/// <summary>What kind of thing the release gate found; never the thing itself.</summary>
public enum IdentifierKind
{
    /// <summary>A name of somebody.</summary>
    Name = 1,

    /// <summary>A citizen service number.</summary>
    Bsn = 2,

    /// <summary>A telephone number.</summary>
    Phone = 3,

    /// <summary>A date of birth.</summary>
    BirthDate = 4,

    /// <summary>A postcode, or a street with its number.</summary>
    Address = 5,

    /// <summary>An e-mail address, a name on a network, or a code such as a docket number.</summary>
    Handle = 6,
}
