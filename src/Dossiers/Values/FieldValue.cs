using System.Text.Json.Serialization;

namespace Exchange.Dossiers;

/// <summary>
/// One value of a section's field. The first group is what partners contribute; the second is what generalisation makes of
/// it, which nobody can contribute.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(TextValue), "text")]
[JsonDerivedType(typeof(TextsValue), "texts")]
[JsonDerivedType(typeof(DateValue), "date")]
[JsonDerivedType(typeof(AddressValue), "address")]
[JsonDerivedType(typeof(NumberValue), "number")]
[JsonDerivedType(typeof(FlagValue), "flag")]
[JsonDerivedType(typeof(PersonsValue), "persons")]
public abstract record FieldValue;

/// <summary>Text: of the covenant's types text, freeText, bsn and code.</summary>
/// <param name="Text">The text; never empty.</param>
public sealed record TextValue(string Text) : FieldValue;

/// <summary>A list of texts, such as telephone numbers.</summary>
/// <param name="Texts">The texts; never empty.</param>
public sealed record TextsValue(IReadOnlyList<string> Texts) : FieldValue;

/// <summary>A date, possibly partial.</summary>
/// <param name="Date">The date.</param>
public sealed record DateValue(PartialDate Date) : FieldValue;

/// <summary>A whole number.</summary>
/// <param name="Number">The number, in the unit that the field's name says.</param>
public sealed record NumberValue(long Number) : FieldValue;

/// <summary>Yes or no.</summary>
/// <param name="Flag">Which of the two.</param>
public sealed record FlagValue(bool Flag) : FieldValue;

/// <summary>An address; every part may be empty.</summary>
public sealed record AddressValue : FieldValue
{
    /// <summary>Street, or the name of the public space.</summary>
    public string Street { get; init; } = "";

    /// <summary>House number, with letter and addition: <c>144</c>, <c>12 A bis</c>.</summary>
    public string HouseNumber { get; init; } = "";

    /// <summary>Dutch postcode: four digits and two capitals, no space.</summary>
    public string Postcode { get; init; } = "";

    /// <summary>Town or city (<em>woonplaats</em>).</summary>
    public string City { get; init; } = "";

    /// <summary>Lines of an address abroad or a description of a location.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}

/// <summary>Persons around the subject, such as members of the household. They are data subjects with rights of their own.</summary>
/// <param name="Persons">The persons; never empty.</param>
public sealed record PersonsValue(IReadOnlyList<RelatedPerson> Persons) : FieldValue;

/// <summary>A person around the subject; every part may be empty.</summary>
public sealed record RelatedPerson
{
    /// <summary>What the person is to the subject: <c>ouder</c>, <c>kind</c>, <c>partner</c> …</summary>
    public string Relationship { get; init; } = "";

    /// <summary>First names.</summary>
    public string FirstNames { get; init; } = "";

    /// <summary>Prefix of the surname (<em>tussenvoegsel</em>).</summary>
    public string SurnamePrefix { get; init; } = "";

    /// <summary>Surname.</summary>
    public string Surname { get; init; } = "";

    /// <summary>Date of birth.</summary>
    public PartialDate? BirthDate { get; init; }
}

/// <summary>Generalised: an age in whole years, from and to inclusive; no upper bound is <c>null</c>.</summary>
/// <param name="From">The lowest age in the band.</param>
/// <param name="To">The highest age in the band, or null when the band is open.</param>
public sealed record AgeBandValue(int From, int? To) : FieldValue;

/// <summary>Generalised: an area, by the name that the covenant's table or the fixed classes give it.</summary>
/// <param name="Name">The area's name.</param>
public sealed record DistrictValue(string Name) : FieldValue;

/// <summary>Generalised: how many there are.</summary>
/// <param name="Count">The number.</param>
public sealed record CountValue(int Count) : FieldValue;
