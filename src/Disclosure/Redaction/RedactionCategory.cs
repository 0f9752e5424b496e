namespace Exchange.Disclosure;

/// <summary>What a redacted piece of text was.</summary>
public enum RedactionCategory
{
    /// <summary>Nothing: the text stays.</summary>
    None,

    /// <summary>The name of a person, in whole or in part, or the initials.</summary>
    Person,

    /// <summary>Street, house number, postcode or town of an address.</summary>
    Address,

    /// <summary>A date, to the day or of birth.</summary>
    Date,

    /// <summary>An age.</summary>
    Age,

    /// <summary>A citizen service number (<em>burgerservicenummer</em>).</summary>
    Bsn,

    /// <summary>A bank account (ISO 13616).</summary>
    Iban,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A web address.</summary>
    Url,

    /// <summary>An IP address.</summary>
    Ip,

    /// <summary>A name on a network or in a game.</summary>
    Handle,

    /// <summary>The registration of a vehicle.</summary>
    Plate,

    /// <summary>A number of a file, a document, a detainee or an alien, or any number that nothing explains.</summary>
    Number,

    /// <summary>A place on earth by degrees.</summary>
    Coordinates,

    /// <summary>A school, house of worship, club, employer or other organisation that few belong to.</summary>
    Organisation,

    /// <summary>Text that cannot be read with certainty, such as letters of another alphabet.</summary>
    Text,
}
