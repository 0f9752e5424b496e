using Exchange.Dossiers;

namespace Exchange.Gateway.Contract;

/// <summary>Puts values, generalised ones included, into the contract's messages.</summary>
internal static class ValueWriter
{
    public static V1.GenericField Generic(string name, FieldValue value)
    {
        var field = new V1.GenericField { Name = name };
        switch (value)
        {
            case TextValue text:
                field.Text = text.Text;
                break;
            case TextsValue texts:
                field.Texts = new V1.TextList { Items = { texts.Texts } };
                break;
            case NumberValue number:
                field.Number = number.Number;
                break;
            case FlagValue flag:
                field.Flag = flag.Flag;
                break;
            case DateValue or AgeBandValue:
                field.Date = Date(value);
                break;
            case AddressValue or DistrictValue:
                field.Address = Address(value);
                break;
            case PersonsValue or CountValue:
                field.Persons = Persons(value);
                break;
            default:
                throw Unknown(value);
        }

        return field;
    }

    public static V1.DateValue Date(FieldValue value) => value switch
    {
        DateValue date => new V1.DateValue { Date = Date(date.Date) },
        AgeBandValue { To: { } highest } band => new V1.DateValue { AgeBand = new V1.AgeBand { Lowest = band.From, Highest = highest } },
        AgeBandValue band => new V1.DateValue { AgeBand = new V1.AgeBand { Lowest = band.From } },
        _ => throw Unknown(value),
    };

    public static V1.PartialDate Date(PartialDate date)
    {
        var written = new V1.PartialDate { Year = date.Year };
        if (date.Month is { } month)
            written.Month = month;
        if (date.Day is { } day)
            written.Day = day;
        return written;
    }

    public static V1.Date Date(DateOnly date) => new() { Year = date.Year, Month = date.Month, Day = date.Day };

    public static V1.AddressValue Address(FieldValue value) => value switch
    {
        AddressValue address => new V1.AddressValue
        {
            Address = new V1.Address
            {
                Street = address.Street,
                HouseNumber = address.HouseNumber,
                Postcode = address.Postcode,
                City = address.City,
                Lines = { address.Lines },
            },
        },
        DistrictValue district => new V1.AddressValue { District = district.Name },
        _ => throw Unknown(value),
    };

    public static V1.PersonsValue Persons(FieldValue value) => value switch
    {
        PersonsValue persons => new V1.PersonsValue { List = new V1.RelatedPersons { Items = { persons.Persons.Select(Person) } } },
        CountValue count => new V1.PersonsValue { Count = count.Count },
        _ => throw Unknown(value),
    };

    private static V1.RelatedPerson Person(RelatedPerson person) => new()
    {
        Relationship = person.Relationship,
        FirstNames = person.FirstNames,
        SurnamePrefix = person.SurnamePrefix,
        Surname = person.Surname,
        BirthDate = person.BirthDate is { } birth ? Date(birth) : null,
    };

    private static InvalidOperationException Unknown(FieldValue value) => new($"The contract has no place for a {value.GetType().Name}.");
}
