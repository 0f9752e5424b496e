using System.Diagnostics.CodeAnalysis;
using Exchange.Dossiers;

namespace Exchange.Wire;

/// <summary>Reads the values that partners contribute. Generalised ones are nobody's to contribute and throw.</summary>
public static class ValueReader
{
    /// <summary>A date, possibly partial.</summary>
    /// <param name="value">The message.</param>
    public static DateValue Read(V1.DateValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ValueCase == V1.DateValue.ValueOneofCase.Date ? new DateValue(Read(value.Date)) : (DateValue)Throw();
    }

    /// <summary>A partial date.</summary>
    /// <param name="date">The message.</param>
    public static PartialDate Read(V1.PartialDate date)
    {
        ArgumentNullException.ThrowIfNull(date);
        return new PartialDate(date.Year, date.HasMonth ? date.Month : null, date.HasDay ? date.Day : null);
    }

    /// <summary>A calendar day.</summary>
    /// <param name="date">The message.</param>
    public static DateOnly Read(V1.Date date)
    {
        ArgumentNullException.ThrowIfNull(date);
        return new DateOnly(date.Year, date.Month, date.Day);
    }

    /// <summary>An address.</summary>
    /// <param name="value">The message.</param>
    public static AddressValue Read(V1.AddressValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ValueCase != V1.AddressValue.ValueOneofCase.Address
            ? (AddressValue)Throw()
            : new AddressValue
            {
                Street = value.Address.Street,
                HouseNumber = value.Address.HouseNumber,
                Postcode = value.Address.Postcode,
                City = value.Address.City,
                Lines = [.. value.Address.Lines],
            };
    }

    /// <summary>Persons around the subject.</summary>
    /// <param name="value">The message.</param>
    public static PersonsValue Read(V1.PersonsValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ValueCase != V1.PersonsValue.ValueOneofCase.List
            ? (PersonsValue)Throw()
            : new PersonsValue([.. value.List.Items.Select(person => new RelatedPerson
            {
                Relationship = person.Relationship,
                FirstNames = person.FirstNames,
                SurnamePrefix = person.SurnamePrefix,
                Surname = person.Surname,
                BirthDate = person.BirthDate is { } birth ? Read(birth) : null,
            })]);
    }

    [DoesNotReturn]
    internal static FieldValue Throw() => throw new InvalidOperationException("A value without a contributed form got past the rules.");
}
