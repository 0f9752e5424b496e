using System.Diagnostics.CodeAnalysis;
using Exchange.Dossiers;

namespace Exchange.Gateway.Contract;

/// <summary>Reads the values that partners contribute. Generalised ones are nobody's to contribute and throw.</summary>
internal static class ValueReader
{
    public static DateValue Read(V1.DateValue value) =>
        value.ValueCase == V1.DateValue.ValueOneofCase.Date ? new DateValue(Read(value.Date)) : (DateValue)Throw();

    public static PartialDate Read(V1.PartialDate date) =>
        new(date.Year, date.HasMonth ? date.Month : null, date.HasDay ? date.Day : null);

    public static DateOnly Read(V1.Date date) => new(date.Year, date.Month, date.Day);

    public static AddressValue Read(V1.AddressValue value) => value.ValueCase != V1.AddressValue.ValueOneofCase.Address
        ? (AddressValue)Throw()
        : new AddressValue
        {
            Street = value.Address.Street,
            HouseNumber = value.Address.HouseNumber,
            Postcode = value.Address.Postcode,
            City = value.Address.City,
            Lines = [.. value.Address.Lines],
        };

    public static PersonsValue Read(V1.PersonsValue value) => value.ValueCase != V1.PersonsValue.ValueOneofCase.List
        ? (PersonsValue)Throw()
        : new PersonsValue([.. value.List.Items.Select(person => new RelatedPerson
        {
            Relationship = person.Relationship,
            FirstNames = person.FirstNames,
            SurnamePrefix = person.SurnamePrefix,
            Surname = person.Surname,
            BirthDate = person.BirthDate is { } birth ? Read(birth) : null,
        })]);

    [DoesNotReturn]
    public static FieldValue Throw() => throw new InvalidOperationException("A value without a contributed form got past the rules.");
}
